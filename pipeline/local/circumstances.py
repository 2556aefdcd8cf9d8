"""When and where is a claim set, as far as that keeps it apart from other claims?

Most of a news story is about one event, so that nothing is said of its time and place. What an article sets apart it
marks: a year long gone ("In 2004"), a smaller place ("in Ayr district"). Such a mark holds for its sentence, and that
of a time also for the next sentences as long as they have none of their own.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from ..data import word_lists
from ..reading.dates import TimeKind, When
from ..reading.document import Sentence
from ..reading.number_words import number_words
from ..reading.tokens import Token
from .reading import Reading

_LONG_AGO = timedelta(days=45)
_OPENING_LENGTH = 30
"""Characters within which a time opens a sentence ("In September 2009 a major …")."""
_OPENING = 4
"""Sentences in which an article says where its story is set."""
_CARRIED = 2
"""Sentences to which a time long gone still applies after the one that names it."""


class Circumstance(NamedTuple):
    """What sets a claim apart from the story's main event: a period ("2004", "2012-04") and smaller places."""

    period: str
    places: frozenset[str]
    in_part: bool = False
    """Whether one of the places is said to be a part of a country: a district, a village."""


class Circumstances:
    """The circumstances of every place in the articles of a story."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._now = max((r.reference for r in readings if r.reference), default=None)
        self._parts = {p for r in readings for s in r.document.sentences for p in places_in(s, of_a_part=True)}
        self._common = _common_places(readings, self._parts)
        self._carried = {r.name: self._carry(r) for r in readings}

    def at(self, reading: Reading, offset: int) -> Circumstance:
        """Return the circumstance of what stands at an offset of an article."""
        sentence = reading.document.sentence_at(offset)
        places = _places_of(sentence, offset) - self._common
        period = self._period_at(reading, sentence, offset)
        return Circumstance(period, frozenset(places), in_part=not places.isdisjoint(self._parts))

    def _carry(self, reading: Reading) -> list[str]:
        """Return for each sentence the period that the sentences before it set."""
        found: list[str] = []
        carried, age = "", 0
        for sentence in reading.document.sentences:
            found.append(carried if age < _CARRIED else "")
            age += 1
            if (moments := _moments(reading, sentence)) and not sentence.is_heading:
                carried, age = self._period(moments[0], reading), 0
        return found

    def _period_at(self, reading: Reading, sentence: Sentence, offset: int) -> str:
        """Return the period of a clause: its own time, else that which opens its sentence, else the one carried on."""
        moments = _moments(reading, sentence)
        if not moments:
            return self._carried[reading.name][sentence.number]
        clause = reading.clause_at(sentence, offset)
        own = [t for t in moments if clause and clause.start <= t.start < clause.end]
        opening = [t for t in moments if t.start - sentence.start <= _OPENING_LENGTH]
        return next((self._period(t, reading) for t in own or opening), "")

    def _period(self, time: When, reading: Reading) -> str:
        now = reading.reference or self._now
        if time.earliest is None or time.latest is None or (now is not None and now - time.latest <= _LONG_AGO):
            return ""
        return f"{time.earliest.year}" if time.earliest.month != time.latest.month else f"{time.earliest:%Y-%m}"


def _moments(reading: Reading, sentence: Sentence) -> list[When]:
    return [t for t in reading.times_of(sentence) if t.kind is TimeKind.MOMENT]


def _places_of(sentence: Sentence, offset: int) -> set[str]:
    """Return the places of a figure: those that follow it, up to the next one that has its own, and those up front."""
    figures = [t.start for t in sentence.tokens if t.text[0].isdigit() or t.low in number_words().units]
    found = _located(sentence)
    front = {name for at, name in found if not figures or at < figures[0]}
    bounds = sorted({*figures, offset})
    for n, start in enumerate(bounds):
        end = bounds[n + 1] if n + 1 < len(bounds) else sentence.end
        own = {name for at, name in found if start <= at < end}
        if start >= offset and own:
            return front | own
    return front


def places_in(sentence: Sentence, *, of_a_part: bool = False) -> set[str]:
    """Return the capitalised names that stand behind a preposition of place, in lower case.

    With `of_a_part` only those that are said to be a part of something: "in Ayr district".
    """
    return {name for _, name in _located(sentence, of_a_part=of_a_part)}


def _located(sentence: Sentence, *, of_a_part: bool = False) -> list[tuple[int, str]]:
    grammar = word_lists("grammar.txt")
    found: list[tuple[int, str]] = []
    tokens = sentence.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.low not in grammar["preposition of place"]:
            continue
        at = i + 1
        while at < len(tokens) and tokens[at].low in grammar["determiner"] | grammar["beside a place"]:
            at += 1
        name, end = _name_at(tokens, at)
        if name and (not of_a_part or (end < len(tokens) and tokens[end].low in grammar["part of a country"])):
            found.append((tokens[at].start, name))
    return found


def _name_at(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    words: list[str] = []
    while (
        at < len(tokens)
        and tokens[at].low not in word_lists("grammar.txt")["day or month"]
        and (tokens[at].is_capitalised or (words and tokens[at].text == "-"))
    ):
        if tokens[at].is_word:
            words.append(tokens[at].low)
        at += 1
    return " ".join(words), at


def _common_places(readings: Sequence[Reading], parts: set[str]) -> set[str]:
    """Return the places that the whole story is set in: those of headlines, and those of most first sentences."""
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
    return named | {place for place, times in openings.items() if times >= needed and place not in parts}
