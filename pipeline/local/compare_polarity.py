"""Does one article say of the same parties what another denies?"""

from collections.abc import Sequence

from ...schemas import Relation, Weight
from .deeds import Polarity, acts
from .differences import Aspect, Difference
from .events import Telling
from .same_act import Overlap, agents_of, is_specific, known, likeness, objects_of
from .similarity import StoryWords

_OWN_WORDS = frozenset("say announce be have do make give believe deny".split())
_ALIKE = 0.3


def contrary(one: Telling, other: Telling, words: StoryWords) -> Relation | None:
    """Return INCOMPATIBLE or DIFFERS where one telling denies what the other affirms of the same parties, else None.

    What is planned or possible only DIFFERS. "Not yet" and perfects are news of their hour and deny nothing.
    """
    if not _are_contrary(one, other) or one.deed.is_ahead is not other.deed.is_ahead:
        return None
    agents, objects = agents_of(one, other), objects_of(one, other)
    suffered = agents is Overlap.UNKNOWN and one.clause.is_passive and other.clause.is_passive
    if not (agents is Overlap.SAME or (suffered and objects is Overlap.SAME)):
        return None
    if not any(is_specific(p) for p in known((*one.deed.agents, *one.deed.objects))):
        return None
    bare = not known(one.deed.objects) and not known(other.deed.objects)
    if objects is not Overlap.SAME and not (bare and likeness(one, other, words) >= _ALIKE):
        return None
    if _is_news_of_its_hour(one) or _is_news_of_its_hour(other):
        return None
    return Relation.DIFFERS if one.deed.is_ahead else Relation.INCOMPATIBLE


def _are_contrary(one: Telling, other: Telling) -> bool:
    first, second = one.deed, other.deed
    if first.act in _OWN_WORDS or second.act in _OWN_WORDS:
        return False
    if first.act == second.act:
        return {first.polarity, second.polarity} == {Polarity.AFFIRMED, Polarity.DENIED}
    against = acts().classes.get(first.act, {}).get("against") == second.act
    return against and first.polarity is second.polarity is Polarity.AFFIRMED


def _is_news_of_its_hour(telling: Telling) -> bool:
    """Tell "has not been found" and "did not yet say": true when it was written, and perhaps no longer."""
    words = {t.low for t in telling.clause.part(telling.clause.verbs)} | {
        t.low for t in telling.clause.part(telling.clause.rest)
    }
    perfect = bool(words & {"has", "have", "hasn't", "haven't"}) and "never" not in words
    perfect = perfect and telling.deed.polarity is Polarity.DENIED
    return perfect or bool(words & {"yet", "immediately", "still"})


def contraries(tellings: Sequence[Telling], words: StoryWords) -> Difference | None:
    """Return the difference between tellings that affirm and deny one thing, or None."""
    affirmed = [t for t in tellings if t.deed.polarity is Polarity.AFFIRMED]
    for reference in affirmed[:4]:
        found = [(t, r) for t in tellings if t is not reference and (r := contrary(t, reference, words)) is not None]
        if found:
            members = (reference, *(t for t, _ in found))
            return Difference(Aspect.WHETHER, members, tuple(r for _, r in found), _REASON, Weight.MAJOR)
    return None


_REASON = "One source says what another denies."
