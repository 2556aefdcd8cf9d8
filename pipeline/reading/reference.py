"""On which day did each article of a story most likely appear?"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .document import Document
from .times.arithmetic import View
from .times.days import resolve
from .times.forms import Expression, Form
from .times.grammar import expressions_in
from .times.outlook import Outlook, is_reported, outlook
from .times.words import Lettered, lettered, lexicon
from .when import FIRST_YEAR, LAST_YEAR

_TOP, _DATELINE = 6, 8
"""Paragraphs at the top in which a date line stands, and words before the date of a dateline."""
_AFTER_A_LINE = frozenset({"(", "-", "–", "—", "|", "/", ":"})
_WEEK_BEFORE, _FORTNIGHT_AFTER = 6, 14
_NEAR_PUBLICATION = 14

_SAID = (10, 8, 5, 3, 2, 1, 0)
"""How likely "officials said Friday" is when the latest Friday was so many days before the article appeared."""
_DONE = (4, 4, 3, 3, 2, 1, 0)
"""The same of a weekday on which something else happened."""
_AFTER = (3, 3, 2, 2, 1, 1, 0)
"""How likely it appeared so many days after the latest full date that it gives."""
_ASIDE = (6, 5, 3, 2, 1, 0, 0)
"""How likely it appeared so many days before or after the other articles of the story."""


class _Told(NamedTuple):
    """What one article tells of its day, leaving out times that lie ahead."""

    line: Expression | None
    """The date that stands above the article, or before its first sentence."""
    days: frozenset[date]
    """Days with their year."""
    with_weekday: frozenset[date]
    yearless: frozenset[tuple[int, int]]
    """Month and day of dates without a year."""
    weekdays: frozenset[tuple[int, bool]]
    """Weekdays without a date, and whether somebody said something on them."""
    years: frozenset[int]


def reference_dates(documents: Sequence[Document]) -> dict[str, date | None]:
    """Return the day that each article's "Monday" and "last month" are counted from, by the articles' names.

    It is `article.published` where that is known. Elsewhere it is estimated:

    1. The story's anchors are the full dates that its articles give, but for dates ahead and those of history. Where
       an article of the story has its date of publication, anchors lie within two weeks of one. Elsewhere a date
       must be no older than the year before the latest year that the story names, and tied to the present: it
       stands above an article, or the story uses its weekday, or its day and month, without more ("Monday",
       "October 21"), or writes its weekday beside it, or names other years, all before it.
    2. An article under a line with a date, or with one in its dateline ("LEEDS, Oct 21 (Reuters) -"), appeared then.
    3. An article that gives an anchor, or a day without a year that falls beside the latest one, appeared within the
       six days after the last of them; of these, the day on which its weekdays make most sense: "said Friday" is
       most often Friday's or Saturday's news, "happened on Monday" may be some days old. So "said Friday" beside
       October 21, 2024, a Monday, is the Friday after.
    4. Any other article appeared near the middle one of these days and the days of publication, again on the day on
       which its weekdays make most sense.
    5. A story that gives no such date, or never a year, has None.

    The order of the articles does not matter. What an article skips (a copyright line) is not read.
    """
    told = {document.article.article: _told(document) for document in documents}
    published = ((document.article.article, document.article.published) for document in documents)
    known = {name: day for name, day in published if day and FIRST_YEAR < day.year < LAST_YEAR}
    anchors = _anchors(list(told.values()), sorted(known.values()))
    found: dict[str, date] = dict(known)
    for name, facts in told.items():
        if name in known or not anchors:
            continue
        line, own = _line_day(facts, anchors[-1]), _own_days(facts, anchors)
        if line:
            found[name] = line
        elif own:
            last = max(own)
            found[name] = _likeliest({last + timedelta(n): points for n, points in enumerate(_AFTER)}, facts)
    if not found:
        return dict.fromkeys(told)
    middle = sorted(found.values())[(len(found) - 1) // 2]
    aside = {middle + timedelta(n * sign): points for sign in (1, -1) for n, points in enumerate(_ASIDE)}
    return {name: found.get(name) or _likeliest(aside, facts) for name, facts in told.items()}


_OF_THE_CALENDAR = frozenset({Form.DATE, Form.MONTH, Form.YEAR, Form.WEEKDAY})


def _told(document: Document) -> _Told:
    text = lettered(document)
    line: Expression | None = None
    days: set[date] = set()
    with_weekday: set[date] = set()
    yearless: set[tuple[int, int]] = set()
    weekdays: set[tuple[int, bool]] = set()
    years: set[int] = set()
    for expression in expressions_in(text):
        if expression.form not in _OF_THE_CALENDAR or outlook(text, expression) is Outlook.AHEAD:
            continue
        if line is None and _is_line(document, text, expression):
            line = expression
        if expression.year is not None and _dates_something(text, expression):
            years.add(expression.year)
        day = _day_of(expression)
        if day:
            days.add(day)
            if expression.weekday is not None:
                with_weekday.add(day)
        elif expression.form is Form.DATE and expression.month and expression.day and not expression.which:
            yearless.add((expression.month, expression.day))
        elif expression.form is Form.WEEKDAY and expression.weekday is not None and not expression.which:
            weekdays.add((expression.weekday, is_reported(text, expression)))
    return _Told(
        line, frozenset(days), frozenset(with_weekday), frozenset(yearless), frozenset(weekdays), frozenset(years)
    )


def _day_of(expression: Expression | None) -> date | None:
    """Return the day of a date with its year, of a range the last."""
    if expression is None or expression.form is not Form.DATE or expression.year is None:
        return None
    moment = resolve(expression, View(None))
    return moment.latest if moment else None


def _is_line(document: Document, text: Lettered, expression: Expression) -> bool:
    """Tell whether a date dates the article: in a line of its own near the top, or in a dateline.

    No word in lower case may stand before it, but for an "on" that opens the line.
    """
    if expression.form is not Form.DATE or not (expression.month and expression.day):
        return False
    sentence = document.sentence_at(text.start(expression.first))
    if sentence.paragraph >= _TOP:
        return False
    before, after = text.low(expression.first - 1), text.low(expression.last)
    opening = sentence.tokens[0]
    if before.isalpha() and text.words[expression.first - 1].text.islower():
        return before == "on" and text.start(expression.first - 1) == opening.start and sentence.is_heading
    if sentence.is_heading:
        return True
    lead = [token for token in sentence.tokens if token.end <= text.start(expression.first)]
    return (
        len(lead) <= _DATELINE
        and all(not token.is_word or token.is_capitalised for token in lead)
        and (after in _AFTER_A_LINE or (not lead and after in {"", "."}))
    )


def _dates_something(text: Lettered, expression: Expression) -> bool:
    """Tell whether a year says when something was: in 2011, not the 1998 pact, Agenda 2030 or copyright 2024."""
    if text.low(expression.first - 1) in lexicon().lists["of copyright"]:
        return False
    return expression.form is not Form.YEAR or text.low(expression.first - 1) in lexicon().lists["before a year"]


def _anchors(story: Sequence[_Told], published: Sequence[date]) -> list[date]:
    """Return the days of the present that the story gives with their year, in order; rule 1 above."""
    days = sorted({day for told in story for day in told.days})
    if published:
        return [day for day in days if any(abs((day - p).days) <= _NEAR_PUBLICATION for p in published)]
    years = sorted({year for told in story for year in told.years})
    return [day for day in days if day.year >= years[-1] - 1 and _is_tied(day, story, years)]


def _is_tied(day: date, story: Sequence[_Told], years: Sequence[int]) -> bool:
    return (
        any(day == _day_of(told.line) for told in story)
        or any(day in told.with_weekday or (day.month, day.day) in told.yearless for told in story)
        or any(weekday == day.weekday() for told in story for weekday, _ in told.weekdays)
        or (len(years) > 1 and years[-1] == day.year)
    )


def _line_day(told: _Told, anchor: date) -> date | None:
    """Return the day of the line above an article, its year taken from the story where it gives none."""
    if told.line is None:
        return None
    return _day_of(told.line) or _beside(anchor, told.line.month or 0, told.line.day or 0)


def _own_days(told: _Told, anchors: Sequence[date]) -> list[date]:
    """Return the days that an article gives near the story's latest anchor, those without a year completed."""
    if not anchors:
        return []
    latest = anchors[-1]
    days = [day for day in told.days if day in anchors]
    days += [day for month, number in told.yearless if (day := _beside(latest, month, number))]
    first, last = latest - timedelta(_WEEK_BEFORE), latest + timedelta(_FORTNIGHT_AFTER)
    return [day for day in days if first <= day <= last]


def _beside(day: date, month: int, number: int) -> date | None:
    """Return the day of a month and day that is nearest to another."""
    near = []
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            near.append(date(year, month, number))
        except ValueError:
            continue
    return min(near, key=lambda other: abs((other - day).days), default=None)


def _likeliest(candidates: Mapping[date, int], told: _Told) -> date:
    """Return the candidate that makes most sense of an article's weekdays; of equals the earliest.

    `candidates` gives each day the points that it has by itself.
    """

    def points(day: date) -> int:
        return candidates[day] + sum(
            (_SAID if said else _DONE)[(day.weekday() - weekday) % 7] for weekday, said in told.weekdays
        )

    return min(candidates, key=lambda day: (-points(day), day))
