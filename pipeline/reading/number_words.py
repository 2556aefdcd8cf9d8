"""Which words make numbers, bounds and currencies? The typed face of `numbers.yaml`."""

from dataclasses import dataclass
from functools import cache

from ...schemas import Comparator
from ..data import table

Phrase = tuple[str, ...]
Bounds = tuple[float, float]


@dataclass(frozen=True)
class NumberWords:
    """The word lists of `numbers.yaml`, in lower case."""

    units: dict[str, float]
    """Words that are a number: "six", "forty"."""
    scales: dict[str, float]
    glued_scales: frozenset[str]
    glued: frozenset[str]
    """What may stand right behind the digits of a count: 5bn, 3km, 12pc."""
    vague: dict[str, Bounds]
    vague_of: dict[str, Bounds]
    fractions: dict[str, float]
    before: dict[Phrase, Comparator]
    behind: dict[Phrase, Comparator]
    prepositions: frozenset[str]
    place_not_bound: frozenset[str]
    currencies: dict[str, str]
    currency_words: dict[str, str]
    identifiers: frozenset[str]
    openers: frozenset[str]
    """Words with which a number can begin."""


@cache
def number_words() -> NumberWords:
    """Return the word lists, read once."""
    data = table("numbers.yaml")
    spelled_units = table("units.yaml")["spellings"]
    vague = {word: (float(low), float(high)) for word, (low, high) in data["vague"].items()}
    return NumberWords(
        units={word: float(value) for word, value in data["words"].items()},
        scales={word: float(value) for word, value in data["scales"].items()},
        glued_scales=frozenset(data["glued scales"]),
        glued=frozenset([*data["scales"], *spelled_units, "pc"]),
        vague=vague,
        vague_of={word: (float(low), float(high)) for word, (low, high) in data["vague of"].items()},
        fractions={word: float(value) for word, value in data["fractions"].items()},
        before=_by_phrase(data["comparators"]),
        behind={tuple(p.split()): Comparator(sign) for p, sign in data["comparators behind"].items()},
        prepositions=frozenset(data["prepositions"]),
        place_not_bound=frozenset(data["place not bound"]),
        currencies=dict(data["currencies"]),
        currency_words=dict(data["currency words"]),
        identifiers=frozenset(data["identifiers"]),
        openers=frozenset([*data["words"], *vague, *data["fractions"], "a", "an", "half", "hundred", "thousand"]),
    )


def _by_phrase(comparators: dict[str, list[str]]) -> dict[Phrase, Comparator]:
    return {tuple(phrase.split()): Comparator(sign) for sign, phrases in comparators.items() for phrase in phrases}


def is_currency(unit: str) -> bool:
    """Tell whether a unit is one of money: "USD", "krona"."""
    return unit in number_words().currencies.values() or unit in number_words().currency_words.values()
