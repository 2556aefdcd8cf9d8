"""What has the run asked of the model, stage by stage?

Tokens are counted for each HTTP request as the server bills them, at the one place that sends requests. What the
libraries above it report is not used: they add up tokens of repeated requests in ways of their own.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from ...schemas import Usage
from .prices import NO_TOKENS, Price, Tokens

CHARACTERS_A_TOKEN = 4


def estimated_tokens(text: str) -> int:
    """Return about how many tokens a text has, before anyone has counted them: a token for every four bytes.

    Bytes of UTF-8, not characters, because letters outside ASCII take more tokens. For plain English both are the same.
    """
    return -(-len(text.encode("utf-8", "replace")) // CHARACTERS_A_TOKEN)


@dataclass
class _Count:
    calls: int = 0
    cached: int = 0
    retries: int = 0
    tokens: Tokens = NO_TOKENS
    seconds: float = 0.0

    def usage(self, price: Price | None) -> Usage:
        return Usage(
            calls=self.calls,
            cached=self.cached,
            retries=self.retries,
            prompt_tokens=self.tokens.prompt,
            completion_tokens=self.tokens.completion,
            cost=price.of(self.tokens) if price else (None if self.calls else Decimal(0)),
            seconds=round(self.seconds, 3),
        )


class Meter:
    """Counts what a run asks, or a part of it. Belongs to one event loop."""

    def __init__(self, price: Price | None, whole: "Meter | None" = None) -> None:
        self._price = price
        self._whole = whole
        self._stages: dict[str, _Count] = defaultdict(_Count)

    def part(self) -> "Meter":
        """Return a meter for a part of the run; what it counts is counted here too."""
        return Meter(self._price, self)

    def hit(self, stage: str) -> None:
        """Count an answer that was known already."""
        self._stages[stage].cached += 1
        if self._whole:
            self._whole.hit(stage)

    def request(self, stage: str, *, again: bool) -> None:
        """Count a request that goes out; `again` for every one of an item but its first."""
        self._stages[stage].calls += 1
        self._stages[stage].retries += again
        if self._whole:
            self._whole.request(stage, again=again)

    def reply(self, stage: str, tokens: Tokens, seconds: float) -> None:
        """Count what a request took."""
        self._stages[stage].tokens += tokens
        self._stages[stage].seconds += seconds
        if self._whole:
            self._whole.reply(stage, tokens, seconds)

    def usage(self) -> Usage:
        """Return what was asked so far, with its stages.

        `calls` counts requests that went out, `retries` those of them that were not the first for their item. `cost`
        is None where no price is known; `seconds` adds up the time that the server took for each request.
        """
        total = _Count()
        for count in self._stages.values():
            total.calls += count.calls
            total.cached += count.cached
            total.retries += count.retries
            total.tokens += count.tokens
            total.seconds += count.seconds
        stages = {name: count.usage(self._price) for name, count in sorted(self._stages.items())}
        return total.usage(self._price).model_copy(update={"stages": stages})
