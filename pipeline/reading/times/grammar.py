"""Which stretches of a text state a time?

The grammar is one regular expression over the letters of `words.py`, a letter a token, and each of its forms has a
reader that looks at the words once more. What it finds does not depend on when the article appeared.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from ..when import Clock
from . import explicit, relative
from .forms import Expression, Form
from .words import (
    BREAK,
    DOTTED,
    HHMM,
    NAMED_HOUR,
    ORDINAL,
    OTHER,
    QUARTER,
    SEASON,
    TODAY,
    WEEKEND,
    YEAR,
    Lettered,
    lexicon,
)

_NUM = r"(?:(?:[DNY]|n(?:-?n)?)5?)"
_COUNT = rf"(?:{_NUM}(?:[-~=]{_NUM})?(?:-?&-?a-?H)?|Ha|av?o?|a?5o?|vo?)"
_MONTH = r"(?:[Mm]|k!?)"
_WEEKDAY = r"(?:W|w!?)"
_EDGE = r"(?:t?[ijy](?:-|I)?t?|t?[678]ot?)"
_DATED = rf"(?:{_WEEKDAY}P?,?t?)?"
_DAYS = r"Dz?(?:[-~&]Dz?)?"
_AM = r"(?:A|[a1]!2!?)"
_WHICH = r"(?:[lhx]|T|T?s|[fb])"

# The first form that fits is taken, so the longer ones of two that begin alike come first.
_GRAMMAR = (
    # 34-year-old, three months old; aged 45
    (Form.AGE, rf"{_NUM}-?[uU]-?K|4o?[DN]"),
    # 2024-10-21, 2024/10/21, 21/10/2024, 21.10.2024
    (Form.DATE, rf"Y-D-D|Y/D/D|D/D/[YDN]|{DOTTED}"),
    # Monday, the 21st of October 2024; 4-7 October
    (Form.DATE, rf"{_DATED}(?:{_DAYS}o?|{ORDINAL}o){_MONTH}(?:,?Y)?"),
    # Monday, October 21, 2024; Oct. 21; October 4 to 7
    (Form.DATE, rf"{_DATED}{_MONTH}t?{_DAYS}(?:,?Y)?"),
    # early October 2024, Sept. 2024
    (Form.MONTH, rf"{_EDGE}?{_MONTH},?o?Y"),
    # October last year, October of that year, October the following year
    (Form.MONTH, rf"{_EDGE}?[Mm],?o?t?{_WHICH}u"),
    # late last October; mid-October, the end of October, October
    (Form.MONTH, rf"[ijy]?-?[lhx][ijy]?-?[Mm]|{_EDGE}?[Mm]"),
    # 09:20 UTC, 5:20 a. m. EDT; 5 p.m.; 1400 GMT; 0600; noon; 8 o'clock
    (Form.CLOCK, rf"[DN]:[DN](?::[DN])?{_AM}?Z?|[DN]{_AM}Z?|[CYN]Z|{HHMM}|{NAMED_HOUR}Z?|[Dn]O"),
    # early on Monday, this coming Friday, the following Sunday, Monday night, Monday of last week, Tuesday the 14th
    (Form.WEEKDAY, rf"(?:[ijyer]\+?)?(?:h?c|[lhxf]|t[lfbx])?{_WEEKDAY}(?:tDz|P?(?:o?t?[lhx]u)?)"),
    # the day before yesterday; late yesterday afternoon; earlier this morning; the same evening, that night
    (Form.TODAY, rf"tu[ER]{TODAY}|[ijyer]?{TODAY}P?|[er]?[ijy]?[hl]P|[er]?[ijy]?(?:t[sxfb]|Ts?)P"),
    # the last weekend, that weekend, this coming weekend, next weekend
    (Form.WEEKEND, rf"(?:t[lxfbpsc]?|Ts?|h?c|[lhxp])?{WEEKEND}"),
    # third quarter of fiscal 2023, third-quarter, Q3 2023, last quarter
    (Form.QUARTER, rf"{ORDINAL}-?{QUARTER}(?:,?o?(?:F?u?Y|t?{_WHICH}u))?|J[DN](?:,?o?F?Y)?|[lhx]{QUARTER}"),
    # first half of 2024, second half of the year
    (Form.QUARTER, rf"{ORDINAL}Ho(?:F?Y|t?[lhxT]?u)"),
    # fiscal 2023, fiscal year 2023, FY23
    (Form.YEAR, r"F-?u?[YDN](?:-D)?"),
    # the early 1990s, the 2000's; '90s; the late sixties
    (Form.DECADE, rf"{_EDGE}?Y'?G|'[DN]G|(?:t|[ijy]-?)V"),
    # the late 19th century
    (Form.CENTURY, r"(?:[ijy]-?)?(?:Dz|q)-?u"),
    # last summer, spring of 2014, winter that year; (in the) fall
    (Form.SEASON, rf"{_EDGE}?(?:[lhx]{SEASON}|{SEASON}(?:,?o?Y|o?t?{_WHICH}u))|(?:(?<=I)|(?<=It)){SEASON}(?!o)"),
    # two weeks ago, days after, a year and a half later; the next day; the day before
    (Form.SHIFT, rf"(?:{_COUNT}3?-?[uU](?:&aH)?|U)[ergRE]|t[xfb]u(?!R)|tu[ERer]"),
    # later that year, the same day
    (Form.SAME, r"[er]?I?(?:ts|Ts?)u"),
    # recent weeks, the next two weeks; the past decade; the last year
    (Form.STRETCH, rf"t?[lpxc](?:{_COUNT})?3?U|t?[lpxc]{_COUNT}3?u|t?[pc]u|tlu"),
    # earlier this month, late last year; earlier in the week; the end of the year; (throughout) the week
    (Form.UNIT, r"(?:[er]|[ijy]-?)?[lhxb]u|[erijy]I[thlx]u|t?[678]o[thlx]?u|tu"),
    # three to five years, a few more weeks, 30-second; (for) months
    (Form.DURATION, rf"{_COUNT}3?-?[uUq](?:&aH)?|U"),
    # mid-2014, early in 2014, 2013-14, 2014
    (Form.YEAR, rf"{_EDGE}?Y(?:[-/][DNY])?"),
)
_FORMS = "|".join(f"(?P<{form.name}_{n}>{pattern})" for n, (form, pattern) in enumerate(_GRAMMAR))
# Most tokens are of no class at all: the lookahead passes them without a try of each form.
_ANY = re.compile(f"(?![{OTHER}{BREAK}])(?:{_FORMS})")


_READERS: dict[Form, Callable[[Lettered, int, int], Expression | None]] = {
    Form.DATE: explicit.date_form,
    Form.MONTH: explicit.month_form,
    Form.YEAR: explicit.year_form,
    Form.DECADE: explicit.decade_form,
    Form.CENTURY: explicit.century_form,
    Form.SEASON: explicit.season_form,
    Form.QUARTER: explicit.quarter_form,
    Form.WEEKDAY: explicit.weekday_form,
    Form.WEEKEND: relative.weekend_form,
    Form.TODAY: relative.today_form,
    Form.UNIT: relative.unit_form,
    Form.SAME: relative.same_form,
    Form.STRETCH: relative.stretch_form,
    Form.SHIFT: relative.shift_form,
    Form.CLOCK: relative.clock_form,
    Form.DURATION: relative.duration_form,
    Form.AGE: relative.age_form,
}


def expressions_in(text: Lettered) -> list[Expression]:
    """Return the times that a text states, in their order, none within another.

    What the letters allow is looked at once more as words: a number of four digits that counts something is no
    year, Good Friday no Friday, Elaine May no month. The time grows linearly with the text.
    """
    found: list[Expression] = []
    for expression in _single_expressions(text):
        joined = _joined(text, found[-1], expression) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(expression)
    return found


def _single_expressions(text: Lettered) -> Iterator[Expression]:
    at = 0
    while match := _ANY.search(text.letters, at):
        form = Form[(match.lastgroup or "").rpartition("_")[0]]
        expression = _READERS[form](text, match.start(), match.end())
        if expression is None and text.letters[match.start()] == YEAR:
            start = match.start()
            expression = explicit.year_form(text, start, start + 1) or relative.clock_form(text, start, start + 1)
        if expression:
            yield expression
        at = expression.last if expression else match.start() + 1


_OF_ONE_DAY = frozenset({Form.DATE, Form.WEEKDAY, Form.TODAY})
_OF_RANGES = frozenset({Form.DATE, Form.MONTH, Form.YEAR, Form.WEEKDAY, Form.DECADE})
_DAY_THEN_CLOCK = re.compile(r",?@?_?\Z")
_CLOCK_THEN_DAY = re.compile(r",?\+?\Z")


def _joined(text: Lettered, one: Expression, other: Expression) -> Expression | None:
    """Return one expression for two that belong together: a day and its clock, both ends of a range."""
    gap = text.letters[one.last : other.first]
    if len(gap) > 3:
        return None
    if one.form in _OF_ONE_DAY and other.form is Form.CLOCK and not one.clock:
        about = text.find(OTHER, one.last, other.first)
        if _DAY_THEN_CLOCK.match(gap) and (about is None or text.low(about) in lexicon().lists["about"]):
            clock = _clock_by_part(text, other, one.daypart)
            return replace(one, last=other.last, clock=clock)
    if one.form is Form.CLOCK and other.form in _OF_ONE_DAY and not other.clock and _CLOCK_THEN_DAY.match(gap):
        return replace(other, first=one.first, clock=_clock_by_part(text, one, other.daypart))
    if one.form is Form.TODAY and other.form is Form.WEEKDAY and not other.which and gap in {"", ","}:
        return replace(one, last=other.last, daypart=one.daypart or other.daypart, clock=one.clock or other.clock)
    if one.form is Form.DATE and one.year is None and other.unit == "year" and gap in {"", "o", ","}:
        if other.form is Form.SAME or (other.form is Form.UNIT and not other.part):
            return replace(one, last=other.last, unit="year", which=other.which or "same")
        return None
    if one.form is other.form and one.form in _OF_RANGES and not one.until and not other.until:
        between = gap == "&" and text.low(one.first - 1) == "between"
        if gap in {"~", "-"} or between:
            return _range(one, other)
    return None


def _clock_by_part(text: Lettered, stated: Expression, part: str) -> Clock | None:
    """Return a clock without a.m. or p.m. as the part of the day has it: 11:20 on Tuesday night."""
    clock = stated.clock
    if clock is None or text.find("A2", stated.first, stated.last) is not None or clock.minute >= 12 * 60:
        return clock
    after_noon = part in {"afternoon", "evening"} or (part == "night" and clock.minute >= 6 * 60)
    return clock._replace(minute=clock.minute + 12 * 60) if after_noon else clock


def _range(one: Expression, other: Expression) -> Expression:
    """Join both ends of a range; the first takes its year from the second: from June to August 2018."""
    year = one.year
    if year is None and other.year is not None and one.month and other.month:
        year = other.year - (one.month > other.month)
    return replace(one, last=other.last, year=year, until=other)
