"""What is told of a run that asks a language model: may it be asked so, how far is it, and what has it taken?"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from ..schemas import Usage
from .check import LLM, engine_named
from .console import complain, print_usage
from .errors import CannotWrite, UsageError
from .model_options import option_of
from .stages import Engine, Metered

STAGES = ("extract", "cluster", "crossexamine", "phrase")
"""Of the LLM engine, in their order. Not imported from there: the local engine does without all that comes with it."""
ORIGIN = "command line"
_LOOKS = 0.1
"""Seconds between two looks at how far a run is."""
_OF_THE_ANSWERS = ("model", "base_url", "mode", "temperature", "seed", "reasoning_effort")
"""What a result says of how its answers were asked for."""
_NOT_IN_A_REPLAY = ("base_url", "mode", "concurrency", "deadline", "budget_tokens", "budget_usd")
"""What says how a server is asked."""


def engine_for(name: str, given: Mapping[str, Any], record: Path | None) -> Engine:
    """Return the engine that a command line asks for.

    Raises:
        UsageError: options do not go together, or the engine cannot start.
        BadRecording: something else lies where the recording is to go.
    """
    options = [*map(option_of, given), *(("--record",) if record else ())]
    if name != LLM and options:
        raise UsageError(f"{options[0]} is for the engine {LLM!r}: add --engine {LLM}, or leave it out")
    if "replay" in given and (idle := [option_of(setting) for setting in _NOT_IN_A_REPLAY if setting in given]):
        raise UsageError(f"{idle[0]} makes no sense with --replay: nothing is sent")
    if record is not None:
        _require_place(record)
    return engine_named(name, given, origin=ORIGIN) if name == LLM else engine_named(name)


def engine_again(name: str, settings: Mapping[str, str]) -> Engine:
    """Return the engine that made a result, so that its articles go to the same model at the same address.

    Args:
        name: of the engine.
        settings: what its answers depended on; the rest is as it is set now.

    Raises:
        UsageError: it was a replay, or the engine cannot start.
    """
    if name != LLM:
        return engine_named(name)
    if "replay" in settings:
        raise UsageError("the result is that of a recording, which cannot answer for an article that changes")
    given = {setting: value for setting, value in settings.items() if setting in _OF_THE_ANSWERS}
    return engine_named(name, given, origin="result")


def _require_place(record: Path) -> None:
    """See before anything is paid for whether a recording can be written."""
    from .llm.recordings import read_recording

    if record.suffix == ".json" and record.is_dir():
        raise CannotWrite(f"{record}: is a folder; a recording in a folder has no .json at its end")
    if record.exists():
        read_recording(record)
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise CannotWrite(f"{record}: {fault.strerror}") from fault


def tell_usage(engine: Engine) -> None:
    """Print what a run has asked, if it has asked anything."""
    usage = engine.usage() if isinstance(engine, Metered) else Usage()
    if usage.calls or usage.cached:
        ordered = {name: usage.stages[name] for name in sorted(usage.stages, key=_place)}
        print_usage(usage.model_copy(update={"stages": ordered}))


def _place(stage: str) -> int:
    return STAGES.index(stage) if stage in STAGES else len(STAGES)


def keep_record(engine: Engine, target: Path | None) -> None:
    """Write the answers that a run has used as a recording, if it is to have one.

    Raises:
        CannotWrite: it has no place.
        BadRecording: the folder holds JSON that is no answer.
    """
    if target is None or not isinstance(engine, Metered):
        return
    try:
        count = engine.record(target)
    except OSError as fault:
        raise CannotWrite(f"{target}: {fault.strerror}") from fault
    complain(f"{target} holds the {count} answers of this run; --replay {target} takes them from there")


@asynccontextmanager
async def followed(engine: Engine, show: Callable[[str, int], None], step: int) -> AsyncIterator[None]:
    """Show while the block runs at which stage an engine is.

    Args:
        engine: shown only if it can be asked.
        show: takes a text and how many steps are done.
        step: how many are done before the first stage.
    """
    if not isinstance(engine, Metered):
        yield
        return
    import asyncio

    looking = asyncio.create_task(_follow(engine, show, step))
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _follow(engine: Metered, show: Callable[[str, int], None], step: int) -> None:
    import asyncio

    while True:
        usage = engine.usage()
        reached = [number for number, stage in enumerate(STAGES) if stage in usage.stages]
        if reached:
            name = STAGES[reached[-1]]
            part = usage.stages[name]
            known = f", {part.cached} cached" if part.cached else ""
            show(f"{name}: {part.calls} asked{known}", step + reached[-1])
        await asyncio.sleep(_LOOKS)
