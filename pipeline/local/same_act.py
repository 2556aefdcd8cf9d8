"""Do two clauses tell the same act?

Whoever acts and whatever is acted on is compared by what the words refer to; where one clause does not say it, it is
unknown and no hindrance. Alike words alone never make two acts one.
"""

from collections.abc import Sequence
from enum import Enum

from ..reading.number_words import number_words
from .deeds import Deed
from .events import Telling
from .parties import Party, Sort
from .similarity import StoryWords


class Overlap(Enum):
    """How the parties of one clause stand to those of another."""

    SAME = "same"
    """At least one is the same."""
    UNKNOWN = "unknown"
    """One of the clauses does not say."""
    OTHER = "other"


def is_same_party(one: Party, other: Party) -> bool:
    """Tell whether two phrases mean the same, or one acts for the other: "the US military" and "the US"."""
    if one.sort is Sort.COMMON and other.sort is Sort.COMMON:
        return one.key == other.key and (not one.owner or not other.owner or one.owner == other.owner)
    return one.whom == other.whom or _acts_for(one, other) or _acts_for(other, one)


def _acts_for(body: Party, leader: Party) -> bool:
    return bool(body.owner) and body.owner == leader.key and (body.acts_for_owner or body.sort is Sort.BODY)


def known(parties: Sequence[Party]) -> list[Party]:
    """Return the parties that are more than a pronoun."""
    return [p for p in parties if p.sort is not Sort.PRONOUN]


def overlap(ones: Sequence[Party], others: Sequence[Party]) -> Overlap:
    """Return how two groups of parties stand to each other."""
    ones, others = known(ones), known(others)
    if not ones or not others:
        return Overlap.UNKNOWN
    return Overlap.SAME if any(is_same_party(p, q) for p in ones for q in others) else Overlap.OTHER


def agents_of(one: Telling, other: Telling) -> Overlap:
    """Return how those who do one thing stand to those who do the other."""
    return overlap(one.deed.agents, other.deed.agents)


def objects_of(one: Telling, other: Telling) -> Overlap:
    """Return how those to whom it is done stand to each other; what follows a preposition counts too."""
    return overlap(one.deed.objects, other.deed.objects)


def is_one_act(one: Telling, other: Telling, words: StoryWords) -> bool:
    """Tell whether two clauses surely tell one act, whenever each says that it was.

    It is of one class, affirmed or denied by both, done or planned by both, nobody named for it is another's, and
    somebody or something that is not all over the story is shared.
    """
    if one.deed.act != other.deed.act or one.deed.polarity is not other.deed.polarity or _is_another(one, other):
        return False
    agents, objects = agents_of(one, other), objects_of(one, other)
    if Overlap.OTHER in {agents, objects}:
        return False
    if agents is Overlap.SAME and objects is Overlap.SAME:
        return True
    return Overlap.SAME in {agents, objects} and likeness(one, other, words) >= _ALIKE


def _is_another(one: Telling, other: Telling) -> bool:
    """Tell "found two bodies" from "found three more": other numbers are done to, or a word says that it is another."""
    if any(t.low in _ANOTHER for telling in (one, other) for t in telling.clause.tokens):
        return True
    first, second = _numbers(one), _numbers(other)
    return bool(first and second) and first != second


_ANOTHER = frozenset("another again more further other second third next".split())


def _numbers(telling: Telling) -> frozenset[str]:
    """Return the numbers of a clause that are no part of its time."""
    when, words = telling.when, number_words().units
    return frozenset(
        t.low
        for t in telling.clause.tokens
        if (t.text[0].isdigit() or t.low in words) and not (when is not None and when.start <= t.start < when.end)
    )


_ALIKE = 0.3
"""Cosine of two clauses from which a shared party makes them one act."""


def likeness(one: Telling, other: Telling, words: StoryWords) -> float:
    """Return how alike the words of two clauses are, 0 to 1."""
    return words.similarity(one.stems, other.stems)


def setting(one: Telling, other: Telling, words: StoryWords) -> float:
    """Return how alike the sentences are in which two clauses stand, 0 to 1."""
    return words.similarity(one.context, other.context)


def is_specific(party: Party) -> bool:
    """Tell whether a phrase means somebody or something in particular."""
    return party.is_named or party.is_definite or bool(party.owner)


def is_repeatable(deed: Deed) -> bool:
    """Tell whether the same parties do such an act again and again, so that two days are two acts."""
    return deed.act in _AGAIN


_AGAIN = frozenset(
    """say talk meet announce attack fight urge warn promise threaten praise condemn blame support oppose travel arrive
    leave vote protest win lose score pay raise fall cut believe recognise investigate search rescue kill injure die
    arrest happen continue""".split()
)
