"""How fast may we ask? So many requests and tokens a minute, and nobody while the server wants a pause."""

import asyncio
from dataclasses import dataclass

from .clock import Clock

MINUTE = 60.0
_ROUNDING = 1e-6


@dataclass
class _Bucket:
    """Fills evenly up to `size` within a minute."""

    size: float
    level: float
    at: float

    def fill(self, now: float) -> None:
        self.level = min(self.size, self.level + (now - self.at) * self.size / MINUTE)
        self.at = now

    def wait_for(self, amount: float) -> float:
        """Return the seconds until `amount` is there; of more than it holds, a full bucket is enough."""
        missing = min(amount, self.size) - self.level
        return missing * MINUTE / self.size if missing > _ROUNDING else 0.0


class Limiter:
    """Lets requests pass in the order in which they come, no faster than two buckets fill.

    A request that was let pass counts, whatever comes of it: services count failed ones too. Belongs to one event loop.
    """

    def __init__(self, requests: int | None, tokens: int | None, clock: Clock) -> None:
        self._clock = clock
        now = clock.monotonic()
        self._requests = _Bucket(requests, requests, now) if requests else None
        self._tokens = _Bucket(tokens, tokens, now) if tokens else None
        self._turn = asyncio.Lock()
        self._paused_until = now

    async def admit(self, tokens: int) -> None:
        """Wait until one more request of so many tokens may go out, and count it."""
        async with self._turn:
            while (wait := self._wait_for(tokens)) > 0:
                await self._clock.sleep(wait)
            if self._requests:
                self._requests.level -= 1
            if self._tokens:
                self._tokens.level -= tokens

    def give_back(self, tokens: int) -> None:
        """Return tokens that were counted and not used; a negative number counts more."""
        if self._tokens:
            self._tokens.level += tokens

    def pause(self, seconds: float) -> None:
        """Let nobody pass for so long: the server has asked for it."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)

    def _wait_for(self, tokens: int) -> float:
        now = self._clock.monotonic()
        waits = [self._paused_until - now]
        for bucket, amount in ((self._requests, 1), (self._tokens, tokens)):
            if bucket:
                bucket.fill(now)
                waits.append(bucket.wait_for(amount))
        return max(waits)
