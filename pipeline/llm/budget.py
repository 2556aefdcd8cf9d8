"""May the run spend this? Reserved before a call, settled after it."""

import asyncio
from dataclasses import dataclass, field
from decimal import Decimal

from ..errors import BudgetExceeded
from .prices import Price, Tokens

_NOTHING = Decimal(0)


@dataclass(eq=False)
class Reservation:
    """The most that one call can take, held until it is known what it took."""

    tokens: int
    money: Decimal


@dataclass
class Budget:
    """What one run may spend and has spent, in tokens and in US dollars; None is no limit.

    Reservations never add up to more than is left, so a run stays within its budget as long as a call takes no more
    than was reserved for it: the estimate of its prompt and the longest answer it may give. Belongs to one event loop.
    """

    tokens: int | None
    money: Decimal | None
    price: Price | None
    spent_tokens: int = 0
    spent_money: Decimal = _NOTHING
    _held: set[Reservation] = field(default_factory=set)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def reserve(self, most: Tokens) -> Reservation:
        """Hold what a call can take. Where it would fit if calls under way took less, wait for them.

        Raises:
            BudgetExceeded: it does not fit beside what is spent.
        """
        wanted = Reservation(most.total, self._cost_of(most))
        while not self._fits(wanted, self._held):
            if not self._held or not self._fits(wanted, set()):
                raise BudgetExceeded(self._reason(wanted))
            await self._changed.wait()
        self._held.add(wanted)
        return wanted

    def settle(self, held: Reservation, taken: Tokens) -> None:
        """Book what a call took and free the rest of its reservation."""
        self._book(held, taken.total, self._cost_of(taken))

    def forfeit(self, held: Reservation) -> None:
        """Book the whole reservation: nobody knows what the call took, and it may be on the bill."""
        self._book(held, held.tokens, held.money)

    def _book(self, held: Reservation, tokens: int, money: Decimal) -> None:
        self._held.discard(held)
        self.spent_tokens += tokens
        self.spent_money += money
        self._changed.set()
        self._changed = asyncio.Event()

    def _fits(self, wanted: Reservation, beside: set[Reservation]) -> bool:
        tokens = self.spent_tokens + wanted.tokens + sum(r.tokens for r in beside)
        money = self.spent_money + wanted.money + sum((r.money for r in beside), _NOTHING)
        return (self.tokens is None or tokens <= self.tokens) and (self.money is None or money <= self.money)

    def _cost_of(self, tokens: Tokens) -> Decimal:
        return self.price.of(tokens) if self.price else _NOTHING

    def _reason(self, wanted: Reservation) -> str:
        parts = []
        if self.tokens is not None:
            spent = f"{self.spent_tokens:,} of {self.tokens:,} tokens spent"
            parts.append(f"{spent}, the next call may take {wanted.tokens:,}")
        if self.money is not None:
            spent = f"${self.spent_money:.4f} of ${self.money} spent"
            parts.append(f"{spent}, the next call may cost ${wanted.money:.4f}")
        return f"the budget of this run is used up: {'; '.join(parts)}"
