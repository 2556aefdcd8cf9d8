"""What do the deterministic parts read in the words that a model quotes? Where they read something else, they win.

Each function returns what code makes of it, and where that is not what the model made of it, why, for the editor.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ...schemas import Figure
from ..local.measures import measure_words
from ..reading.dates import TimeKind, When, normal
from ..reading.nouns import counted_by
from ..reading.numbers import Number, numbers_in, plain_number
from ..reading.sentences import Extent
from ..reading.tokens import Token, tokens_of
from ..reading.words import fold
from .source import BEGINNING, Source

_SIGNED = re.compile(r"\s*(>=|<=|≥|≤|=|>|<|~|≈)\s*")
_SIGNS = {"≥": ">=", "≤": "<=", "≈": "~"}
_DATE = re.compile(r"\(?\b\d{4}-\d{2}(?:-\d{2})?\b\)?")
_YEAR = re.compile(r"(?:1[0-9]|20)[0-9]{2}")
_SHORTEST_NAME = 4
_QUOTED = re.compile(r"[“\"„]([^“”\"„]{1,400})[”\"“]|«([^«»]{1,400})»|(?<!\w)[‘‚']([^‘’'\"“”]{1,400})[’'‘](?!\w)")


@dataclass(frozen=True)
class ReadFigure:
    """A figure as code reads it. `place` has its comparator too, also where the model quoted less."""

    place: Extent
    value: str
    figure: Figure | None
    wrong: str = ""
    """What the model had made of it, where that is something else."""


class _Found(NamedTuple):
    number: Number
    tokens: tuple[Token, ...]
    """Of its sentence."""

    @property
    def place(self) -> Extent:
        return Extent(self.tokens[self.number.first].start, self.tokens[self.number.last - 1].end)


def read_figure(source: Source, place: Extent, value: str) -> ReadFigure:
    """Return the figure in a quotation: the one that the model means, or where it has another number, what is there.

    A quotation without a number, or with several of which none is the model's, stays as the model read it ("a child"
    is one), unless the article does not hold that number and it is more than could be counted in these words: then the
    words themselves stand for it.
    """
    sign, said, what = _parts(value)
    found = [f for f in _numbers_within(source, place) if f.place.end <= place.end]
    meant = next((f for f in found if said and (f.number.low, f.number.high) == (said.low, said.high)), None)
    chosen = meant or (found[0] if len(found) == 1 else None)
    if chosen is None or (said is None and found and not meant):
        words = source.article.text[place.start : place.end].split()
        is_counted = said is not None and not found and said.low == said.high <= len(words)
        if not unsupported(source, value, with_numbers=not is_counted):
            return ReadFigure(place, value, None)
        return ReadFigure(place, " ".join(words), None, wrong=value)
    number = chosen.number
    wider = Extent(min(place.start, chosen.place.start), max(place.end, chosen.place.end))
    figure = _figure(source, chosen)
    invented = bool(unsupported(source, what, with_numbers=False))
    written = f"{number.comparator}{_written(chosen)} {'' if invented else what}".strip()
    if meant and sign == number.comparator and not invented:
        return ReadFigure(wider, f"{sign}{value[_after_sign(value) :]}", figure)
    return ReadFigure(wider, written, figure, wrong=value)


def _after_sign(value: str) -> int:
    found = _SIGNED.match(value)
    return found.end() if found else 0


def _parts(value: str) -> tuple[str, Number | None, str]:
    """Return the comparator, the number and what is counted of a value such as ">205 killed"."""
    found = _SIGNED.match(value)
    sign = _SIGNS.get(found[1], found[1]) if found else "="
    rest = value[found.end() :] if found else value
    tokens = list(tokens_of(rest))
    numbers = numbers_in(tokens)
    if not numbers:
        return sign, None, rest
    number = numbers[0]
    if not found:
        sign = str(number.comparator)
    return sign, number, rest[tokens[number.last - 1].end :].strip()


def _numbers_within(source: Source, place: Extent) -> Iterator[_Found]:
    """Yield the numbers of the sentences around a place of which a part lies inside it; dates and times are none."""
    reading = source.reading

    def is_masked(token: Token) -> bool:
        time = reading.time_at(token.start)
        return time is not None and time.kind not in {TimeKind.DURATION, TimeKind.AGE}

    document = reading.document
    number = document.sentence_at(place.start).number
    while number < len(document.sentences) and document.sentences[number].start < place.end:
        tokens = document.sentences[number].tokens
        for found in numbers_in(tokens, is_masked):
            if place.start <= tokens[found.core].start < place.end:
                yield _Found(found, tokens)
        number += 1


def _figure(source: Source, found: _Found) -> Figure:
    """Return a number as data; what it counts and what happened to that are as the rules see them."""
    number = found.number
    at = found.tokens[number.core].start
    for claim in source.figures:
        known = claim.detail
        if not isinstance(known, Figure) or (known.low, known.high) != (number.low, number.high):
            continue
        if claim.start <= at < claim.end:
            return known.model_copy(update={"comparator": number.comparator})
    counted = counted_by(
        found.tokens, number.last, one=number.low == number.high == 1, ends_phrase=measure_words()
    ).lemma
    return Figure(
        comparator=number.comparator, low=number.low, high=number.high, unit=number.unit or counted or "thing"
    )


def _written(found: _Found) -> str:
    number, tokens = found.number, found.tokens
    if number.low == number.high:
        unit = number.unit if number.unit == "%" else f" {number.unit}" if number.unit else ""
        return plain_number(number.low) + unit
    if tokens[number.core].text[0].isdigit():
        return f"{plain_number(number.low)}-{plain_number(number.high)}"
    return " ".join(t.text.lower() for t in tokens[number.core : number.last])


def read_time(source: Source, place: Extent, dated: str) -> When | None:
    """Return the time of an act: that of the words which the model says date it, else the one in its quotation.

    `dated` are words of the article, or nothing. Words that are not there date nothing.
    """
    reading = source.reading
    line = source.line_at(place.start).extent
    stated = source.grounds.find(dated, near=line) if dated else None
    for where in (stated, place):
        if where is None:
            continue
        times = [t for t in reading.times if t.start < where.end and t.end > where.start]
        moments = [t for t in times if t.kind is TimeKind.MOMENT]
        if moments or times:
            return (moments or times)[0]
    return None


def is_year_of(source: Source, place: Extent, dated: str, number: str) -> bool:
    """Tell whether a number is a year that words of an article without one may well mean: no year there speaks against.

    The model then knows more than the article says, which is not published, and is no other reading of its words.
    """
    if not _YEAR.fullmatch(number):
        return False
    when = read_time(source, place, dated)
    if when is not None and when.earliest and when.latest:
        return when.earliest.year <= int(number) <= when.latest.year
    return True


def dated_value(value: str, when: When | None) -> tuple[str, str]:
    """Return the value of an act with its time in normal form, and the date of the model's that was another one."""
    dates = [date.strip("()") for date in _DATE.findall(value)]
    if when is None or when.kind is not TimeKind.MOMENT:
        return value, ""
    stated = normal(when)
    plain = _without_time(" ".join(_DATE.sub(" ", value).split()), when, stated)
    wrong = next((date for date in dates if not _agrees(date, when)), "")
    return f"{plain} {stated}".strip() if stated not in plain else plain, wrong


