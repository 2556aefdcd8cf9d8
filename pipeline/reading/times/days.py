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


def _date(e: Expression, view: View) -> Moment | None:
    if e.month is None or e.day is None:
        return None
    year, basis = _year_of(e, view)
    if year is None:
        day = _nearest(e, view.reference, view) if view.reference else valid_day(UNNAMED_YEAR, e.month, e.day)
    else:
        day = valid_day(year, e.month, e.day)
    if e.until and day:
        last = _date(e.until, View(day, ahead=True)) if e.until.month else None
        return days_between(day, last.latest if last else None, Grain.RANGE, basis)
    return days_between(day, day, Grain.DAY, basis)


def _year_of(e: Expression, view: View) -> tuple[int | None, Basis]:
    """Return the year that an expression gives, itself or by "last year" and "that year"."""
    if e.year is not None:
        return (e.year if e.year >= FIRST_YEAR else None), Basis.CALENDAR
    if e.unit == "year" and e.which in STEPS:
        base = view.reference.year if view.reference else UNNAMED_YEAR
        return base + STEPS[e.which], Basis.PUBLICATION
    if e.unit == "year" and view.anchor and view.anchor.earliest.year == view.anchor.latest.year:
        step = {"following": 1, "previous": -1}.get(e.which, 0)
        return view.anchor.earliest.year + step, Basis.NARRATIVE
    return None, Basis.COMPLETED


_FAR = 300
"""Days ahead beyond which "will" is not believed where the same day has just passed."""


def _nearest(e: Expression, now: date, view: View) -> date | None:
    """Return the day of a date without a year: the nearest to the article's, the next if it lies ahead, or the last.

    A weekday beside the date decides where one of the years around fits it.
    """
    years = range(max(1, now.year - 1), min(9999, now.year + 1) + 1)
    days = [day for day in (valid_day(year, e.month or 1, e.day or 1) for year in years) if day]
    days = [day for day in days if day.weekday() == e.weekday] or days
    if view.behind:
        days = [day for day in days if day <= now] or days
    elif view.ahead:
        days = [day for day in days if 0 <= (day - now).days <= _FAR] or days
    return min(days, key=lambda day: (abs((day - now).days), day), default=None)


def _month(e: Expression, view: View) -> Moment | None:
    if e.month is None:
        return None
    now = view.reference
    year, basis = _year_of(e, view)
    if year is None and e.unit == "year" and e.which:
        return None
    if year is None:
        year = _year_of_month(e.month, e.which, now, view.ahead) if now else UNNAMED_YEAR
    day = valid_day(year, e.month, 1)
    if day is None:
        return None
    first, last = part_of_interval((day, date(day.year, day.month, monthrange(day.year, day.month)[1])), e.part, now)
    if e.until and e.until.month:
        end = _month(e.until, View(first, ahead=True))
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


def _year(e: Expression, view: View) -> Moment | None:
    first, last = valid_day(e.year or 0, 1, 1), valid_day((e.until.year if e.until else e.year) or 0, 12, 31)
    if first is None or last is None or first.year < FIRST_YEAR:
        return None
    if e.which == "fiscal":
        # A fiscal year is named for the year in which it begins or ends, and may begin in any quarter.
        return days_between(plus(first, -9, "month"), plus(last, 3, "month"), Grain.YEAR, Basis.CALENDAR)
    earliest, latest = part_of_interval((first, last), e.part, view.reference)
    grain = Grain.RANGE if e.until else Grain.YEAR
    return days_between(earliest, latest, grain, Basis.CALENDAR)


def _decade(e: Expression, view: View) -> Moment | None:
    unit, grain = ("decade", Grain.DECADE) if e.form is Form.DECADE else ("century", Grain.CENTURY)
    start = valid_day(e.year or 0, 1, 1)
    bounds = containing(start, unit) if start and start.year >= FIRST_YEAR else None
    if bounds is None:
        return None
    earliest, latest = part_of_interval(bounds, e.part, view.reference)
    end = _decade(e.until, view) if e.until else None
    return days_between(earliest, end.latest if end else latest, grain, Basis.CALENDAR)


def _season(e: Expression, view: View) -> Moment | None:
    now = view.reference
    year, basis = _year_of(e, view)
    if year is None and (now is None or e.unit == "year"):
        return None
    if year is None and now is not None:
        basis = Basis.PUBLICATION
        seasons = [_season_in(e, now.year + step) for step in (-2, -1, 0, 1, 2)]
        begun = [s for s in seasons if s and s[0] <= now]
        over = [s for s in seasons if s and s[1] < now]
        coming = [s for s in seasons if s and s[0] > now]
        year_known = [s for s in seasons if s and s[0].year == now.year]
        ahead = view.ahead and not (begun and begun[-1][1] >= now)
        picked = {"last": over[-1:], "next": coming[:1], "this": year_known[:1]}.get(
            e.which, coming[:1] if ahead else begun[-1:]
        )
    else:
        picked = [s for s in [_season_in(e, year or 0)] if s]
    if not picked:
        return None
    first, last = part_of_interval(picked[0], e.part, now)
    return days_between(first, last, Grain.SEASON, basis)


def _season_in(e: Expression, year: int) -> tuple[date, date] | None:
    first = valid_day(year, e.month or 1, 1)
    last = plus(first, e.high - (e.month or 1) + 1, "month") if first else None
    return (first, last - timedelta(1)) if first and last else None


def _quarter(e: Expression, view: View) -> Moment | None:
    now = view.reference
    year, basis = _year_of(e, view)
    months = 12 // int(e.high)
    if year is None:
        if now is None or e.unit == "year" or e.which == "fiscal":
            return None
        basis = Basis.PUBLICATION
        current = (now.month - 1) // months
        if e.low == 0:
            start = date(now.year, current * months + 1, 1)
            start_of = plus(start, STEPS.get(e.which, 0) * months, "month")
        else:
            start_of = valid_day(now.year - (e.low - 1 > current), int(e.low - 1) * months + 1, 1)
    else:
        start_of = valid_day(year, int(e.low - 1) * months + 1, 1) if e.low else None
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
