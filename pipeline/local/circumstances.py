"""When and where is a claim set, as far as that keeps it apart from other claims?

Most of a news story is about one event, so that nothing is said of its time and place. What an article sets apart it
marks: a year long gone ("In 2004"), a smaller place ("in Ayr district"). Such a mark holds for its sentence, and that
of a time also for the next sentences as long as they have none of their own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from ..data import word_lists
from ..reading.document import Sentence
from ..reading.tokens import Token
from .reading import Reading

_LONG_AGO = timedelta(days=45)
_OPENING = 4
"""Sentences in which an article says where its story is set."""
_CARRIED = 2
"""Sentences to which a time long gone still applies after the one that names it."""


class Circumstance(NamedTuple):
    """What sets a sentence apart from the story's main event: a period ("2004", "2012-04") and smaller places."""

    period: str
    places: frozenset[str]


class Circumstances:
    """The circumstances of every sentence of a story."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = {r.name: r for r in readings}
        self._common = _common_places(readings)
        self._found: Mapping[str, list[Circumstance]] = {r.name: self._of(r) for r in readings}

    def of(self, article: str, sentence: Sentence) -> Circumstance:
        """Return the circumstance of a sentence of an article."""
        return self._found[article][sentence.number]

    @cached_property
    def now(self) -> date | None:
        """The latest day from which an article of the story counts."""
        return max((r.reference for r in self._readings.values() if r.reference), default=None)

    def _of(self, reading: Reading) -> list[Circumstance]:
        found: list[Circumstance] = []
        carried, age = "", 0
        for sentence in reading.document.sentences:
            moments = [t for t in reading.times_of(sentence) if t.kind == "moment"]
            period = next((p for t in moments if (p := self._period(t.earliest, t.latest, reading))), "")
            if moments:
                carried, age = period, 0
            elif age >= _CARRIED:
                carried = ""
            age += 1
            found.append(Circumstance(carried, frozenset(places_in(sentence) - self._common)))
        return found

    def _period(self, earliest: date | None, latest: date | None, reading: Reading) -> str:
        now = reading.reference or self.now
        if earliest is None or latest is None or (now is not None and now - latest <= _LONG_AGO):
            return ""
        return f"{earliest.year}" if earliest.month != latest.month else f"{earliest:%Y-%m}"


def places_in(sentence: Sentence) -> set[str]:
    """Return the capitalised names that stand behind a preposition of place, in lower case."""
    grammar = word_lists("grammar.txt")
    found: set[str] = set()
    tokens = sentence.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.low not in grammar["preposition of place"]:
            continue
        at = i + 1
        while at < len(tokens) and tokens[at].low in grammar["determiner"] | {
            "nearby",
            "neighbouring",
            "neighboring",
            "central",
        }:
            at += 1
        name = _name_at(tokens, at)
        if name:
            found.add(name)
    return found


def _name_at(tokens: Sequence[Token], at: int) -> str:
    words: list[str] = []
    while (
        at < len(tokens)
        and tokens[at].low not in word_lists("grammar.txt")["day or month"]
        and (tokens[at].is_capitalised or (words and tokens[at].text == "-"))
    ):
        if tokens[at].is_word:
            words.append(tokens[at].low)
        at += 1
    return " ".join(words)


def _common_places(readings: Sequence[Reading]) -> set[str]:
    """Return the places that the whole story is set in: those that headlines name, and those of most first sentences."""
    everywhere: set[str] = set()
    openings: Counter[str] = Counter()
    headlines: set[str] = set()
    for reading in readings:
        sentences = reading.document.sentences
        for sentence in sentences:
            everywhere |= places_in(sentence)
            headlines.update(t.low for t in sentence.tokens if sentence.is_heading)
        openings.update(set().union(*(places_in(s) for s in sentences[:_OPENING])))
    needed = max(2, len(readings) // 2)
    named = {place for place in everywhere if all(word in headlines for word in place.split())}
    return named | {place for place, times in openings.items() if times >= needed}
