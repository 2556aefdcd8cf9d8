"""The one place that asks a language model.

    async with ModelClient(settings) as client:
        answers = await client.ask_all(calls)

An answer that is known is returned from the cache, or in a replay from its recording, before anything else is asked.
Otherwise one of all who ask the same gets its turn, and what comes back is kept before it is given out.
"""

import asyncio
import json
import logging
import random
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import JsonValue, ValidationError

from ...schemas import Usage
from ..errors import BadSettings, ItemFailed, Malformed, NotRecorded, RunStopped
from .addresses import require_loopback
from .budget import Budget
from .cache import AnswerCache
from .calls import A, Answer, Call, Identity, NotAnswered, key_of
from .clock import Clock, SystemClock
from .line import Line
from .prices import Price, price_of
from .prompting import prompt
from .recordings import Recording, read_recording, write_recording
from .records import KeptAnswer
from .settings import Settings
from .turns import turn
from .usage import Meter

_log = logging.getLogger(__name__)
_MARGIN = 30.0
"""Seconds by which a turn outlasts the deadline of a call."""


class ModelClient:
    """Asks one model of one server, or a recording. It belongs to one event loop.

    Raises, when it is made:
        BadSettings: no model is set, a budget in money has no price to go by, the cache folder cannot be used, or the
            address is not of this machine and the run is to stay offline.
        BadRecording: a replay has no recording to go by.
        BadDataFile: a price list or a prompt is broken.
    """

    def __init__(self, settings: Settings, *, clock: Clock | None = None, chance: random.Random | None = None) -> None:
        self.settings = settings
        self._clock = clock or SystemClock()
        self._chance = chance or random.Random()  # noqa: S311 - spreads retries
        self._reask = prompt("reask", settings.prompts)
        self._line: Line | None = None
        self._used: set[str] = set()
        if settings.replay:
            recording = read_recording(settings.replay)
            self._answers: AnswerCache | Recording = recording
            self.identity = recording.identity(settings.model)
            self.meter = Meter(None)
        else:
            self.identity = _identity(settings)
            price = _price(settings, self.identity.model)
            self.meter = Meter(price)
            budget = Budget(settings.budget_tokens, settings.budget_usd, price)
            self._line = Line(settings, budget, self._clock)
            self._answers = AnswerCache(settings.cache_dir)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line:
            await self._line.close()
        if isinstance(self._answers, AnswerCache):
            self._answers.close()

    def part(self) -> "ModelClient":
        """Return a client for a part of the run, such as one story, whose `usage` is that of the part alone.

        It shares all else with this one: answers, connections, limits and budget. It is not to be closed.
        """
        own = copy(self)
        own.meter = self.meter.part()
        return own

    async def ask(self, call: Call[A]) -> Answer[A]:
        """Return the answer to one question.

        At most `exchange.REQUESTS_PER_ITEM` requests, each no longer than the deadline; none for what is known.

        Raises:
            RunStopped: no question of this run will be answered any more.
            ItemFailed: this question has no answer; others may have.
        """
        key = key_of(call, self.identity)
        self._used.add(key)
        known = self._known(call, key)
        if known is None and self._line and isinstance(self._answers, AnswerCache):
            return await self._in_turn(call, key, self._answers, self._line)
        if known is None:
            raise NotRecorded(
                f"{self.settings.replay}: has no answer for {call.item!a} (stage {call.stage}, prompt {call.prompt}); "
                "the article, the prompt, the schema or the settings have changed since it was made"
            )
        self.meter.hit(call.stage)
        return known

    def known(self, call: Call[A]) -> Answer[A] | None:
        """Return the answer to a question if it is kept, and count nothing."""
        return self._known(call, key_of(call, self.identity))

    async def ask_all(self, calls: Sequence[Call[A]]) -> list[Answer[A] | NotAnswered]:
        """Return for each question, in their order, its answer or why it has none.

        When the run stops, requests that are under way come to their end and their answers are kept; the questions
        that were not asked have the `RunStopped` that ended it.
        """
        return list(await asyncio.gather(*map(self._outcome, calls)))

    def usage(self) -> Usage:
        """Return what was asked so far."""
        return self.meter.usage()

    def record(self, target: Path) -> int:
        """Write the answers that this run used as a recording, and return how many they are."""
        used = [kept for key in self._used if (kept := self._answers.get(key))]
        if isinstance(self._answers, AnswerCache):
            self._answers.close()  # it opens again when it is asked, and a run may have ended
        return write_recording(used, target)

    async def _outcome(self, call: Call[A]) -> Answer[A] | NotAnswered:
        try:
            return await self.ask(call)
        except (RunStopped, ItemFailed) as fault:
            return fault

    def _known(self, call: Call[A], key: str) -> Answer[A] | None:
        """Return the answer that is kept, if it still fits what is asked for."""
        kept = self._answers.get(key)
        if kept is None:
            return None
        try:
            value = _validated(call, kept.answer)
        except ValidationError:
            _log.warning("a kept answer of stage %s does not fit its schema and is not used", call.stage)
            return None
        return Answer(value, key, cached=True)

    async def _in_turn(self, call: Call[A], key: str, cache: AnswerCache, line: Line) -> Answer[A]:
        """Return the answer that another got meanwhile, or ask."""
        seconds = self.settings.deadline + _MARGIN
        async with turn(cache, key, seconds, self._clock, lambda: self._known(call, key)) as known:
            if known is None:
                return await self._asked(call, key, cache, line)
        self.meter.hit(call.stage)
        return known

    async def _asked(self, call: Call[A], key: str, cache: AnswerCache, line: Line) -> Answer[A]:
        from .exchange import Exchange

        exchange = Exchange(line, call, self.settings, self._reask, self.meter, self._chance)
        found = await exchange.answer()
        # What is given out is what a later run will read, so that both are the same.
        answer: dict[str, JsonValue] = json.loads(found.model_dump_json(by_alias=True))
        try:
            value = _validated(call, answer)
        except ValidationError:
            value = None
        if value is None:
            raise Malformed("the answer cannot be kept as JSON")
        cache.put(KeptAnswer.of(call, key, self.identity, answer, exchange.tokens))
        return Answer(value, key, cached=False, tokens=exchange.tokens)


def _identity(settings: Settings) -> Identity:
    if settings.model is None:
        raise BadSettings("no model is set: name one with --model, CROSSEXAM_MODEL or the settings file")
    if settings.offline:
        require_loopback(settings.base_url)
    return Identity(settings.model, settings.base_url, settings.parameters)


def _price(settings: Settings, model: str) -> Price | None:
    price = price_of(model, settings.base_url, settings.prices)
    if settings.budget_usd is not None and price is None:
        raise BadSettings(
            f"a budget in dollars needs a price for {model} at {settings.host}: "
            "add it to a file of prices, or set a budget in tokens"
        )
    return price


def _validated(call: Call[A], answer: dict[str, JsonValue]) -> A:
    return call.answer.model_validate_json(json.dumps(answer), strict=True)
