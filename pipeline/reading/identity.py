"""Which names of a story mean the same person, place or organisation?

Names are joined across articles by rule: what `places.yaml` knows, acronyms and what they stand for, surnames and
the full names they belong to, spellings of one transliterated name. Where a name could mean two, it is joined to
neither. The result does not depend on the order of the articles.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import JaroWinkler

from ..data import word_lists
from .document import Document
from .names import Name, NameKind
from .places import lookup

_ALIKE = 0.78
"""Jaro-Winkler from which two spellings with the same consonants are one name: 0.82 for Hussein and Husayn."""
_SHORTEST_KEY = 3
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "bint", "de", "del", "der", "den", "van", "von", "da", "dos", "abu", "the"}
)
_LEGAL_FORMS = frozenset(
    {"inc", "ltd", "corp", "co", "plc", "llc", "gmbh", "corporation", "company", "incorporated", "limited"}
)
_SMALL = frozenset({"of", "and", "the", "for", "on", "in", "&", "de", "la"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Referent:
    """One person, place, organisation or other thing that a story names.

    `id` is unique in the story and made of the name; `text` is its fullest form, `variants` all that occur.
    """

    id: str
    text: str
    kind: NameKind
    variants: tuple[str, ...]


class Referents:
    """What the names of a story refer to."""

    def __init__(self, names: Mapping[str, tuple[Name, ...]], of: Mapping[Name, Referent]) -> None:
        self._names = dict(names)
        self._of = dict(of)
        self._all = tuple(sorted(set(self._of.values()), key=lambda referent: referent.id))

    def of(self, name: Name) -> Referent:
        """Return what a name of the story refers to."""
        return self._of[name]

    def names_of(self, article: str) -> tuple[Name, ...]:
        """Return the names of an article in their order."""
        return self._names.get(article, ())

    def all(self) -> tuple[Referent, ...]:
        """Return every referent of the story, by id."""
        return self._all


def identify(documents: Sequence[Document], names: Iterable[Sequence[Name]]) -> Referents:
    """Tell which names of a story's articles refer to the same.

    Args:
        documents: the articles.
        names: the names of each, in the same order.

    Linear in the number of names.
    """
    by_article = {d.article.article: tuple(found) for d, found in zip(documents, names, strict=True)}
    flat = [name for article in sorted(by_article) for name in by_article[article]]
    keys: dict[Name, str] = {}
    persons = [n for n in flat if n.kind is NameKind.PERSON]
    full = _Persons(persons)
    rest = [n for n in flat if n.kind is not NameKind.PERSON]
    acronyms = _acronyms(documents, by_article, rest)
    for name in persons:
        keys[name] = full.key_of(name)
    for name in rest:
        keys[name] = _key_of(name, acronyms) or full.loose_key_of(name) or f"other {' '.join(_words(name.text))}"
    return Referents(by_article, _referents(keys))


def _referents(keys: Mapping[Name, str]) -> dict[Name, Referent]:
    groups: dict[str, list[Name]] = defaultdict(list)
    for name, key in keys.items():
        groups[key].append(name)
    found: dict[Name, Referent] = {}
    for key, names in groups.items():
        kind = NameKind(key.partition(" ")[0])
        texts = Counter(" ".join(name.text.split()) for name in names if not name.is_people or len(names) == 1)
        known = key.partition(" ")[2] if key.endswith("\t") else ""
        text = known.rstrip("\t") or _canonical(texts or Counter(n.text for n in names))
        variants = tuple(sorted({" ".join(name.text.split()) for name in names}))
        referent = Referent(key.rstrip("\t"), text, kind, variants)
        found |= dict.fromkeys(names, referent)
    return found


def _canonical(texts: Counter[str]) -> str:
    """Return the fullest form of a name: the most words, then the most frequent, then the first in the alphabet."""
    return min(texts, key=lambda text: (-len(text.split()), text.isupper(), -texts[text], text))


@lru_cache(maxsize=4096)
def _words(text: str) -> Words:
    """Return the words of a name without accents, capitals and dots; "Jong-un" is two."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = re.sub(r"['’‘ʼ.]", "", plain)
    return tuple(re.sub(r"[^\w&]+", " ", plain).split())


def _key_of(name: Name, acronyms: Mapping[tuple[str, str], str]) -> str | None:
    """Return the key of a name that a table or an acronym explains. A tab at its end marks a canonical name."""
    text = " ".join(name.text.split())
    entry = lookup(text) or (lookup(text.title()) if text.isupper() and len(text) > 4 else None)
    if entry is not None:
        if entry.kind == "organisation":
            return f"organisation {entry.canonical}\t"
        return f"place {entry.country if entry.kind == 'people' else entry.canonical}\t"
    if text.replace(".", "").isupper() and " " not in text:
        short = text.replace(".", "")
        expanded = acronyms.get((name.article, short)) or acronyms.get(("", short))
        return expanded or f"organisation {short}"
    if name.kind is NameKind.ORGANISATION:
        return f"organisation {' '.join(_without_form(_words(text)))}"
    return f"place {' '.join(_words(text))}" if name.kind is NameKind.PLACE else None


def _without_form(words: Words) -> Words:
    kept = tuple(w for w in words if w not in _LEGAL_FORMS and w != "the")
    return kept or words


def _acronyms(
    documents: Sequence[Document], names: Mapping[str, Sequence[Name]], rest: Sequence[Name]
) -> dict[tuple[str, str], str]:
    """Return what acronyms stand for, by article and, where the story agrees, under "" for all articles.

    An acronym is explained where it stands in brackets after its full name, and by the one name of an organisation
    in the story that has its initials.
    """
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for document in documents:
        found = names[document.article.article]
        for full, short in pairwise(found):
            between = document.text[full.end : short.start].strip()
            letters = short.text.replace(".", "")
            if between in {"(", "( the", "(the"} and letters.isupper() and _initials_fit(_words(full.text), letters):
                key = _key_of(full, {}) or f"organisation {' '.join(_without_form(_words(full.text)))}"
                said[full.article, letters].add(_as_organisation(key))
                said["", letters].add(_as_organisation(key))
    for name in rest:
        words = _words(name.text)
        if name.kind is NameKind.ORGANISATION and len(words) > 2 and " " in name.text:
            letters = "".join(w[0] for w in words if w not in _SMALL).upper()
            if len(letters) > 2 and lookup(letters) is None and ("", letters) not in said:
                said[" ", letters].add(_as_organisation(_key_of(name, {}) or ""))
    explained = {key: next(iter(meanings)) for key, meanings in said.items() if len(meanings) == 1 and key[0] != " "}
    for (scope, letters), meanings in said.items():
        if scope == " " and len(meanings) == 1 and ("", letters) not in said:
            explained["", letters] = next(iter(meanings))
    return explained


def _as_organisation(key: str) -> str:
    return f"organisation {key.partition(' ')[2]}"


def _initials_fit(words: Words, letters: str) -> bool:
    """Tell whether an acronym can stand for a name: its letters begin the name's words, in their order."""
    initials = "".join(w[0] for w in words).upper()
    significant = "".join(w[0] for w in words if w not in _SMALL).upper()
    if letters in {initials, significant}:
        return True
    return len(words) > 1 and letters[0] == initials[0] and _is_subsequence(letters, "".join(words).upper())


def _is_subsequence(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


_DIGRAPHS = (
    ("ou", "u"),
    ("kh", "k"),
    ("gh", "k"),
    ("dh", "d"),
    ("th", "t"),
    ("sch", "s"),
    ("sh", "s"),
    ("ph", "f"),
    ("ck", "k"),
    ("tz", "z"),
)
_LETTERS = str.maketrans({"q": "k", "g": "k", "c": "k", "v": "w", "j": "y", "z": "s"})


@lru_cache(maxsize=4096)
def consonant_key(word: str) -> str:
    """Return the consonants of a transliterated word, with those made alike that scripts make alike.

    "Qasim", "Kassem" and "Gassim" give one key. Soundex gives three.
    """
    word = _words(word)[-1] if _words(word) else ""
    for pair, single in _DIGRAPHS:
        word = word.replace(pair, single)
    word = word.translate(_LETTERS)
    first, rest = word[:1], re.sub(r"[aeiouyhw]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", ("a" if first in "aeiou" else first) + rest)


def are_spellings(one: str, other: str, *, given: bool = False) -> bool:
    """Tell whether two words may be spellings of one transliterated name.

    Given names may be shorter, since only those of bearers of one surname are compared; "Daniel" and "Daniela",
    "Joan" and "John" stay two.
    """
    if one == other:
        return True
    key = consonant_key(one)
    shortest = _SHORTEST_KEY - 1 if given else _SHORTEST_KEY
    return (
        len(key) >= shortest
        and key == consonant_key(other)
        and min(len(one), len(other)) >= (5 if len(key) < _SHORTEST_KEY else 4)
        and _ending(one) == _ending(other)
        and JaroWinkler.similarity(one, other) >= _ALIKE
    )


def _ending(word: str) -> str:
    """Return how a word ends, as far as spellings of one name agree on it."""
    last = word.rstrip("h")[-1:]
    return "a" if last == "a" else "i" if last in "eiy" else "o" if last in "ou" else "consonant"


@dataclass(frozen=True, slots=True)
class _Full:
    """A full name: given and family name, what stands between as initials, and a Jr."""

    words: Words
    initials: str
    suffix: str

    @property
    def first(self) -> str:
        return self.words[0]

    @property
    def last(self) -> str:
        return self.words[-1]


def _full(text: str) -> _Full:
    words = [w for w in _words(text) if w not in _PARTICLES]
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIXES else ""
    kept = [w for i, w in enumerate(words) if len(w) > 1 or i == 0]
    return _Full(tuple(kept or words or ["?"]), "".join(w for w in words[1:] if len(w) == 1), suffix)


def _same_person(one: _Full, other: _Full) -> bool:
    if one.suffix != other.suffix or (one.initials and other.initials and one.initials != other.initials):
        return False
    if len(one.words) > 2 and len(other.words) > 2 and one.words != other.words:
        return len(one.words) == len(other.words) and all(map(are_spellings, one.words, other.words))
    return are_spellings(one.last, other.last) and are_spellings(one.first, other.first, given=True)


class _Persons:
    """The persons of a story: full names joined, and surnames led to the one full name they can mean."""

    def __init__(self, names: Sequence[Name]) -> None:
        articles: dict[str, set[_Full]] = defaultdict(set)
        for name in names:
            full = _full(name.text)
            if len(full.words) > 1:
                articles[name.article].add(full)
        known = {full for fulls in articles.values() for full in fulls}
        self._group = self._grouped(known)
        self._surnames: dict[_Full, set[str]] = defaultdict(set)
        for full, person in self._group.items():
            self._surnames[person].add(full.last)
        self._in_article = {article: self._by_word(fulls) for article, fulls in articles.items()}
        self._in_story = self._by_word(known)
        self._singles: dict[str, list[str]] = defaultdict(list)

    def _grouped(self, fulls: Iterable[_Full]) -> dict[_Full, _Full]:
        """Return for each full name the one that stands for its person: the first that it is a spelling of."""
        alike: dict[tuple[str, str], list[_Full]] = defaultdict(list)
        by_initial: dict[tuple[str, str, str], set[_Full]] = defaultdict(set)
        by_ending: dict[Words, set[_Full]] = defaultdict(set)
        group: dict[_Full, _Full] = {}
        for full in sorted(fulls, key=lambda f: (len(f.first) == 1, f.words, f.initials, f.suffix)):
            bucket = alike[consonant_key(full.last), consonant_key(full.first)]
            same = next((group[other] for other in bucket if _same_person(full, other)), None)
            if same is None and len(full.first) == 1:
                persons = by_initial[full.last, full.first, full.suffix]
                same = next(iter(persons)) if len(persons) == 1 else None
            group[full] = same or full
            bucket.append(full)
            by_initial[full.last, full.first[0], full.suffix].add(group[full])
            for length in range(2, len(full.words)):
                by_ending[full.words[-length:]].add(group[full])
        for full, person in group.items():
            wider = by_ending.get(full.words, set())
            if person == full and len(wider) == 1:
                group[full] = next(iter(wider))
        return group

    def _by_word(self, fulls: Iterable[_Full]) -> dict[str, dict[str, set[_Full]]]:
        found: dict[str, dict[str, set[_Full]]] = {
            "last": defaultdict(set),
            "first": defaultdict(set),
            "key": defaultdict(set),
        }
        for full in fulls:
            person = self._group[full]
            found["last"][full.last].add(person)
            found["first"][full.first].add(person)
            found["key"][consonant_key(full.last)].add(person)
        return found

    def key_of(self, name: Name) -> str:
        full = _full(name.text)
        if len(full.words) > 1:
            return self._key(self._group[full])
        word = full.last
        person = self._meant(name.article, word)
        if person is not None:
            return self._key(person)
        if self._is_ambiguous(word):
            return f"person {word} ({name.article})"
        return f"person {self._spelling(word)}"

    def loose_key_of(self, name: Name) -> str | None:
        """Return the key of a name of unknown kind if it is the surname of a person of the story."""
        full = _full(name.text)
        if len(full.words) > 1 or name.kind is not NameKind.OTHER:
            return self._key(self._group[full]) if full in self._group else None
        person = self._meant(name.article, full.last, loose=True)
        return self._key(person) if person is not None else None

    def _meant(self, article: str, word: str, *, loose: bool = False) -> _Full | None:
        for scope in (self._in_article.get(article), self._in_story):
            if scope is None:
                continue
            for part in ("last", "key") if loose or scope is self._in_story else ("last", "key", "first"):
                candidates = scope[part].get(consonant_key(word) if part == "key" else word, set())
                if part == "key":
                    candidates = {c for c in candidates if self._spelt_like(c, word)}
                if len(candidates) == 1:
                    return next(iter(candidates))
                if candidates:
                    return None
        return None

    def _spelt_like(self, person: _Full, word: str) -> bool:
        return any(are_spellings(word, last) for last in self._surnames[person])

    def _is_ambiguous(self, word: str) -> bool:
        return len(self._in_story["last"].get(word, ())) > 1

    def _spelling(self, word: str) -> str:
        """Return one spelling for all that a story has of a surname without a full name."""
        singles = self._singles[consonant_key(word)]
        known = next((single for single in singles if are_spellings(word, single)), None)
        if known is None:
            singles.append(word)
        return known or word

    def _key(self, full: _Full) -> str:
        return f"person {' '.join(filter(None, (*full.words, full.initials, full.suffix)))}"


def titles_of(document: Document, name: Name) -> tuple[str, ...]:
    """Return the words of a name's title in lower case, abbreviations written out: ("field", "marshal")."""
    if name.title is None:
        return ()
    words = _words(document.text[name.title.start : name.title.end])
    short = dict(pair.split("=") for pair in word_lists("titles.txt")["short for"])
    whole = "-".join(words)
    return (short[whole],) if whole in short else tuple(short.get(word, word) for word in words)
