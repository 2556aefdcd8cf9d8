"""Which words and numbers of a text can be part of a date or a time?

Each token gets a letter for its class, so that the grammar of dates is a regular expression over a text of one
letter a token. The words of each class stand in `dates.yaml`.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from ...data import table, word_lists
from ...errors import BadDataFile
from ..document import Document
from ..tokens import Token

OTHER, BREAK = "_", "|"
STOP, COMMA, COLON, DASH, SLASH, APOSTROPHE = "!", ",", ":", "-", "/", "'"
DAY, YEAR, HHMM, NUMBER, DOTTED, NUMERAL, MULTIPLE, VAGUE, ORDINAL = "D", "Y", "C", "N", "d", "n", "5", "v", "q"
MONTH, MAYBE_MONTH, SHORT_MONTH = "M", "m", "k"
WEEKDAY, SHORT_WEEKDAY, WEEKEND = "W", "w", "X"
UNIT, UNITS, SEASON, QUARTER, DECADE = "u", "U", "S", "Q", "V"
TODAY, PART, NAMED_HOUR, ZONE = "B", "P", "L", "Z"

_PUNCTUATION = {".": STOP, ",": COMMA, ":": COLON, "-": DASH, "–": DASH, "/": SLASH, "'": APOSTROPHE}
_WORDS = {
    "a": "a",
    "half": "H",
    "the": "t",
    "this": "h",
    "that": "T",
    "same": "s",
    "last": "l",
    "past": "p",
    "previous": "b",
    "next": "x",
    "following": "f",
    "coming": "c",
    "early": "i",
    "mid": "j",
    "late": "y",
    "beginning": "6",
    "middle": "7",
    "end": "8",
    "earlier": "e",
    "later": "r",
    "before": "E",
    "after": "R",
    "ago": "g",
    "of": "o",
    "in": "I",
    "on": "+",
    "at": "@",
    "and": "&",
    "or": "=",
    "to": "~",
    "weekend": WEEKEND,
    "quarter": QUARTER,
    "q": "J",
    "fiscal": "F",
    "am or pm": "A",
    "p": "1",
    "m": "2",
    "o'clock": "O",
    "ordinal ending": "z",
    "s": "G",
    "old": "K",
    "aged": "4",
    "between a number and a unit": "3",
}
"""The letter of each list under `words` in `dates.yaml`."""

_LONGEST_NUMBER = 9
_DOTTED_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d\d){1,2}\Z")


class Lexicon(NamedTuple):
    """The tables of `dates.yaml`, as read."""

    letters: Mapping[str, str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, str]
    reach: Mapping[str, int]
    today: Mapping[str, int]
    hours: Mapping[str, int]
    zones: Mapping[str, int | None]
    seasons: Mapping[str, tuple[int, int]]
    numbers: Mapping[str, int]
    vague: Mapping[str, tuple[int, int]]
    ordinals: Mapping[str, int]
    decades: Mapping[str, int]
    lists: Mapping[str, frozenset[str]]


_LISTS = (
    "sure weekday abbreviations",
    "months that are also names",
    "before a weekday in a name",
    "after a weekday in a name",
    "places of a time zone",
    "ahead",
    "ahead with a word after it",
    "due",
    "deadlines",
    "reporting",
    "past",
    "before a year",
    "surely before a year",
    "before a count",
    "after a count",
    "of business",
    "before a person",
    "near midnight",
    "before a month",
    "before a clock",
    "before a length",
    "each of them",
    "about",
    "comes",
    "of copyright",
)


@cache
def lexicon() -> Lexicon:
    """Return the words of dates.

    Raises:
        BadDataFile: `dates.yaml` lacks a list, or one has another shape.
    """
    try:
        return _lexicon(table("dates.yaml"))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise BadDataFile(f"dates.yaml: {fault!r}") from fault


def _lexicon(raw: Mapping[str, Any]) -> Lexicon:
    units: dict[str, str] = raw["units"]
    lists = {name: _strings(raw[name]) for name in _LISTS}
    letters = {word: letter for name, letter in _WORDS.items() for word in _strings(raw["words"][name])}
    for words, letter in (
        (raw["months"], MONTH),
        (raw["months that are also names"], MAYBE_MONTH),
        (raw["month abbreviations"], SHORT_MONTH),
        (raw["weekdays"], WEEKDAY),
        (raw["sure weekday abbreviations"], SHORT_WEEKDAY),
        (raw["weekday abbreviations"], SHORT_WEEKDAY),
        (raw["parts of the day"], PART),
        (raw["days from today"], TODAY),
        (raw["hours with a name"], NAMED_HOUR),
        (raw["seasons"], SEASON),
        (raw["numbers"], NUMERAL),
        (raw["multiples"], MULTIPLE),
        (raw["vague numbers"], VAGUE),
        (raw["ordinals"], ORDINAL),
        (raw["decades"], DECADE),
        ((word for word in units if units[word] == word), UNIT),
        ((word for word in units if units[word] != word), UNITS),
    ):
        letters |= dict.fromkeys(words, letter)
    return Lexicon(
        letters=letters | {z: ZONE for z in raw["time zones"] if z not in letters},
        months=raw["months"] | raw["month abbreviations"],
        weekdays=raw["weekdays"] | raw["weekday abbreviations"] | raw["sure weekday abbreviations"],
        units=units | {"second": "second"},
        reach={unit: int(days) for unit, days in raw["vague reach in days"].items()},
        today=raw["days from today"],
        hours=raw["hours with a name"],
        zones=raw["time zones"],
        seasons=_pairs(raw["seasons"]),
        numbers=raw["numbers"] | raw["multiples"],
        vague=_pairs(raw["vague numbers"]),
        ordinals=raw["ordinals"],
        decades=raw["decades"],
        lists=lists,
    )


def _strings(raw: Iterable[object]) -> frozenset[str]:
    """Return a list as a set, and see to it that YAML has read every word of it as one: "no" and "on" need marks."""
    words = frozenset(word for word in raw if isinstance(word, str))
    if odd := [word for word in raw if not isinstance(word, str)]:
        raise ValueError(f"{odd[0]!r} among the words: put it in quotation marks")
    return words


def _pairs(raw: Mapping[str, Iterable[int]]) -> dict[str, tuple[int, int]]:
    return {word: (low, high) for word, (low, high) in raw.items()}


class Lettered(NamedTuple):
    """The tokens of a text and, one letter a token, their classes; a BREAK stands after each sentence.

    `people` are names of months, in lower case, that the text gives to people; `of_business` tells that it speaks
    of profits or growth.
    """

    words: list[Token]
    letters: str
    people: frozenset[str] = frozenset()
    of_business: bool = False

    def low(self, place: int) -> str:
        """Return a token in lower case, or "" where a sentence or the text ends."""
        if 0 <= place < len(self.words) and self.letters[place] != BREAK:
            return self.words[place].low
        return ""

    def find(self, classes: str, first: int, last: int) -> int | None:
        """Return the first place of `[first, last)` that has one of some letters."""
        return next((i for i in range(first, last) if self.letters[i] in classes), None)

    def start(self, place: int) -> int:
        """Return where in the text a token begins."""
        return self.words[place].start

    def end(self, place: int) -> int:
        """Return where in the text a token ends."""
        return self.words[place].end


def lettered(document: Document) -> Lettered:
    """Return the tokens of a document with their letters. The time grows linearly with its length."""
    known = lexicon().letters
    words: list[Token] = []
    letters: list[str] = []
    for sentence in document.sentences:
        for token in sentence.tokens:
            letter = known.get(token.low) or _letter_of(token)
            written = token.text if letter == ZONE else token.text[0]
            if letter in _CAPITAL and not written.isupper():
                letter = OTHER
            letters.append(letter)
        words += sentence.tokens
        words.append(Token(sentence.end, sentence.end, "\n", "\n"))
        letters.append(BREAK)
    text = Lettered(words, "".join(letters))
    if MAYBE_MONTH in letters:
        text = text._replace(people=_people_in(text, document))
    if QUARTER in letters:
        text = text._replace(of_business=not lexicon().lists["of business"].isdisjoint(word.low for word in words))
    return text


def _people_in(text: Lettered, document: Document) -> frozenset[str]:
    """Return the months that are somebody's name here: Elaine May. In a headline any word may have a capital."""
    grammar = word_lists("grammar.txt")
    small = grammar["preposition"] | grammar["determiner"] | grammar["conjunction"]
    people = set()
    for place in (m.start() for m in re.finditer(MAYBE_MONTH, text.letters)):
        before, after = text.low(place - 1), text.letters[place + 1 : place + 2]
        if not before or after in {DAY, YEAR, COMMA}:
            continue
        capital = text.words[place - 1].is_capitalised and text.letters[place - 1] == OTHER
        name = capital and before not in small
        title = before in lexicon().lists["before a person"]
        if (name or title) and not document.sentence_at(text.start(place)).is_heading:
            people.add(text.low(place))
    return frozenset(people)


_CAPITAL = MAYBE_MONTH + SHORT_MONTH + SHORT_WEEKDAY + ZONE
"""Classes whose words are others in lower case: may, sat, cat."""


def _letter_of(token: Token) -> str:
    """Return the letter of a token that no list has: of a number, of a mark, or OTHER."""
    text = token.text
    if not text[0].isdecimal():
        return _PUNCTUATION.get(token.low, OTHER)
    if len(text) <= 2 and 1 <= int(text) <= 31:
        return DAY
    if len(text) == 4 and text.isdecimal():
        return HHMM if text[0] == "0" else YEAR if int(text) < 2200 else NUMBER
    return DOTTED if _DOTTED_DATE.match(text) else NUMBER


def value_of(token: Token) -> float | None:
    """Return the number that a token of digits stands for; None where it has too many."""
    digits = token.text.replace(",", "")
    if len(digits) > _LONGEST_NUMBER or digits.count(".") > 1:
        return None
    return float(digits)
