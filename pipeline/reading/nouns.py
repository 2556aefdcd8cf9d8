"""What does a number count?

Without a tagger the noun is found by elimination: behind the number, past adjectives, before the first word that can
be no part of the noun phrase. With a number other than one it is the first plural there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ..data import table, word_lists
from .tokens import Token
from .verbs import is_verb

_REACH = 6


class Counted(NamedTuple):
    """What a number counts: the noun at `tokens[at]` and its lemma; `at` is None where no noun stands there."""

    lemma: str
    at: int | None


@dataclass(frozen=True)
class _Units:
    """The typed face of `units.yaml`."""

    class_of: dict[str, tuple[str, bool]]
    dimension_of: dict[str, tuple[str, float]]
    spellings: dict[str, str]
    irregular_plurals: dict[str, str]
    no_plurals: frozenset[str]
    not_counted: frozenset[str]


@cache
def _units() -> _Units:
    data = table("units.yaml")
    classes: dict[str, tuple[str, bool]] = {}
    for name, nouns in data["classes"].items():
        classes |= dict.fromkeys(nouns["any"], (name, False)) | dict.fromkeys(nouns["kinds"], (name, True))
    dimensions = {u: (name, float(factor)) for name, units in data["dimensions"].items() for u, factor in units.items()}
    return _Units(
        classes,
        dimensions,
        dict(data["spellings"]),
        dict(data["irregular plurals"]),
        frozenset(data["no plurals"]),
        frozenset(data["not counted"]),
    )


def singular(word: str) -> str:
    """Return a noun's singular in lower case: "houses" is "house", "families" "family"."""
    low = word.lower()
    if low in _units().irregular_plurals:
        return _units().irregular_plurals[low]
    if low in _units().no_plurals or len(low) < 4 or not low.endswith("s") or low.endswith(("ss", "us", "is")):
        return low
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes", "zes")):
        return low[:-2]
    return low[:-1]


def plural_of(noun: str) -> str:
    """Return the plural of a noun in the singular: "houses", "families", "feet", "people"."""
    irregular = next((many for many, one in _units().irregular_plurals.items() if one == noun), None)
    if irregular or noun in _units().no_plurals or noun.endswith("s"):
        return irregular or noun
    if noun.endswith("y") and noun[-2:-1] not in {"a", "e", "i", "o", "u"}:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("ch", "sh", "x", "z")) else "s")


def is_plural(word: str) -> bool:
    """Tell whether a word looks like a plural noun."""
    return word.lower() in _units().irregular_plurals or singular(word) != word.lower()


def counted_by(tokens: Sequence[Token], behind: int, *, one: bool, ends_phrase: frozenset[str]) -> Counted:
    """Return what a number that ends before `tokens[behind]` counts.

    Args:
        tokens: the sentence's tokens.
        behind: the first token behind the number.
        one: whether the number is one, so that a singular is asked for.
        ends_phrase: words that end a noun phrase besides those of `grammar.txt`: what happened to the counted.
    """
    grammar = word_lists("grammar.txt")
    at = behind
    if at < len(tokens) and tokens[at].text in "-–—" and at + 1 < len(tokens):
        return _attributive(tokens, at + 1)
    if at < len(tokens) and tokens[at].low == "of":
        at += 1
        while at < len(tokens) and tokens[at].low in grammar["determiner"]:
            at += 1
    elif at < len(tokens) and tokens[at].low in grammar["determiner"] - {"more", "other", "such"}:
        return Counted("", None)
    last: int | None = None
    for i in range(at, min(len(tokens), at + _REACH)):
        token = tokens[i]
        if token.text in "-–" and i + 1 < len(tokens) and tokens[i + 1].is_word:
            continue
        if not token.is_word or token.low in ends_phrase or _ends_phrase(token, grammar) or is_verb(tokens, i):
            break
        if token.low in _units().not_counted:
            continue
        last = i
        if not one and is_plural(token.low):
            break
    if last is None or (not one and not is_plural(tokens[last].low) and _unit(tokens[last].low) is None):
        return Counted("", None) if last is None else Counted(_lemma(tokens[last].low), last)
    return Counted(_lemma(tokens[last].low), last)


def _attributive(tokens: Sequence[Token], at: int) -> Counted:
    """Read "five-year war" and "22-year-old": the noun is the unit."""
    if not tokens[at].is_word:
        return Counted("", None)
    return Counted(_lemma(tokens[at].low), at)


def _ends_phrase(token: Token, grammar: dict[str, frozenset[str]]) -> bool:
    low = token.low
    return (
        low in grammar["auxiliary"]
        or low in grammar["preposition"]
        or low in grammar["conjunction"]
        or low in grammar["pronoun"]
        or low in grammar["adverb"]
        or low == "'s"
        or (low.endswith("ly") and low not in {"family", "assembly", "ally", "supply", "italy", "july"})
    )


def _unit(word: str) -> str | None:
    return _units().spellings.get(word) or (word if word in _units().dimension_of else None)


def _lemma(word: str) -> str:
    return _unit(word) or singular(word)


def class_of(noun: str) -> tuple[str, bool]:
    """Return the class of a counted noun (lemma or plural) and whether it is a narrower kind within the class."""
    known = _units().class_of
    for form in (noun, noun + "s", noun + "es", "people" if noun == "person" else noun):
        if form in known:
            return known[form]
    return noun, False


def is_countable(word: str) -> bool:
    """Tell whether a word stands among the nouns that are counted, and is no participle ("the dead")."""
    return word in _units().class_of and word not in _units().irregular_plurals.keys() - {
        "people",
        "men",
        "women",
        "children",
    }


def in_base_unit(value: float, unit: str) -> tuple[float, str]:
    """Return a measure in the base unit of its dimension, with the dimension's name; others come back unchanged."""
    dimension = _units().dimension_of.get(unit)
    return (value * dimension[1], dimension[0]) if dimension else (value, unit)
