"""What does the choice of a word tell about who chooses it? The desk's lexicon, `connotations.yaml`, made ready."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from ...schemas import Connotation
from ..data import table
from ..errors import BadDataFile
from ..reading.tokens import Token, tokens_of

_FILE = "connotations.yaml"
_SIDES = {
    "unfavourable": -2,
    "rather unfavourable": -1,
    "neutral": 0,
    "rather favourable": 1,
    "favourable": 2,
}
_NAMES = frozenset({"person", "people", "government", "act", "thing"})
_BESIDE = _NAMES | {"name"}
_JOINS = frozenset({"actor", "target", "pair", "object", "words", "main", "story"})
_VOWELS = frozenset("aeiou")

Words = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field:
    """Words that name the same thing. What each part means stands at the head of `connotations.yaml`."""

    name: str
    names: frozenset[str]
    family: str
    joins: tuple[str, ...]
    objects: Mapping[str, str]
    """From a noun to the name of the thing that it stands for."""
    context: frozenset[str]
    near: frozenset[str]
    by: frozenset[str]
    asks: str


@dataclass(frozen=True, slots=True)
class Sense:
    """A word of a field: `lean` runs from -2, unfavourable, to 2, favourable; `why` is the desk's reason."""

    text: str
    field: Field
    role: str
    """ "noun" or "verb"."""
    lean: int
    why: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Modifier:
    """A word beside a noun, and the sorts of things beside whose nouns it counts."""

    text: str
    of: frozenset[str]
    lean: int
    why: str


@dataclass(frozen=True)
class Lexicon:
    """The lexicon by first words, and the modifiers by their last."""

    fields: Mapping[str, Field]
    senses: Mapping[str, tuple[tuple[Words, tuple[Sense, ...]], ...]]
    """First word to phrases, the longest first. A phrase without senses is an idiom, which hides shorter ones."""
    modifiers: Mapping[str, tuple[tuple[Words, tuple[Modifier, ...]], ...]]
    hedges: frozenset[str]
    light_verbs: frozenset[str]
    name_calling: frozenset[str]
    narrator_returns: frozenset[str]

    def match(self, tokens: Sequence[Token], at: int) -> tuple[int, tuple[Sense, ...]]:
        """Return where the longest phrase that begins at a token ends, and its senses; (at, ()) if there is none."""
        for words, senses in self.senses.get(tokens[at].low, ()):
            if len(words) == 1:
                return at + 1, senses
            end = at + len(words)
            if end <= len(tokens) and tokens[at + 1].low == words[1] and _reads(tokens, at, words):
                return end, senses
        return at, ()

    def is_noun(self, word: str) -> bool:
        """Tell whether a word by itself is a noun of some field."""
        return any(
            len(words) == 1 and any(s.role == "noun" for s in senses) for words, senses in self.senses.get(word, ())
        )

    def modifier_before(self, tokens: Sequence[Token], end: int, floor: int = 0) -> tuple[int, tuple[Modifier, ...]]:
        """Return where the longest modifier that ends before the token `end` begins; (end, ()) if there is none."""
        for words, modifiers in self.modifiers.get(tokens[end - 1].low, ()):
            start = end - len(words)
            if start >= floor and _reads(tokens, start, words):
                return start, modifiers
        return end, ()


def _reads(tokens: Sequence[Token], at: int, words: Words) -> bool:
    return all(tokens[at + i].low == word for i, word in enumerate(words))


def connotation_of(lean: int) -> Connotation:
    """Return which side a lean is on."""
    if lean == 0:
        return Connotation.NEUTRAL
    return Connotation.FAVOURABLE if lean > 0 else Connotation.UNFAVOURABLE


@cache
def lexicon() -> Lexicon:
    """Return the lexicon.

    Raises:
        BadDataFile: an entry has no known side, no reason, or a field says nothing of what it names.
    """
    data = table(_FILE)
    if not isinstance(data, dict) or not {"fields", "modifiers"} <= data.keys():
        raise BadDataFile(f"{_FILE}: it has no fields or no modifiers")
    fields = {name: _field(name, row) for name, row in data["fields"].items()}
    phrases: dict[Words, list[Sense]] = {}
    for name, row in data["fields"].items():
        for words, sense in _senses(fields[name], row):
            known = phrases.setdefault(words, [])
            if all((s.field.name, s.role) != (name, sense.role) for s in known):
                known.append(sense)
    for idiom in data.get("idioms", ()):
        phrases[_words(str(idiom))] = []
    modifiers: dict[Words, list[Modifier]] = {}
    for row in data["modifiers"]:
        if not set(row.get("of", ())) & _BESIDE:
            raise BadDataFile(f"{_FILE}: modifiers need to say of what: some of {', '.join(sorted(_BESIDE))}")
        for text, lean, why in _entries(row, "modifiers", skip={"of"}):
            modifiers.setdefault(_words(text), []).append(Modifier(text, frozenset(row["of"]), lean, why))
    return Lexicon(
        fields=fields,
        senses=_by_word(phrases, 0),
        modifiers=_by_word(modifiers, -1),
        hedges=frozenset(data.get("hedges", ())),
        light_verbs=_verb_forms(data.get("light verbs", ())),
        name_calling=_verb_forms(data.get("name calling", ())),
        narrator_returns=frozenset(data.get("narrator returns", ())),
    )