def _without_time(value: str, when: When, stated: str) -> str:
    """Return a value without the words for its time, which the time in normal form takes the place of."""
    for words in (when.words, stated[:4] if stated[:4].isdigit() else ""):
        said = rf"\(?(?:\b(?:on|in|at|since|by|until) )?\b{re.escape(words)}(?!\w)\)?"
        shorter = " ".join(re.sub(said, " ", value, flags=re.IGNORECASE).split()) if words else value
        value = shorter or value
    return value


def _agrees(date: str, when: When) -> bool:
    if when.earliest is None or when.latest is None:
        return True
    return when.earliest.isoformat()[: len(date)] <= date <= when.latest.isoformat()[: len(date)]


def quoted_in(text: str) -> Iterator[str]:
    """Yield what stands in quotation marks of any kind in a text."""
    for found in _QUOTED.finditer(text):
        yield next(words for words in found.groups() if words)


def unsupported_in(sources: Collection[Source], text: str) -> Iterator[str]:
    """Yield the numbers, names and quoted words of a text that none of some articles holds.

    Where one of them is not in English, of the numbers and names nothing is said: the text is a translation.
    """
    for words in quoted_in(text):
        if not any(source.grounds.find(words) for source in sources):
            yield words
    if all(source.is_english for source in sources):
        plain = text[:1].lower() + text[1:]
        missing = [{*_unknown(source, plain, with_numbers=True)} for source in sources]
        yield from sorted(set.intersection(*missing)) if missing else ()


def unsupported(source: Source, value: str, *, with_numbers: bool = True) -> str:
    """Return the first quoted words, number or name in a value that its article holds in no form, or nothing.

    For articles in other languages than English no number or name is said: there a value is a translation.
    """
    invented = next((words for words in quoted_in(value) if source.grounds.find(words) is None), "")
    if invented or not source.is_english:
        return invented
    return next(_unknown(source, value, with_numbers=with_numbers), "")


def _unknown(source: Source, value: str, *, with_numbers: bool) -> Iterator[str]:
    for token in tokens_of(_DATE.sub(" ", value)):
        is_name = token.is_capitalised and len(token.text) >= _SHORTEST_NAME and not token.text.isupper()
        is_number = with_numbers and token.text[0].isdigit()
        if (is_number or is_name) and not _is_known(source, token):
            yield token.text


def credited(source: Source, informant: str | None) -> str | None:
    """Return whom an article credits if it names them, else None: nobody is credited whom it does not know."""
    if not informant:
        return None
    words = [t for t in tokens_of(informant) if t.is_word and len(t.text) >= _SHORTEST_NAME]
    known = all(_is_known(source, t) for t in words) if source.is_english else True
    return informant if known and any(t.is_word for t in tokens_of(informant)) else None


def _is_known(source: Source, token: Token) -> bool:
    return all(w in source.words or (w[0].isalpha() and w[:BEGINNING] in source.words) for w in fold(token.low).split())
