"""Check a story: from a folder or articles to a report."""

import asyncio
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from ..schemas import Article, Report
from .errors import UnknownEngine, UsageError
from .stages import Engine, Story


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
        UsageError: an event loop is running, as in a notebook or a server: write `await acheck(...)` there.
    """
    if _a_loop_is_running():
        raise UsageError("check() cannot wait inside a running event loop: write `await acheck(...)` there")
    return asyncio.run(acheck(source, engine, name=name))


def _a_loop_is_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


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


_ENGINES = {"local": ("local.engine", "LocalEngine"), "llm": ("llm.engine", "LlmEngine")}


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
