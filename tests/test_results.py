import json
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from crossexam import Article, Claim, Finding, Kind, Position, Relation, Report, Verdict, Weight
from crossexam.pipeline.errors import BadResult, CannotWrite
from crossexam.pipeline.fingerprint import MadeOf
from crossexam.pipeline.results import finished, is_result, read_result, write_result
from crossexam.schemas import NotJudged, StoryName, Tool

MADE = MadeOf(story="s", inputs={"a.txt": "sha256:1"}, engine="fake", data="d")


def report_of(*articles: Article, model: str | None = None, not_judged: tuple[NotJudged, ...] = ()) -> Report:
    claims = [
        Claim(id=f"c{n}", article=a.article, kind=Kind.QUANTITY, start=0, end=1, evidence=a.text[0], value=a.text[0])
        for n, a in enumerate(articles)
    ]
    finding = Finding(
        id="quantity-0",
        kind=Kind.QUANTITY,
        question="What does each begin with?",
        verdict=Verdict.CONFLICT,
        weight=Weight.MAJOR,
        why="They begin differently.",
        positions=tuple(Position.of(claim, Relation.INCOMPATIBLE) for claim in claims),
    )
    return Report(
        tool=Tool(version="0", engine="fake", model=model),
        story=StoryName(name="s", title="A title"),
        articles=articles,
        claims=tuple(claims),
        findings=(finding,),
        not_judged=not_judged,
    )


REPORT = report_of(
    Article(article="a.txt", text="One.\r\nTwo.\n"), Article(article="b.html", text="\ufeffEins\u2028\x00")
)


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_result_read_again_is_the_report_with_its_texts(tmp_path: Path) -> None:
    write_result(tmp_path / "out", REPORT, MADE)
    again = read_result(tmp_path / "out")
    assert again == REPORT
    assert [a.text for a in again.articles] == ["One.\r\nTwo.\n", "\ufeffEins\u2028\x00"]


def test_a_text_with_half_a_surrogate_pair_comes_back_as_it_was(tmp_path: Path) -> None:
    write_result(tmp_path / "out", report_of(Article(article="a.json", text="x\ud800y")), MADE)
    assert read_result(tmp_path / "out").articles[0].text == "x\ud800y"


def test_the_findings_are_what_other_programs_rely_on(tmp_path: Path) -> None:
    write_result(tmp_path / "out", REPORT, MADE, ["md"])
    written = json.loads((tmp_path / "out/findings.json").read_bytes())
    assert written["schema_version"] == 1
    assert "text" not in written["articles"][0]
    assert (tmp_path / "out/articles/b.html.txt").read_bytes() == "\ufeffEins\u2028\x00".encode()
    assert (tmp_path / "out/report.md").is_file()


def test_the_same_report_is_written_as_the_same_bytes(tmp_path: Path) -> None:
    for out in ("one", "two"):
        write_result(tmp_path / out, REPORT, MADE, ["md"])
    write_result(tmp_path / "two", REPORT, MADE, ["md"])
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")


def test_the_summary_counts_what_was_found(tmp_path: Path) -> None:
    summary = write_result(tmp_path / "out", REPORT, MADE)
    assert (summary.story, summary.title, summary.articles, summary.findings) == ("s", "A title", 2, 1)
    assert (summary.verdicts, summary.major, summary.minor) == ({Verdict.CONFLICT: 1}, 1, 0)
    assert finished(tmp_path / "out", MADE.fingerprint) == summary


def test_hostile_article_names_stay_inside_the_folder(tmp_path: Path) -> None:
    names = ["../../out.txt", "/etc/passwd", "..", "a\nb", "x" * 500, "A.txt", "a.txt", "\u202egpj.txt", "run.json"]
    report = report_of(*(Article(article=name, text=f"{number} is here") for number, name in enumerate(names)))
    write_result(tmp_path / "in/out", report, MADE)
    assert {p.name for p in tmp_path.iterdir()} == {"in"}
    assert len(list((tmp_path / "in/out/articles").iterdir())) == len(names)
    assert read_result(tmp_path / "in/out") == report


def spoil(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda out: (out / name).write_bytes(change((out / name).read_bytes()))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda out: (out / "run.json").unlink(), "no result of crossexam is here"),
        (lambda out: (out / "findings.json").unlink(), "findings.json: is missing"),
        (lambda out: (out / "articles/a.txt").unlink(), "a.txt: is missing"),
        (spoil("findings.json", lambda data: data[:-9]), "findings.json: was changed"),
        (spoil("articles/a.txt", lambda data: data + b"x"), "a.txt: was changed"),
        (spoil("run.json", lambda _: b"{"), "run.json: Invalid JSON"),
        (spoil("run.json", lambda _: b"[1]"), "run.json: "),
        (spoil("run.json", lambda data: data.replace(b'version": 1', b'version": 2', 1)), "has schema_version 2"),
        (spoil("run.json", lambda data: data.replace(b'"finished"', b'"writing"')), "was interrupted"),
        (spoil("run.json", lambda data: data.replace(b"articles/a.txt", b"../../../a")), "is no file of a result"),
        (spoil("run.json", lambda data: data.replace(b"articles/a.txt", b"/etc/passwd")), "is no file of a result"),
    ],
)
def test_a_broken_result_is_one_clear_line(tmp_path: Path, damage: Callable[[Path], object], said: str) -> None:
    write_result(tmp_path, REPORT, MADE)
    damage(tmp_path)
    with pytest.raises(BadResult) as caught:
        read_result(tmp_path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert finished(tmp_path, MADE.fingerprint) is None


def test_findings_of_another_schema_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "crossexam.pipeline.results.render_each",
        lambda report, _: {"json": report.model_dump_json().replace('"schema_version":1', '"schema_version":7')},
    )
    write_result(tmp_path, REPORT, MADE)
    with pytest.raises(BadResult, match=r"findings\.json: has schema_version 7; this crossexam reads 1"):
        read_result(tmp_path)


