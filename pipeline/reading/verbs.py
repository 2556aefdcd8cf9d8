"""Is this word a verb here, and of which lemma?

Without a tagger: a list of verbs with their forms, and the word before. After "to", an auxiliary, a pronoun or a
name a form is a verb; after a determiner, an adjective's place or a possessive it is a noun.
"""

from collections.abc import Sequence
from enum import Flag, auto
from functools import cache
from typing import NamedTuple

from ..data import word_lists
from .tokens import Token

_VOWELS = "aeiou"
_ADJECTIVE_ENDINGS = ("an", "ish", "ese", "ic", "ist")


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
        add(_third_person(base), base, Form.PRESENT)
        add(_gerund(base), base, Form.GERUND)
    for base in sorted(lists["regular"]):
        add(base, base, Form.BASE)
        add(_third_person(base), base, Form.PRESENT)
        add(_gerund(base), base, Form.GERUND)
        for past in _pasts(base):
            add(past, base, Form.PAST | Form.PARTICIPLE)
    for word in ("am", "are", "is", "were"):
        add(word, "be", Form.PRESENT)
    return forms


def _third_person(base: str) -> str:
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


def verb_form(word: str) -> Verb | None:
    """Return what verb form a lower-case word can be, or None."""
    return _forms().get(word)


def is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word at a place in its sentence is a finite verb or a part of one.

    Participles before a noun ("the injured man"), gerunds as nouns and capitalised words are none.
    """
    token = tokens[at]
    verb = _forms().get(token.low)
    if verb is None or not token.is_word or (token.is_capitalised and at):
        return False
    grammar = word_lists("grammar.txt")
    before = tokens[at - 1].low if at else ""
    steps = 1
    while (before in grammar["adverb"] or before in {"not", "n't"}) and at - steps > 0:
        steps += 1
        before = tokens[at - steps].low
    if before in grammar["auxiliary"] or before == "to":
        return True
    if before in {"'s", "of", "a", "an", "the", "-"} or (
        before in grammar["determiner"] and before not in grammar["pronoun"]
    ):
        return False
    if before in grammar["personal pronoun"] or before in {"who", "which", "that"}:
        return True
    if verb.form is Form.GERUND:
        return False
    if before in grammar["preposition"]:
        return False
    noun = token.low in word_lists("verbs.txt")["rather a noun"] or (
        verb.form is Form.PRESENT and verb.lemma in word_lists("verbs.txt")["rather a noun"]
    )
    named = at and tokens[at - 1].is_capitalised and not before.endswith(_ADJECTIVE_ENDINGS)
    named = named and not (at == 1 and before in _forms())
    if noun and not named and not _has_object(tokens, at):
        return False
    return bool(verb.form & (Form.PAST | Form.PRESENT)) or not at or before.endswith("s")


def _has_object(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an object follows: "blames the mayor", "control the capital"."""
    if at == 0 or at + 1 >= len(tokens) or not tokens[at - 1].is_word:
        return False
    following = tokens[at + 1]
    return following.low in word_lists("grammar.txt")["determiner"] or (following.is_word and following.is_capitalised)
