"""Which lines of a page are nothing but its dates and times, and which day was it published?

Only explicit calendar dates count. Where a page gives several, the day of publication comes before the day of the
last change. A copyright line is no date of anything.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from ..data import phrase_lists, word_lists

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_CLOCK = re.compile(r"\b\d{1,2}[:.h] ?\d\d\b|\b\d{1,2} ?[ap]\.? ?m\b", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<![\d./])(\d{1,2})[./](\d{1,2})[./]((?:19|20)?\d\d)(?![\d/])")
_MARKS = frozenset("|,.:;-–—•·/()[]*+&@_>»~")
_BETWEEN = "|,.:;-–—•·/()[]*& "
_LONGEST_LINE = 160


class PageDate(NamedTuple):
    """What a line of dates says: the day of publication, the day of the last change, either of them unknown."""

    published: date | None
    updated: date | None
    labelled: bool
    """Whether the line says what it dates ("Posted", "Last updated at")."""


@cache
def _months() -> dict[str, int]:
    lines = phrase_lists("page_dates.txt")["month"]
    return {name: number for number, line in enumerate(lines, start=1) for name in line.split()}


@cache
def month_pattern() -> str:
    """Return a pattern for the name of a month, to be used without regard to capitals."""
    return f"(?:{'|'.join(sorted(_months(), key=len, reverse=True))})"


@cache
def _date_pattern() -> re.Pattern[str]:
    month = month_pattern()
    return re.compile(
        rf"""
          \b(?P<iso>(?:19|20)\d\d)[-/](?P<iso_month>0?[1-9]|1[0-2])[-/](?P<iso_day>3[01]|[12]\d|0?[1-9])(?!\d)
        | \b(?P<month>{month})\b\.?\ ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\ (?P<year>(?:19|20)\d\d)\b
        | \b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[\ -](?:of\ )?(?P<month2>{month})\b\.?,?[\ -](?P<year2>(?:19|20)\d\d)\b
        """,
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _words() -> frozenset[str]:
    return frozenset[str]().union(*word_lists("page_dates.txt").values())


def dates_in(text: str) -> Iterator[tuple[int, date]]:
    """Yield the calendar dates of a text, each with its offset. 03/04/2019 is none: it may be two days."""
    for found in _date_pattern().finditer(text):
        year = found["iso"] or found["year"] or found["year2"]
        month = found["iso_month"] or _months()[(found["month"] or found["month2"]).lower()]
        day = found["iso_day"] or found["day"] or found["day2"]
        try:
            yield found.start(), date(int(year), int(month), int(day))
        except ValueError:
            continue
    for found in _NUMERIC.finditer(text):
        first, second, year = map(int, found.groups())
        if first <= 12 < second <= 31 or second <= 12 < first <= 31:
            try:
                yield found.start(), date(year if year > 99 else 2000 + year, min(first, second), max(first, second))
            except ValueError:
                continue


def page_date(line: str) -> PageDate | None:
    """Read a line that is nothing but dates, times and their labels, or return None."""
    if len(line) > _LONGEST_LINE:
        return None
    if not is_dates_only(line):
        return None
    words = [token.lower() for token in _TOKEN.findall(line)]
    lists = word_lists("page_dates.txt")
    labelled = any(word in lists["published"] or word in lists["updated"] for word in words)
    found = list(dates_in(line))
    is_day = any(word.isdigit() for word in words) and any(word in _months() for word in words)
    is_numeric = _NUMERIC.search(line) is not None
    is_time = _CLOCK.search(line) and any(word in _months() or word in lists["weekday"] for word in words)
    if not (labelled or found or is_numeric or is_day or is_time or words[-1] == "ago"):
        return None
    published = updated = None
    for at, day in found:
        if _is_update(line[:at]):
            updated = updated or day
        else:
            published = published or day
    return PageDate(published, updated, labelled)


def is_dates_only(text: str) -> bool:
    """Tell whether all words of a text are such as dates and times are made of."""
    first = _TOKEN.search(text)
    if first is None or not _is_of_dates(first.group().lower()):
        return False
    return all(_is_of_dates(token.lower()) for token in _TOKEN.findall(text))


def _is_of_dates(word: str) -> bool:
    return word.isdigit() or word in _words() or word in _MARKS


def _is_update(before: str) -> bool:
    """Tell whether the last label before a date is that of a change."""
    lists = word_lists("page_dates.txt")
    for word in reversed(_TOKEN.findall(before.lower())):
        if word in lists["updated"] or word in lists["published"]:
            return word in lists["updated"]
    return False


def trailing_dates(line: str) -> int | None:
    """Return where the dates begin with which a line ends ("By Ann Lee | July 3, 2013, 3:15 PM ET"), or None."""
    if len(line) > _LONGEST_LINE:
        return None
    start = len(line)
    for token in reversed(list(_TOKEN.finditer(line))):
        if not _is_of_dates(token.group().lower()):
            break
        start = token.start()
    start += len(line[start:]) - len(line[start:].lstrip(_BETWEEN))
    if start == 0 or start >= len(line) or page_date(line[start:]) is None:
        return None
    return start