def test_a_result_is_finished_for_its_own_fingerprint_and_forms_alone(tmp_path: Path) -> None:
    write_result(tmp_path, REPORT, MADE, ["md"])
    assert finished(tmp_path, MADE.fingerprint, ["md"])
    assert not finished(tmp_path, MADE.fingerprint + "0", ["md"])
    (tmp_path / "report.md").write_text("an editor's own words", encoding="utf-8")
    assert finished(tmp_path, MADE.fingerprint, ["md"])
    (tmp_path / "report.md").unlink()
    assert finished(tmp_path, MADE.fingerprint)
    assert not finished(tmp_path, MADE.fingerprint, ["md"])


def test_a_result_in_which_a_model_gave_no_answer_can_be_read_but_is_not_finished(tmp_path: Path) -> None:
    unanswered = (NotJudged(item="a.txt", stage="extract", reason="no answer"),)
    write_result(tmp_path / "rules", report_of(*REPORT.articles, not_judged=unanswered), MADE)
    write_result(tmp_path / "model", report_of(*REPORT.articles, not_judged=unanswered, model="m"), MADE)
    assert finished(tmp_path / "rules", MADE.fingerprint)
    assert not finished(tmp_path / "model", MADE.fingerprint)
    assert read_result(tmp_path / "model").not_judged == unanswered


def test_files_of_a_former_result_go_and_all_others_stay(tmp_path: Path) -> None:
    write_result(tmp_path, REPORT, MADE, ["md"])
    (tmp_path / "notes.txt").touch()
    (tmp_path / "articles/mine.txt").touch()
    write_result(tmp_path, report_of(Article(article="c.txt", text="Drei")), MADE)
    assert set(files_in(tmp_path)) == {"findings.json", "run.json", "articles/c.txt", "notes.txt", "articles/mine.txt"}


def test_a_folder_of_somebody_elses_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotWrite, match="is not empty and holds no result"):
        write_result(tmp_path, REPORT, MADE)
    (tmp_path / "run.json").write_text('{"runs": 3}', encoding="utf-8")
    with pytest.raises(CannotWrite, match="is not empty and holds no result"):
        write_result(tmp_path, REPORT, MADE)
    assert files_in(tmp_path) == {"report.md": b"mine", "run.json": b'{"runs": 3}'}


def test_a_planted_run_cannot_have_files_elsewhere_removed(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    (tmp_path / "out").mkdir()
    planted = {"schema_version": 1, "state": "finished", "files": {"../precious": ""}}
    (tmp_path / "out/run.json").write_text(json.dumps(planted), encoding="utf-8")
    with pytest.raises(CannotWrite):
        write_result(tmp_path / "out", REPORT, MADE)
    assert (tmp_path / "precious").exists()


def test_a_planted_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    write_result(tmp_path / "out", REPORT, MADE)
    (tmp_path / "precious").write_text("mine", encoding="utf-8")
    (tmp_path / "out/findings.json").unlink()
    (tmp_path / "out/findings.json").symlink_to("../precious")
    write_result(tmp_path / "out", REPORT, MADE)
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "mine"
    assert read_result(tmp_path / "out") == REPORT


def test_the_result_of_another_version_is_replaced(tmp_path: Path) -> None:
    write_result(tmp_path, REPORT, MADE, ["md"])
    run = json.loads((tmp_path / "run.json").read_bytes())
    later = {"schema_version": 9, "state": "finished", "files": run["files"], "more": 1}
    (tmp_path / "run.json").write_text(json.dumps(later), encoding="utf-8")
    assert is_result(tmp_path)
    write_result(tmp_path, REPORT, MADE)
    assert read_result(tmp_path) == REPORT
    assert not (tmp_path / "report.md").exists()


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    write_result(tmp_path / "clean", REPORT, MADE)
    write_result(tmp_path / "out", REPORT, MADE)
    (tmp_path / "out/.crossexam-123.tmp").write_bytes(b"half")
    (tmp_path / f"out/articles/.crossexam-{os.getpid()}.tmp").write_bytes(b"half")
    write_result(tmp_path / "out", REPORT, MADE)
    assert files_in(tmp_path / "out") == files_in(tmp_path / "clean")


def test_a_first_write_that_was_killed_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("crossexam.pipeline.results.sync", interrupted_at_call(2))
        with pytest.raises(KeyboardInterrupt):
            write_result(tmp_path, REPORT, MADE)
    with pytest.raises(BadResult, match="was interrupted"):
        read_result(tmp_path)
    write_result(tmp_path, REPORT, MADE)
    assert read_result(tmp_path) == REPORT


def interrupted_at_call(number: int) -> Callable[[Path], None]:
    calls = 0

    def interrupted(_: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == number:
            raise KeyboardInterrupt

    return interrupted


@pytest.mark.parametrize("place", ["file/out", "file"])
def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match=r"file.*: (Not a directory|File exists)"):
        write_result(tmp_path / place, REPORT, MADE)


def test_processes_that_write_the_same_result_at_once_leave_a_whole_one(tmp_path: Path) -> None:
    write_result(tmp_path / "alone", REPORT, MADE, ["md"])
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_result, args=(tmp_path / "out", REPORT, MADE, ["md"])) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert files_in(tmp_path / "out") == files_in(tmp_path / "alone")
