"""How does one figure stand to another of the same thing?

Two bounds with different numbers differ ("over 205", "at least 213"), and so do a bound and the number that it leaves
out ("up to 120", 120). A rounded or vague figure that includes a
precise one is only vaguer ("dozens" and 37, "about 230,000" and 229,800, six miles and ten kilometres).
"""

from math import floor, log10

from ...schemas import Comparator, Figure, Relation
from ..reading.nouns import in_base_unit

_FAR = 1.5
"""Beyond this multiple a bound is of another figure: "more than 200" is vaguer than 249, not than 500."""
_LOWER = {Comparator.MORE, Comparator.AT_LEAST}


def relate_figures(reference: Figure, other: Figure) -> Relation:
    """Return how `other` stands to `reference`; both must count the same thing."""
    one, two = _Scaled(reference), _Scaled(other)
    if one.dimension != two.dimension:
        return Relation.DIFFERS
    if (reference.comparator, one.low, one.high) == (other.comparator, two.low, two.high):
        return Relation.SAME
    if one.is_vague or two.is_vague:
        overlap = one.low <= two.high and two.low <= one.high
        return Relation.VAGUER if overlap else Relation.DIFFERS
    if abs(one.low - two.low) <= max(one.slack, two.slack) and (one.is_converted(two) or one.rounds_to(two)):
        return Relation.VAGUER if {reference.comparator, other.comparator} != {Comparator.EQUAL} else Relation.SAME
    if one.low == two.low:
        signs = {reference.comparator, other.comparator}
        return Relation.VAGUER if signs <= _LOWER | {Comparator.EQUAL, Comparator.ABOUT} else Relation.DIFFERS
    return _relate_bounds(reference.comparator, one, other.comparator, two)


class _Scaled:
    """A figure in the base unit of its dimension, with half the place that it is rounded to."""

    def __init__(self, figure: Figure) -> None:
        self.unit = figure.unit
        self.low, self.dimension = in_base_unit(figure.low, figure.unit)
        self.high, _ = in_base_unit(figure.high, figure.unit)
        self.is_vague = figure.low != figure.high
        factor = self.low / figure.low if figure.low else 1
        self.slack = _half_place(figure.low, figure.comparator is Comparator.ABOUT) * factor

    def is_converted(self, other: "_Scaled") -> bool:
        return self.unit != other.unit

    def rounds_to(self, other: "_Scaled") -> bool:
        """Tell whether one of the two is a rounding of the other: it has a coarser place."""
        return self.slack != other.slack


def _half_place(value: float, is_about: bool) -> float:
    """Return half of the last significant place, at most a tenth: 5,000 for 230,000; twice that behind "about"."""
    if value == 0:
        return 0.0
    if value != floor(value):
        decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
        place = 10.0**-decimals
    else:
        place, rest = 1.0, int(abs(value))
        while rest % 10 == 0:
            place, rest = place * 10, rest // 10
        place = min(place, 10.0 ** floor(log10(abs(value))))
    return min(place if is_about else place / 2, abs(value) / 10)


def _relate_bounds(sign: Comparator, one: _Scaled, other_sign: Comparator, two: _Scaled) -> Relation:
    """Relate two different numbers of which at most one is a loose bound that includes the other."""
    exact = {Comparator.EQUAL, Comparator.ABOUT}
    if sign in exact and other_sign in exact:
        return Relation.DIFFERS
    if sign not in exact and other_sign not in exact:
        return Relation.DIFFERS
    bound, bound_sign, precise = (one, sign, two) if other_sign in exact else (two, other_sign, one)
    round_number = bound.slack >= bound.low / 20
    if bound_sign in _LOWER:
        includes = bound.low <= precise.low <= bound.low * _FAR
    else:
        includes = bound.low / _FAR <= precise.low <= bound.low
    return Relation.VAGUER if includes and round_number else Relation.DIFFERS
