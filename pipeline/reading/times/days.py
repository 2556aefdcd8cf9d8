"""Which days does a stated time mean?

Every rule gives an interval of whole days, both ends included, wide enough that no careful reader would put the time
outside it. Seasons are those of the northern half of the world.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from ..when import FIRST_YEAR, UNNAMED_YEAR, Basis, Grain
from . import counted
from .arithmetic import STEPS, Moment, View, containing, days_between, part_of_interval, plus, valid_day
from .forms import Expression, Form
from .outlook import Outlook


def resolve(expression: Expression, view: View) -> Moment | None:
    """Return the days that an expression means, or None where they cannot be told.

    Without a reference, days and months of no year come out in `UNNAMED_YEAR`, weekdays in the week of
    `UNNAMED_MONDAY`, and times such as "yesterday" not at all.
    """
    rule = _RULES.get(expression.form)
    moment = rule(expression, view) if rule else None
    if moment is None or moment.latest < moment.earliest:
        return None
    return moment


def _date(stated: Expression, view: View) -> Moment | None:
    if stated.month is None or stated.day is None:
        return _either(stated, view)
    year, basis = _year_of(stated, view)
    if year is None:
        now = view.reference
        day = _nearest(stated, now, view) if now else valid_day(UNNAMED_YEAR, stated.month, stated.day)
    else:
        day = valid_day(year, stated.month, stated.day)
    if stated.until and day:
        last = _date(stated.until, View(day, Outlook.AHEAD)) if stated.until.month else None
        return days_between(day, last.latest if last else None, Grain.RANGE, basis)
    return days_between(day, day, Grain.DAY, basis)


def _year_of(stated: Expression, view: View) -> tuple[int | None, Basis]:
    """Return the year that an expression gives, itself or by "last year" and "that year"."""
    if stated.year is not None:
        return (stated.year if stated.year >= FIRST_YEAR else None), Basis.CALENDAR
    if stated.unit == "year" and stated.which in STEPS:
        base = view.reference.year if view.reference else UNNAMED_YEAR
        return base + STEPS[stated.which], Basis.PUBLICATION
    if stated.unit == "year" and view.anchor and view.anchor.earliest.year == view.anchor.latest.year:
        step = {"following": 1, "previous": -1}.get(stated.which, 0)
        return view.anchor.earliest.year + step, Basis.NARRATIVE
    return None, Basis.COMPLETED


def _either(stated: Expression, view: View) -> Moment | None:
    """Return which of two days is meant where day and month could be either: the only one near the article's."""
    now = view.reference
    if now is None or stated.year is None:
        return None
    pairs = ((stated.low, stated.high), (stated.high, stated.low))
    days = [valid_day(stated.year, int(month), int(day)) for month, day in pairs]
    near = [day for day in days if day and abs((day - now).days) <= _NEAR]
    return days_between(near[0], near[0], Grain.DAY, Basis.COMPLETED) if len(near) == 1 else None


_NEAR = 45
_SOON, _FAR = 92, 300
"""Days ahead up to which a date without a year may lie: near a verb of the past, and near one of the future."""


def _nearest(stated: Expression, now: date, view: View) -> date | None:
    """Return the day of a date without a year: the next if it lies ahead, the last if it lies behind.

    Where no word tells, it is the nearest one; near a verb of the past, none that is more than three months ahead. A
    weekday beside the date decides where one of the years around fits it.
    """
    years = range(max(1, now.year - 1), min(9999, now.year + 1) + 1)
    days = [day for day in (valid_day(year, stated.month or 1, stated.day or 1) for year in years) if day]
    days = [day for day in days if day.weekday() == stated.weekday] or days
    if view.outlook is Outlook.BEHIND:
        days = [day for day in days if day <= now] or days
    elif view.ahead:
        days = [day for day in days if 0 <= (day - now).days <= _FAR] or days
    elif view.outlook is Outlook.PAST:
        days = [day for day in days if (day - now).days <= _SOON] or days
    return min(days, key=lambda day: (abs((day - now).days), day), default=None)


def _month(stated: Expression, view: View) -> Moment | None:
    if stated.month is None:
        return None
    now = view.reference
    year, basis = _year_of(stated, view)
    if year is None and stated.unit == "year" and stated.which:
        return None
    if year is None:
        year = _year_of_month(stated.month, stated.which, now, view.ahead) if now else UNNAMED_YEAR
    day = valid_day(year, stated.month, 1)
    if day is None:
        return None
    end_of_month = day.replace(day=monthrange(day.year, day.month)[1])
    first, last = part_of_interval((day, end_of_month), stated.part, now)
    if stated.until and stated.until.month:
        end = _month(stated.until, View(first, Outlook.AHEAD))
        return days_between(first, end.latest if end else None, Grain.RANGE, basis)
    return days_between(first, last, Grain.MONTH, basis)


