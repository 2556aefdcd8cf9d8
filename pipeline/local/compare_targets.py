"""Do two tellings of one act name different lists of those to whom it was done?

"The storm hit Ayr, Ostra and Brack" and "the storm hit Ayr and Ostra": only lists are compared, since whoever names
one alone may speak of that one only.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ...schemas import Relation, Weight
from .differences import Aspect, Difference
from .events import Telling
from .parties import Party
from .same_act import Overlap, agents_of, is_same_party, known
from .similarity import StoryWords

_IN_A_LIST = 2


def different_targets(tellings: Sequence[Telling], _words: StoryWords) -> Difference | None:
    """Return the difference between the lists of those to whom one act was done, or None.

    Args:
        tellings: clauses of one class of acts, done by the same or by nobody who is named.
        _words: the weights of the story's words, which lists do not need.
    """
    listed = [t for t in tellings if len(known(t.deed.objects)) >= _IN_A_LIST and _may_be_listed(t)]
    if len({t.article for t in listed}) < 2:
        return None
    groups = _by_article(listed)
    fullest = max(listed, key=lambda t: (len(groups[t.article]), -t.claim.start, t.article))
    others = [(t, r) for t in listed if t is not fullest and (r := _relation(t, fullest, groups)) is not None]
    if all(r is Relation.SAME for _, r in others):
        return None
    members = (fullest, *(t for t, _ in others))
    named = dict.fromkeys(", ".join(p.text for p in groups[t.article]) for t in members)
    reason = f"The articles give different lists: {'; '.join(named)}."
    return Difference(Aspect.WHOM, members, tuple(r for _, r in others), reason, Weight.MAJOR)


def _may_be_listed(telling: Telling) -> bool:
    return not (telling.clause.is_relative or telling.deed.is_ahead or telling.is_timed_twice)


def _by_article(tellings: Sequence[Telling]) -> Mapping[str, list[Party]]:
    groups: dict[str, list[Party]] = defaultdict(list)
    for telling in tellings:
        for party in known(telling.deed.objects):
            if not any(is_same_party(party, p) for p in groups[telling.article]):
                groups[telling.article].append(party)
    return groups


def _relation(telling: Telling, fullest: Telling, groups: Mapping[str, Sequence[Party]]) -> Relation | None:
    """Return DIFFERS for a list that is a part of the fullest one, SAME for the same list, None for another."""
    mine, full = groups[telling.article], groups[fullest.article]
    missing = [q for q in full if not any(is_same_party(p, q) for p in mine)]
    strange = [p for p in mine if not any(is_same_party(p, q) for q in full)]
    if strange or agents_of(telling, fullest) is Overlap.OTHER:
        return None
    if not missing:
        return Relation.SAME
    return Relation.DIFFERS if all(q.is_named for q in missing) else None
