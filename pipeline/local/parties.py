"""Whom and what does a phrase speak of?

"Norway, the UN envoy and some of the officers" are three parties. A name is known by what it refers to in the whole
story (`reading.identity`), so that "the US" and "United States" are one; a thing by the stem of its noun, with the
nouns of one line of `things.txt` taken for one. Whose it is (`owner`) is kept: "the US military" acts for the US.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import NamedTuple

from ..data import phrase_lists, word_lists
from ..reading.document import Sentence
from ..reading.identity import Referents
from ..reading.names import Name, NameKind
from ..reading.nouns import is_plural, singular
from ..reading.places import lookup
from ..reading.tokens import Token, joined
from ..reading.verbs import Form, is_adverb, verb_form
from ..reading.words import fold
from .reading import Reading

_SEPARATORS = frozenset({",", "and", "or", "&", "plus", "nor"})
_LONGEST = 40
"""Tokens of a phrase that are read."""
_NEAR = 6
"""Names before "the country" among which its name is looked for."""


class Sort(Enum):
    """What sort of party it is."""

    PERSON = "person"
    PLACE = "place"
    BODY = "organisation"
    NAMED = "other"
    COMMON = "common"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or something in a sentence, `tokens[start:end]`.

    `key` is the same for all phrases that are taken for the same; `owner` is the key of whom it belongs to or acts
    for, "" where nobody is named.
    """

    key: str
    text: str
    sort: Sort
    start: int
    end: int
    owner: str = ""
    is_definite: bool = False
    is_plural: bool = False
    acts_for_owner: bool = False

    @property
    def may_be_they(self) -> bool:
        """Whether "they" may mean it: several, or a body of many."""
        head = self.text.rpartition(" ")[2].lower()
        return (
            self.is_plural or self.sort in {Sort.BODY, Sort.PLACE} or head in word_lists("things.txt")["plural bodies"]
        )

    @property
    def is_named(self) -> bool:
        """Whether it has a name of its own."""
        return self.sort not in {Sort.COMMON, Sort.PRONOUN}

    @property
    def whom(self) -> str:
        """Return who is meant where it acts for another: the US for "the US military"."""
        return self.owner if self.owner and self.acts_for_owner else self.key


_COUNTS = frozenset("two three four five six seven eight nine ten both pair trio duo".split())


class _Words(NamedTuple):
    determiner: frozenset[str]
    pronoun: frozenset[str]
    preposition: frozenset[str]
    ends_phrase: frozenset[str]
    measures: frozenset[str]


@cache
def _words() -> _Words:
    grammar = word_lists("grammar.txt")
    return _Words(
        grammar["determiner"],
        grammar["pronoun"] | grammar["personal pronoun"],
        grammar["preposition"],
        grammar["preposition"] | {"who", "which", "that", "such", "to", "according"},
        word_lists("things.txt")["measures"],
    )


_SORTS = {
    NameKind.PERSON: Sort.PERSON,
    NameKind.PLACE: Sort.PLACE,
    NameKind.ORGANISATION: Sort.BODY,
    NameKind.OTHER: Sort.NAMED,
}


@cache
def _synonyms() -> dict[str, str]:
    return {fold(word): line.split()[0] for line in phrase_lists("things.txt")["same"] for word in line.split()}


@cache
def thing(word: str) -> str:
    """Return the key of a common noun in lower case: "airliner", "jets" and "planes" are one."""
    root = fold(singular(word))
    return _synonyms().get(root) or _synonyms().get(fold(word), root)


def is_listed_thing(word: str) -> bool:
    """Tell whether `things.txt` has a common noun, whatever its number."""
    return fold(singular(word)) in _synonyms() or fold(word) in _synonyms()


