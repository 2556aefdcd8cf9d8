"""Through what does every request of a run go? Slots, budget, limits and the counting, in this order."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import NotReachable, RunStopped
from .addresses import is_loopback
from .budget import Budget
from .clock import Clock
from .limits import Limiter
from .prices import NO_TOKENS, Tokens
from .quiet import hush
from .settings import Settings
from .usage import Meter, estimated_tokens
from .wire import Fault, Reply, send

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_NO_KEY = "none"
"""What servers that want no key are sent."""
_CONNECT = 10.0
"""Seconds in which a connection must stand."""


class Line:
    """The way to one server. It belongs to one event loop.

    Redirects are not followed, and an address of this machine is never reached through a proxy: article text goes to
    the configured base URL alone.
    """

    def __init__(self, settings: Settings, budget: Budget, clock: Clock) -> None:
        self.clock = clock
        self.stopped: RunStopped | None = None
        self._is_reached = False
        self._settings = settings
        self._budget = budget
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._limiter = Limiter(settings.requests_per_minute, settings.tokens_per_minute, clock)

    @cached_property
    def _client(self) -> "AsyncOpenAI":
        """The SDK's client, made for the first request: a run that knows all answers never imports it."""
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

        hush()
        settings, key = self._settings, self._settings.api_key
        trust_env = not (settings.offline or is_loopback(settings.base_url))
        return AsyncOpenAI(
            api_key=key.get_secret_value() if key else _NO_KEY,
            base_url=settings.base_url,
            max_retries=0,
            timeout=Timeout(settings.deadline, connect=min(_CONNECT, settings.deadline)),
            http_client=DefaultAsyncHttpxClient(follow_redirects=False, trust_env=trust_env),
        )

    async def close(self) -> None:
        """Close the connections, if there are any."""
        if "_client" in self.__dict__:
            await self._client.close()

    async def request(
        self, stage: str, body: Mapping[str, Any], most: Tokens, meter: Meter, *, again: bool
    ) -> Reply | Fault:
        """Send one request as soon as it may go out.

        Args:
            stage: it is counted for.
            body: what is sent.
            most: the tokens that it can take.
            meter: counts it.
            again: whether it is not the first for its item.

        Raises:
            RunStopped: the run is over, by the budget or by what an earlier request met.
        """
        async with self._slots:
            self._go_on()
            try:
                held = await self._budget.reserve(most)
            except RunStopped as fault:
                self.stopped = self.stopped or type(fault)(str(fault))
                self._go_on()
            taken: Tokens | None = NO_TOKENS
            try:
                await self._limiter.admit(most.total)
                self._go_on()
                taken = None
                meter.request(stage, again=again)
                outcome = await self._send(stage, body, most, meter)
                taken = None if isinstance(outcome, Fault) and outcome.unknown else outcome.tokens or NO_TOKENS
            finally:
                if taken is None:
                    self._budget.forfeit(held)
                else:
                    self._budget.settle(held, taken)
                    self._limiter.give_back(most.total - taken.total)
        return outcome

    def give_up(self, fault: Fault) -> None:
        """End the run where a fault that is not to be tried again says that there is no server.

        Raises:
            NotReachable: nothing has answered in this run.
        """
        if not (fault.reached or self._is_reached):
            self.stopped = self.stopped or NotReachable(f"nothing answers at {self._settings.base_url}: no connection")
            self._go_on()

    def _go_on(self) -> None:
        if self.stopped:
            raise type(self.stopped)(str(self.stopped))

    async def _send(self, stage: str, body: Mapping[str, Any], most: Tokens, meter: Meter) -> Reply | Fault:
        began = self.clock.monotonic()
        outcome = await send(self._client, body, self._settings.deadline, self._settings.longest_wait)
        self._is_reached |= not isinstance(outcome, Fault) or outcome.reached
        if isinstance(outcome, Fault):
            if isinstance(outcome.error, RunStopped):
                self.stopped = outcome.error
            if outcome.again and outcome.wait:
                self._limiter.pause(outcome.wait)
        elif outcome.tokens is None:
            outcome = replace(outcome, tokens=Tokens(most.prompt, estimated_tokens(outcome.text)))
        meter.reply(stage, outcome.tokens or NO_TOKENS, self.clock.monotonic() - began)
        return outcome
