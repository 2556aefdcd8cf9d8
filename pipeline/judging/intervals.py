"""Stand-in until the real one is merged."""

from datetime import date

from ...schemas import Relation

Days = tuple[date | None, date | None]


def relate_intervals(one: Days, other: Days) -> Relation:
    """Relate."""
    if None in one or None in other:
        return Relation.VAGUER
    if one == other:
        return Relation.SAME
    if one[0] > other[1] or other[0] > one[1]:  # type: ignore[operator]
        return Relation.INCOMPATIBLE
    return Relation.VAGUER
