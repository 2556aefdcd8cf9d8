"""What is a story going to ask? The engine itself is played through with the answers that are known; nothing is sent.

Up to the first stage with an answer missing the calls are those that a run makes. What the later stages will ask
depends on that answer: their calls are taken from what the prompts ask for and, at worst, from what the plan allows.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from ..errors import Unreachable
from ..stages import Story
from . import cluster, crossexamine, extract, phrase
from .calls import A, Answer, Call
from .client import ModelClient
from .engine import STAGES, LlmEngine
from .estimate import PlannedCall
from .exchange import MORE_ROOM
from .planning import Plan, crossexamine_tokens, plan_of
from .prompting import length, overhead, prompt
from .settings import Settings
from .source import Source, sources_of
from .usage import CHARACTERS_A_TOKEN

_ANSWERS: dict[str, type[BaseModel]] = {
    extract.STAGE: extract.Extraction,
    cluster.STAGE: cluster.Grouping,
    crossexamine.STAGE: crossexamine.Testimony,
    phrase.STAGE: phrase.Wordings,
}
_ANSWERED = {extract.STAGE: 3.0, cluster.STAGE: 0.3, crossexamine.STAGE: 0.6, phrase.STAGE: 1.3}
"""Tokens of an answer for each token of what a prompt holds. The prompt of `extract` asks for some 50 statements from
600 words, about 55 tokens each; the others answer lines with numbers, or about each with two sentences."""
_GROUPED, _HEARD, _WORDED = 1.2, 2.5, 1.1
"""Tokens that the prompts of the later stages hold for each token of the articles."""
_A_STATEMENT, _A_FINDING = 18, 60
"""Tokens of the articles for one statement, and for one finding that several of them share."""
_SHORTEST_STATEMENT = 30
"""Tokens that a statement takes in an answer, at least."""


class Rehearsal(ModelClient):
    """Answers what is known and asks nothing. `missed` are the questions that are not known."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.missed: list[Call[Any]] = []

    async def ask(self, call: Call[A]) -> Answer[A]:
        """Return the answer to one question.

        Raises:
            ItemFailed: it is not known.
        """
        known = self.known(call)
        if known is None:
            self.missed.append(call)
            raise Unreachable("an estimate asks nothing")
        return known


async def planned_calls(story: Story, engine: LlmEngine, rehearsal: Rehearsal) -> list[PlannedCall]:
    """Return the calls that a run would make for a story.

    Args:
        story: as it was read.
        engine: made with a rehearsal for its client, and open.
        rehearsal: the same.
    """
    rehearsal.missed.clear()
    await engine.examine(story)
    reached = [STAGES.index(call.stage) for call in rehearsal.missed]
    if not reached:
        return []
    settings, sources = rehearsal.settings, sources_of(story.articles)
    first = min(reached)
    exact = [_exact(call, settings) for call in rehearsal.missed if STAGES.index(call.stage) == first]
    later = _later(plan_of(sources), sources, settings)
    return [*exact, *(call for call in later if STAGES.index(call.stage) > first)]


def _exact(call: Call[Any], settings: Settings) -> PlannedCall:
    tokens = length(call.messages, call.answer)
    held = max(0, tokens - _overhead(call.stage, settings))
    room = call.max_output_tokens or settings.max_output_tokens
    return PlannedCall(call.stage, tokens * CHARACTERS_A_TOKEN, int(_ANSWERED[call.stage] * held), room)


def _later(plan: Plan, sources: Sequence[Source], settings: Settings) -> Iterator[PlannedCall]:
    parts = sum(map(len, plan.parts))
    most = parts * MORE_ROOM * settings.max_output_tokens // _SHORTEST_STATEMENT
    fixed = _overhead(cluster.STAGE, settings)
    grouping = plan.cluster_calls(plan.tokens // _A_STATEMENT, int(_GROUPED * plan.tokens), fixed)
    most_grouping = plan.cluster_calls(most, most * _SHORTEST_STATEMENT, fixed)
    yield _planned(
        cluster.STAGE, settings, _GROUPED * plan.tokens / grouping, grouping,
        plan.cluster_tokens(most_grouping) / most_grouping, most_grouping,
    )  # fmt: skip
    if len(sources) > 1:
        for source in sources:
            yield _planned(crossexamine.STAGE, settings, _HEARD * source.tokens, 1, crossexamine_tokens(source), 1)
    wording = plan.phrase_calls(plan.tokens // _A_FINDING, grouping)
    most_wording = plan.phrase_calls(most, most_grouping)
    yield _planned(
        phrase.STAGE, settings, _WORDED * plan.tokens / wording, wording,
        plan.phrase_tokens(most_wording) / most_wording, most_wording,
    )  # fmt: skip


def _planned(stage: str, settings: Settings, held: float, count: int, longest: float, most: int) -> PlannedCall:
    expected = min(_overhead(stage, settings) + held, longest)
    return PlannedCall(
        stage, int(expected * CHARACTERS_A_TOKEN), int(_ANSWERED[stage] * held), settings.max_output_tokens, count,
        int(longest * CHARACTERS_A_TOKEN), most,
    )  # fmt: skip


def _overhead(stage: str, settings: Settings) -> int:
    return overhead(prompt(stage, settings.prompts), _ANSWERS[stage])
