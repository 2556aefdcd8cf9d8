"""Which clauses of a story tell the same act, and what do they tell differently?

Clauses are one act when they share its class, its parties and most of their telling words. Differences that code can
be sure of are few: days that cannot both be right, a list of which one article has only a part, and a contrary.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nlargest

from ...schemas import Kind, Relation, Weight
from ..judging.intervals import relate_intervals
from ..stages import Cluster, Examined
from .events import Telling
from .reading import Reading
from .similarity import StoryWords

_MEMBERS_COMPARED, _CANDIDATES, _POSTINGS = 5, 8, 60
_SAME_ACT = 0.3
_SURE = 0.45
"""How alike two clauses must be before a difference between them is worth a flag."""


def examine_events(tellings: Iterable[Telling], readings: Sequence[Reading], words: StoryWords) -> list[Examined]:
    """Group the clauses that tell one act and relate them; each is compared only with groups that share rare words."""
    del readings
    groups: list[list[Telling]] = []
    index: dict[str, list[int]] = {}
    ordered = sorted(tellings, key=lambda t: (-len(t.stems), t.claim.article, t.claim.start))
    for telling in ordered:
        votes: dict[int, float] = {}
        for s in sorted(telling.stems):  # a sum of floats depends on its order
            for number in index.get(s, ())[:_POSTINGS]:
                votes[number] = votes.get(number, 0.0) + words.weight(s)
        best = max(
            (
                (_likeness(telling, groups[n], words), -n)
                for n in nlargest(_CANDIDATES, votes, key=lambda n: (votes[n], -n))
            ),
            default=(0.0, 0),
        )
        if best[0] >= _SAME_ACT:
            home = -best[1]
        else:
            home = len(groups)
            groups.append([])
            for s in telling.stems:
                index.setdefault(s, []).append(home)
        groups[home].append(telling)
    return [_examined(group, words) for group in groups]


def _likeness(telling: Telling, group: Sequence[Telling], words: StoryWords) -> float:
    scores = [_pair(telling, member, words) for member in group[:_MEMBERS_COMPARED]]
    return sum(scores) / len(scores)


def _pair(one: Telling, other: Telling, words: StoryWords) -> float:
    alike = words.similarity(one.stems, other.stems)
    if one.act and one.act == other.act:
        return alike + 0.12 if alike else 0.0
    return alike if alike >= 0.5 else alike * 0.7


def _examined(group: Sequence[Telling], words: StoryWords) -> Examined:
    reference = min(group, key=lambda t: (t.when is None, _span(t), -len(t.stems), t.claim.article, t.claim.start))
    rest = [t for t in group if t is not reference]
    relations = [Relation.SAME, *(_relation(reference, t, words) for t in rest)]
    kinds = Counter(t.claim.kind for t in group)
    kind = max(kinds, key=lambda k: (kinds[k], k is Kind.EVENT))
    question = f"What do the articles say: {reference.claim.value}?"
    claims = tuple(t.claim for t in (reference, *rest))
    return Examined(Cluster(kind, question, claims), tuple(relations), weight=Weight.MAJOR)


def _span(telling: Telling) -> int:
    when = telling.when
    return (when.latest - when.earliest).days if when and when.earliest and when.latest else 10**6


def _relation(reference: Telling, other: Telling, words: StoryWords) -> Relation:
    if reference.when is None or other.when is None:
        return Relation.SAME
    relation = relate_intervals(
        (reference.when.earliest, reference.when.latest), (other.when.earliest, other.when.latest)
    )
    if relation is Relation.INCOMPATIBLE and _pair(reference, other, words) < _SURE:
        return Relation.SAME
    return relation
