"""Which clauses of a story tell the same act, and what do they tell differently?

Differences that code can be sure of come first: each has a module of its own, which compares the tellings of one act
that share a party. What is left is gathered by likeness of words, so that an editor sees who has it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest

from ...schemas import Kind, Relation
from ..stages import Cluster, Examined
from .aims import examine_aims
from .asking import question_of, question_on
from .causes import examine_causes
from .compare_parties import different_doers
from .compare_polarity import contraries
from .compare_targets import different_targets
from .compare_times import different_times
from .deeds import acts
from .differences import Aspect, Difference
from .events import Telling
from .orders import examine_orders
from .parties import Cast, Sort
from .similarity import StoryWords
from .speakers import examine_speakers
from .ties import examine_ties

_REFERENCES, _CANDIDATES, _POSTINGS = 3, 8, 60
_SAME_ACT = 0.3
_LARGEST_BLOCK = 40
"""Tellings that share an act and a party and are compared with each other; more are too common to be one act."""

Key = tuple[str, ...]


def examine_events(
    tellings: Sequence[Telling], casts: Mapping[str, Cast], quotes: Sequence[Examined], words: StoryWords
) -> list[Examined]:
    """Relate the clauses that tell one act. Every claim stands in one cluster; near linear in their number.

    Args:
        tellings: the clauses of all articles.
        casts: the parties of each article, by its name.
        quotes: the versions of each utterance, for whom they are credited to.
        words: the weights of the story's words.
    """
    ties, replaced = examine_ties(tellings, casts)
    told = [t for t in tellings if t.claim.id not in replaced]
    differences = list(_differences(told, words))
    used = {t.claim.id for d in differences for t in d.tellings}
    rest = [t for t in told if t.claim.id not in used]
    return [
        *(_flagged(d) for d in differences),
        *ties,
        *examine_speakers(quotes, casts),
        *examine_causes(casts),
        *examine_aims(told, casts),
        *examine_orders(casts),
        *(_agreeing(group) for group in _gathered(rest, words)),
    ]


def _differences(tellings: Sequence[Telling], words: StoryWords) -> Iterator[Difference]:
    """Yield the differences found, none of whose tellings stands in another."""
    used: set[str] = set()
    comparisons: tuple[tuple[Callable[[Telling], Iterable[Key]], _Comparison], ...] = (
        (_by_party, different_times),
        (_by_agent, contraries),
        (_by_object, different_doers),
        (_by_doer, different_targets),
    )
    for keys_of, compare in comparisons:
        for block in _blocks(tellings, keys_of):
            free = [t for t in block if t.claim.id not in used]
            found = compare(free, words) if len(free) > 1 else None
            if found is not None:
                used |= {t.claim.id for t in found.tellings}
                yield found


_Comparison = Callable[[Sequence[Telling], StoryWords], Difference | None]


def _blocks(tellings: Sequence[Telling], keys_of: Callable[[Telling], Iterable[Key]]) -> Iterator[list[Telling]]:
    blocks: dict[Key, list[Telling]] = defaultdict(list)
    for telling in tellings:
        for key in set(keys_of(telling)):
            blocks[key].append(telling)
    for key in sorted(blocks):
        if len(blocks[key]) > 1:
            yield blocks[key][:_LARGEST_BLOCK]


def _by_party(telling: Telling) -> Iterator[Key]:
    """Yield what tellings of one act at one time share: the act and one of its parties."""
    if telling.when is not None:
        for party in (*telling.deed.agents, *telling.deed.objects):
            if party.sort is not Sort.PRONOUN:
                yield telling.deed.act, party.whom


def _by_agent(telling: Telling) -> Iterator[Key]:
    """Yield what an assertion and its denial share: the act or the pair of contrary acts, and whose act it is."""
    act = telling.deed.act
    against = str(acts().classes.get(act, {}).get("against", act))
    for party in telling.deed.agents or telling.deed.objects:
        if party.sort is not Sort.PRONOUN:
            yield *sorted({act, against}), party.whom


def _by_object(telling: Telling) -> Iterator[Key]:
    """Yield what those who did one thing share: the act, denied or not, and its object."""
    deed = telling.deed
    kind = (deed.act, deed.polarity.value)
    objects = [p for p in deed.objects if p.sort is not Sort.PRONOUN]
    for party in objects:
        yield *kind, party.key
    if not deed.objects:
        yield *kind, ""


def _by_doer(telling: Telling) -> Iterator[Key]:
    """Yield what those to whom one thing was done share: the act, denied or not, and who did it if that is said."""
    deed = telling.deed
    kind = (deed.act, deed.polarity.value)
    for party in (p for p in deed.agents if p.sort is not Sort.PRONOUN):
        yield *kind, party.whom
    if not deed.agents:
        yield *kind, ""


def _flagged(difference: Difference) -> Examined:
    tellings = difference.tellings
    kind = Kind.EVENT if difference.aspect is Aspect.WHEN else _kind(tellings)
    claims = tuple(t.claim for t in tellings)
    return Examined(
        Cluster(kind, question_on(difference), claims),
        (Relation.SAME, *difference.relations),
        reason=difference.reason,
        weight=difference.weight,
    )


def _agreeing(group: Sequence[Telling]) -> Examined:
    reference = min(group, key=lambda t: (t.when is None, t.is_quoted, -len(t.stems), t.article, t.claim.start))
    ordered = (reference, *(t for t in group if t is not reference))
    cluster = Cluster(_kind(group), question_of(reference), tuple(t.claim for t in ordered))
    return Examined(cluster, (Relation.SAME,) * len(ordered))


def _kind(group: Sequence[Telling]) -> Kind:
    kinds = Counter(t.claim.kind for t in group)
    return max(kinds, key=lambda k: (kinds[k], k is Kind.EVENT))


def _gathered(tellings: Iterable[Telling], words: StoryWords) -> list[list[Telling]]:
    """Return the tellings in groups, each alike to the first of its group; only groups with rare words are asked."""
    groups: list[list[Telling]] = []
    index: dict[str, list[int]] = defaultdict(list)
    for telling in sorted(tellings, key=lambda t: (-len(t.stems), t.article, t.claim.start)):
        votes: dict[int, float] = defaultdict(float)
        for s in sorted(telling.stems):  # a sum of floats depends on its order
            weight = words.weight(s)
            for number in index[s][:_POSTINGS]:
                votes[number] += weight
        candidates = nlargest(_CANDIDATES, votes, key=lambda n: (votes[n], -n))
        best = max(((_likeness(telling, groups[n], words), -n) for n in candidates), default=(0.0, 0))
        if best[0] >= _SAME_ACT:
            groups[-best[1]].append(telling)
            continue
        for s in telling.stems:
            index[s].append(len(groups))
        groups.append([telling])
    return groups


def _likeness(telling: Telling, group: Sequence[Telling], words: StoryWords) -> float:
    scores = [_pair(telling, member, words) for member in group[:_REFERENCES]]
    return sum(scores) / len(scores)


def _pair(one: Telling, other: Telling, words: StoryWords) -> float:
    alike = words.similarity(one.stems, other.stems)
    if one.deed.polarity is not other.deed.polarity:
        return 0.0
    if one.deed.act == other.deed.act:
        return alike + 0.12 if alike else 0.0
    return alike if alike >= 0.5 else alike * 0.7
