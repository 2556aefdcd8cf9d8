"""What time is it, and who waits? One object, so that tests need not wait."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Time and waiting."""

    def monotonic(self) -> float:
        """Seconds that only grow, from no particular start."""

    def now(self) -> float:
        """Seconds since 1970."""

    async def sleep(self, seconds: float) -> None:
        """Let others go on for so long."""


class SystemClock:
    """The clock of this machine."""

    def monotonic(self) -> float:
        """Seconds that only grow, from no particular start."""
        return time.monotonic()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Let others go on for so long."""
        await asyncio.sleep(seconds)


class InstantClock:
    """A clock on which nobody waits: sleeping moves it on. For tests and simulations."""

    def __init__(self, start: float = 1_000_000.0) -> None:
        self.time = start
        self.slept: list[float] = []
        """Every wait that was asked for, in seconds."""

    def monotonic(self) -> float:
        """Seconds that only grow, from no particular start."""
        return self.time

    def now(self) -> float:
        """Seconds since 1970."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let others go on, and be so much later."""
        self.slept.append(seconds)
        self.time += max(0.0, seconds)
        await asyncio.sleep(0)
