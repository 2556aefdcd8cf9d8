"""Which countries, cities and well-known organisations does a word name?

The table is `places.yaml`. A people's name ("Peruvian") leads to its country; a capital is a place of its own, which
knows its country: whether "Tehran" means a city or a government is for the reader to say.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ..data import table
from .tokens import tokens_of


@dataclass(frozen=True, slots=True)
class Entry:
    """What the table knows of a name: under which name it stands, and of which kind and country it is."""

    canonical: str
    kind: str
    """ "country", "people", "region", "city" or "organisation"."""
    country: str | None = None
    """The country that a city is the capital of, or that is meant by the name of a people."""


def gazetteer_key(text: str) -> tuple[str, ...]:
    """Return the words of a name for looking it up: no dots, no spaces inside initials, no article.

    Capitals are kept, since "US" is a country and "us" is not.
    """
    words: list[str] = []
    initials = False
    for token in tokens_of(text):
        if token.text in {".", "-", "–"}:
            continue
        word = token.text.replace(".", "")
        single = len(word) == 1 and word.isupper()
        if single and initials:
            words[-1] += word
        else:
            words.append(word)
        initials = single
    if len(words) > 1 and words[0] in {"the", "The"}:
        del words[0]
    return tuple(words)


@cache
def _entries() -> Mapping[tuple[str, ...], Entry]:
    found: dict[tuple[str, ...], Entry] = {}
    for text, entry in _rows(table("places.yaml")):
        found.setdefault(gazetteer_key(text), entry)
    return found


def _rows(data: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for country, row in data["countries"].items():
        yield from _all(country, Entry(country, "country", country), row.get("also", ()))
    for country, row in data["countries"].items():
        yield from _all(None, Entry(country, "people", country), _with_plurals(row["people"]))
    for country, row in data["countries"].items():
        if "capital" in row:
            yield from _all(row["capital"], Entry(row["capital"], "city", country), ())
    for region, people in data["peoples"].items():
        yield from _all(region, Entry(region, "region"), ())
        yield from _all(None, Entry(region, "people", region), _with_plurals(people))
    for heading, kind in (("regions", "region"), ("cities", "city"), ("states", "region")):
        for place in data[heading]:
            yield from _all(place, Entry(place, kind), ())
    for organisation, also in data["organisations"].items():
        yield from _all(organisation, Entry(organisation, "organisation"), also)


def _all(text: str | None, entry: Entry, also: Iterable[str]) -> Iterator[tuple[str, Entry]]:
    if text is not None:
        yield text, entry
    for other in also:
        yield other, entry


def _with_plurals(people: Iterable[str]) -> Iterator[str]:
    for one in people:
        yield one
        if one[-2:] not in {"sh", "ch", "se", "ss", "an's"} and not one.endswith("men"):
            yield f"{one}s"


@cache
def _by_lower() -> Mapping[tuple[str, ...], Entry]:
    return {tuple(word.lower() for word in key): entry for key, entry in _entries().items()}


@lru_cache(maxsize=4096)
def lookup(text: str) -> Entry | None:
    """Return what the table knows of a name as it is written, or None."""
    return _entries().get(gazetteer_key(text))


def lookup_words(words: tuple[str, ...], *, any_case: bool = False) -> Entry | None:
    """Return what the table knows of a name given as its words, in capitals of its own or, if asked, in any."""
    if any_case:
        return _by_lower().get(tuple(word.lower() for word in words))
    return _entries().get(words)


def is_people(word: str) -> bool:
    """Tell whether a single word names a people: "Peruvian", "Danes"."""
    entry = _entries().get((word,))
    return entry is not None and entry.kind == "people"
