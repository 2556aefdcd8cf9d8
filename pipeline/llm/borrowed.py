"""Does a label take sides itself, or only by the name of somebody else inside it?

"The rebel leader's troops" sides against the leader, not against the troops, and "an offensive against the rival
government" says nothing of the offensive.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ...schemas import Kind, Relation
from ..judging.verdicts import PARTING
from .relations import unsplit
from .statements import Matter, Statement


def without_borrowed_tone(matters: Sequence[Matter]) -> list[Matter]:
    """Return the matters; labels that lean only by a label of another referent inside them part nobody."""
    loaded: dict[str, list[tuple[Statement, int]]] = defaultdict(list)
    for place, matter in enumerate(matters):
        for statement in matter.statements if matter.kind is Kind.FRAMING else ():
            if statement.leans:
                loaded[statement.article].append((statement, place))
    return [_own_tone(matter, place, loaded) for place, matter in enumerate(matters)]


def _own_tone(matter: Matter, place: int, loaded: dict[str, list[tuple[Statement, int]]]) -> Matter:
    if matter.kind is not Kind.FRAMING:
        return matter
    borrowed = {
        s.claim.id: Relation.SAME
        for s in matter.statements
        if matter.relations.get(s.claim.id) in PARTING
        and any(_holds(s, inner) for inner, home in loaded[s.article] if home != place)
    }
    relations = matter.relations | borrowed
    return replace(matter, relations=relations | unsplit(matter.statements, relations)) if borrowed else matter


def _holds(outer: Statement, inner: Statement) -> bool:
    one, other = outer.claim, inner.claim
    return one.start <= other.start and other.end <= one.end and other.end - other.start < one.end - one.start
