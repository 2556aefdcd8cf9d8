import asyncio
import json
from pathlib import Path

import pytest

from crossexam import Report
from crossexam.pipeline import batch
from crossexam.pipeline.batch import Task, check_batch, check_into, read_summary, tasks_of
from crossexam.pipeline.errors import BadResult, BadSettings, CannotWrite, NothingToRead, RunStopped, UnknownEngine
from crossexam.pipeline.results import read_result
from crossexam.pipeline.stages import Engine, Examination, Story
from crossexam.schemas import NotJudged, StorySummary, Summary


class Server:
    """An engine that waits, as one that asks a server does, and does what the story's name says."""

    name = "fake"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.under_way = 0
        self.most_under_way = 0
        self.settings = {"model": "m"}

    async def examine(self, story: Story) -> Examination:
        self.asked.append(story.name)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        if story.name.startswith("stop"):
            raise RunStopped("the budget is spent")
        if story.name.startswith("settings"):
            raise BadSettings("there is no such mode")
        if story.name.startswith("fail"):
            raise NothingToRead("nothing in it")
        lost = (NotJudged(item="a.txt", stage="extract", reason="no answer"),) if story.name.startswith("lost") else ()
        return Examination(claims=(), clusters=(), not_judged=lost, model="m")


def stories(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "a.txt").write_text(f"Of {name}.", encoding="utf-8")
    return folder


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    engine = Server()

    def named(name: str) -> Engine:
        assert name == "fake"
        return engine

    monkeypatch.setattr(batch, "engine_named", named)
    return engine


def run(folder: Path, out: Path, *, jobs: int | None = None, again: bool = False) -> tuple[Summary, list[str]]:
    heard: list[StorySummary] = []
    summary = check_batch("b", tasks_of(folder, out, again=again), out, "fake", jobs, heard.append)
    return summary, [story.story for story in heard]


def test_every_story_has_a_result_and_a_line_in_the_summary(tmp_path: Path, server: Server) -> None:
    summary, heard = run(stories(tmp_path / "in", "b", "a", "c"), tmp_path / "out")
    assert [story.story for story in summary.stories] == ["a", "b", "c"]
    assert [story.folder for story in summary.stories] == ["a", "b", "c"]
    assert sorted(heard) == sorted(server.asked) == ["a", "b", "c"]
    assert [read_result(tmp_path / "out" / name).story.name for name in "abc"] == ["a", "b", "c"]
    assert read_summary(tmp_path / "out") == summary


@pytest.mark.parametrize(("jobs", "most"), [(1, 1), (3, 3), (None, 8)])
def test_no_more_stories_are_under_way_than_asked_for(
    tmp_path: Path, server: Server, jobs: int | None, most: int
) -> None:
    run(stories(tmp_path / "in", *(f"s{n}" for n in range(20))), tmp_path / "out", jobs=jobs)
    assert server.most_under_way == most


def test_a_story_that_fails_is_recorded_and_the_others_go_on(tmp_path: Path, server: Server) -> None:
    summary, _ = run(stories(tmp_path / "in", "a", "fail", "z"), tmp_path / "out")
    assert [story.error for story in summary.stories] == [None, "nothing in it", None]
    assert server.asked == ["a", "fail", "z"]


def test_a_finished_story_is_not_done_again(tmp_path: Path, server: Server) -> None:
    folder = stories(tmp_path / "in", "a", "b", "fail")
    first, _ = run(folder, tmp_path / "out")
    (folder / "b/a.txt").write_text("Something else.", encoding="utf-8")
    server.asked.clear()
    second, heard = run(folder, tmp_path / "out")
    assert sorted(server.asked) == ["b", "fail"]
    assert sorted(heard) == ["a", "b", "fail"]
    assert second.stories[0] == first.stories[0]


@pytest.mark.parametrize("change", ["settings", "again"])
def test_other_settings_or_a_wish_have_everything_done_again(tmp_path: Path, server: Server, change: str) -> None:
    folder = stories(tmp_path / "in", "a", "b")
    run(folder, tmp_path / "out")
    server.asked.clear()
    if change == "settings":
        server.settings = {"model": "n"}
    run(folder, tmp_path / "out", again=change == "again")
    assert sorted(server.asked) == ["a", "b"]


def test_a_story_in_which_the_model_gave_no_answer_is_asked_once_more(tmp_path: Path, server: Server) -> None:
    folder = stories(tmp_path / "in", "a", "lost")
    summary, _ = run(folder, tmp_path / "out")
    assert [story.not_judged for story in summary.stories] == [0, 1]
    server.asked.clear()
    run(folder, tmp_path / "out")
    assert server.asked == ["lost"]


