"""Check a story: from a folder or articles to a report."""

from collections.abc import Coroutine, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from ..schemas import Article, Report
from .errors import UnknownEngine, UsageError
from .stages import Engine, Story

LOCAL = "local"
_Result = TypeVar("_Result")


def check(source: str | Path | Iterable[Article], engine: str | Engine = "local", *, name: str = "story") -> Report:
    """Cross-examine the articles of one story.

    Args:
        source: a folder of articles (see the README for the formats), or the articles themselves, of which only
            `article`, a unique name, and `text` are needed.
        engine: "local" for the embedded rules, which need no network; "llm" for a language model, configured by the
            environment; or an engine of your own.
        name: what the report calls the story; a folder's own name where one is given.

    Returns:
        The report, with the articles' texts. Articles that could not be read and claims that could not be judged
        are named in `report.not_judged`.

    Raises:
        NothingToRead: there is no article in `source`.
        UnknownEngine: no engine has that name.
        UsageError: the engine has to wait for a server, and an event loop is running, as in a notebook: write
            `await acheck(...)` there.
    """
    return run_to_end(acheck(source, engine, name=name), waits=engine != LOCAL)


async def acheck(
    source: str | Path | Iterable[Article], engine: str | Engine = "local", *, name: str = "story"
) -> Report:
    """Cross-examine the articles of one story, as `check` does, inside a running event loop."""
    from .ingest import read_story, story_of

    story = read_story(Path(source)) if isinstance(source, str | Path) else story_of(source, name)
    return await check_story(story, engine_named(engine) if isinstance(engine, str) else engine)


async def check_story(story: Story, engine: Engine) -> Report:
    """Take a story that was read through an engine and the judge."""
    from .judging.judge import report_on

    return report_on(story, await engine.examine(story), engine.name)


def run_to_end(coroutine: Coroutine[Any, Any, _Result], *, waits: bool) -> _Result:
    """Return what a coroutine gives.

    One that never waits, as with the local engine, needs no event loop, whose import would cost more than a small
    story. From a loop the result is handed over beside the task: when asyncio.run puts back the handler of Ctrl-C, it
    spells out the result of its task, whole reports of it, for an error message that nobody sees.

    Raises:
        UsageError: it waits, and an event loop is running.
    """
    if not waits:
        try:
            coroutine.send(None)
        except StopIteration as end:
            result: _Result = end.value
            return result
        raise RuntimeError("a coroutine that was not to wait has waited")
    import asyncio

    results: list[_Result] = []

    async def keep() -> None:
        results.append(await coroutine)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(keep())
        return results[0]
    coroutine.close()
    raise UsageError("check() cannot wait inside a running event loop: write `await acheck(...)` there")


_ENGINES = {LOCAL: ("local.engine", "LocalEngine"), "llm": ("llm.engine", "LlmEngine")}


def engine_named(name: str) -> Engine:
    """Return a new engine.

    Raises:
        UnknownEngine: there is none of that name.
    """
    if name not in _ENGINES:
        raise UnknownEngine(f"unknown engine {name!r}: there are {', '.join(sorted(_ENGINES))}")
    module, factory = _ENGINES[name]
    engine: Engine = getattr(import_module(f".{module}", __package__), factory)()
    return engine
