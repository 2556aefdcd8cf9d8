"""Is this word a verb here, and of which lemma?

Without a tagger: a list of verbs with their forms, the ending -ed for those that are in no list, and the word before.
After "to", an auxiliary, a pronoun or a name a form is a verb; after a determiner, an adjective's place or a
possessive it is a noun.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Flag, auto
from functools import cache
from typing import NamedTuple

from ..data import word_lists
from .tokens import Token

_VOWELS = "aeiou"
_ADJECTIVE_ENDINGS = ("an", "ish", "ese", "ic", "ist")
_SHORTEST_GUESS = 5


class Form(Flag):
    """Which forms of a verb a word can be."""

    BASE = auto()
    PRESENT = auto()
    PAST = auto()
    PARTICIPLE = auto()
    GERUND = auto()


class Verb(NamedTuple):
    """A word as a form of a verb."""

    lemma: str
    form: Form


@cache
def _forms() -> dict[str, Verb]:
    lists = word_lists("verbs.txt")
    forms: dict[str, Verb] = {}

    def add(word: str, lemma: str, form: Form) -> None:
        known = forms.get(word)
        forms[word] = (
            Verb(known.lemma, known.form | form) if known and known.lemma == lemma else known or Verb(lemma, form)
        )

    for entry in sorted(lists["irregular"], reverse=True):  # "lay" is the past of "lie": reports tell what was
        base, past, participle = entry.split("/")
        for word, form in ((base, Form.BASE), (past, Form.PAST), (participle, Form.PARTICIPLE)):
            add(word, base, form)
        add(third_person(base), base, Form.PRESENT)
        add(_gerund(base), base, Form.GERUND)
    for base in sorted(lists["regular"]):
        add(base, base, Form.BASE)
        add(third_person(base), base, Form.PRESENT)
        add(_gerund(base), base, Form.GERUND)
        for past in _pasts(base):
            add(past, base, Form.PAST | Form.PARTICIPLE)
    for word in ("am", "are", "is", "were"):
        add(word, "be", Form.PRESENT)
    return forms


def third_person(base: str) -> str:
    """Return the form of a verb for one who acts now: "denies", "watches", "has"."""
    if base in {"have", "be"}:
        return {"have": "has", "be": "is"}[base]
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _stem(base: str) -> str:
    """Return the base with its final consonant doubled where the spelling rules ask for it."""
    doubles = base[-1] not in "aeiouwxy" and base[-2] in _VOWELS and base[-3:-2] not in tuple(_VOWELS)
    short = sum(c in _VOWELS for c in base) == 1
    stressed = base.endswith(
        ("mit", "fer", "cur", "pel", "cel", "nel", "vel", "bel", "gin", "tor", "gret", "lop", "rol", "get", "ter")
    )
    unstressed = base.endswith(
        ("velop", "elop", "ilter", "nter", "tter", "ster", "rget", "iter", "eter", "uter", "ffer", "itor")
    )
    return base + base[-1] if doubles and (short or (stressed and not unstressed)) else base


def _gerund(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "ye", "oe")) and base != "be":
        return base[:-1] + "ing"
    return _stem(base) + "ing"


def _pasts(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return (base + "d",)
    if base.endswith("y") and base[-2] not in _VOWELS:
        return (base[:-1] + "ied",)
    return (_stem(base) + "ed", base + "ed") if base.endswith(("l", "p", "s")) else (_stem(base) + "ed",)


@cache
def verb_form(word: str) -> Verb | None:
    """Return what verb form a lower-case word can be, or None.

    A word in -ed that stands in no list is taken for a past form; its lemma is a guess, the same for all its forms.
    """
    return _forms().get(word) or _guessed(word)


def _guessed(word: str) -> Verb | None:
    if (
        len(word) < _SHORTEST_GUESS
        or not word.endswith("ed")
        or word.endswith("eed")
        or (word.startswith("un") and not word.startswith("under"))
        or not word.isalpha()
        or word in word_lists("verbs.txt")["no verb"]
    ):
        return None
    base = word[:-2]
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsfz":
        base = base[:-1]
    elif base.endswith("i"):
        base = base[:-1] + "y"
    elif base[-1] in "cgsuvz" or (base[-1] in "klmnprt" and base[-2] in _VOWELS and base[-3:-2] not in tuple(_VOWELS)):
        base += "e"
    return Verb(base, Form.PAST | Form.PARTICIPLE)


@dataclass(frozen=True)
class _Words:
    """The closed classes that decide whether a word is a verb, put together once."""

    adverb: frozenset[str]
    auxiliary: frozenset[str]
    modal: frozenset[str]
    noun_follows: frozenset[str]
    subject: frozenset[str]
    third_person: frozenset[str]
    preposition: frozenset[str]
    determiner: frozenset[str]
    rather_noun: frozenset[str]
    no_verb: frozenset[str]
    to_a_noun: frozenset[str]
    no_base: frozenset[str]


@cache
def _words() -> _Words:
    grammar, verbs = word_lists("grammar.txt"), word_lists("verbs.txt")
    return _Words(
        adverb=grammar["adverb"] | {"not", "n't"},
        auxiliary=grammar["auxiliary"],
        modal=grammar["modal"],
        noun_follows=(grammar["determiner"] - grammar["pronoun"]) | {"'s", "of", "a", "an", "the", "-"},
        subject=grammar["personal pronoun"] | {"who", "which", "that"},
        third_person=frozenset({"he", "she", "it", "this"}),
        preposition=grammar["preposition"],
        determiner=grammar["determiner"],
        rather_noun=verbs["rather a noun"],
        no_verb=verbs["no verb"],
        to_a_noun=verbs["to a noun"],
        no_base=grammar["determiner"] | grammar["pronoun"] | grammar["preposition"] | grammar["conjunction"],
    )


def is_adverb(word: str) -> bool:
    """Tell whether a lower-case word may stand within a chain of verbs: "has also primarily backed"."""
    return word in _words().adverb or (word.endswith("ly") and len(word) > 4 and word not in _NO_ADVERB)


_NO_ADVERB = frozenset(
    {"family", "assembly", "ally", "supply", "italy", "july", "reply", "rally", "apply", "anomaly", "bully"}
)


def is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word at a place in its sentence is a finite verb or a part of one.

    Participles before a noun ("the injured man"), gerunds as nouns and capitalised words are none.
    """
    token = tokens[at]
    verb = verb_form(token.low)
    words = _words()
    if (at and token.is_capitalised) or not token.is_word:
        return False
    if verb is None:
        return at > 0 and _is_unknown_base(tokens, at, words)
    step = at - 1
    while step > 0 and (is_adverb(tokens[step].low) or _floats(tokens, step)):
        step -= 1
    before = tokens[step].low if step >= 0 else ""
    if before == "to":
        return not _is_goal(tokens, at, step, words)
    if before in words.auxiliary:
        return True
    if before in words.noun_follows:
        return False
    if verb.form is Form.GERUND or token.low in words.no_verb:
        return False
    if before in words.subject:
        return verb.form is not Form.BASE or before not in words.third_person
    return before not in words.preposition and _is_finite(tokens, at, step, verb, words)