def _year_of_month(month: int, which: str, now: date, ahead: bool) -> int:
    """Return the year of a month that has none: the latest not after the article's, or the next if it lies ahead."""
    if which == "this":
        return now.year
    if which == "next":
        return now.year + (month <= now.month)
    if which == "last":
        return now.year - (month >= now.month)
    return now.year + (month < now.month) if ahead else now.year - (month > now.month)


def _year(stated: Expression, view: View) -> Moment | None:
    until = stated.until.year if stated.until else stated.year
    first, last = valid_day(stated.year or 0, 1, 1), valid_day(until or 0, 12, 31)
    if first is None or last is None or first.year < FIRST_YEAR:
        return None
    if stated.which == "fiscal":
        # A fiscal year is named for the year in which it begins or ends, and may begin in any quarter.
        return days_between(plus(first, -9, "month"), plus(last, 3, "month"), Grain.YEAR, Basis.CALENDAR)
    earliest, latest = part_of_interval((first, last), stated.part, view.reference)
    grain = Grain.RANGE if stated.until else Grain.YEAR
    return days_between(earliest, latest, grain, Basis.CALENDAR)


def _decade(stated: Expression, view: View) -> Moment | None:
    unit, grain = ("decade", Grain.DECADE) if stated.form is Form.DECADE else ("century", Grain.CENTURY)
    start = valid_day(stated.year or 0, 1, 1)
    bounds = containing(start, unit) if start and start.year >= FIRST_YEAR else None
    if bounds is None:
        return None
    earliest, latest = part_of_interval(bounds, stated.part, view.reference)
    end = _decade(stated.until, view) if stated.until else None
    return days_between(earliest, end.latest if end else latest, grain, Basis.CALENDAR)


def _season(stated: Expression, view: View) -> Moment | None:
    now = view.reference
    year, basis = _year_of(stated, view)
    if year is not None:
        bounds = _season_in(stated, year)
    elif now is None or stated.unit == "year":
        return None
    else:
        basis, bounds = Basis.PUBLICATION, _season_near(stated, now, view.ahead)
    if bounds is None:
        return None
    first, last = part_of_interval(bounds, stated.part, now)
    return days_between(first, last, Grain.SEASON, basis)


def _season_near(stated: Expression, now: date, ahead: bool) -> tuple[date, date] | None:
    """Return the season that "last", "this" or "next" means, or without them the latest that has begun."""
    seasons = [season for step in range(-2, 3) if (season := _season_in(stated, now.year + step))]
    if stated.which == "this":
        return min(seasons, key=lambda season: max((season[0] - now).days, (now - season[1]).days), default=None)
    over = [season for season in seasons if season[1] < now]
    begun = [season for season in seasons if season[0] <= now]
    coming = [season for season in seasons if season[0] > now]
    if stated.which == "last":
        return over[-1] if over else None
    if coming and (stated.which == "next" or (ahead and not (begun and begun[-1][1] >= now))):
        return coming[0]
    return begun[-1] if begun else None


def _season_in(stated: Expression, year: int) -> tuple[date, date] | None:
    first = valid_day(year, stated.month or 1, 1)
    last = plus(first, stated.high - (stated.month or 1) + 1, "month") if first else None
    return (first, last - timedelta(1)) if first and last else None


def _quarter(stated: Expression, view: View) -> Moment | None:
    now = view.reference
    year, basis = _year_of(stated, view)
    months = 12 // int(stated.high)
    if year is None:
        if now is None or stated.unit == "year" or stated.which == "fiscal":
            return None
        basis = Basis.PUBLICATION
        current = (now.month - 1) // months
        if stated.low == 0:
            start = date(now.year, current * months + 1, 1)
            start_of = plus(start, STEPS.get(stated.which, 0) * months, "month")
        else:
            start_of = valid_day(now.year - (stated.low - 1 > current), int(stated.low - 1) * months + 1, 1)
    else:
        start_of = valid_day(year, int(stated.low - 1) * months + 1, 1) if stated.low else None
    end = plus(start_of, months, "month") if start_of else None
    return days_between(start_of, end - timedelta(1) if end else None, Grain.QUARTER, basis)


_RULES: dict[Form, Callable[[Expression, View], Moment | None]] = {
    Form.DATE: _date,
    Form.MONTH: _month,
    Form.YEAR: _year,
    Form.DECADE: _decade,
    Form.CENTURY: _decade,
    Form.SEASON: _season,
    Form.QUARTER: _quarter,
    Form.WEEKDAY: counted.weekday,
    Form.WEEKEND: counted.weekend,
    Form.TODAY: counted.today,
    Form.UNIT: counted.unit,
    Form.SAME: counted.same,
    Form.STRETCH: counted.stretch,
    Form.SHIFT: counted.shift,
}
