"""How do two stated times of the same act stand to each other?"""

from datetime import date, timedelta

from ...schemas import Relation
from ..reading.times.words import lexicon
from ..reading.when import FIRST_YEAR, Clock, When

Interval = tuple[date | None, date | None]
"""First and last day between which a thing happened, both included; None and None where that cannot be told."""

_MINUTES = 24 * 60
_OPEN_BEFORE = frozenset({"by", "before", "until", "till"})
_OPEN_AFTER = frozenset({"since", "after", "from"})


def relate_intervals(one: Interval, other: Interval) -> Relation:
    """Return how one interval stands to another, the reference.

    Equal days are SAME. Where one includes the other, or they overlap in part, one of them is less precise and a
    day fits both: VAGUER, in either direction, and so is what could not be resolved. Intervals without a common day
    are INCOMPATIBLE. Days of a year or week without a name (`When.yearless`) compare only among themselves.
    """
    first, last = one
    start, end = other
    if first is None or last is None or start is None or end is None or _calendar(first) != _calendar(start):
        return Relation.VAGUER
    if (first, last) == (start, end):
        return Relation.SAME
    return Relation.INCOMPATIBLE if last < start or end < first else Relation.VAGUER


def _calendar(day: date) -> int:
    """Return 0 for a date, else the year that stands for one without a name."""
    return 0 if day.year >= FIRST_YEAR else day.year


def relate_times(one: When, other: When, *, far_apart: bool = False) -> Relation:
    """Return how the stated time of an act stands to that of another statement of the same act, the reference.

    As `relate_intervals`, but a time after "by" or "since" is open on one side, so that what lies there is not
    INCOMPATIBLE; and with a day's tolerance where two places may call one moment by two dates: where one of the times
    has a clock with its zone and the other's day is that day somewhere on earth; where both are at night or at its
    edges ("Tuesday night", "early Wednesday"); and where `far_apart` tells that the articles were written from
    datelines in far-apart zones. Clocks are compared where the days agree: with known zones, equal instants are
    SAME, up to an hour apart DIFFERS and more INCOMPATIBLE; where a zone is missing, what a zone can explain is
    VAGUER.
    """
    relation = relate_intervals(one.interval, other.interval)
    if relation is Relation.INCOMPATIBLE and (_reaches(one, other) or _reaches(other, one)):
        relation = Relation.VAGUER
    if relation is Relation.INCOMPATIBLE and _gap(one.interval, other.interval) == 1:
        tolerated = (
            far_apart or (_at_night(one) and _at_night(other)) or _somewhere(one, other) or _somewhere(other, one)
        )
        relation = Relation.VAGUER if tolerated else relation
    if one.clock is None or other.clock is None or relation is Relation.INCOMPATIBLE:
        return relation
    return _relate_clocks(one, other, one.clock, other.clock, relation)


def _gap(one: Interval, other: Interval) -> int:
    """Return how many days lie between the nearest ends of two intervals without a common day."""
    first, last = one
    start, end = other
    if first is None or last is None or start is None or end is None:
        return 0
    return (start - last).days if last < start else (first - end).days


def _reaches(one: When, other: When) -> bool:
    """Tell whether a word before a time opens its interval towards the other: by June 3, since 2014."""
    first, last = one.interval
    start, end = other.interval
    if first is None or last is None or start is None or end is None or one.bound == other.bound:
        return False
    return end < first if one.bound in _OPEN_BEFORE else start > last if one.bound in _OPEN_AFTER else False


def _at_night(when: When) -> bool:
    return not lexicon().lists["near midnight"].isdisjoint(when.words.lower().split())


def _somewhere(one: When, other: When) -> bool:
    """Tell whether the moment of a clock with its zone falls on the other's day somewhere between UTC-12 and UTC+14."""
    if one.clock is None or one.clock.offset is None or one.earliest is None or one.earliest != one.latest:
        return False
    minute = one.clock.minute - one.clock.offset
    days = {one.earliest + timedelta((minute + offset) // _MINUTES) for offset in (-12 * 60, 14 * 60)}
    start, end = other.interval
    return start is not None and end is not None and any(start <= day <= end for day in days)


def _relate_clocks(one: When, other: When, clock: Clock, reference: Clock, relation: Relation) -> Relation:
    if clock.offset is None or reference.offset is None:
        if clock == reference and relation is Relation.SAME:
            return Relation.SAME
        return Relation.VAGUER if (clock.minute - reference.minute) % 15 == 0 else Relation.DIFFERS
    apart = (clock.minute - clock.offset) - (reference.minute - reference.offset)
    if one.earliest and other.earliest and one.earliest == one.latest and other.earliest == other.latest:
        apart += (one.earliest - other.earliest).days * _MINUTES
    else:
        apart = (apart + _MINUTES // 2) % _MINUTES - _MINUTES // 2
    if apart == 0:
        return Relation.SAME
    return Relation.DIFFERS if abs(apart) <= 60 else Relation.INCOMPATIBLE
