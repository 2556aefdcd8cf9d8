"""What can a stated time consist of, before anybody asks which day it was?"""

from dataclasses import dataclass
from enum import StrEnum

from ...data import word_lists
from ..when import Clock
from .words import Lettered, lexicon, value_of


class Form(StrEnum):
    """How a time is put."""

    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    SEASON = "season"
    QUARTER = "quarter"
    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    TODAY = "today"
    UNIT = "unit"
    """This, last or next week, month or year."""
    SAME = "same"
    """That year, the same day."""
    STRETCH = "stretch"
    """The past ten days, the coming weeks."""
    SHIFT = "shift"
    """Two days ago, a week later, ten years after."""
    CLOCK = "clock"
    DURATION = "duration"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Expression:
    """A time as it is put, in `words[first:last]` of a lettered text; what it does not say is None or "".

    `which` tells which week, month or year: last, this, next, same, previous, following; or which way a shift
    goes: ago, later, earlier, after, before, ahead. `until` is the last day, month or year of a range, `part` which
    part of an interval is meant: early, middle, late, earlier, later.
    """

    first: int
    last: int
    form: Form
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    until: "Expression | None" = None
    unit: str = ""
    low: float = 1
    high: float = 1
    which: str = ""
    part: str = ""
    daypart: str = ""
    clock: Clock | None = None


_WHICH_OF = {
    "l": "last",
    "p": "last",
    "h": "this",
    "x": "next",
    "c": "next",
    "f": "following",
    "b": "previous",
    "T": "same",
    "s": "same",
}
_PART_OF = {
    "i": "early",
    "j": "middle",
    "y": "late",
    "6": "early",
    "7": "middle",
    "8": "late",
    "e": "earlier",
    "r": "later",
}


def which_of(text: Lettered, first: int, last: int) -> str:
    """Return which one the words of a stretch say: last, this, next, following, previous, same, or ""."""
    place = text.find("".join(_WHICH_OF), first, last)
    return _WHICH_OF[text.letters[place]] if place is not None else ""


def part_of(text: Lettered, first: int, last: int) -> str:
    """Return which part of an interval the words of a stretch say: early, middle, late, earlier, later, or ""."""
    place = text.find("".join(_PART_OF), first, last)
    return _PART_OF[text.letters[place]] if place is not None else ""


def number_at(text: Lettered, place: int) -> int:
    """Return the whole number that a token of digits stands for; 0 where it has too many digits."""
    return int(value_of(text.words[place]) or 0)


def unit_at(text: Lettered, place: int) -> str:
    """Return the unit of time that a token names, in the singular."""
    return lexicon().units[text.low(place)]


def count_of(text: Lettered, first: int, last: int) -> tuple[float, float] | None:
    """Return the least and the greatest number that the words of a count stand for: "two to three", "a few".

    None where there is no count, or a number of too many digits.
    """
    low = high = 0.0
    for place in range(first, last):
        letter = text.letters[place]
        if letter in "DNY":
            value = value_of(text.words[place])
            if value is None:
                return None
            low, high = low or value, value
        elif letter == "n":
            value = lexicon().numbers[text.low(place)]
            tens = high >= 20 and high % 10 == 0 and value < 10 and text.letters[place - 1] in "n-"
            low, high = (low + value, high + value) if tens else (low or value, value)
        elif letter == "5":
            multiple = lexicon().numbers[text.low(place)]
            low, high = (low or 1) * multiple, (high or 1) * multiple
        elif letter == "v":
            return lexicon().vague[text.low(place)]
        elif letter == "a" and not high:
            low = high = 1
        elif letter == "H":
            # "half a year", and "two and a half years" with the half after its "and".
            whole = "&" in text.letters[first:place]
            return (low + 0.5, high + 0.5) if whole else (0.5, 0.5)
    return (min(low, high), max(low, high)) if high else None


def noun_follows(text: Lettered, place: int) -> bool:
    """Tell whether a noun stands at a place, so that a number before it belongs to it: 15 countries, the 1998 pact."""
    small = word_lists("grammar.txt")
    word = text.low(place)
    return word[:1].isalpha() and not any(
        word in small[name] for name in ("preposition", "conjunction", "auxiliary", "pronoun", "determiner")
    )
