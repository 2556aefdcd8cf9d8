"""Which figures do the articles give, of what, and do they agree?

A figure is a number with what it counts (`reading.nouns`) and what happened to it (a measure of `measures.yaml`).
Figures are compared only where the counted, the measure, the time and the place agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...schemas import Claim, Comparator, Figure, Kind
from ..data import word_lists
from ..reading.document import Document, Sentence
from ..reading.nouns import Counted, class_of, counted_by, is_plural
from ..reading.numbers import Number, numbers_in, plain_number
from ..reading.subjects import subject_of
from ..reading.tokens import Token
from ..reading.voices import Voices
from .claims import make_claim
from .measures import Measure, measure_words, measures, measures_of_word
from .reading import Reading

_OLDEST = 115
_AHEAD, _BACK = 9, 8
"""Tokens behind and before a figure in which the word that says its measure is looked for."""


@dataclass(frozen=True)
class Counting:
    """A figure as it was found, before it is a claim: tokens of the sentence, half-open."""

    number: Number
    counted: Counted
    measure: str
    first: int
    last: int


def quantities_in(reading: Reading) -> list[Claim]:
    """Return the figures of an article as claims; numbers of dates and times of day are none."""
    document, voices = reading.document, reading.voices
    claims: list[Claim] = []

    def is_masked(token: Token) -> bool:
        time = reading.time_at(token.start)
        return time is not None and time.kind not in {"duration", "age"}

    for sentence in document.sentences:
        inherited = ""
        numbers = numbers_in(sentence.tokens, is_masked)
        tallies = list(_tallies(sentence.tokens, numbers))
        claims += (claim for tally in tallies for claim in _tally_claims(document, voices, sentence, tally))
        counted_up = {number for tally in tallies for number in tally}
        for number in numbers:
            if number in counted_up:
                continue
            found = _counting(sentence.tokens, number, inherited)
            if found is None:
                continue
            inherited = "" if number.unit else found.counted.lemma
            claims.append(_claim(document, voices, sentence, found))
    return claims


def _counting(tokens: Sequence[Token], number: Number, inherited: str) -> Counting | None:
    """Find what a number counts and what happened to it; None for a number that counts nothing worth a claim."""
    if age := _aged(tokens, number) or _years_old(tokens, number) or _turned(tokens, number):
        return Counting(number, Counted("year", None), "age", *age)
    one = number.low == number.high == 1
    counted = counted_by(tokens, number.last, one=one, ends_phrase=measure_words())
    behind = counted.at + 1 if counted.at is not None else number.last
    measure, first, last = _measure(tokens, number, behind, counted)
    if counted.at is None and not number.unit:
        of = measures()[measure].of if measure else ""
        if not measure or (not of and not inherited):
            return None
        counted = Counted(inherited if inherited and class_of(inherited)[0] == of else of or inherited, None)
    sort, is_narrow = class_of(counted.lemma)
    if number.unit or not is_narrow:
        counted = Counted(number.unit or sort, counted.at)
    if _is_trifle(tokens, number, counted, measure):
        return None
    return Counting(number, counted, measure, min(first, number.first), max(last, number.last, behind))


def _tallies(tokens: Sequence[Token], numbers: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    """Yield the counts of votes: "31 to 24", "by 31 votes to 24", "52-48"."""
    words = word_lists("grammar.txt")["vote"]
    if not any(t.low in words for t in tokens):
        return
    for first, second in pairwise(numbers):
        between = [t.low for t in tokens[first.last : second.first] if t.low not in words]
        if (
            between in (["to"], ["-"], ["–"], ["against"])
            and first.low > second.low
            and not (first.unit or second.unit)
        ):
            yield first, second


def _tally_claims(
    document: Document, voices: Voices, sentence: Sentence, tally: tuple[Number, Number]
) -> Iterator[Claim]:
    tokens = sentence.tokens
    start, end = tokens[tally[0].first].start, tokens[tally[1].last - 1].end
    for number, unit in zip(tally, ("vote for", "vote against"), strict=True):
        figure = Figure(comparator=number.comparator, low=number.low, high=number.high, unit=unit, measure="vote")
        value = f"{number.comparator}{plain_number(number.low)} {unit.replace('vote', 'votes')}"
        voice = voices.speaker_at(start)
        yield make_claim(document, Kind.QUANTITY, start, end, value, attributed_to=voice, detail=figure)


def _aged(tokens: Sequence[Token], number: Number) -> tuple[int, int] | None:
    """Return where "Jane Doe, 58," stands, when the number is an age that way."""
    before, behind = number.first - 1, number.last
    if not _is_plain_age(number) or before < 1 or tokens[before].text not in ",(":
        return None
    if not tokens[before - 1].is_capitalised:
        return None
    if (
        behind < len(tokens)
        and tokens[behind].text not in ",.;)"
        and tokens[behind].low not in {"and", "of", "from", "was"}
    ):
        return None
    first = before - 1
    while first and tokens[first - 1].is_capitalised:
        first -= 1
    return (first, number.last) if before - first >= 2 else None


def _is_plain_age(number: Number) -> bool:
    return number.low == number.high <= _OLDEST and number.last == number.first + 1 and not number.unit


def _years_old(tokens: Sequence[Token], number: Number) -> tuple[int, int] | None:
    """Return where "17-year-old" or "17 years old" stands."""
    words = [(i, t.low) for i, t in enumerate(tokens[number.last : number.last + 4], number.last) if t.is_word]
    if len(words) > 1 and words[0][1] in {"year", "years"} and words[1][1] in {"old", "olds"}:
        return number.first, words[1][0] + 1
    return None


def _turned(tokens: Sequence[Token], number: Number) -> tuple[int, int] | None:
    """Return where "Jane was 58" or "she turned 58" stands, as a whole clause."""
    at = number.first
    ends = number.last == len(tokens) or tokens[number.last].text in ",.;" or tokens[number.last].low in {"when", "on"}
    if not (_is_plain_age(number) and ends and at > 1 and tokens[at - 1].low in {"was", "is", "turned", "turns"}):
        return None
    subject = tokens[at - 2]
    is_somebody = subject.low in {"he", "she"} or (subject.is_capitalised and subject.is_word)
    return (at - 2, number.last) if is_somebody else None


def _measure(tokens: Sequence[Token], number: Number, behind: int, counted: Counted) -> tuple[str, int, int]:
    """Return the measure of a figure and the tokens that say it: behind the noun if it is there, else before."""
    at = behind
    while at < min(len(tokens), behind + _AHEAD):
        name = _measure_at(tokens, at, counted, number, at - behind)
        if name:
            return name, number.first, at + 1
        if tokens[at].low in {"and", "or"} and at + 1 < len(tokens) and is_plural(tokens[at + 1].text):
            at += 1
        elif tokens[at].low not in word_lists("grammar.txt")["links a figure"] and not tokens[at].low.endswith("ly"):
            break
        at += 1
    for at in range(number.first - 1, max(-1, number.first - 1 - _BACK), -1):
        token = tokens[at]
        if (
            token.text in ".;,"
            or (token.text == ":" and at < number.first - 1)
            or token.low in {"and", "but", "while"}
            or token.text[0].isdigit()
        ):
            break
        name = _measure_at(tokens, at, counted, number, number.first - 1 - at)
        if name:
            return name, at, number.last
    own = _measure_at(tokens, counted.at, counted, number, 0) if counted.at is not None else ""
    return own, number.first, number.last


def _measure_at(tokens: Sequence[Token], at: int, counted: Counted, number: Number, distance: int) -> str:
    phrase = " ".join(t.low for t in tokens[at : at + 2])
    fitting = (m for m in measures_of_word(phrase) + measures_of_word(tokens[at].low) if _fits(m, counted, number))
    return next((m.name for m in fitting if distance <= 2 or not m.adjacent), "")


def _fits(measure: Measure, counted: Counted, number: Number) -> bool:
    """Tell whether a measure can be of what is counted: nobody kills dollars."""
    if number.unit:
        return "money" in measure.takes or number.unit in measure.takes
    if counted.at is None:
        return "money" not in measure.takes
    return class_of(counted.lemma)[0] in measure.takes or "anything" in measure.takes


def _is_trifle(tokens: Sequence[Token], number: Number, counted: Counted, measure: str) -> bool:
    if measure:
        return False
    loose = number.comparator is Comparator.EQUAL and not number.unit
    if loose and number.low == number.high == 1:
        return True
    before = tokens[number.first - 1].low if number.first else ""
    pair = loose and number.high == 2 and before in {"the", "these", "those", "both", "between"}
    spelled = tokens[number.core].is_word and tokens[number.last].text not in "-–—"
    return pair or (spelled and counted.at is not None and not is_plural(tokens[counted.at].text) and number.high > 1)


def _claim(document: Document, voices: Voices, sentence: Sentence, found: Counting) -> Claim:
    tokens = sentence.tokens
    start, end = tokens[found.first].start, tokens[found.last - 1].end
    number = found.number
    figure = Figure(
        comparator=number.comparator, low=number.low, high=number.high, unit=found.counted.lemma, measure=found.measure
    )
    what = _what(document, tokens, found)
    value = f"{number.comparator}{_written(tokens, number)} {what}".strip()
    voice = voices.speaker_at(tokens[number.core].start) or _estimator(document, tokens, number)
    return make_claim(document, Kind.QUANTITY, start, end, value, attributed_to=voice, detail=figure)


def _estimator(document: Document, tokens: Sequence[Token], number: Number) -> str | None:
    """Return who puts a figure at what: "Police put the crowd at 2,000"."""
    if number.first < 3 or tokens[number.first - 1].low != "at":
        return None
    verb = next((i for i in range(number.first - 2, 0, -1) if tokens[i].low in {"put", "puts", "estimated"}), None)
    return subject_of(document, tokens, verb) if verb else None


def _written(tokens: Sequence[Token], number: Number) -> str:
    if number.low == number.high:
        return plain_number(number.low)
    if tokens[number.core].text[0].isdigit():
        return f"{plain_number(number.low)}-{plain_number(number.high)}"
    return " ".join(t.text.lower() for t in tokens[number.core : number.last])


def _what(document: Document, tokens: Sequence[Token], found: Counting) -> str:
    """Return what is counted as a value says it: "killed" for people, "houses damaged", "USD"."""
    said = measures()[found.measure].label if found.measure else ""
    if found.number.unit:
        return found.number.unit if said == found.number.unit else f"{found.number.unit} {said}".strip()
    if found.measure == "age":
        return "years old"
    if found.counted.at is None:
        return said or found.counted.lemma
    if said == found.counted.lemma:
        return said
    noun = document.text[tokens[found.number.last].start : tokens[found.counted.at].end]
    if noun[0] in "-–—":
        noun = found.counted.lemma
    generic = class_of(found.counted.lemma) == ("person", False)
    return said if generic and said else f"{' '.join(noun.split())} {said}".strip()
