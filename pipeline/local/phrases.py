"""Which noun phrase does a word of the lexicon head, and whom does the article name around it?

There is no tagger: a phrase is read from its head to the left, over words that can only stand before a noun (the
lexicon's modifiers, names of peoples and places, adjectives by their endings, "X-backed").
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..data import word_lists
from ..reading.document import Document, Sentence
from ..reading.identity import Referents
from ..reading.names import Name, NameKind
from ..reading.tokens import Token
from .connotations import Field, Lexicon, Modifier, Sense, lexicon
from .reading import Reading

_HYPHENS = frozenset("-‐‑–")
_QUOTES = frozenset("\"“”'‘’")
_ADJECTIVE_ENDINGS = ("al", "ic", "ive", "ous", "ary", "ist", "ian", "ern", "able", "ible", "ful", "less", "ish", "ese")
_PEOPLE_ENDINGS = ("ian", "ean", "an", "ese", "ish", "i")
_LONGEST_PHRASE = 9
_LONGEST_SENTENCE = 300
"""Tokens beyond which a sentence is a list or a table, and no prose to read labels from."""
_HEADED = 3
_LONGEST_ACRONYM = 4
_LEAD = 4
"""Sentences in which an article says what happened."""
_SHORTEST_SENTENCE = 6
"""Tokens below which a line is a byline, a date or a scream."""
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "your", "my", "whose"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named in a sentence: `tokens[first:last]`, with the title before it from `title`."""

    sentence: int
    title: int
    first: int
    last: int
    referent: str
    kind: NameKind
    name: Name | None = None
    is_people: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon in a sentence, `tokens[first:last]`, with what it may mean."""

    sentence: Sentence
    first: int
    last: int
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: `tokens[first:last]` is the label, `tokens[outer:last]` has its determiner or possessor too."""

    sentence: Sentence
    outer: int
    first: int
    head: int
    last: int
    determiner: str = ""
    possessor: int | None = None
    """The place of the possessive ending or pronoun before it."""
    attached: Mention | None = None
    """A name that stands right before it without a possessive."""
    places: tuple[Mention, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    is_hedged: bool = False
    is_scare_quoted: bool = False

    @property
    def tokens(self) -> Sequence[Token]:
        """The tokens of the label."""
        return self.sentence.tokens[self.first : self.last]

    def lean(self, sense: Sense) -> int:
        """Return how the phrase leans: as its strongest word does, but not where it leaves the judgment open.

        Two words that lean a little the same way lean a lot together: "an unarmed father of two".
        """
        if self.is_hedged and sense.lean < 0:
            return 0
        leans = [sense.lean, *(m.lean for m in self.modifiers if m.of & sense.field.names)]
        strongest = max(leans, key=lambda lean: (abs(lean), -lean))
        return 2 * strongest if abs(strongest) == 1 and leans.count(strongest) > 1 else strongest


@dataclass
class Page:
    """One article with its mentions and the words of the lexicon that stand in it."""

    reading: Reading
    referents: Referents
    lexicon: Lexicon = field(default_factory=lexicon)
    common: frozenset[str] = frozenset()
    """The words that the story's articles share (`common_words`)."""

    @property
    def document(self) -> Document:
        """The article taken apart."""
        return self.reading.document

    @property
    def article(self) -> str:
        """The article's name."""
        return self.reading.name

    @cached_property
    def mentions(self) -> dict[int, list[Mention]]:
        """The named mentions of each sentence, in order."""
        found: dict[int, list[Mention]] = {}
        for name in self.referents.names_of(self.article):
            if self._is_shouted(name):
                continue
            sentence = self.document.sentence_at(name.start)
            starts = self._starts(sentence)
            first = bisect_left(starts, name.start)
            title = bisect_left(starts, name.title.start) if name.title else first
            last = bisect_left(starts, name.end)
            referent = self.referents.of(name)
            found.setdefault(sentence.number, []).append(
                Mention(sentence.number, title, first, last, referent.id, referent.kind, name, name.is_people)
            )
        return found

    def _is_shouted(self, name: Name) -> bool:
        """Tell whether a "name" is a word of the lexicon in capitals: "A GREEDY boss"."""
        low = name.text.lower()
        return (
            name.text.isupper()
            and len(low) > _LONGEST_ACRONYM
            and (low in self.lexicon.modifiers or low in self.lexicon.senses)
        )

    @cached_property
    def _token_starts(self) -> dict[int, list[int]]:
        return {}

    def _starts(self, sentence: Sentence) -> list[int]:
        if sentence.number not in self._token_starts:
            self._token_starts[sentence.number] = [t.start for t in sentence.tokens]
        return self._token_starts[sentence.number]

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Mention]:
        return {(m.sentence, i): m for ms in self.mentions.values() for m in ms for i in range(m.first, m.last)}

    @cached_property
    def _opening(self) -> dict[tuple[int, int], Mention]:
        return {(m.sentence, m.title): m for ms in self.mentions.values() for m in ms}

    def name_over(self, sentence: Sentence, at: int) -> Mention | None:
        """Return the name that a token is part of."""
        return self._covered.get((sentence.number, at))

    def name_from(self, sentence: Sentence, at: int) -> Mention | None:
        """Return the name that begins, with its title, at a token."""
        return self._opening.get((sentence.number, at))

    def mentions_in(self, sentence: Sentence) -> list[Mention]:
        """Return the names of a sentence in order."""
        return self.mentions.get(sentence.number, [])

    @cached_property
    def hits(self) -> list[Hit]:
        """Every phrase of the lexicon outside names, none overlapping another."""
        found: list[Hit] = []
        known = self.lexicon.senses
        for sentence in self.document.sentences:
            at = 0 if len(sentence.tokens) <= _LONGEST_SENTENCE else len(sentence.tokens)
            while at < len(sentence.tokens):
                if sentence.tokens[at].low not in known:
                    at += 1
                    continue
                end, senses = self.lexicon.match(sentence.tokens, at)
                covering = self.name_over(sentence, at) if end > at else None
                if end == at or self._is_month(sentence, at):
                    at += 1
                elif covering is not None and not (at == covering.first and end == covering.last):
                    at = covering.last
                else:
                    kept = tuple(s for s in senses if s.field.name not in self._idle)
                    if kept:
                        found.append(Hit(sentence, at, end, kept))
                    at = end
        return found

    @cached_property
    def _idle(self) -> frozenset[str]:
        """The fields that the article is not about; those that name persons may still label one."""
        known = self.words | self.common
        fields = (f for f in self.lexicon.fields.values() if f.context and "person" not in f.names)
        return frozenset(f.name for f in fields if f.context.isdisjoint(known))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the article, in lower case."""
        return frozenset(t.low for s in self.document.sentences for t in s.tokens)

    def is_about(self, lexical: Field, sentence: Sentence) -> bool:
        """Tell whether the article, and the sentence, have words without which those of a field mean something else."""
        if lexical.context and not lexical.context & self.words and not lexical.context & self.common:
            return False
        return not lexical.near or any(t.low in lexical.near for t in sentence.tokens)

    @cached_property
    def _lead(self) -> frozenset[int]:
        headings = [s.number for s in self.document.sentences if s.is_heading and s.paragraph < _HEADED]
        prose = [s for s in self.document.sentences if not s.is_heading and len(s.tokens) >= _SHORTEST_SENTENCE]
        return frozenset([*headings, *(s.number for s in prose[:_LEAD])])

    def is_lead(self, sentence: Sentence) -> bool:
        """Tell whether a sentence stands in the headline or the first sentences, which say what the story is about."""
        return sentence.number in self._lead

    def _is_month(self, sentence: Sentence, at: int) -> bool:
        token = sentence.tokens[at]
        return token.low in {"march", "may"} and token.is_capitalised and at > 0 and not sentence.is_heading

    @cached_property
    def phrases(self) -> list[tuple[Hit, Phrase]]:
        """The hits with the noun phrases around them; a hit that is only part of the next phrase is left out."""
        found: list[tuple[Hit, Phrase]] = []
        sentence, first = -1, 0
        for hit in reversed(self.hits):
            if hit.sentence.number == sentence and hit.first >= first:
                continue
            phrase = _Builder(self, hit).phrase()
            found.append((hit, phrase))
            sentence, first = hit.sentence.number, phrase.first
        return found[::-1]

    def label(self, phrase: Phrase) -> str:
        """Return a phrase as a label in normal form: small letters outside names, single spaces."""
        parts: list[str] = []
        end = 0
        for i in range(phrase.first, phrase.last):
            token = phrase.sentence.tokens[i]
            known = self.name_over(phrase.sentence, i) or token.text.isupper() or self._is_like_a_people(token)
            word = token.text if known else token.text.lower()
            if token.text in _QUOTES:
                continue
            glued = parts and (token.start == end or token.text in _HYPHENS or parts[-1][-1:] in _HYPHENS)
            parts.append(word if glued or not parts else f" {word}")
            end = token.end
        return "".join(parts).strip()

    def _is_like_a_people(self, token: Token) -> bool:
        return token.is_capitalised and token.low.endswith(_PEOPLE_ENDINGS) and token.low not in self.lexicon.modifiers


class _Builder:
    """Reads one phrase from its head to the left."""

    def __init__(self, page: Page, hit: Hit) -> None:
        self._page = page
        self._hit = hit
        self._tokens = hit.sentence.tokens
        self._at = hit.first
        self._places: list[Mention] = []
        self._modifiers: list[Modifier] = []
        self._hedged = False
        self._scare = self._is_scare(hit.first, hit.last)

    def phrase(self) -> Phrase:
        only_verb = all(sense.role == "verb" for sense in self._hit.senses)
        floor = self._hit.first if only_verb else max(0, self._hit.first - _LONGEST_PHRASE)
        while self._at > floor and self._step():
            pass
        first = self._at
        determiner, possessor, attached, outer = self._before(first)
        return Phrase(
            self._hit.sentence, outer, first, self._hit.first, self._hit.last, determiner, possessor, attached,
            tuple(self._places), tuple(self._modifiers), self._hedged, self._scare,
        )  # fmt: skip

    def _step(self) -> bool:
        """Take one more modifier into the phrase, or tell that there is none."""
        at, tokens = self._at, self._tokens
        token = tokens[at - 1]
        name = self._page.name_over(self._hit.sentence, at - 1)
        if name is not None:
            if not is_place(name):
                return False
            self._places.append(name)
            self._at = name.title
            return True
        if self._age():
            return True
        start, modifiers = self._page.lexicon.modifier_before(tokens, at)
        if start < at:
            self._take(modifiers, start)
            return True
        if token.low in self._page.lexicon.hedges:
            self._hedged = True
            self._at = at - 1
            return True
        return self._compound() or self._quoted() or self._adjective()

    def _age(self) -> bool:
        """Take "19-year-old"."""
        at, tokens = self._at, self._tokens
        if at < 5 or tokens[at - 1].low != "old" or tokens[at - 3].low != "year":
            return False
        self._at = at - 5
        return True

    def _take(self, modifiers: Sequence[Modifier], start: int) -> None:
        text = " ".join(t.low for t in self._tokens[start : self._at])
        self._hedged = self._hedged or text in self._page.lexicon.hedges
        self._modifiers += modifiers
        self._at = start

    def _compound(self) -> bool:
        """Take "US-backed", also after "UN and"."""
        at, tokens = self._at, self._tokens
        if at < 3 or tokens[at - 2].text not in _HYPHENS or not tokens[at - 3].text[0].isalnum():
            return False
        if not tokens[at - 1].text[0].islower() and not self._hit.sentence.is_heading:
            return False
        name = self._page.name_over(self._hit.sentence, at - 3)
        start = name.title if name else at - 3
        if start > 1 and tokens[start - 1].low in {"and", "&"}:
            other = self._page.name_over(self._hit.sentence, start - 2)
            start = other.title if other and name else start
        self._at = start
        return True

    def _quoted(self) -> bool:
        """Take a single word in quotation marks: “terrorist” elements."""
        at, tokens = self._at, self._tokens
        if at < 3 or tokens[at - 1].text not in _QUOTES or tokens[at - 3].text not in _QUOTES:
            return False
        if not self._is_scare(at - 2, at - 1):
            return False
        start, modifiers = self._page.lexicon.modifier_before(tokens, at - 1, at - 2)
        if start == at - 1:
            return False
        self._scare = True
        self._modifiers += modifiers
        self._at = at - 3
        return True

    def _is_scare(self, first: int, last: int) -> bool:
        """Tell whether quotation marks hold these words and nothing else."""
        quotation = self._page.document.quotation_at(self._tokens[first].start)
        if quotation is None:
            return False
        inside = self._page.document.text[quotation.start : quotation.end].strip(" .,")
        return len(inside.split()) <= max(2, last - first) and quotation.start >= self._tokens[max(0, first - 2)].start

    def _adjective(self) -> bool:
        token = self._tokens[self._at - 1]
        low = token.low
        if not token.is_word or low in word_lists("grammar.txt")["stopword"] or len(low) < 4:
            return False
        if token.is_capitalised and not self._hit.sentence.is_heading and self._at > 1:
            return False
        before = self._tokens[self._at - 2].low if self._at > 1 else ""
        if low.endswith("ed") and before.endswith("ly"):
            self._at -= 2
            return True
        if low.endswith(_ADJECTIVE_ENDINGS) and low not in _function_words() and not self._page.lexicon.is_noun(low):
            self._at -= 1
            return True
        return False

    def _before(self, first: int) -> tuple[str, int | None, Mention | None, int]:
        """Return the determiner, possessor, attached name and the outer start of the phrase."""
        if first == 0:
            return "", None, None, first
        token = self._tokens[first - 1]
        if token.low in POSSESSIVES:
            return token.low, first - 1, None, first - 1
        if token.low in word_lists("grammar.txt")["determiner"]:
            return token.low, None, None, first - 1
        if token.text[0] in "'’‘" and (token.low == "'s" or self._tokens[first - 2].low.endswith("s")):
            owner = self._page.name_over(self._hit.sentence, first - 2) if first > 1 else None
            return "", first - 1, None, owner.title if owner else max(0, first - 2)
        attached = self._page.name_over(self._hit.sentence, first - 1)
        return "", None, attached, attached.title if attached else first


def _function_words() -> frozenset[str]:
    grammar = word_lists("grammar.txt")
    return (
        grammar["preposition"] | grammar["auxiliary"] | grammar["conjunction"] | grammar["pronoun"] | grammar["adverb"]
    )


def is_place(mention: Mention) -> bool:
    """Tell whether a name is a place's or a people's, also one that no table knows but that ends like one."""
    if mention.kind is NameKind.PLACE:
        return True
    text = mention.name.text if mention.name else ""
    return mention.kind is NameKind.OTHER and " " not in text and text.endswith(_PEOPLE_ENDINGS)


def last_before(mentions: Sequence[Mention], at: int) -> Mention | None:
    """Return the last mention that ends at or before a token."""
    place = bisect_right([m.last for m in mentions], at) - 1
    return mentions[place] if place >= 0 else None
