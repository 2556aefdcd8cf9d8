"""What does each article call the persons and groups that it names?

A label stands before a name ("rebel general John Doe"), after it ("Doe, a populist"), or in its place ("the
strongman"). Labels in place of a name are led to the one person of the article that they fit: by what the story's
articles call their persons, by nationality, and by who was named last.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..data import word_lists
from ..reading.document import Sentence
from ..reading.identity import titles_of
from ..reading.names import NameKind, is_creed
from ..reading.tokens import Token
from ..reading.verbs import is_verb
from .connotations import Sense
from .phrases import Hit, Mention, Page, Phrase, last_before

_PERSONS = frozenset({NameKind.PERSON, NameKind.OTHER})
_DEFINITE = frozenset({"the", "this", "that"})
_MARKS = frozenset(",(–—")
_CLEAR = 0.5
"""By how much a candidate must fit better than the next one."""
_INTRODUCED = 0.6
_WINDOW = 40
"""Sentences within which the person meant by a label is looked for."""
_EARLY = 4
"""Paragraphs in which an article introduces its persons with "a"."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A label that stands at, or in place of, a person's name: evidence is `tokens[first:last]`."""

    page: Page
    sentence: Sentence
    senses: tuple[Sense, ...]
    """What the label may mean; `sense` is the one that goes with the person's other labels."""
    sense: Sense
    phrase: Phrase | None
    referent: str
    first: int
    last: int
    lean: int
    value: str
    is_title: bool = False
    is_bare: bool = False
    """In place of a name and with nothing but "the" before it."""


@dataclass
class _Profile:
    """What the story's articles show of a person."""

    heads: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    sides: set[int] = field(default_factory=set)
    """-1 and 1 where a label at the name leans that way."""

    def add(self, senses: Iterable[Sense]) -> None:
        """Count one label, whatever of its senses is meant."""
        senses = tuple(senses)
        self.heads.update({_head(sense.text) for sense in senses})
        self.fields.update({sense.field.name for sense in senses})
        self.families.update({sense.field.family for sense in senses})


def _head(text: str) -> str:
    return text.replace("-", " ").split()[-1]


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    senses: tuple[Sense, ...]
    phrase: Phrase


