"""How is a time that an article states held as data, and how is it written in normal form?"""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple


class TimeKind(StrEnum):
    """What sort of time an expression states."""

    MOMENT = "moment"
    """A day or an interval of the calendar: "Monday", "in October", "two years ago"."""
    CLOCK = "clock"
    """A time of the day that stands apart from its day."""
    DURATION = "duration"
    """A length of time: "for 30 years", "a six-year war"."""
    AGE = "age"
    """How old somebody or something is: "34-year-old"."""


class Grain(StrEnum):
    """How finely the interval of a moment is told."""

    PART = "part of a day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"
    """From a day to a day: "October 4-7", "the past ten days"."""


class Basis(StrEnum):
    """What a moment was resolved by, the surest first."""

    CALENDAR = "calendar"
    """Written with its year."""
    COMPLETED = "completed"
    """A day or month without a year, which the article's day gives."""
    WEEKDAY = "weekday"
    PUBLICATION = "publication"
    """Counted from the article's day: "yesterday", "last month"."""
    QUOTED = "quoted"
    """Counted from the day on which somebody said so: up to two days before the article's."""
    NARRATIVE = "narrative"
    """Counted from the moment named before it: "the next day"."""
    NONE = "none"
    """Not resolved, or only within a year or week without a name."""


class Clock(NamedTuple):
    """A time of the day in minutes after midnight; `offset` is the zone's, in minutes east of Greenwich."""

    minute: int
    zone: str = ""
    offset: int | None = None


class Length(NamedTuple):
    """A length of time, from `low` to `high` of a unit ("year"); both are equal for a plain number."""

    low: float
    high: float
    unit: str


class When(NamedTuple):
    """A time that an article states in `article.text[start:end]`.

    `words` is the same with plain spaces and without the capital of a sentence's first word.

    `earliest` and `latest` are the first and last day between which a moment lies, both None where that cannot be
    told. `bound` is the word before it that opens or closes an interval ("since", "by"), or ""; `part` tells which
    part of a week, month or year is meant ("early", "earlier"). `length` is given for durations and ages.

    In a story whose year is unknown, `yearless` has the days as they fall in a year or week without a name, so
    that times of the same story can be compared; they are no dates and must not be shown.
    """

    start: int
    end: int
    words: str
    kind: TimeKind
    earliest: date | None = None
    latest: date | None = None
    grain: Grain = Grain.DAY
    basis: Basis = Basis.NONE
    bound: str = ""
    part: str = ""
    clock: Clock | None = None
    length: Length | None = None
    yearless: tuple[date, date] | None = None

    @property
    def interval(self) -> tuple[date | None, date | None]:
        """The days to compare it by: dates, or days of a year without a name."""
        return self.yearless or (self.earliest, self.latest)


UNNAMED_YEAR = 400
"""Stands for the year of a story that names none. A leap year, and long before any that news reports on."""
UNNAMED_MONDAY = date(1, 7, 2)
"""Stands for the Monday of a story of which no date is known."""
FIRST_YEAR, LAST_YEAR = 1000, 9000
"""Days before the first and from the last of these years on are no dates."""

_BOUNDS = frozenset({"since", "until", "till", "before", "after", "by", "from"})


def is_bound(word: str) -> bool:
    """Tell whether a word before a time opens or closes an interval with it."""
    return word in _BOUNDS


def normal(when: When) -> str:
    """Return a time in normal form: "2024-10-21 (Monday)", "2024-10", "since 2014", "about 2014", "5 to 7 years"."""
    if when.length is not None:
        return _length(when.length) + (" old" if when.kind is TimeKind.AGE else "")
    if when.earliest is None or when.latest is None:
        return _unplaced(when)
    stated = _stated(when.earliest, when.latest, when.grain)
    bound = f"{when.bound} " if when.bound in {"since", "until", "by", "before"} else ""
    clock = f" {_clock(when.clock)}" if when.clock else ""
    plain = when.basis in {Basis.CALENDAR, Basis.COMPLETED} or when.clock is not None
    if plain and not when.part:
        return bound + stated + clock
    return f"{bound}{stated}{clock} ({when.words})"


def _unplaced(when: When) -> str:
    if when.clock is not None and when.kind is TimeKind.CLOCK:
        return _clock(when.clock)
    return when.words


def _stated(earliest: date, latest: date, grain: Grain) -> str:
    if earliest == latest:
        return earliest.isoformat()
    middle = earliest + (latest - earliest) / 2
    if grain is Grain.WEEK:
        # The interval of a Sunday's week spans two, as Sunday ends one and begins another: the first is named.
        one_week = (latest - earliest).days < 8
        return f"week of {latest - timedelta(latest.weekday()) if one_week else earliest + timedelta(1)}"
    if grain in {Grain.RANGE, Grain.SEASON, Grain.QUARTER}:
        return f"{earliest} to {latest}"
    one_year = earliest.year == latest.year
    if grain in {Grain.DAY, Grain.PART}:
        return f"about {middle}"
    if grain is Grain.MONTH:
        one_month = one_year and earliest.month == latest.month
        return f"{middle:%Y-%m}" if one_month else f"about {middle:%Y-%m}"
    if grain is Grain.YEAR:
        return f"{middle.year}" if one_year else f"about {middle.year}"
    if grain is Grain.DECADE and earliest.year // 10 == latest.year // 10:
        return f"{earliest.year // 10 * 10}s"
    return f"{earliest.year} to {latest.year}"


def _clock(clock: Clock) -> str:
    return f"{clock.minute // 60:02d}:{clock.minute % 60:02d} {clock.zone}".rstrip()


def _length(length: Length) -> str:
    low, high = f"{length.low:g}", f"{length.high:g}"
    number = low if low == high else f"{low} to {high}"
    return f"{number} {length.unit}{'' if length.low == length.high == 1 else 's'}"