class Cast:
    """The parties of one article."""

    def __init__(self, reading: Reading, referents: Referents) -> None:
        self.reading = reading
        self.referents = referents
        self.names = referents.names_of(reading.name)
        self._starts = [name.start for name in self.names]
        self._titled = {name.title.start: name for name in self.names if name.title is not None}

    def name_at(self, offset: int) -> Name | None:
        """Return the name that an offset of the text lies in."""
        place = bisect_right(self._starts, offset) - 1
        return self.names[place] if place >= 0 and offset < self.names[place].end else None

    def country_before(self, offset: int) -> Name | None:
        """Return the country that "the country" means at an offset: the one that most of the last names speak of."""
        place = bisect_right(self._starts, offset) - 1
        countries: dict[str, list[Name]] = {}
        for name in self.names[max(0, place - _NEAR) : place + 1]:
            entry = lookup(name.text) if name.kind is NameKind.PLACE else None
            if entry is not None and entry.country is not None:
                countries.setdefault(entry.country, []).append(name)
        named = max(countries.values(), key=lambda names: (len(names), names[-1].start), default=[])
        return next((n for n in named if (e := lookup(n.text)) and e.kind != "city"), None)

    def parties(self, sentence: Sentence, start: int, end: int) -> tuple[Party, ...]:
        """Return the parties of a phrase, `sentence.tokens[start:end]`, in their order; appositions count once."""
        end = min(end, start + _LONGEST)
        members = list(self._members(sentence.tokens, start, end))
        found = [p for first, last in members if (p := self._party(sentence, first, last)) is not None]
        joined = any(t.low in {"and", "or", "&", "nor", "plus"} for t in sentence.tokens[start:end])
        if not joined:
            named = [p for p in found if p.is_named]
            return tuple(named[-1:] or found[:1])
        return tuple(_without_asides(found, sentence.tokens))

    def _members(self, tokens: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the members of a list, split at commas and conjunctions outside names and possessives."""
        first = start
        for i in range(start, end):
            if tokens[i].low in _SEPARATORS and self.name_inside(tokens[i]) is None:
                if first < i:
                    yield first, i
                first = i + 1
        if first < end:
            yield first, end

    def name_inside(self, token: Token) -> Name | None:
        """Return the name that a token stands in behind its first word: "and" in "Food and Drug Administration"."""
        name = self.name_at(token.start)
        return name if name is not None and name.start < token.start else None

    def _party(self, sentence: Sentence, start: int, end: int) -> Party | None:
        tokens, lists = sentence.tokens, _words()
        opening = start
        while start < end and self.name_at(tokens[start].start) is None:
            if tokens[start].low not in lists.determiner and not is_adverb(tokens[start].low):
                break
            start += 1
        if start >= end:
            return self._pronoun(tokens, opening) if opening < end else None
        named = self.name_at(tokens[start].start) is not None
        if not named and (tokens[start].low in lists.pronoun or (end - start == 1 and tokens[start].low in _COUNTS)):
            return self._pronoun(tokens, start)
        titled = self._titled.get(tokens[start].start)
        last = self._phrase_end(sentence, start, end, titled)
        if last <= start:
            return None
        head = last - 1
        while head > start and (not tokens[head].is_word or is_adverb(tokens[head].low)):
            head -= 1
        if last < end and tokens[last].low == "of" and (tokens[head].low in lists.measures or not tokens[head].is_word):
            return self._party(sentence, last + 1, end)
        return self._built(sentence, opening, start, head)

    def _phrase_end(self, sentence: Sentence, start: int, end: int, titled: Name | None) -> int:
        """Return where a noun phrase ends: before a preposition, a participle, a time or a mark."""
        tokens = sentence.tokens
        for i in range(start, end):
            token = tokens[i]
            if self.name_inside(token) is not None or (titled is not None and token.start < titled.start):
                continue
            if token.low in _words().ends_phrase:
                return i
            abbreviated = token.text == "." and i > start and len(tokens[i - 1].text) <= 4
            if not token.is_word and not abbreviated and token.text[0] not in "-–'’‘$£€%0123456789":
                return i
            if i > start and self._is_participle_behind(tokens, i):
                return i
            if self.reading.time_at(token.start) is not None:
                return i
        return end

    def _is_participle_behind(self, tokens: Sequence[Token], at: int) -> bool:
        """Tell "troops loyal to", "a statement issued by" and "a general attacking Ayr" from "a ruling party"."""
        verb = verb_form(tokens[at].low)
        if verb is None or tokens[at].is_capitalised or tokens[at - 1].low in {"-", "'s"} or at + 1 >= len(tokens):
            return False
        following = tokens[at + 1]
        goes_on = following.low in _words().preposition or following.low in _words().determiner
        if verb.form & Form.GERUND:
            return goes_on or following.is_capitalised
        return bool(verb.form & Form.PARTICIPLE) and goes_on

    def _pronoun(self, tokens: Sequence[Token], at: int) -> Party:
        low = tokens[at].low
        plural = low in _COUNTS or low in {"they", "them", "we", "these", "those", "all", "many", "some"}
        return Party(f"pronoun {low}", tokens[at].text, Sort.PRONOUN, at, at + 1, is_plural=plural)

    def _built(self, sentence: Sentence, opening: int, start: int, head: int) -> Party | None:
        tokens = sentence.tokens
        if not tokens[head].is_word:
            return None
        name = self.name_at(tokens[head].start)
        owner = self._owner(tokens, start, head, name)
        definite = tokens[opening].low in {"the", "this", "that", "its", "his", "her", "their"} or bool(owner)
        text = joined(tokens[opening if name is None else start : head + 1])
        if name is not None and not name.is_people:
            referent = self.referents.of(name)
            return Party(referent.id, referent.text, _SORTS[referent.kind], start, head + 1, owner, is_definite=True)
        if name is not None:
            referent = self.referents.of(name)
            return Party(referent.id, name.text, Sort.PLACE, start, head + 1, is_plural=name.text.endswith("s"))
        low = tokens[head].low
        if definite and low in word_lists("things.txt")["the country"] and not owner:
            country = self.country_before(tokens[opening].start)
            if country is not None:
                referent = self.referents.of(country)
                return Party(referent.id, referent.text, Sort.PLACE, opening, head + 1, is_definite=True)
        return Party(
            thing(low), text, Sort.COMMON, opening, head + 1, owner,
            is_definite=definite,
            is_plural=is_plural(low),
            acts_for_owner=low in word_lists("things.txt")["acts for its owner"],
        )  # fmt: skip

    def _owner(self, tokens: Sequence[Token], start: int, head: int, name: Name | None) -> str:
        """Return the key of the last other name before the head: "Kenya's forces", "the US military"."""
        for i in range(head - 1, start - 1, -1):
            before = self.name_at(tokens[i].start)
            if before is not None and before != name and tokens[i + 1].text not in "-–":
                return self.referents.of(before).id
        return ""


def _without_asides(found: Sequence[Party], tokens: Sequence[Token]) -> Iterator[Party]:
    """Yield the members of a list without the descriptions between its commas: "Lind, a doctor, and Roe"."""
    before: Party | None = None
    for party in found:
        described = party.sort is Sort.COMMON and tokens[party.start].low in {"a", "an", "the"}
        if before is not None and before.sort is Sort.PERSON and described and not party.is_plural:
            continue
        yield party
        before = party
