"""Do two tellings of one act name different people for it?

Lists are compared where one article has only a part of what another has. Who did it is compared where only one can
have done it (`sole` in `acts.yaml`). Whom a body acts for stands for it: "the US mission" is the US.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ...schemas import Relation, Weight
from ..judging.verdicts import PARTING
from .deeds import Polarity, trait
from .differences import Aspect, Difference
from .events import Telling
from .parties import Party, Sort
from .same_act import Overlap, is_same_party, is_specific, known, objects_of, setting
from .similarity import StoryWords
from .ties import is_a_tie, target_of

_SPEAKING = frozenset("say announce believe be have blame praise condemn warn urge obtain happen meet talk".split())
"""Acts that each may do for himself in his own words, so that two who are named are no list."""
_ALIKE = 0.1
"""Cosine of two sentences from which one act on the same object is the same act."""

Group = tuple[Party, ...]


def different_doers(tellings: Sequence[Telling], words: StoryWords) -> Difference | None:
    """Return the difference between those who did one act, or None.

    Args:
        tellings: clauses of one class of acts, done to the same, or by one and the same to nobody.
        words: the weights of the story's words.
    """
    fit = [t for t in tellings if _may_be_listed(t)]
    if len({t.article for t in fit}) < 2:
        return None
    groups = _by_article(fit)
    fullest = max(fit, key=lambda t: (len(groups[t.article]), -t.claim.start, t.article))
    found: list[tuple[Telling, Relation]] = []
    for telling in fit:
        if telling is fullest:
            continue
        relation = _relation(telling, fullest, groups, words)
        if relation is not None:
            found.append((telling, relation))
    relations = {r for _, r in found}
    if not PARTING & relations:
        return None
    members = (fullest, *(t for t, _ in found))
    return Difference(Aspect.WHO, members, tuple(r for _, r in found), _reason(members, groups), _weight(groups))


def _may_be_listed(telling: Telling) -> bool:
    deed = telling.deed
    if deed.act in _SPEAKING or trait(deed.act, "each") or telling.clause.is_relative or telling.clause.is_reduced:
        return False
    if is_a_tie(deed) and deed.polarity is Polarity.AFFIRMED and any(target_of(p) for p in deed.objects):
        return False
    agents = known(deed.agents)
    return bool(agents) and len(agents) == len(deed.agents) and all(is_specific(p) or p.is_plural for p in agents)


def _by_article(tellings: Sequence[Telling]) -> dict[str, Group]:
    """Return all that each article names for the act, in whatever sentences."""
    groups: dict[str, list[Party]] = defaultdict(list)
    for telling in tellings:
        for party in telling.deed.agents:
            if not any(is_same_party(party, p) for p in groups[telling.article]):
                groups[telling.article].append(party)
    return {article: tuple(parties) for article, parties in groups.items()}


def _relation(telling: Telling, reference: Telling, groups: Mapping[str, Group], words: StoryWords) -> Relation | None:
    mine, full = groups[telling.article], groups[reference.article]
    if telling.article == reference.article:
        return Relation.SAME
    shared = [p for p in mine if any(is_same_party(p, q) for q in full)]
    missing = [q for q in full if not any(is_same_party(p, q) for p in mine)]
    if not shared:
        return Relation.INCOMPATIBLE if _excludes(telling, reference, mine, full, words) else None
    if not missing:
        return Relation.SAME
    return Relation.DIFFERS if _is_part(telling, reference, missing) else None


def _is_part(telling: Telling, reference: Telling, missing: Sequence[Party]) -> bool:
    """Tell whether one article's list lacks what stands in another's, and not only in other words."""
    listed = len(known(reference.deed.agents)) > 1
    named = all(q.is_named for q in missing)
    bound = objects_of(telling, reference) is Overlap.SAME or not (telling.deed.objects or reference.deed.objects)
    return listed and named and bound and not _has_figures(telling)


def _has_figures(telling: Telling) -> bool:
    """Tell whether a clause gives a figure for the one it names, so that others may have figures of their own."""
    return any(t.text[0].isdigit() for t in telling.clause.part(telling.clause.rest))


def _excludes(telling: Telling, reference: Telling, mine: Group, full: Group, words: StoryWords) -> bool:
    """Tell whether only one of two can have done it: both named, of one sort, to the same object, at one time."""
    if not trait(telling.deed.act, "sole") or len(mine) != 1 or len(full) != 1:
        return False
    one, other = mine[0], full[0]
    if one.sort is not other.sort or one.sort not in {Sort.PERSON, Sort.BODY, Sort.PLACE}:
        return False
    if telling.deed.is_ahead or telling.deed.polarity is not Polarity.AFFIRMED:
        return False
    same_object = any(
        is_same_party(p, q) and is_specific(p) and is_specific(q) and _are_told_apart_alike(p, q)
        for p in telling.deed.objects
        for q in reference.deed.objects
    )
    return same_object and setting(telling, reference, words) >= _ALIKE


def _are_told_apart_alike(one: Party, other: Party) -> bool:
    """Tell "the winning goal" from "the second goal": two common nouns must have the same words with them."""
    if one.is_named or other.is_named:
        return True
    first, second = ({w for w in p.text.lower().split() if w not in _ARTICLES} for p in (one, other))
    return first <= second or second <= first


_ARTICLES = frozenset({"a", "an", "the", "this", "that", "his", "her", "its", "their"})


def _weight(groups: Mapping[str, Group]) -> Weight:
    return Weight.MAJOR if any(p.is_named for group in groups.values() for p in group) else Weight.MINOR


def _reason(members: Sequence[Telling], groups: Mapping[str, Group]) -> str:
    named = dict.fromkeys(" and ".join(p.text for p in groups[t.article]) for t in members)
    return f"The articles name different doers: {'; '.join(named)}."
