"""What does `crossexam estimate` print? What a run would ask and cost. Nothing is sent."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from .asking import ORIGIN
from .batch import tasks_of
from .check import run_to_end
from .commands import require_articles
from .console import complain, lined_up, money, one_line, progress, put, standard_output
from .errors import NothingToRead, UsageError
from .fingerprint import printable
from .ingest import is_story, read_story
from .llm.engine import LlmEngine
from .llm.estimate import Estimate, PlannedCall, estimate
from .llm.forecast import Rehearsal, planned_calls
from .llm.prices import price_of
from .llm.settings import Settings
from .llm.sources import load_settings


def print_estimate(folder: Path, given: Mapping[str, Any], *, as_json: bool) -> int:
    """Print what the LLM engine would ask for a story, or for all in a folder, and what that would cost.

    Returns:
        The exit status: 1 if a story could not be read.

    Raises:
        NothingToRead: there is no article.
        BadSettings: no model is set, or a setting has a value that it cannot have.
    """
    require_articles(folder)
    if "replay" in given:
        raise UsageError("--replay makes no sense here: a replay costs nothing")
    settings = load_settings(given, origin=ORIGIN).settings
    stories = [folder] if is_story(folder) else [task.story for task in tasks_of(folder, folder)]
    with progress(len(stories)) as show:
        calls, faults = run_to_end(_planned(stories, settings, show), waits=True)
    if len(faults) == len(stories):
        raise NothingToRead(faults[0])
    price = price_of(settings.model or "", settings.base_url, settings.prices)
    found = estimate(calls, price)
    with standard_output():
        if as_json:
            put(json.dumps(_plain(found), indent=2) + "\n")
        else:
            put("".join(f"{line}\n" for line in _lines(found)))
    for fault in faults:
        complain(fault)
    _warn(found, settings, priced=price is not None)
    return 1 if faults else 0


async def _planned(
    stories: list[Path], settings: Settings, show: Callable[[str, int], None]
) -> tuple[list[PlannedCall], list[str]]:
    """Return the calls of all stories, and why stories could not be read."""
    calls: list[PlannedCall] = []
    faults: list[str] = []
    async with Rehearsal(settings) as rehearsal, LlmEngine(settings, client_of=lambda _: rehearsal) as engine:
        for done, folder in enumerate(stories):
            show(printable(folder.name), done)
            try:
                story = read_story(folder)
            except NothingToRead as fault:
                faults.append(str(fault))
            else:
                calls += await planned_calls(story, engine, rehearsal)
    return calls, faults


def _lines(found: Estimate) -> list[str]:
    if not found.calls:
        return ["All answers are known already: nothing would be asked."]
    head = ("", "calls", "prompt", "answers", "cost", "at worst:", "requests", "tokens", "cost")
    stages = {**found.stages, "in all": found}
    return lined_up([head, *(_row(name, part) for name, part in stages.items())])


def _row(name: str, found: Estimate) -> tuple[str, ...]:
    tokens = (found.tokens.prompt, found.tokens.completion)
    return (
        one_line(name),
        f"{found.calls:,}",
        *(f"{count:,} tokens" for count in tokens),
        money(found.cost),
        "",
        f"{found.worst_calls:,}",
        f"{found.worst_tokens.total:,}",
        money(found.worst_cost),
    )


def _warn(found: Estimate, settings: Settings, *, priced: bool) -> None:
    """Say what an editor who reads the figures should know beside them."""
    if not priced:
        where = f"{settings.model} at {settings.host}"
        complain(f"no price is known for {where}: --set prices=FILE names a file of prices")
    limits: tuple[tuple[str, int | Decimal | None, int | Decimal | None], ...] = (
        ("tokens", settings.budget_tokens, found.tokens.total),
        ("US dollars", settings.budget_usd, found.cost),
    )
    for unit, budget, expected in limits:
        if budget is not None and expected is not None and expected > budget:
            complain(f"the budget of {budget:,} {unit} is less than the run is expected to take")


def _plain(found: Estimate) -> dict[str, Any]:
    def tokens_and_cost(calls: int, prompt: int, completion: int, cost: Decimal | None) -> dict[str, Any]:
        held = {"calls": calls, "prompt_tokens": prompt, "completion_tokens": completion}
        return held | {"cost": None if cost is None else str(cost)}

    plain = tokens_and_cost(found.calls, found.tokens.prompt, found.tokens.completion, found.cost)
    worst = found.worst_tokens
    plain["worst"] = tokens_and_cost(found.worst_calls, worst.prompt, worst.completion, found.worst_cost)
    if found.stages:
        plain["stages"] = {name: _plain(part) for name, part in found.stages.items()}
    return plain