class Persons:
    """The labels of a story's persons, and who is meant by labels in place of names."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.profiles: dict[str, _Profile] = defaultdict(_Profile)
        self.found: list[Found] = []
        self.resolved: dict[tuple[str, int], list[Mention]] = defaultdict(list)
        """By article and sentence: labels in place of names, as mentions."""
        self._around: tuple[tuple[str, int], dict[str, list[tuple[int, int]]]] = (("", -1), {})
        """The sentence looked at last, and who is named around it."""
        self._kinds = {r.id: r.kind for r in pages[0].referents.all()} if pages else {}
        open_candidates: list[tuple[Page, _Candidate]] = []
        for page in pages:
            self._add_titles(page)
            for candidate in _candidates(page):
                at_name = self._at_name(page, candidate)
                if at_name is not None:
                    self.found.append(at_name)
                elif self._may_stand_for_a_name(page, candidate):
                    open_candidates.append((page, candidate))
        for page, candidate in open_candidates:
            stand_in = self._in_place(page, candidate)
            if stand_in is not None:
                self.found.append(stand_in)
        self.found = [self._agreeing(found) for found in self.found]

    def _agreeing(self, found: Found) -> Found:
        """Return a label in the sense whose family most labels of the person are of."""
        if found.phrase is None or len(found.senses) == 1:
            return found
        families = self.profiles[found.referent].families
        sense = max(found.senses, key=lambda s: (families[s.field.family], abs(s.lean)))
        return replace(found, sense=sense, lean=found.phrase.lean(sense))

    def mentions_in(self, page: Page, sentence: Sentence) -> list[Mention]:
        """Return who is named or meant in a sentence, in order."""
        more = self.resolved.get((page.article, sentence.number))
        named = page.mentions_in(sentence)
        return sorted([*named, *more], key=lambda m: m.first) if more else named

    def _add_titles(self, page: Page) -> None:
        for mentions in page.mentions.values():
            for mention, before in zip(mentions, [None, *mentions], strict=False):
                if mention.name is None or mention.name.title is None:
                    continue
                profile = self.profiles[mention.referent]
                if before is not None and before.last == mention.title and before.is_people:
                    profile.places.add(before.referent)
                sense = _title_sense(page, titles_of(page.document, mention.name))
                if sense is None:
                    continue
                profile.add((sense,))
                sentence = page.document.sentences[mention.sentence]
                title = page.document.text[mention.name.title.start : mention.name.title.end]
                span = mention.title, mention.last
                self.found.append(
                    Found(
                        page, sentence, (sense,), sense, None, mention.referent, *span, 0, title.lower(), is_title=True
                    )
                )

    def _at_name(self, page: Page, candidate: _Candidate) -> Found | None:
        """Return the label if it stands beside a name."""
        phrase, sentence = candidate.phrase, candidate.hit.sentence
        mention, first, last = self._name_beside(page, candidate)
        if mention is None or not self._fits_kind(mention, candidate):
            return None
        senses = _senses_for(candidate, self._kinds.get(mention.referent))
        if not senses or any(s.plural for s in senses):
            return None
        profile = self.profiles[mention.referent]
        profile.add(senses)
        strongest = max(senses, key=lambda s: abs(s.lean))
        lean = phrase.lean(strongest)
        profile.sides |= {lean // abs(lean)} if lean else set()
        profile.places |= {place.referent for place in phrase.places}
        owner = page.name_over(sentence, phrase.outer) if phrase.possessor is not None else None
        if owner is not None and owner.kind is not NameKind.PERSON:
            profile.places.add(owner.referent)
        return Found(
            page, sentence, senses, strongest, phrase, mention.referent, first, last, lean, page.label(phrase)
        )  # fmt: skip

    def _name_beside(self, page: Page, candidate: _Candidate) -> tuple[Mention | None, int, int]:
        """Return the name that a phrase labels and the tokens of both where they adjoin, else of the phrase alone."""
        phrase, sentence = candidate.phrase, candidate.hit.sentence
        tokens = sentence.tokens
        after = page.name_from(sentence, phrase.last)
        if after is not None and not after.is_people:
            return after, phrase.first, after.last
        if (
            phrase.last < len(tokens)
            and tokens[phrase.last].text == ","
            and (phrase.determiner in _DEFINITE or phrase.possessor)
        ):
            after = page.name_from(sentence, phrase.last + 1)
            closes = after is not None and after.last < len(tokens) and tokens[after.last].text in ",."
            if after is not None and closes and self._kinds.get(after.referent) in _PERSONS:
                return after, phrase.first, after.last
        outer, first, determiner = _widened(phrase)
        end = _before_age(tokens, outer - 1)
        before = page.name_over(sentence, end - 1) if end > 0 else None
        if before is None or before.last != end or before.is_people:
            return None, 0, 0
        after_phrase = tokens[phrase.last].low if phrase.last < len(tokens) else ""
        told_apart = (
            determiner != "the" or phrase.modifiers or phrase.places or after_phrase in {"who", "that", "whose"}
        )
        if tokens[outer - 1].text in _MARKS and told_apart:
            return (None, 0, 0) if after_phrase in {"and", "or"} else (before, first, phrase.last)
        if tokens[outer - 1].low in word_lists("framing.txt")["copula"] and determiner in {"a", "an", "the"}:
            return before, first, phrase.last
        return None, 0, 0

    def _fits_kind(self, mention: Mention, candidate: _Candidate) -> bool:
        kind = self._kinds.get(mention.referent, mention.kind)
        collective = any(_head(s.text) in word_lists("framing.txt")["organisation"] for s in candidate.senses)
        if kind is NameKind.PERSON:
            return not collective
        if kind is NameKind.ORGANISATION:
            return collective
        return kind is NameKind.OTHER and mention.name is not None and not is_creed(mention.name.text.lower())

    def _may_stand_for_a_name(self, page: Page, candidate: _Candidate) -> bool:
        phrase, sentence = candidate.phrase, candidate.hit.sentence
        senses = [s for s in candidate.senses if "person" in s.field.names and not s.plural]
        if (
            not senses
            or any(_head(s.text) in word_lists("framing.txt")["organisation"] for s in senses)
            or phrase.attached is not None
        ):
            return False
        following = sentence.tokens[phrase.last : phrase.last + 1]
        if following and following[0].low in {"of", "for", "-", "who"} and not phrase.places and not phrase.modifiers:
            return False
        if phrase.possessor is not None:
            owner = page.name_over(sentence, phrase.outer)
            return owner is not None and owner.kind is not NameKind.PERSON
        if phrase.determiner in _DEFINITE:
            return True
        specific = bool(phrase.places) or any(m.lean for m in phrase.modifiers) or any(s.lean for s in senses)
        if sentence.is_heading and phrase.determiner == "":
            return bool(phrase.places) or specific
        opens = page.is_lead(sentence) and specific
        _, _, determiner = _widened(phrase)
        return determiner in {"a", "an"} and (opens or (bool(phrase.places) and sentence.paragraph < _EARLY))

    def _in_place(self, page: Page, candidate: _Candidate) -> Found | None:
        """Return the label of the one person of the article whom it fits, or None."""
        phrase, sentence = candidate.phrase, candidate.hit.sentence
        fits: list[tuple[float, str, Sense]] = []
        people = self._people_around(page, sentence)
        introduced = self._introduced(sentence, phrase, people)
        for referent, places in people.items():
            recency = self._recency(sentence, phrase, places)
            score, sense = self._fit(page, candidate, referent, is_introduced=referent == introduced)
            if sense is not None and recency is not None:
                fits.append((score + recency, referent, sense))
        fits.sort(key=lambda f: (-f[0], f[1]))
        if not fits or (len(fits) > 1 and fits[0][0] - fits[1][0] < _CLEAR):
            return None
        _, referent, sense = fits[0]
        mention = Mention(sentence.number, phrase.outer, phrase.first, phrase.last, referent, NameKind.PERSON)
        self.resolved[page.article, sentence.number].append(mention)
        bare = not phrase.modifiers and not phrase.places and sense.lean == 0
        lean, value, span = phrase.lean(sense), page.label(phrase), (phrase.first, phrase.last)
        return Found(page, sentence, (sense,), sense, phrase, referent, *span, lean, value, is_bare=bare)

    def _introduced(self, sentence: Sentence, phrase: Phrase, people: dict[str, list[tuple[int, int]]]) -> str | None:
        """Return who is named first behind an opening that describes before it names: "A banker ... Ann Lee, 40,"."""
        here = (sentence.number, phrase.first)
        if not people or min(places[0] for places in people.values()) < here:
            return None
        return min(people, key=lambda one: people[one][0])

    def _people_around(self, page: Page, sentence: Sentence) -> dict[str, list[tuple[int, int]]]:
        """Return the persons named not far off, each with the sentences and tokens; those ahead only early on."""
        if self._around[0] == (page.article, sentence.number):
            return self._around[1]
        ahead = _WINDOW if sentence.is_heading or sentence.paragraph < _EARLY else 0
        people: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number in range(max(0, sentence.number - _WINDOW), sentence.number + ahead + 1):
            for mention in page.mentions.get(number, ()):
                if mention.kind is NameKind.PERSON:
                    people[mention.referent].append((number, mention.first))
        self._around = (page.article, sentence.number), people
        return people

    def _recency(self, sentence: Sentence, phrase: Phrase, places: Sequence[tuple[int, int]]) -> float | None:
        """Return from 0 to 1 how lately a person was named; None where the label cannot mean the person."""
        here = (sentence.number, phrase.first)
        place = bisect_left(places, here)
        if place == 0:
            early = sentence.is_heading or sentence.paragraph < _EARLY
            return 0.2 * min(len(places), 4) / 4 if early else None
        distance = sentence.number - places[place - 1][0]
        return max(0.0, 1.0 - 0.2 * distance) + 0.02 * min(len(places), 5)

    def _fit(
        self, page: Page, candidate: _Candidate, referent: str, *, is_introduced: bool
    ) -> tuple[float, Sense | None]:
        """Return how well a label fits a person, and the sense in which it does."""
        profile = self.profiles.get(referent) or (_Profile() if is_introduced else None)
        if profile is None:
            return 0.0, None
        phrase = candidate.phrase
        wanted = {p.referent for p in phrase.places}
        owner = page.name_over(candidate.hit.sentence, phrase.outer) if phrase.possessor is not None else None
        if owner is not None and owner.kind is not NameKind.PERSON:
            wanted.add(owner.referent)
        if wanted and profile.places and not wanted & profile.places:
            return 0.0, None
        nation = 2.0 if wanted & profile.places else 0.0
        best: tuple[float, Sense | None] = (0.0, None)
        for sense in candidate.senses:
            if "person" not in sense.field.names or sense.plural:
                continue
            head, lean = profile.heads[_head(sense.text)], phrase.lean(sense)
            side = bool(lean) and lean // abs(lean) in profile.sides
            kind = is_introduced and lean > 0 and not profile.families
            if not head and not profile.families[sense.field.family] and not kind:
                continue
            if abs(lean) > 1 and not (nation or head or side or is_introduced):
                continue
            score = nation + (2.0 if head else 0.0) + (2.0 if profile.fields[sense.field.name] else 0.0)
            score += (1.0 if profile.families[sense.field.family] else 0.0) + (1.0 if side else 0.0)
            score += _INTRODUCED if is_introduced else 0.0
            if score > best[0]:
                best = (score, sense)
        return best


def _candidates(page: Page) -> Iterator[_Candidate]:
    """Yield the phrases that may label persons."""
    for hit, phrase in page.phrases:
        senses = tuple(s for s in hit.senses if s.role == "noun" and s.field.names & {"person", "people"})
        if senses and page.name_over(hit.sentence, hit.first) is None and not _continues(phrase):
            yield _Candidate(hit, senses, phrase)


def _widened(phrase: Phrase) -> tuple[int, int, str]:
    """Return where a phrase begins, with and without its determiner, past nouns in it: "a former defence analyst"."""
    if phrase.determiner or phrase.possessor is not None:
        return phrase.outer, phrase.first, phrase.determiner
    grammar, tokens = word_lists("grammar.txt"), phrase.sentence.tokens
    for i in range(phrase.outer - 1, max(-1, phrase.outer - 6), -1):
        low = tokens[i].low
        if low in grammar["determiner"]:
            return i, i + 1, low
        if not tokens[i].text[0].islower() or low in grammar["stopword"] or is_verb(tokens, i):
            break
    return phrase.outer, phrase.first, phrase.determiner


def _before_age(tokens: Sequence[Token], at: int) -> int:
    """Return where a name may end that a mark at a token follows, past an age: "Ann Lee, 24, a nurse"."""
    closed = at - (at > 0 and tokens[at - 1].text == ")")
    aged = closed > 2 and tokens[closed - 1].text.isdigit() and tokens[closed - 2].text in _MARKS
    return closed - 2 if aged and tokens[at].text in _MARKS else at


def _continues(phrase: Phrase) -> bool:
    """Tell whether the head is only part of a longer noun: "leader-writer", "captain's", "police officer training"."""
    following = phrase.sentence.tokens[phrase.last : phrase.last + 2]
    return (
        bool(following)
        and following[0].text in {"-", "–"}
        and following[0].start == phrase.sentence.tokens[phrase.last - 1].end
    )


def _senses_for(candidate: _Candidate, kind: NameKind | None) -> tuple[Sense, ...]:
    """Return the senses that a label can have at a name of a kind."""
    wanted = "people" if kind is NameKind.ORGANISATION else "person"
    return tuple(s for s in candidate.senses if wanted in s.field.names)


def _title_sense(page: Page, words: Sequence[str]) -> Sense | None:
    for start in range(len(words)):
        for phrase, senses in page.lexicon.senses.get(words[start], ()):
            if phrase == tuple(words[start:]):
                return next((s for s in senses if s.role == "noun" and "person" in s.field.names and s.lean == 0), None)
    return None


def antecedent(persons: Persons, page: Page, sentence: Sentence, at: int) -> Mention | None:
    """Return whom a "his", "her" or "its" at a token means: the last one named before it, here or a sentence ago."""
    mentions = [m for m in persons.mentions_in(page, sentence) if not m.is_people and m.kind is not NameKind.PLACE]
    found = last_before(mentions, at)
    if found is not None or sentence.number == 0:
        return found
    before = page.document.sentences[sentence.number - 1]
    if before.paragraph < sentence.paragraph - 1 or before.is_heading:
        return None
    earlier = [m for m in persons.mentions_in(page, before) if not m.is_people and m.kind is not NameKind.PLACE]
    return earlier[0] if earlier else None
