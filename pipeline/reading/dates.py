"""Which times does an article state, and which days do they mean?"""

from datetime import date

from .document import Document
from .reference import reference_dates
from .times.arithmetic import Moment, View
from .times.days import resolve
from .times.forms import Expression, Form, noun_follows
from .times.grammar import expressions_in
from .times.outlook import Outlook, comes, outlook
from .times.words import MAYBE_MONTH, MONTH, SHORT_MONTH, SHORT_WEEKDAY, WEEKDAY, Lettered, lettered
from .when import FIRST_YEAR, LAST_YEAR, Basis, Clock, Grain, Length, TimeKind, When, is_bound, normal

__all__ = ["Basis", "Clock", "Grain", "Length", "TimeKind", "When", "normal", "reference_dates", "times_in"]

_MEMORY = 3
"""Sentences after which a moment is too far back for "the next day" to be counted from it."""


def times_in(document: Document, reference: date | None) -> tuple[When, ...]:
    """Return the times that a document states, in their order, none within another.

    `reference` is the day that "Monday", "yesterday" and "last month" are counted from: the article's, or the one
    that `reference_dates` gives. Weekdays and dates without a year lie on or before it, unless the words around them
    look ahead. "The next day" and "that year" are counted from the moment named last, at most three sentences
    before, if that is fine enough. What cannot be told is there without days, so that no number in it is counted.
    A reference before the year 1000 or from 9000 on is taken for none. The time grows linearly with the document.
    """
    text = lettered(document)
    known = reference if reference and FIRST_YEAR < reference.year < LAST_YEAR else None
    reader = _Reader(document, text, known)
    return tuple(reader.when(expression) for expression in expressions_in(text))


class _Reader:
    """Resolves the expressions of one document in their order and remembers the moments that it met."""

    def __init__(self, document: Document, text: Lettered, reference: date | None) -> None:
        self._document = document
        self._text = text
        self._reference = reference
        self._last: tuple[int, Moment] | None = None
        self._last_day: tuple[int, Moment] | None = None
        self._blocked = False
        self._before: Expression | None = None
        self._looks = Outlook.OPEN

    def when(self, expression: Expression) -> When:
        text, document = self._text, self._document
        start, end = text.start(expression.first), text.end(expression.last - 1)
        sentence = document.sentence_at(start)
        quoted = document.quotation_at(start) is not None
        moment = self._moment(expression, sentence.number, quoted)
        if moment and not quoted and not sentence.is_heading and expression.form is not Form.CLOCK:
            self._remember(expression, moment, sentence.number)
        before = text.low(expression.first - 1)
        named = moment is not None and moment.latest.year >= FIRST_YEAR
        length = expression.form in _KINDS_OF_LENGTH
        return When(
            start,
            end,
            words=_words(text, expression, document.text[start:end]),
            kind=_KINDS_OF_LENGTH.get(expression.form) or _kind(expression),
            earliest=moment.earliest if moment and named else None,
            latest=moment.latest if moment and named else None,
            grain=moment.grain if moment else Grain.DAY,
            basis=moment.basis if moment and named else Basis.NONE,
            bound=before if is_bound(before) and not _is_in_a_name(text, expression) else "",
            part=expression.part,
            clock=expression.clock,
            length=Length(expression.low, expression.high, expression.unit) if length else None,
            yearless=(moment.earliest, moment.latest) if moment and not named else None,
        )

    def _moment(self, expression: Expression, sentence: int, quoted: bool) -> Moment | None:
        day = self._near(self._last_day, sentence)
        if expression.form is Form.CLOCK:
            return day._replace(basis=Basis.NARRATIVE) if day else None
        looks = self._outlook(expression) if expression.form in _LOOK_AHEAD else Outlook.OPEN
        self._before, self._looks = expression, looks
        view = View(
            self._reference,
            looks,
            anchor=self._near(self._last, sentence),
            anchor_day=None if self._blocked else day,
            comes=expression.form is Form.SHIFT and comes(self._text, expression),
            quoted=quoted,
        )
        return resolve(expression, view)

    def _outlook(self, expression: Expression) -> Outlook:
        """Return which way the words around a time look; in "Thursday and Friday" both lie ahead or neither."""
        before = self._before
        if before and before.form is expression.form:
            gap = self._text.letters[before.last : expression.first]
            if gap in {"&", "=", ",", ",&", ",="}:
                return self._looks
        return outlook(self._text, expression)

    def _near(self, met: tuple[int, Moment] | None, sentence: int) -> Moment | None:
        return met[1] if met and sentence - met[0] <= _MEMORY else None

    def _remember(self, expression: Expression, moment: Moment, sentence: int) -> None:
        """Keep a moment as what "the next day" may be counted from.

        A coarser one in between makes "the next day" doubtful, if it dates something done ("in 2011"), not if it is
        part of a name ("the 1998 pact").
        """
        self._last = sentence, moment
        if moment.is_day:
            self._last_day, self._blocked = (sentence, moment), False
        elif self._text.low(expression.first - 1) == "in":
            self._blocked = True


_KINDS_OF_LENGTH = {Form.DURATION: TimeKind.DURATION, Form.AGE: TimeKind.AGE}
_LOOK_AHEAD = frozenset({Form.DATE, Form.MONTH, Form.WEEKDAY, Form.WEEKEND, Form.SEASON, Form.STRETCH})


def _is_in_a_name(text: Lettered, expression: Expression) -> bool:
    """Tell whether a year only says which: hit by the 1906 fire."""
    return expression.form is Form.YEAR and noun_follows(text, expression.last)


def _words(text: Lettered, expression: Expression, stated: str) -> str:
    """Return the words of a time with plain spaces and without the capital that only begins a sentence."""
    words = " ".join(stated.split())
    name = text.letters[expression.first] in MONTH + MAYBE_MONTH + SHORT_MONTH + WEEKDAY + SHORT_WEEKDAY
    return words[:1].lower() + words[1:] if not name and (words[1:2].islower() or words[1:2] == " ") else words


def _kind(expression: Expression) -> TimeKind:
    return TimeKind.CLOCK if expression.form is Form.CLOCK else TimeKind.MOMENT