def test_a_run_that_is_stopped_names_what_it_did_not_do_and_keeps_the_rest(tmp_path: Path, server: Server) -> None:
    folder = stories(tmp_path / "in", "a", "z")
    run(folder, tmp_path / "out")
    stories(folder, "stop", "t")
    server.asked.clear()
    summary, _ = run(folder, tmp_path / "out", jobs=1)
    assert server.asked == ["stop"]
    assert {s.story: s.error for s in summary.stories} == {
        "a": None,
        "stop": "the budget is spent",
        "t": "the budget is spent",
        "z": None,
    }


def test_what_is_wrong_with_every_story_ends_the_batch(tmp_path: Path, server: Server) -> None:
    folder = stories(tmp_path / "in", *(f"settings{n}" for n in range(30)))
    with pytest.raises(BadSettings, match="no such mode"):
        run(folder, tmp_path / "out")
    assert len(server.asked) < 30
    assert not (tmp_path / "out/summary.json").exists()


def test_an_unknown_engine_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    folder = stories(tmp_path / "in", "a")
    with pytest.raises(UnknownEngine):
        check_batch("b", tasks_of(folder, tmp_path / "out"), tmp_path / "out", "none", 1, lambda _: None)
    assert not (tmp_path / "out/a").exists()


def test_one_process_and_two_leave_the_same_bytes(tmp_path: Path) -> None:
    folder = stories(tmp_path / "in", *(f"s{n}" for n in range(6)))
    for jobs in (1, 2):
        out = tmp_path / str(jobs)
        check_batch("b", tasks_of(folder, out, ("md",)), out, "local", jobs, lambda _: None)
    one, two = (
        {p.relative_to(o): p.read_bytes() for p in o.rglob("*") if p.is_file()}
        for o in (tmp_path / "1", tmp_path / "2")
    )
    assert one == two
    assert len([path for path in one if path.name == "run.json"]) == 6


def test_a_story_whose_result_has_no_place_is_recorded_and_the_others_go_on(tmp_path: Path) -> None:
    folder = stories(tmp_path / "in", "a", "b")
    (tmp_path / "out/a").mkdir(parents=True)
    (tmp_path / "out/a/mine").touch()
    summary = check_batch("b", tasks_of(folder, tmp_path / "out"), tmp_path / "out", "local", 1, lambda _: None)
    assert "is not empty and holds no result" in str(summary.stories[0].error)
    assert summary.stories[1].error is None


def test_hostile_story_names_get_folders_of_their_own_inside_the_results(tmp_path: Path) -> None:
    names = ["summary.json", "run.json", "index.html", "Story", "story", "a\nb", "-x", "\u202ecod", "x" * 200]
    tasks = tasks_of(stories(tmp_path / "in", *names), tmp_path / "out")
    folders = {task.result.name.casefold() for task in tasks}
    assert len(folders) == len(names)
    assert not folders & {"summary.json", "run.json", "index.html"}
    assert {task.result.parent for task in tasks} == {tmp_path / "out"}


def test_results_are_not_taken_for_stories(tmp_path: Path, server: Server) -> None:
    folder = stories(tmp_path / "in", "a")
    run(folder, folder / "results")
    (folder / "results/x.txt").touch()
    asyncio.run(check_into(Task(folder / "a", folder / "of-a"), server))
    (folder / "of-a/x.txt").touch()
    assert [task.story.name for task in tasks_of(folder, tmp_path / "out")] == ["a"]


def test_a_folder_without_stories_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match="no article"):
        tasks_of(tmp_path, tmp_path / "out")


@pytest.mark.parametrize("name", ["summary.json", "index.html"])
def test_somebody_elses_files_are_not_overwritten_by_a_batch(tmp_path: Path, name: str, server: Server) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("{}", encoding="utf-8")
    with pytest.raises(CannotWrite, match="choose another folder"):
        run(stories(tmp_path / "in", "a"), tmp_path / "out")
    assert server.asked == []


def test_a_batch_does_not_go_into_the_result_of_one_story(tmp_path: Path, server: Server) -> None:
    folder = stories(tmp_path / "in", "a")
    asyncio.run(check_into(Task(folder / "a", tmp_path / "out"), server))
    with pytest.raises(CannotWrite, match="holds the result of one story"):
        run(folder, tmp_path / "out")


def test_a_broken_summary_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text(json.dumps({"schema_version": 2}), encoding="utf-8")
    with pytest.raises(BadResult, match=r"summary\.json: was not written by this version"):
        read_summary(tmp_path)


def test_a_check_tells_what_it_does_and_gives_the_report(tmp_path: Path, server: Server) -> None:
    task = Task(stories(tmp_path / "in", "a") / "a", tmp_path / "out")
    heard: list[str] = []
    outcome = asyncio.run(check_into(task, server, heard.append))
    assert heard == ["reading", "examining", "writing"]
    assert isinstance(outcome.report, Report)
    assert outcome.report == read_result(tmp_path / "out")
    again = asyncio.run(check_into(task, server))
    assert (again.report, again.summary) == (None, outcome.summary)
