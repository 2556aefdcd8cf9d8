"""Does a time lie ahead, and do the words around it tell of somebody speaking?"""

from .forms import Expression
from .words import BREAK, OTHER, WEEKDAY, Lettered, lexicon

_BACK, _FORWARD, _NEAR = 12, 8, 3


def lies_ahead(text: Lettered, expression: Expression) -> bool:
    """Tell whether a day is one to come: will meet Friday, a June 3 deadline.

    The nearest word before it that tells decides, in the same sentence: "will" and its like, or a verb of the past.
    Where there is none, the first one after it. Looks at a bounded number of words.
    """
    if text.low(expression.last) in lexicon().lists["deadlines"]:
        return True
    for place in range(expression.first - 1, max(-1, expression.first - 1 - _BACK), -1):
        if text.letters[place] == BREAK:
            break
        told = _tells(text, place)
        if told is not None:
            return told
    return promises(text, expression.last) or text.low(expression.first - 1) == "by"


_TO = frozenset({"to", "for", "as", "of"})
_IS = frozenset({"is", "are", "be", "was", "were", "been"})


def lies_behind(text: Lettered, expression: Expression) -> bool:
    """Tell whether a verb of the past stands right before a date: the quarter that ended Sept. 30."""
    place = expression.first - 1
    while text.low(place) in {"on", "in", "the"} and place > expression.first - 3:
        place -= 1
    return bool(text.low(place)) and _tells(text, place) is False


def promises(text: Lettered, first: int) -> bool:
    """Tell whether the first word from a place on that tells of the future or the past tells of the future."""
    for place in range(first, min(len(text.words), first + _FORWARD)):
        if text.letters[place] == BREAK:
            break
        told = _tells(text, place)
        if told is not None:
            return told
    return False


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