def _floats(tokens: Sequence[Token], at: int) -> bool:
    """Tell "both" and "all" between a subject and its verb from those that open a phrase."""
    if tokens[at].low not in {"both", "all", "each"} or not tokens[at - 1].is_word:
        return False
    before = tokens[at - 1].low
    return before not in _words().preposition and before not in _words().auxiliary and not is_verb(tokens, at - 1)


def _is_finite(tokens: Sequence[Token], at: int, step: int, verb: Verb, words: _Words) -> bool:
    """Tell whether a form that nothing around it marks as a verb is one all the same; the word at `step` precedes."""
    token = tokens[at]
    before = tokens[step].low if step >= 0 else ""
    named = at > 0 and tokens[at - 1].is_capitalised and not before.endswith(_ADJECTIVE_ENDINGS)
    named = named and not (at == 1 and verb_form(before) is not None)
    if token.low in words.rather_noun or (verb.form is Form.PRESENT and verb.lemma in words.rather_noun):
        if named and _is_followed_like_a_noun(tokens, at, words):
            return False
        if not named and not _has_object(tokens, at, words):
            return False
    if verb.form & _FINITE:
        return True
    joined = step > 0 and tokens[step - 1].low == "and" and tokens[step].is_capitalised
    return at > 0 and (before.endswith("s") or before in _PLURALS or joined)


_FINITE, _OF_MANY = Form.PAST | Form.PRESENT, Form.PAST | Form.BASE
_PLURALS = frozenset("people police men women children others many some most both few all troops".split())


def _is_followed_like_a_noun(tokens: Sequence[Token], at: int, words: _Words) -> bool:
    """Tell "Ostra shares fell" and "an attack by Ostra forces." from "Ostra forces a replay"."""
    if at + 1 >= len(tokens):
        return tokens[at].low.endswith("s")
    following = tokens[at + 1]
    if following.low in words.auxiliary or following.text in ".,;:":
        return True
    verb = verb_form(following.low)
    if verb is None or following.is_capitalised:
        return False
    agrees = _OF_MANY if tokens[at].low.endswith("s") else _FINITE
    return bool(verb.form & agrees) and following.low not in words.rather_noun


def _is_goal(tokens: Sequence[Token], at: int, to: int, words: _Words) -> bool:
    """Tell the noun of "speaks to rebels" and "due to flood damage" from an infinitive."""
    return to > 0 and tokens[at].low in words.rather_noun and tokens[to - 1].low in words.to_a_noun


def _is_unknown_base(tokens: Sequence[Token], at: int, words: _Words) -> bool:
    """Tell whether a word of no list stands where only a verb can: "would refloat the ship"."""
    step = at - 1
    while step > 0 and is_adverb(tokens[step].low):
        step -= 1
    low = tokens[at].low
    return (
        tokens[step].low in words.modal
        and len(low) > 2
        and low not in words.no_base
        and low not in words.auxiliary
        and not is_adverb(low)
    )


def _has_object(tokens: Sequence[Token], at: int, words: _Words) -> bool:
    """Tell whether an object follows: "blames the mayor", "control the capital"."""
    if at == 0 or at + 1 >= len(tokens) or not tokens[at - 1].is_word:
        return False
    following = tokens[at + 1]
    determined = following.low in words.determiner and following.low not in {"that", "which", "what"}
    return determined or (following.is_word and following.is_capitalised)
