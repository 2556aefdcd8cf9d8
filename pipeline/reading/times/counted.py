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

_MONTH = 31
"""Days before and after the article's within which "Tuesday the 14th" lies."""


def weekday(stated: Expression, view: View) -> Moment | None:
    """Return the latest such weekday up to the article's day, or the next if it lies ahead; its own day is itself."""
    if stated.weekday is None:
        return None
    grain = Grain.PART if stated.daypart else Grain.DAY
    if stated.which in {"following", "previous"}:
        if view.anchor_day is None:
            return None
        day = weekday_near(stated.weekday, view.anchor_day.latest, stated.which == "following", strictly=True)
        return days_between(day, day, grain, Basis.NARRATIVE)
    now = view.reference
    if now is None:
        day = UNNAMED_MONDAY + timedelta(stated.weekday)
    elif stated.day:
        near = [now + timedelta(n) for n in range(-_MONTH, _MONTH + 1)]
        fit = [day for day in near if (day.day, day.weekday()) == (stated.day, stated.weekday)]
        return days_between(fit[0], fit[0], grain, Basis.WEEKDAY) if fit else None
    elif stated.which == "this" or stated.unit == "week":
        day = now - timedelta(now.weekday()) + timedelta(stated.weekday + 7 * STEPS.get(stated.which, 0))
    elif stated.which in {"last", "next"}:
        day = weekday_near(stated.weekday, now, stated.which == "next", strictly=True)
    else:
        day = weekday_near(stated.weekday, now, view.ahead, strictly=False)
    if stated.until and stated.until.weekday is not None:
        last = weekday_near(stated.until.weekday, day, True, strictly=True)
        back = timedelta(7 if now and last > now and not view.ahead else 0)
        return days_between(day - back, last - back, Grain.RANGE, Basis.WEEKDAY)
    return days_between(day, day, grain, Basis.WEEKDAY)


def weekend(stated: Expression, view: View) -> Moment | None:
    """Return a Saturday and Sunday: the latest that has begun, or the next if it lies ahead."""
    if stated.which in {"following", "previous", "same"}:
        return None
    now = view.reference or UNNAMED_MONDAY
    coming = weekday_near(5, now, True, strictly=stated.which == "next")
    gone = weekday_near(5, now, False, strictly=stated.which == "last")
    soon = stated.which == "this" and 1 < now.weekday() < 5
    saturday = coming if stated.which == "next" or soon or (view.ahead and stated.which != "last") else gone
    if view.reference is None:
        saturday = UNNAMED_MONDAY + timedelta(5)
    return days_between(saturday, saturday + timedelta(1), Grain.RANGE, Basis.WEEKDAY)


_LAG = 2
"""Days before the article's on which words that it quotes may have been spoken."""


def today(stated: Expression, view: View) -> Moment | None:
    """Return today, yesterday or tomorrow; what somebody is quoted with may have been said some days before."""
    if view.reference is None:
        return None
    first, last = plus(view.reference, stated.low, "day"), plus(view.reference, stated.high, "day")
    grain = Grain.PART if stated.daypart else Grain.DAY
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


def unit(stated: Expression, view: View) -> Moment | None:
    """Return this, last or next week, month or year, or the part of it that is named."""
    if view.reference is None:
        return None
    bounds = containing(view.reference, stated.unit, STEPS.get(stated.which, 0))
    if bounds is None:
        return None
    first, last = part_of_interval(bounds, stated.part, view.reference)
    return days_between(first, last, _GRAINS[stated.unit], Basis.PUBLICATION)


def stretch(stated: Expression, view: View) -> Moment | None:
    """Return the days from the article's back or ahead by a count of units."""
    now = view.reference
    if now is None or (stated.which == "next" and view.anchor and not view.ahead):
        return None
    sign = -1 if stated.which == "back" else 1
    count, each = (stated.high, stated.unit) if stated.high else (lexicon().reach[stated.unit], "day")
    reached = plus(now, sign * count, each)
    first, last = (reached, now) if sign < 0 else (now, reached)
    return days_between(first, last, Grain.RANGE, Basis.PUBLICATION)


