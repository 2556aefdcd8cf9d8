"""Which days does a time mean that is counted from another day?

The other day is that of the article ("yesterday", "last month") or the one named before ("the next day").
"""

from dataclasses import replace
from datetime import timedelta

from ..when import UNNAMED_MONDAY, Basis, Grain
from .arithmetic import (
    DAYS_OF,
    MONTHS_OF,
    STEPS,
    Moment,
    View,
    containing,
    days_between,
    part_of_interval,
    plus,
    valid_day,
    weekday_near,
)
from .forms import Expression
from .words import lexicon


def weekday(e: Expression, view: View) -> Moment | None:
    """Return the latest such weekday up to the article's day, or the next if it lies ahead; its own day is itself."""
    if e.weekday is None:
        return None
    grain = Grain.PART if e.daypart else Grain.DAY
    if e.which in {"following", "previous"}:
        anchor = view.anchor_day
        day = weekday_near(e.weekday, anchor.latest, e.which == "following", strictly=True) if anchor else None
        return days_between(day, day, grain, Basis.NARRATIVE)
    now = view.reference
    if now is None:
        day = UNNAMED_MONDAY + timedelta(e.weekday)
    elif e.which == "this" or e.unit == "week":
        day = now - timedelta(now.weekday()) + timedelta(e.weekday + 7 * STEPS.get(e.which, 0))
    elif e.which in {"last", "next"}:
        day = weekday_near(e.weekday, now, e.which == "next", strictly=True)
    else:
        day = weekday_near(e.weekday, now, view.ahead, strictly=False)
    if e.until and e.until.weekday is not None:
        last = weekday_near(e.until.weekday, day, True, strictly=True)
        back = timedelta(7 if now and last > now and not view.ahead else 0)
        return days_between(day - back, last - back, Grain.RANGE, Basis.WEEKDAY)
    return days_between(day, day, grain, Basis.WEEKDAY)


def weekend(e: Expression, view: View) -> Moment | None:
    """Return a Saturday and Sunday: the latest that has begun, or the next if it lies ahead."""
    if e.which in {"following", "previous", "same"}:
        return None
    now = view.reference or UNNAMED_MONDAY
    coming = weekday_near(5, now, True, strictly=e.which == "next")
    gone = weekday_near(5, now, False, strictly=e.which == "last")
    soon = e.which == "this" and 1 < now.weekday() < 5
    saturday = coming if e.which == "next" or soon or (view.ahead and e.which != "last") else gone
    if view.reference is None:
        saturday = UNNAMED_MONDAY + timedelta(5)
    return days_between(saturday, saturday + timedelta(1), Grain.RANGE, Basis.WEEKDAY)


_LAG = 2
"""Days before the article's on which words that it quotes may have been spoken."""


def today(e: Expression, view: View) -> Moment | None:
    """Return today, yesterday or tomorrow; what somebody is quoted with may have been said some days before."""
    if view.reference is None:
        return None
    first, last = plus(view.reference, e.low, "day"), plus(view.reference, e.high, "day")
    grain = Grain.PART if e.daypart else Grain.DAY
    if view.quoted and first:
        return days_between(plus(first, -_LAG, "day"), last, grain, Basis.QUOTED)
    return days_between(first, last, grain, Basis.PUBLICATION)


_GRAINS = {
    "day": Grain.DAY,
    "week": Grain.WEEK,
    "month": Grain.MONTH,
    "year": Grain.YEAR,
    "decade": Grain.DECADE,
    "century": Grain.CENTURY,
}


def unit(e: Expression, view: View) -> Moment | None:
    """Return this, last or next week, month or year, or the part of it that is named."""
    if view.reference is None:
        return None
    bounds = containing(view.reference, e.unit, STEPS.get(e.which, 0))
    if bounds is None:
        return None
    first, last = part_of_interval(bounds, e.part, view.reference)
    return days_between(first, last, _GRAINS[e.unit], Basis.PUBLICATION)


