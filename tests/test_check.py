import asyncio
from pathlib import Path

import pytest

from crossexam import Article, NothingToRead, Report, UsageError, acheck, check
from crossexam.pipeline.check import run_to_end
from crossexam.pipeline.errors import UnknownEngine
from crossexam.pipeline.stages import Examination, Story

ARTICLES = [Article(article="a", text="Three people were killed."), Article(article="b", text="Four were.")]


class Waiting:
    name = "waiting"

    async def examine(self, story: Story) -> Examination:
        await asyncio.sleep(0)
        return Examination(claims=(), clusters=(), model=story.name)


def test_articles_can_be_given_as_objects() -> None:
    report = check(ARTICLES, name="quake")
    assert report.story.name == "quake"
    assert [(a.article, a.text) for a in report.articles] == [(a.article, a.text) for a in ARTICLES]
    assert report.tool.engine == "local"


def test_a_folder_can_be_given_as_text_or_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Three people were killed.", encoding="utf-8")
    assert check(str(tmp_path)) == check(tmp_path)


def test_nothing_is_printed_or_written(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Three people were killed.", encoding="utf-8")
    check(tmp_path)
    assert capfd.readouterr() == ("", "")
    assert [path.name for path in tmp_path.rglob("*")] == ["a.txt"]


def test_an_engine_of_ones_own_can_wait() -> None:
    assert check(ARTICLES, Waiting(), name="x").tool.model == "x"


def test_an_engine_is_named_or_refused() -> None:
    with pytest.raises(UnknownEngine, match="there are llm, local"):
        check(ARTICLES, "magic")


def test_a_folder_without_articles_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead):
        check(tmp_path)


def test_inside_an_event_loop_the_twin_is_awaited() -> None:
    async def inside() -> tuple[Report, Report]:
        return await acheck(ARTICLES), await acheck(ARTICLES, Waiting())

    local, waiting = asyncio.run(inside())
    assert (local.tool.engine, waiting.tool.engine) == ("local", "waiting")


def test_inside_an_event_loop_a_check_that_never_waits_works_and_another_is_a_clear_error() -> None:
    async def inside(engine: str | Waiting) -> Report:
        return check(ARTICLES, engine)

    assert asyncio.run(inside("local")) == check(ARTICLES)
    with pytest.raises(UsageError, match="await acheck"):
        asyncio.run(inside(Waiting()))


def test_a_result_is_not_spelled_out_on_its_way() -> None:
    spelled: list[bool] = []

    class Large:
        def __repr__(self) -> str:
            spelled.append(True)
            return "large"

    async def large() -> Large:
        await asyncio.sleep(0)
        return Large()

    assert isinstance(run_to_end(large(), waits=True), Large)
    assert not spelled