def _field(name: str, row: Any) -> Field:
    if not isinstance(row, dict) or not row.get("names") or not set(row["names"]) <= _NAMES:
        raise BadDataFile(f"{_FILE}: the field {name!r} needs names: some of {', '.join(sorted(_NAMES))}")
    unknown = set(row) - {"names", "family", "joins", "objects", "context", "near", "by", "asks", "nouns", "verbs"}
    if unknown or not set(row.get("joins", ())) <= _JOINS:
        raise BadDataFile(f"{_FILE}: the field {name!r} has {', '.join(sorted(map(str, unknown))) or 'unknown joins'}")
    objects = {noun: thing for thing, nouns in row.get("objects", {}).items() for noun in nouns}
    return Field(
        name=name,
        names=frozenset(row["names"]),
        family=row.get("family", name),
        joins=tuple(row.get("joins", ())),
        objects=objects,
        context=frozenset(row.get("context", ())),
        near=frozenset(row.get("near", ())),
        by=frozenset(row.get("by", ())),
        asks=row.get("asks", "How do the articles name {name}?"),
    )


def _entries(row: Any, where: str, skip: Iterable[str] = ()) -> Iterator[tuple[str, int, str]]:
    for side, entries in row.items():
        if side in skip:
            continue
        if side not in _SIDES or not isinstance(entries, dict):
            raise BadDataFile(f"{_FILE}: {where}: {side!r} is no side; the sides are {', '.join(_SIDES)}")
        for text, why in entries.items():
            if not isinstance(text, str) or not isinstance(why, str) or not why.strip():
                raise BadDataFile(f"{_FILE}: {where}: {text!r} needs a reason; put true, false, yes and no in quotes")
            yield text, _SIDES[side], why


def _senses(field: Field, row: Mapping[str, Any]) -> Iterator[tuple[Words, Sense]]:
    for role in ("noun", "verb"):
        for text, lean, why in _entries(row.get(f"{role}s", {}), f"{field.name}, {role}s"):
            head, *irregular = (_words(form) for form in text.split(","))
            label = text.partition(",")[0]
            one = many = Sense(label, field, role, lean, why)
            if role == "noun":
                many = Sense(label, field, role, lean, why, plural=True)
            forms = noun_forms(head) if role == "noun" else [(f, False) for f in verb_forms(head)]
            for words, plural in forms:
                yield words, many if plural else one
            for words in irregular:
                yield words, many


def _by_word(phrases: Mapping[Words, list[T]], place: int) -> dict[str, tuple[tuple[Words, tuple[T, ...]], ...]]:
    found: dict[str, list[tuple[Words, tuple[T, ...]]]] = {}
    for words, meanings in phrases.items():
        found.setdefault(words[place], []).append((words, tuple(meanings)))
    for rows in found.values():
        if len(rows) > 1:
            rows.sort(key=lambda row: (-len(row[0]), row[0]))
    return {word: tuple(rows) for word, rows in found.items()}


def _words(text: str) -> Words:
    plain = text.replace(" ", "")
    if plain.isascii() and plain.isalpha():
        return tuple(text.lower().split())
    return tuple(token.low for token in tokens_of(text.strip()))


def _verb_forms(verbs: Iterable[str]) -> frozenset[str]:
    return frozenset(form[0] for verb in verbs for form in verb_forms(_words(verb)))


_PREPOSITIONS = frozenset({"of", "on", "for", "in", "from", "under", "against", "with", "at", "to"})


def noun_forms(words: Words) -> list[tuple[Words, bool]]:
    """Return the singular and the plural of a noun phrase; the word before its first preposition is inflected."""
    place = next((i - 1 for i, word in enumerate(words) if word in _PREPOSITIONS and i), len(words) - 1)
    if words[place] == "people":
        return [(words, True)]
    plural = (*words[:place], plural_of(words[place]), *words[place + 1 :])
    return [(words, False), (plural, True)]


def plural_of(noun: str) -> str:
    """Return the regular plural of an English noun."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def verb_forms(words: Words) -> list[Words]:
    """Return the regular forms of a verb phrase, whose first word is the verb unless it is an adverb in -ly."""
    place = 1 if len(words) > 1 and words[0].endswith("ly") else 0
    verb = words[place]
    stem = verb[:-1] if verb.endswith("e") else verb
    if _doubles(verb):
        stem = verb + verb[-1]
    past = f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2:-1] not in _VOWELS else f"{stem}ed"
    forms = [verb, plural_of(verb) if verb != "do" else "does", past, f"{stem}ing"]
    if verb.endswith("o") and verb != "do":
        forms.append(f"{verb}es")
    return [(*words[:place], form, *words[place + 1 :]) for form in forms]


def _doubles(verb: str) -> bool:
    """Tell whether the last consonant is doubled: one vowel before one consonant in a short verb ("rip")."""
    vowels = sum(c in _VOWELS for c in verb)
    short = vowels == 1 and len(verb) > 2 and verb[-2] in _VOWELS
    return short and verb[-1] not in _VOWELS | set("wxyh")
