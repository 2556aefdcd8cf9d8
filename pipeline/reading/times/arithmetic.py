"""How are days and intervals of days counted?"""

import math
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from ..when import FIRST_YEAR, LAST_YEAR, Basis, Grain
from .outlook import Outlook


class Moment(NamedTuple):
    """An interval of days, with how finely it is told and what it was resolved by."""

    earliest: date
    latest: date
    grain: Grain
    basis: Basis

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.earliest == self.latest


class View(NamedTuple):
    """What an expression is seen from.

    `reference` is the article's day, None where it is not known; `outlook` tells which way the words around it
    look; `anchor` is the moment named before it, `anchor_day` the last single day; `comes` tells that the news
    itself is what the time is counted from; `quoted` that the words are quoted.
    """

    reference: date | None
    outlook: Outlook = Outlook.OPEN
    anchor: Moment | None = None
    anchor_day: Moment | None = None
    comes: bool = False
    quoted: bool = False

    @property
    def ahead(self) -> bool:
        """Whether the time lies ahead."""
        return self.outlook is Outlook.AHEAD


def days_between(earliest: date | None, latest: date | None, grain: Grain, basis: Basis) -> Moment | None:
    """Return a moment, or None where one of its ends is not known."""
    return Moment(earliest, latest, grain, basis) if earliest and latest else None


def plus(day: date, count: float, unit: str) -> date | None:
    """Return the day so many days, weeks, months or years after another (before it for a negative count).

    A shift into the centuries before `FIRST_YEAR` or from `LAST_YEAR` on gives None.
    """
    try:
        if unit in DAYS_OF:
            moved = day + timedelta(_whole(count * DAYS_OF[unit]))
        else:
            months = day.year * 12 + day.month - 1 + round(count * MONTHS_OF[unit])
            year, month = divmod(months, 12)
            moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None
    return moved if moved.year < LAST_YEAR and (moved.year < FIRST_YEAR) == (day.year < FIRST_YEAR) else None


DAYS_OF = {"second": 0.0, "minute": 0.0, "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14}
MONTHS_OF = {"month": 1, "year": 12, "decade": 120, "century": 1200}


def _whole(days: float) -> int:
    """Round away from the day that is counted from, so that an interval grows rather than shrinks."""
    return math.ceil(days) if days > 0 else math.floor(days)


def containing(day: date, unit: str, count: int = 0) -> tuple[date, date] | None:
    """Return the week, month, year, decade or century of a day, or one so many after it."""
    moved = plus(day, count, unit)
    if moved is None or unit not in {"week", "month", "year", "decade", "century"}:
        return None
    if unit == "week":
        monday = moved - timedelta(moved.weekday())
        return monday - timedelta(1), monday + timedelta(12 if moved.weekday() == 6 else 6)
    if unit == "month":
        return moved.replace(day=1), moved.replace(day=monthrange(moved.year, moved.month)[1])
    years = {"year": 1, "decade": 10, "century": 100}[unit]
    first = moved.year // years * years
    return date(max(1, first), 1, 1), date(first + years - 1, 12, 31)


_SHARES = {"early": (0.0, 0.4), "middle": (0.25, 0.75), "late": (0.6, 1.0)}
"""Which share of a month or year "early", "mid" and "late" mean, with overlaps."""


def part_of_interval(bounds: tuple[date, date], part: str, now: date | None) -> tuple[date, date]:
    """Return the early, middle or late part of an interval, or what of it lies before or after a day."""
    first, last = bounds
    if part == "earlier":
        return first, min(last, now) if now else last
    if part == "later":
        return max(first, now) if now else first, last
    if part in _SHARES:
        low, high = _SHARES[part]
        length = (last - first).days
        return first + timedelta(math.ceil(low * length)), first + timedelta(math.ceil(high * length))
    return bounds


STEPS = {"last": -1, "this": 0, "next": 1}


def valid_day(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar, or None for 29 February of most years."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_near(weekday: int, now: date, forward: bool, strictly: bool) -> date:
    """Return the nearest day with a weekday, on or after a day, or on or before it."""
    steps = (weekday - now.weekday()) % 7 if forward else (now.weekday() - weekday) % 7
    steps = 7 if strictly and steps == 0 else steps
    return now + timedelta(steps if forward else -steps)
