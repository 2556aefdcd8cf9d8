"""Do two articles put the same two acts in opposite order?

"Stones were thrown before officers moved in" and "the police charged first and the stones came after": what one
article puts first the other puts second. Who began is asked where only the first act is named ("fired first").
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...schemas import Act, Claim, Kind, Relation, Weight
from ..reading.clauses import Clause
from ..reading.document import Sentence
from ..reading.tokens import joined
from ..stages import Cluster, Examined
from .claims import is_whole, make_claim
from .deeds import is_speech
from .meanings import meaning_of, meanings
from .parties import Cast

_LONGEST_EVIDENCE = 200
_MOST = 60
"""Statements with one word in common that are compared with one another."""
_NO_ACT = frozenset({"act say", "act happen", "act start", "act arrive", "act leave", "act end", "act travel"})


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """One statement of an order: what came first and what came second, as clauses and as their meanings."""

    cast: Cast
    clauses: tuple[Clause, Clause]
    first: frozenset[str]
    second: frozenset[str]
    start: int
    end: int

    @property
    def article(self) -> str:
        """The name of the article that states it."""
        return self.cast.reading.name


def examine_orders(casts: Mapping[str, Cast]) -> list[Examined]:
    """Return the acts that are told in opposite orders, as conflicts; linear work in the number of statements."""
    stated = [order for name in sorted(casts) for order in orders_in(casts[name])]
    first, second = _places(o.first for o in stated), _places(o.second for o in stated)
    used: set[int] = set()
    found: list[Examined] = []
    for i, reference in enumerate(stated):
        later = sorted({j for m in reference.second for j in first[m][:_MOST]} - used)
        opposed = next((stated[j] for j in later if are_opposite(reference, stated[j])), None)
        if i in used or opposed is None:
            continue
        contested = reference.first & opposed.second
        near = sorted({j for m in contested for j in (*first[m][:_MOST], *second[m][:_MOST])} - used)
        members = [(stated[j], r) for j in near if j != i and (r := _side(stated[j], contested)) is not None]
        if len({reference.article, *(o.article for o, _ in members)}) > 1:
            used |= {i, *(j for j in near if _side(stated[j], contested) is not None)}
            found.append(_examined([(reference, Relation.SAME), *members]))
    return found


def _places(meant: Iterable[frozenset[str]]) -> defaultdict[str, list[int]]:
    """Return in which statements each meaning stands."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, meanings_of_one in enumerate(meant):
        for meaning in meanings_of_one:
            places[meaning].append(number)
    return places


def are_opposite(one: Order, other: Order) -> bool:
    """Tell whether what comes first in one statement comes second in the other, and the other way round."""
    apart = one.article != other.article or one.end <= other.start or other.end <= one.start
    swapped = one.first & other.second and one.second & other.first
    return apart and bool(swapped) and _may_be_one(one, other, 0) and _may_be_one(one, other, 1)


def _may_be_one(one: Order, other: Order, place: int) -> bool:
    """Tell whether an act of one statement may be the other one of the other: the same verb, or one that only moves."""
    verbs = {meaning_of(order.clauses[n].lemma) for order, n in ((one, place), (other, 1 - place))}
    return len(verbs) == 1 or not verbs.isdisjoint(_MOVES)


_MOVES = _NO_ACT | {"move", "go", "come", "be"}
"""What a verb means that may stand for many: "the stones came", "the officers moved"."""


def _side(order: Order, contested: frozenset[str]) -> Relation | None:
    """Return how a statement stands to one that puts the contested act first."""
    if contested & order.first and not contested & order.second:
        return Relation.SAME
    return Relation.INCOMPATIBLE if contested & order.second and not contested & order.first else None


def orders_in(cast: Cast) -> Iterator[Order]:
    """Yield the orders in which an article puts two acts."""
    for sentence in cast.reading.document.sentences:
        if cast.reading.document.quotation_at(sentence.start) is None:
            yield from _in_sentence(cast, sentence)


def _in_sentence(cast: Cast, sentence: Sentence) -> Iterator[Order]:
    clauses = [c for c in cast.reading.clauses_of(sentence) if not is_speech(c.lemma)]
    tokens = sentence.tokens
    for one, other in pairwise(clauses):
        begin = other.subject[0] if other.subject[0] < other.subject[1] else other.verbs[0]
        links = {t.low for t in tokens[max(one.verbs[1], one.rest[1]) - 1 : begin + 1]} | {tokens[begin - 1].low}
        negated = _is_negated(one)
        if ("before" in links and not negated) or (_says_first(one) and _says_later(other)):
            yield from _order(cast, one, other)
        elif ("after" in links and not negated) or ("until" in links and negated):
            yield from _order(cast, other, one)


def _is_negated(clause: Clause) -> bool:
    """Tell whether a clause denies its act: "did not move", "no officer moved"."""
    subject = [t.low for t in clause.part(clause.subject)[:2]]
    return clause.is_negated or subject[:1] in (["no"], ["nobody"], ["none"]) or subject == ["not", "one"]


def _says_first(clause: Clause) -> bool:
    return any(t.low == "first" for t in clause.part(clause.rest)[:3]) or any(
        t.low == "first" for t in clause.part(clause.verbs)
    )


def _says_later(clause: Clause) -> bool:
    words = {t.low for t in clause.tokens} | {
        t.low for t in clause.sentence.tokens[clause.verbs[1] : clause.verbs[1] + 2]
    }
    return bool(words & {"after", "afterwards", "later", "then", "followed", "only"})


def _order(cast: Cast, first: Clause, second: Clause) -> Iterator[Order]:
    before, after = meanings(cast, first.tokens) - _NO_ACT, meanings(cast, second.tokens) - _NO_ACT
    start, end = min(first.start, second.start), max(first.end, second.end)
    near = end - start <= _LONGEST_EVIDENCE and is_whole(cast.reading.document, start, end)
    if before - after and after - before and near:
        yield Order(cast, (first, second), before - after, after - before, start, end)


def _examined(members: Sequence[tuple[Order, Relation]]) -> Examined:
    claims = tuple(_claim(order) for order, _ in members)
    first, second = (joined(c.tokens).strip(" ,") for c in members[0][0].clauses)
    return Examined(
        Cluster(Kind.EVENT, f"Which came first: “{first}” or “{second}”?", claims),
        tuple(relation for _, relation in members),
        reason="The articles put the same acts in opposite order.",
        weight=Weight.MAJOR,
    )


def _claim(order: Order) -> Claim:
    document = order.cast.reading.document
    value = " ".join(document.text[order.start : order.end].split())
    voice = order.cast.reading.voices.speaker_at(order.start)
    return make_claim(document, Kind.EVENT, order.start, order.end, value, attributed_to=voice, detail=Act())