def same(stated: Expression, view: View) -> Moment | None:
    """Return the day, week, month or year of the moment named before, or the one next to it."""
    if stated.unit == "day":
        day = view.anchor_day
        return days_between(day.earliest, day.latest, Grain.DAY, Basis.NARRATIVE) if day else None
    anchor = view.anchor
    if anchor is None:
        return None
    step = {"following": 1, "previous": -1}.get(stated.which, 0)
    bounds = containing(anchor.earliest, stated.unit, step)
    within = containing(anchor.earliest, stated.unit)
    if bounds is None or within is None or anchor.latest > within[1] or stated.unit not in _GRAINS:
        return None
    first, last = bounds
    if stated.part == "later":
        first = max(first, anchor.earliest)
    elif stated.part == "earlier":
        last = min(last, anchor.latest)
    else:
        first, last = part_of_interval(bounds, stated.part, None)
    return days_between(first, last, _GRAINS[stated.unit], Basis.NARRATIVE)


def shift(stated: Expression, view: View) -> Moment | None:
    """Return the day so many units from the article's day or from the moment named before.

    "Ten years after" something is told from the article's day where the news itself "comes" ten years after it;
    elsewhere it cannot be.
    """
    now, basis = view.reference, Basis.PUBLICATION
    today = Moment(now, now, Grain.DAY, basis) if now else None
    if stated.which in {"ago", "ahead"}:
        anchor, sign = today, 1 if stated.which == "ahead" else -1
    elif stated.which in {"before", "after"}:
        anchor, sign = (today if view.comes else None), 1 if stated.which == "before" else -1
    else:
        basis = Basis.NARRATIVE
        small = stated.unit in DAYS_OF
        anchor, sign = (view.anchor_day if small else view.anchor), 1 if stated.which == "later" else -1
    if anchor is None:
        return None
    return _shifted(anchor, stated, sign, basis)


_LONG_AGO = 5
"""How many times further back "years ago" may lie than "recent years" reach."""


def _shifted(anchor: Moment, stated: Expression, sign: int, basis: Basis) -> Moment | None:
    """Move an interval by a count of units, and widen it by what people round.

    Days are exact; weeks within a day, several within three; months within half a month; years are calendar years,
    and tens of years within one.
    """
    if stated.high == 0:
        reach = lexicon().reach[stated.unit] * (_LONG_AGO if stated.which == "ago" else 1)
        reached = plus(anchor.earliest if sign < 0 else anchor.latest, sign * reach, "day")
        first, last = (reached, anchor.latest) if sign < 0 else (anchor.earliest, reached)
        return days_between(first, last, Grain.RANGE, basis)
    if stated.unit == "year" and (stated.low % 1 or stated.high % 1):
        stated = replace(stated, unit="month", low=stated.low * 12, high=stated.high * 12)
    near, far = (stated.low, stated.high) if sign > 0 else (-stated.high, -stated.low)
    first, last = plus(anchor.earliest, near, stated.unit), plus(anchor.latest, far, stated.unit)
    if first is None or last is None:
        return None
    if stated.unit in {"second", "minute", "hour"}:
        return days_between(min(first, anchor.earliest), max(last, anchor.latest), Grain.RANGE, basis)
    if stated.unit in {"year", "decade", "century"}:
        years = stated.high * MONTHS_OF[stated.unit] / 12
        slack = 1 if years >= 10 and years % 10 == 0 else 0
        span = (valid_day(first.year - slack, 1, 1), valid_day(last.year + slack, 12, 31))
        return days_between(*span, Grain.YEAR, basis)
    slack = {"day": 0, "week": 1 if stated.high == 1 else 3, "fortnight": 3, "month": 15}[stated.unit]
    grain = Grain.MONTH if stated.unit == "month" else Grain.DAY
    return days_between(plus(first, -slack, "day"), plus(last, slack, "day"), grain, basis)