def stretch(e: Expression, view: View) -> Moment | None:
    """Return the days from the article's back or ahead by a count of units."""
    now = view.reference
    if now is None or (e.which == "next" and view.anchor and not view.ahead):
        return None
    sign = -1 if e.which == "back" else 1
    count, unit = (e.high, e.unit) if e.high else (lexicon().reach[e.unit], "day")
    reached = plus(now, sign * count, unit)
    first, last = (reached, now) if sign < 0 else (now, reached)
    return days_between(first, last, Grain.RANGE, Basis.PUBLICATION)


def same(e: Expression, view: View) -> Moment | None:
    """Return the day, week, month or year of the moment named before, or the one next to it."""
    if e.unit == "day":
        day = view.anchor_day
        return days_between(day.earliest, day.latest, Grain.DAY, Basis.NARRATIVE) if day else None
    anchor = view.anchor
    if anchor is None:
        return None
    step = {"following": 1, "previous": -1}.get(e.which, 0)
    bounds = containing(anchor.earliest, e.unit, step)
    within = containing(anchor.earliest, e.unit)
    if bounds is None or within is None or anchor.latest > within[1] or e.unit not in _GRAINS:
        return None
    first, last = bounds
    if e.part == "later":
        first = max(first, anchor.earliest)
    elif e.part == "earlier":
        last = min(last, anchor.latest)
    else:
        first, last = part_of_interval(bounds, e.part, None)
    return days_between(first, last, _GRAINS[e.unit], Basis.NARRATIVE)


def shift(e: Expression, view: View) -> Moment | None:
    """Return the day so many units from the article's day or from the moment named before.

    "Eight years after" something is told from the article's day where the news itself "comes" eight years after it;
    elsewhere it cannot be.
    """
    now, basis = view.reference, Basis.PUBLICATION
    today = Moment(now, now, Grain.DAY, basis) if now else None
    if e.which in {"ago", "ahead"}:
        anchor, sign = today, 1 if e.which == "ahead" else -1
    elif e.which in {"before", "after"}:
        anchor, sign = (today if view.comes else None), 1 if e.which == "before" else -1
    else:
        basis = Basis.NARRATIVE
        small = e.unit in DAYS_OF
        anchor, sign = (view.anchor_day if small else view.anchor), 1 if e.which == "later" else -1
    if anchor is None:
        return None
    return _shifted(anchor, e, sign, basis)


_LONG_AGO = 5
"""How many times further back "years ago" may lie than "recent years" reach."""


def _shifted(anchor: Moment, e: Expression, sign: int, basis: Basis) -> Moment | None:
    """Move an interval by a count of units, and widen it by what people round.

    Days are exact; weeks within a day, several within three; months within half a month; years are calendar years,
    and tens of years within one.
    """
    if e.high == 0:
        reach = lexicon().reach[e.unit] * (_LONG_AGO if e.which == "ago" else 1)
        reached = plus(anchor.earliest if sign < 0 else anchor.latest, sign * reach, "day")
        first, last = (reached, anchor.latest) if sign < 0 else (anchor.earliest, reached)
        return days_between(first, last, Grain.RANGE, basis)
    if e.unit == "year" and (e.low % 1 or e.high % 1):
        e = replace(e, unit="month", low=e.low * 12, high=e.high * 12)
    near, far = (e.low, e.high) if sign > 0 else (-e.high, -e.low)
    first, last = plus(anchor.earliest, near, e.unit), plus(anchor.latest, far, e.unit)
    if first is None or last is None:
        return None
    if e.unit in {"second", "minute", "hour"}:
        return days_between(min(first, anchor.earliest), max(last, anchor.latest), Grain.RANGE, basis)
    if e.unit in {"year", "decade", "century"}:
        years = e.high * MONTHS_OF[e.unit] / 12
        slack = 1 if years >= 10 and years % 10 == 0 else 0
        span = (valid_day(first.year - slack, 1, 1), valid_day(last.year + slack, 12, 31))
        return days_between(*span, Grain.YEAR, basis)
    slack = {"day": 0, "week": 1 if e.high == 1 else 3, "fortnight": 3, "month": 15}[e.unit]
    grain = Grain.MONTH if e.unit == "month" else Grain.DAY
    return days_between(plus(first, -slack, "day"), plus(last, slack, "day"), grain, basis)
