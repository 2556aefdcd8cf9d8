"""What will a run cost, before anything is spent?"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .exchange import LONGEST_REASK, MORE_ROOM, REQUESTS_PER_ITEM
from .prices import NO_TOKENS, Price, Tokens
from .usage import CHARACTERS_A_TOKEN


@dataclass(frozen=True)
class PlannedCall:
    """A call, or `count` of the same size, that a stage is going to make."""

    stage: str
    prompt_characters: int
    """Of the messages and the schema together."""
    answer_tokens: int
    """That the answer is expected to have."""
    max_output_tokens: int
    """That it may have."""
    count: int = 1
    longest_prompt: int = 0
    """Characters that it may have where it depends on what the calls before it find; else what is above."""
    most: int = 0
    """Calls that there may be, in the same way."""

    @property
    def worst_count(self) -> int:
        """The requests that may be sent."""
        return (self.most or self.count) * REQUESTS_PER_ITEM

    @property
    def expected(self) -> Tokens:
        """What the calls take when each is answered at once."""
        prompt = -(-self.prompt_characters // CHARACTERS_A_TOKEN)
        return Tokens(prompt * self.count, min(self.answer_tokens, self.max_output_tokens) * self.count)

    @property
    def worst(self) -> Tokens:
        """What they take when every request that may be sent is sent and billed in full.

        The first answer is cut off, so that all the others have more room, and use all of it.
        """
        longest = max(self.prompt_characters, self.longest_prompt)
        prompt = -(-longest // CHARACTERS_A_TOKEN) * REQUESTS_PER_ITEM
        reasks = -(-LONGEST_REASK // CHARACTERS_A_TOKEN) * (REQUESTS_PER_ITEM - 1)
        answers = self.max_output_tokens * (1 + MORE_ROOM * (REQUESTS_PER_ITEM - 1))
        most = self.most or self.count
        return Tokens((prompt + reasks) * most, answers * most)


@dataclass(frozen=True)
class Estimate:
    """Calls, tokens and cost of a run in US dollars (None where no price is known), as expected and at worst."""

    calls: int
    tokens: Tokens
    cost: Decimal | None
    worst_calls: int
    worst_tokens: Tokens
    worst_cost: Decimal | None
    stages: "dict[str, Estimate]"


def estimate(planned: Iterable[PlannedCall], price: Price | None) -> Estimate:
    """Return what planned calls will take, in all and by stage. Answers that are known already take nothing."""
    calls = list(planned)
    by_stage = {
        stage: [call for call in calls if call.stage == stage] for stage in dict.fromkeys(c.stage for c in calls)
    }
    return _sum(calls, price, {stage: _sum(some, price, {}) for stage, some in by_stage.items()})


def _sum(calls: list[PlannedCall], price: Price | None, stages: dict[str, Estimate]) -> Estimate:
    count = sum(call.count for call in calls)
    expected = sum((call.expected for call in calls), NO_TOKENS)
    worst = sum((call.worst for call in calls), NO_TOKENS)
    return Estimate(
        calls=count,
        tokens=expected,
        cost=price.of(expected) if price else None,
        worst_calls=sum(call.worst_count for call in calls),
        worst_tokens=worst,
        worst_cost=price.of(worst) if price else None,
        stages=stages,
    )
