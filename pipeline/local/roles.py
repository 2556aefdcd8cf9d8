"""Who does what to whom around a word that names an act?

Who acts is read from the possessor of a noun ("Doe's attack"), from the subject of a verb, and through verbs that
only bring an act about ("launched an offensive"); who is acted on from what follows.
"""

from dataclasses import dataclass
from functools import lru_cache

from ..data import word_lists
from ..reading.clauses import Clause
from ..reading.document import Sentence
from ..reading.names import NameKind
from ..reading.verbs import Form, is_verb, verb_form
from .persons import Persons, antecedent
from .phrases import POSSESSIVES, Hit, Mention, Page, Phrase, last_before

REACH = 9
"""Words within which somebody acted on is looked for."""
STOPS = frozenset({".", ";", ":", "(", ")", "—"})
_LIGHT_REACH = 4
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Who acts and who or what is acted on, as ids of referents; `is_other` tells of an actor without a name."""

    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    is_other: bool = False


def listed(heading: str) -> frozenset[str]:
    """Return a list of `framing.txt`."""
    return word_lists("framing.txt")[heading]


@lru_cache(maxsize=4096)
def is_participle(word: str) -> bool:
    """Tell whether a word can be a past participle."""
    form = verb_form(word)
    return form is not None and bool(form.form & Form.PARTICIPLE)


class Act:
    """A word of the lexicon that may name an act, with the phrase and the mentions around it."""

    def __init__(self, page: Page, persons: Persons, hit: Hit, phrase: Phrase) -> None:
        self.page = page
        self._persons = persons
        self.hit = hit
        self.phrase = phrase
        self.tokens = hit.sentence.tokens
        self.mentions = persons.mentions_in(page, hit.sentence)

    @property
    def _sentence(self) -> Sentence:
        return self.hit.sentence

    def of_noun(self) -> Roles:
        """Return the roles around a noun."""
        phrase = self.phrase
        actors, other = self._owner()
        if not actors and not other:
            agent = self._after({"by"}, phrase.last)
            actors = (agent.referent,) if agent else ()
        if not actors and not other:
            actors, other = self._through_light_verb()
        if not actors and not other:
            actors = self._loosely()
        targets = [m.referent for m in self._behind(phrase.last, listed("before a target"))]
        targets += [m.referent for m in phrase.places]
        if not targets and "pair" in {j for s in self.hit.senses for j in s.field.joins}:
            targets = [m.referent for m in self.mentions if m.kind is NameKind.PERSON and m.referent not in actors][:2]
        return Roles(actors, tuple(dict.fromkeys(targets)), other)

    def of_verb(self) -> Roles:
        """Return the roles around a verb."""
        first, last = self.hit.first, self.hit.last
        before = self.tokens[first - 1].low if first else ""
        participle = is_participle(self.tokens[first].low)
        agent = self._after({"by"}, last, reach=4) if participle else None
        passive = participle and (agent is not None or self.is_passive())
        if passive or (participle and self._is_attributive(before)):
            subjects, _ = self._subjects(first)
            targets = subjects if passive else ()
            return Roles((agent.referent,) if agent else (), targets, False)
        subjects, other = self._subjects(first)
        targets = tuple(m.referent for m in self.objects(last) if m.referent not in subjects)
        if not targets and self.tokens[last : last + 1] and self.tokens[last].low in {"him", "her"}:
            earlier = [
                m for m in self.mentions if m.last <= first and m.kind is NameKind.PERSON and m.referent not in subjects
            ]
            meant = earlier[-1] if earlier else antecedent(self._persons, self.page, self._sentence, 0)
            targets = (meant.referent,) if meant and meant.referent not in subjects else ()
        if len(subjects) > 1 and not targets:
            return Roles(subjects[:1], subjects[1:2], other)
        return Roles(subjects[:1], targets[:2], other)

    def is_by(self, doers: frozenset[str]) -> bool:
        """Tell whether one of some nouns names who acts: a verb's subject, after "by", or right at a noun."""
        tokens, phrase = self.tokens, self.phrase
        for i in range(self.hit.last, min(len(tokens), self.hit.last + REACH)):
            if tokens[i].text in STOPS or (tokens[i].low in listed("ends a clause") and i > self.hit.last):
                break
            if tokens[i].low == "by":
                return any(t.low in doers for t in tokens[i + 1 : i + 1 + _LIGHT_REACH])
        if phrase.first < phrase.head or phrase.determiner or phrase.possessor is not None:
            return any(t.low in doers for t in tokens[max(0, phrase.outer - 1) : phrase.last])
        at = self.hit.first
        clauses = self.page.reading.clauses_of(self._sentence)
        clause = next((c for c in clauses if c.verbs[0] <= at < c.verbs[1]), None)
        subject = tokens[slice(*clause.subject)] if clause is not None else tokens[max(0, at - _LIGHT_REACH) : at]
        return not self.is_passive() and any(t.low in doers for t in subject)

    def is_passive(self) -> bool:
        """Tell whether a form of "be" stands before the word."""
        at = self.hit.first - 1
        adverbs = word_lists("grammar.txt")["adverb"]
        while at >= 0 and (
            self.tokens[at].low in adverbs or self.tokens[at].low.endswith("ly") or self.tokens[at].low == "not"
        ):
            at -= 1
        return at >= 0 and self.tokens[at].low in _BE

    def _is_attributive(self, before: str) -> bool:
        """Tell "the stolen archive" from "they stole": a determiner before and a noun right after."""
        grammar = word_lists("grammar.txt")
        return before in grammar["determiner"] or before in POSSESSIVES or before == "'s"

    def _owner(self) -> tuple[tuple[str, ...], bool]:
        """Return whom the phrase belongs to: "Doe's", "his", "the strongman's", or a name right before it."""
        phrase = self.phrase
        if phrase.attached is not None:
            return (phrase.attached.referent,), False
        if phrase.possessor is None:
            people = [m for m in phrase.places if m.is_people]
            return (people[0].referent,) if people else (), False
        return self._owner_at(phrase.possessor)

    def _owner_at(self, possessor: int) -> tuple[tuple[str, ...], bool]:
        if self.tokens[possessor].low in POSSESSIVES:
            meant = self._meant_by_pronoun(possessor)
            return ((meant.referent,), False) if meant else ((), False)
        owner = last_before(self.mentions, possessor)
        if owner is not None and owner.last == possessor:
            return (owner.referent,), False
        return (), True

    def _meant_by_pronoun(self, at: int) -> Mention | None:
        if self.tokens[at].low not in {"its", "their"}:
            return antecedent(self._persons, self.page, self._sentence, at)
        before = [m for m in self.mentions if m.last <= at and not m.is_people]
        subject = next((m for m in before if m.kind is not NameKind.PLACE), before[0] if before else None)
        return subject or antecedent(self._persons, self.page, self._sentence, at)

    def _through_light_verb(self) -> tuple[tuple[str, ...], bool]:
        """Return who "launched an offensive" or "gave a speech"."""
        light = self.page.lexicon.light_verbs
        for i in range(self.phrase.outer - 1, max(-1, self.phrase.outer - 1 - _LIGHT_REACH), -1):
            token = self.tokens[i]
            if token.low in light and not token.is_capitalised:
                return self._subjects(i)
            if token.text in ",;:." or token.low in {"of", "against"}:
                break
        return (), False

    def _loosely(self) -> tuple[str, ...]:
        """Return who is named before "during an address", and in the sentence of a loaded "the purported evidence"."""
        outer = self.phrase.outer
        persons = [m for m in self.mentions if m.kind is NameKind.PERSON]
        if self.phrase.determiner == "the" and any(self.phrase.lean(s) for s in self.hit.senses):
            return tuple(dict.fromkeys(m.referent for m in persons if m.last <= outer))
        if outer == 0 or self.tokens[outer - 1].low not in {"in", "during", "with", "at", "through"}:
            return ()
        before = [m for m in persons if m.last <= outer - 1]
        return (before[-1].referent,) if before else ()

    def _subjects(self, verb: int) -> tuple[tuple[str, ...], bool]:
        """Return the subject of a verb; the flag tells that it is somebody without a name."""
        clause = next(
            (c for c in self.page.reading.clauses_of(self._sentence) if c.verbs[0] <= verb < c.verbs[1]), None
        )
        if clause is None:
            return self._near_subject(verb)
        found = self._in_subject(clause)
        return found if found[0] or found[1] else self._near_subject(verb)

    def _in_subject(self, clause: Clause) -> tuple[tuple[str, ...], bool]:
        start, end = clause.subject
        if start >= end:
            return (), False
        if end - start == 1 and self.tokens[start].low in word_lists("grammar.txt")["personal pronoun"]:
            meant = antecedent(self._persons, self.page, self._sentence, start)
            return ((meant.referent,), False) if meant else ((), True)
        inside = [m for m in self.mentions if start <= m.first and m.last <= end and not m.is_people]
        closing = [m for m in inside if m.last == end]
        if closing:
            joined = [m for m in inside if m.last < end and self.tokens[m.last].low == "and"]
            return tuple(dict.fromkeys(m.referent for m in [*joined, *closing])), False
        for i in range(start, end):
            if self.tokens[i].low in POSSESSIVES or (self.tokens[i].text[0] in "'’‘" and i > start):
                return self._owner_at(i)
        leading = [m for m in inside if m.title == start and m.kind is not NameKind.PLACE]
        return ((leading[0].referent,), False) if leading else ((), True)

    def _near_subject(self, verb: int) -> tuple[tuple[str, ...], bool]:
        """Return the subject of a verb that has none of its own: "..., praising him", "the general attacking it"."""
        before = last_before(self.mentions, verb)
        if before is not None and before.last == verb and not before.is_people:
            return (before.referent,), False
        if verb and self.tokens[verb - 1].is_word and self.tokens[verb - 1].low not in listed("links"):
            for i in range(verb - 1, max(-1, verb - 4), -1):
                if self.tokens[i].low in POSSESSIVES or self.tokens[i].text[0] in "'’‘":
                    return self._owner_at(i)
            return (), True
        clauses = [c for c in self.page.reading.clauses_of(self._sentence) if c.verbs[0] < verb]
        return (
            self._in_subject(clauses[-1] if clauses and self.tokens[verb - 1].low == "to" else clauses[0])
            if clauses
            else ((), False)
        )

    def _after(self, words: set[str], at: int, reach: int = REACH) -> Mention | None:
        """Return the first mention behind a preposition that follows within a few words."""
        for i in range(at, min(len(self.tokens), at + reach)):
            token = self.tokens[i]
            if token.text in STOPS or token.low in listed("ends a clause"):
                return None
            if token.low in words:
                return next((m for m in self.mentions if i < m.first <= i + REACH and not m.is_people), None)
        return None

    def _behind(self, at: int, prepositions: frozenset[str]) -> list[Mention]:
        """Return the mentions behind a preposition right after a phrase, up to the clause's end."""
        if at >= len(self.tokens) or self.tokens[at].low not in prepositions:
            return []
        return self.objects(at + 1)

    def objects(self, at: int) -> list[Mention]:
        """Return who is named from a token on to the end of the clause, not far off."""
        end = at
        while end < min(len(self.tokens), at + REACH):
            token = self.tokens[end]
            if (
                token.text in STOPS
                or token.text == ","
                or token.low in listed("ends a clause")
                or (end > at and is_verb(self.tokens, end))
            ):
                break
            end += 1
        return [m for m in self.mentions if at <= m.first < end and not m.is_people]

    @property
    def is_intransitive(self) -> bool:
        """Whether a verb is followed by nothing it could be done to: "resigned on Monday", "died."."""
        grammar = word_lists("grammar.txt")
        following = self.tokens[self.hit.last : self.hit.last + 1]
        if not following or not following[0].is_word:
            return True
        return following[0].low in grammar["preposition"] | grammar["adverb"] | grammar["conjunction"]
