"""Does a time lie ahead or behind, and do the words around it tell of somebody speaking?"""

from collections.abc import Iterable
from enum import Enum

from .forms import Expression
from .words import BREAK, OTHER, WEEKDAY, Lettered, lexicon

_BACK, _FORWARD, _NEAR = 12, 8, 3


class Outlook(Enum):
    """Which way the words around a time look."""

    BEHIND = "behind"
    """A verb of the past stands right before it: the quarter that ended Sept. 30."""
    PAST = "past"
    """The nearest word that tells is a verb of the past."""
    OPEN = "open"
    """No word near it tells."""
    AHEAD = "ahead"
    """Will meet Friday, a June 3 deadline."""


def outlook(text: Lettered, expression: Expression) -> Outlook:
    """Return which way the words around a time look, in its sentence.

    The nearest word before it that tells decides: "will" and its like, or a verb of the past. Where there is none,
    the first one after it. Looks at a bounded number of words.
    """
    first, last = expression.first, expression.last
    if text.low(last) in lexicon().lists["deadlines"]:
        return Outlook.AHEAD
    told, place = _first_that_tells(text, range(first - 1, first - 1 - _BACK, -1))
    if told is None:
        if text.low(first - 1) == "by":
            told = True
        after, _ = _first_that_tells(text, range(last, last + _FORWARD))
        told = told if after is None else after
    elif not told and all(text.low(between) in {"on", "in", "the"} for between in range(place + 1, first)):
        return Outlook.BEHIND
    return Outlook.OPEN if told is None else Outlook.AHEAD if told else Outlook.PAST


def promises(text: Lettered, first: int) -> bool:
    """Tell whether the first word from a place on that tells of the future or the past tells of the future."""
    told, _ = _first_that_tells(text, range(first, first + _FORWARD))
    return told is True


def _first_that_tells(text: Lettered, places: Iterable[int]) -> tuple[bool | None, int]:
    """Return what the first word of the sentence that tells tells, and its place."""
    for place in places:
        if not text.low(place):
            break
        told = _tells(text, place)
        if told is not None:
            return told, place
    return None, -1


_TO = frozenset({"to", "for", "as", "of"})
_IS = frozenset({"is", "are", "be", "was", "were", "been"})


def _tells(text: Lettered, place: int) -> bool | None:
    """Return True for a word of the future, False for one of the past, None for any other."""
    word, lists = text.words[place], lexicon().lists
    if word.low in lists["ahead"]:
        # Will Smith and the month of May tell nothing.
        is_name = word.is_capitalised and text.letters[place - 1 : place] not in {"", BREAK}
        return None if is_name or text.letters[place] != OTHER else True
    if word.low in lists["ahead with a word after it"] and text.low(place + 1) in _TO:
        return True
    if word.low in lists["due"] and (text.low(place + 1) != "to" or text.low(place - 1) in _IS):
        return True
    if word.low == "to" and text.low(place - 1) in _IS:
        return True
    if text.low(place - 1) in {"be", "been", "being", "to"}:
        return None
    past = word.low in lists["past"] or word.low in lists["reporting"]
    return False if past or (word.low.endswith("ed") and len(word.low) > 4) else None


def is_reported(text: Lettered, expression: Expression) -> bool:
    """Tell whether a day is that on which somebody said something: officials said Friday."""
    reporting = lexicon().lists["reporting"]
    if any(text.low(expression.first - back) in reporting for back in range(1, _NEAR + 1)):
        return True
    for place in range(expression.last, expression.last + _NEAR):
        if text.low(place) in reporting:
            # In "it was Monday, they said Friday" the verb goes with the other day.
            return WEEKDAY not in text.letters[place : place + _NEAR]
    return False


def comes(text: Lettered, expression: Expression) -> bool:
    """Tell whether the news itself is what a time is counted from: the vote comes two days after the talks."""
    return any(text.low(expression.first - back) in lexicon().lists["comes"] for back in range(1, _NEAR + 1))
