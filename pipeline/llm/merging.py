"""Which matters are one, although they were put as two? Those whose statements stand in the same places.

An article that is asked about a matter of others may answer with what it was found to say on another one: then both are
the same question in two wordings.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...schemas import Kind, Relation
from .blocking import stems_of
from .placing import is_one_place
from .statements import Matter, Statement

_ALIKE, _ONE_REFERENT = 0.5, 0.8
_ASKS_FOR_NAMES = stems_of("How do the reports or articles name, call or describe")
_WEAKEST_FIRST = (Relation.INCOMPATIBLE, Relation.DIFFERS, Relation.VAGUER, Relation.SAME)


def without_doubles(matters: Sequence[Matter]) -> list[Matter]:
    """Return the matters, those that ask the same of the same places joined."""
    left: dict[int, Matter] = dict(enumerate(matters))
    for one, other in _candidates(matters):
        first, second = left.get(one), left.get(other)
        if first is None or second is None or not _is_one(first, second):
            continue
        base, rest = (one, other) if _breadth(first) >= _breadth(second) else (other, one)
        left[base] = joined(left[base], left.pop(rest))
    return [left[place] for place in sorted(left)]


def _breadth(matter: Matter) -> tuple[bool, int]:
    return (not matter.is_apart, len(matter.of_others.articles))


def _candidates(matters: Sequence[Matter]) -> list[tuple[int, int]]:
    """Return the pairs of matters of one kind that have statements in one place."""
    by_article: dict[tuple[str, Kind], list[tuple[Statement, int]]] = defaultdict(list)
    for place, matter in enumerate(matters):
        if matter.kind is not Kind.QUOTE:
            for s in matter.statements:
                by_article[s.article, s.claim.kind].append((s, place))
    pairs: set[tuple[int, int]] = set()
    for held in by_article.values():
        held.sort(key=lambda each: (each[0].claim.start, each[1]))
        for at, (one, place) in enumerate(held):
            for other, another in held[at + 1 :]:
                if other.claim.start >= one.claim.end:
                    break
                if place == another or not is_one_place(one.claim, other.claim):
                    continue
                shows = not (one.is_apart or other.is_apart)
                if shows or matters[place].is_apart or matters[another].is_apart:
                    pairs.add((min(place, another), max(place, another)))
    return sorted(pairs)


def _is_one(one: Matter, other: Matter) -> bool:
    if not (one.is_apart or other.is_apart):
        # What speaks to a model does not make one of what the others say.
        one, other = one.of_others, other.of_others
    shared = shared_articles(one, other)
    if not shared or 2 * len(shared) < min(len(one.articles), len(other.articles)):
        return False
    if one.kind is Kind.FRAMING:
        # "Spoke to the rebel general" names a talk, "the rebel general" a man: only equal labels show one referent.
        same = {a.article for a in one.statements for b in other.statements if _is_one_label(a, b)}
        return _asks_the_same(one, other) or len(same) >= max(2, len(shared) / 2)
    return _asks_the_same(one, other) or any(a.answer == b.answer for a in one.statements for b in other.statements)


def _is_one_label(one: Statement, other: Statement) -> bool:
    return (one.article, one.claim.start, one.claim.end) == (other.article, other.claim.start, other.claim.end)


def shared_articles(one: Matter, other: Matter) -> set[str]:
    """Return the articles that speak to both matters in one place."""
    return {
        a.article
        for a in one.statements
        for b in other.statements
        if a.article == b.article and is_one_place(a.claim, b.claim)
    }


def _asks_the_same(one: Matter, other: Matter) -> bool:
    first, second = one.question.split(), other.question.split()
    if not first or not second or first[0].lower() != second[0].lower():
        return False
    here, there = stems_of(one.question), stems_of(other.question)
    if one.kind is Kind.FRAMING:
        # All of these ask how somebody is named; "the mayor" and "the mayor's office" differ in one word.
        shared = here & there & _ASKS_FOR_NAMES
        return len((here & there) - shared) >= _ONE_REFERENT * len((here | there) - shared)
    return len(here & there) >= _ALIKE * len(here | there)


def joined(base: Matter, rest: Matter) -> Matter:
    """Return two matters as one, with the reference of the first.

    A statement that stands where one of the first does has its relation; of the others the relation follows from that
    of their own reference.
    """
    doubles = {s.claim.id: _double(base.statements, s) for s in rest.statements}
    own = rest.statements[0]
    step = base.relations.get(known.claim.id) if (known := doubles[own.claim.id]) else None
    matter = replace(base, unheard=base.unheard & rest.unheard)
    for s in rest.statements:
        double = doubles[s.claim.id]
        if double is not None:
            if not s.is_found:
                matter = matter.with_statement(s, base.relations.get(double.claim.id))
            continue
        relation = rest.relations.get(s.claim.id)
        matter = matter.with_statement(s, _composed(step, relation))
    return matter


def _double(statements: Iterable[Statement], wanted: Statement) -> Statement | None:
    return next((s for s in statements if s.article == wanted.article and is_one_place(s.claim, wanted.claim)), None)


def _composed(step: Relation | None, relation: Relation | None) -> Relation | None:
    """Return the relation to a reference of what stands so to something that stands so to it: the weaker one."""
    known = {r for r in (step, relation) if r is not None}
    return next((r for r in _WEAKEST_FIRST if r in known), None)
