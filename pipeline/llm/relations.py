"""How does a statement stand to the reference of its matter? What code can tell wins over what the model says.

Figures are related by their numbers and dated acts by their days; for quotations nothing but the words counts (they are
aligned before, and never come here). What is left, the model settles, and where it has not, equal answers are the same.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...schemas import Comparator, Connotation, Figure, Kind, Naming, Relation
from ..judging.figures import relate_figures
from ..judging.intervals import relate_times
from ..judging.verdicts import PARTING
from ..reading.nouns import class_of, in_base_unit
from ..reading.when import FIRST_YEAR, When
from .statements import Matter, Statement

_ASKS_WHEN = re.compile(r"(?:when|on (?:what|which) (?:day|date))\b(?! and\b)", re.IGNORECASE)


def with_reference(matter: Matter) -> Matter:
    """Return a matter with the statement first that the others are held against.

    That is a precise figure, and of these the one given most often; for a question of time the closest time; a label
    in an article's own voice that leans no way; else what the model has put first. Statements that may not be shown to
    others come last.
    """
    statements = matter.statements
    given: dict[tuple[str, ...], int] = defaultdict(int)
    for s in statements:
        given[s.answer] += not s.is_apart

    def standing(place: int) -> tuple[object, ...]:
        statement = statements[place]
        detail = statement.claim.detail
        rank: tuple[object, ...] = ()
        if matter.kind is Kind.QUANTITY:
            rough = not isinstance(detail, Figure) or detail.low != detail.high
            about = isinstance(detail, Figure) and detail.comparator is Comparator.ABOUT
            rank = (rough, about, -given[statement.answer])
        elif _asks_when(matter):
            rank = (_span(statement),)
        elif isinstance(detail, Naming):
            rank = (not statement.is_own_voice, detail.connotation is not Connotation.NEUTRAL)
        return (not statement.travels, *rank, place)

    order = sorted(range(len(statements)), key=standing)
    first = statements[order[0]]
    return replace(matter, statements=(first, *(s for s in statements if s is not first)))


def _asks_when(matter: Matter) -> bool:
    return matter.kind is Kind.EVENT and _ASKS_WHEN.match(matter.question) is not None


def _span(statement: Statement) -> int:
    when = statement.when
    return (when.latest - when.earliest).days if when and when.earliest and when.latest else 10**6


def is_for_the_model(matter: Matter, statement: Statement) -> bool:
    """Tell whether the model is asked how a statement stands to the reference.

    It is where code cannot tell, and where code sees a difference: then the two may not be about one thing.
    """
    return _by_code(matter, matter.statements[0], statement) in {None, *PARTING}


def settled(matter: Matter, said: Mapping[str, Relation]) -> Matter:
    """Return a matter with the relations of its statements, as far as code or the model can tell.

    Args:
        matter: with its reference first.
        said: what the model says, by the claims' ids.
    """
    others = matter.of_others
    told = _settled(matter, said)
    # How the others stand to one another is not for an article to say that speaks to a model.
    return told if others is matter else replace(told, relations=told.relations | _settled(others, said).relations)


def _settled(matter: Matter, said: Mapping[str, Relation]) -> Matter:
    reference, *rest = matter.statements
    relations = {reference.claim.id: Relation.SAME}
    for statement in rest:
        relation = _relation(matter, reference, statement, said.get(statement.claim.id))
        if relation is not None:
            relations[statement.claim.id] = relation
    if matter.kind is Kind.FRAMING:
        relations |= unsplit(matter.statements, relations)
    if matter.kind in {Kind.EVENT, Kind.STANCE} and not _asks_when(matter):
        relations |= _told_in_part(matter.statements, relations)
    return replace(matter, relations=relations)


def _told_in_part(statements: Sequence[Statement], relations: Mapping[str, Relation]) -> dict[str, Relation]:
    """Return what is to be changed where an article agrees with the reference and elsewhere tells a part of it.

    "The mayor refused" is no other list in an article that also says that the mayor and the governor did.
    """
    whole = {s.article for s in statements if relations.get(s.claim.id) is Relation.SAME}
    return {
        s.claim.id: Relation.VAGUER
        for s in statements
        if s.article in whole and relations.get(s.claim.id) is Relation.DIFFERS
    }


def _relation(matter: Matter, reference: Statement, statement: Statement, said: Relation | None) -> Relation | None:
    known = _by_code(matter, reference, statement)
    if known is None and said in PARTING and _asks_when(matter) and statement.when is None:
        # "In the past" and "now" are no dates: nobody can say that they part.
        return Relation.VAGUER
    if said is Relation.DIFFERS and matter.kind is Kind.FRAMING and _is_plain(statement):
        return Relation.SAME
    if known is None:
        return _lean(reference, statement) if said is None and matter.kind is Kind.FRAMING else said
    if known is Relation.DIFFERS and said is Relation.INCOMPATIBLE and _may_exclude(reference, statement):
        return said
    if known is Relation.INCOMPATIBLE and said is Relation.DIFFERS:
        # That two times exclude each other is for code to say; that they are of two acts, for who reads them.
        return said
    return known


def _by_code(matter: Matter, reference: Statement, statement: Statement) -> Relation | None:
    """Return the relation where code can tell it, else None."""
    if statement is reference:
        return Relation.SAME
    if matter.kind is Kind.QUANTITY:
        known = _relate_figures(reference, statement)
        if known is not None:
            return known
    if matter.kind is Kind.FRAMING:
        own = statement.is_own_voice and reference.is_own_voice
        return _equal(reference, statement) if own else Relation.SAME
    if matter.kind is Kind.EVENT:
        moment = _relate_moments(matter, reference, statement) if _asks_when(matter) else None
        if moment is not None:
            return moment
    return _equal(reference, statement)


def _equal(reference: Statement, statement: Statement) -> Relation | None:
    return Relation.SAME if reference.answer == statement.answer else None


def _relate_figures(reference: Statement, statement: Statement) -> Relation | None:
    """Relate two figures; None where they are of different things, so that their numbers say nothing."""
    one, other = reference.claim.detail, statement.claim.detail
    if not isinstance(one, Figure) or not isinstance(other, Figure):
        return None
    if in_base_unit(1, one.unit)[1] == in_base_unit(1, other.unit)[1]:
        return relate_figures(one, other)
    # The model takes both for one thing: "14 of the fighters" and "14 militants".
    sorts = [class_of(figure.unit)[0] for figure in (one, other)]
    measured = any(in_base_unit(1, figure.unit)[1] != figure.unit or "%" in figure.unit for figure in (one, other))
    if sorts[0] != sorts[1] and measured:
        return None
    return relate_figures(one.model_copy(update={"unit": "thing"}), other.model_copy(update={"unit": "thing"}))


def _may_exclude(reference: Statement, statement: Statement) -> bool:
    """Tell whether two different figures can exclude each other: both are told as exact."""
    figures = [s.claim.detail for s in (reference, statement)]
    return all(isinstance(f, Figure) and f.comparator is Comparator.EQUAL and f.low == f.high for f in figures)


def _relate_moments(matter: Matter, reference: Statement, statement: Statement) -> Relation | None:
    """Relate the times of two statements of one act; where the reference has none, that of another stands in."""
    dated = next((s for s in matter.statements if s.when is not None), None)
    one = reference.when or (dated.when if dated else None)
    other = statement.when
    if one is None or other is None or other is one:
        return None
    relation = relate_times(one, other)
    return None if relation is Relation.VAGUER and _calendar(one) != _calendar(other) else relation


def _calendar(when: When) -> object:
    """Return what tells the days of two times that can be compared from those that cannot; equal to no other if none.

    Days of a year or of a week without a name stand in years of their own (see `reading.when`).
    """
    first = when.interval[0]
    return when if first is None else min(first.year, FIRST_YEAR)


def _lean(reference: Statement, statement: Statement) -> Relation | None:
    """Relate two labels by the way each was said to lean, where nobody has compared them."""
    one, other = reference.claim.detail, statement.claim.detail
    if not isinstance(one, Naming) or not isinstance(other, Naming):
        return None
    return Relation.SAME if one.connotation is other.connotation else Relation.DIFFERS


def _is_plain(statement: Statement) -> bool:
    """Tell whether who read a label in its own article saw no leaning in it."""
    return isinstance(statement.claim.detail, Naming) and not (statement.leans or statement.is_found)


def unsplit(statements: Sequence[Statement], relations: Mapping[str, Relation]) -> dict[str, Relation]:
    """Return what is to be changed where labels differ and articles do not: one article may use both sorts.

    Articles split where all labels of one, in its own voice, are like the reference, and another has one that differs.
    """
    leans: dict[str, set[bool]] = defaultdict(set)
    for s in statements:
        if s.is_own_voice and s.claim.id in relations:
            leans[s.article].add(relations[s.claim.id] in PARTING)
    split = {True} in leans.values() or ({False} in leans.values() and {True, False} in leans.values())
    plain = {False} in leans.values() or {True, False} in leans.values()
    if split and plain and len(leans) > 1:
        return {}
    return {id_: Relation.SAME for id_, relation in relations.items() if relation in PARTING}
