"""Which words before a verb are its subject?

The noun phrase before the verb, back to the last boundary; past what stands between commas ("Ada Lind, 34, a doctor
in Ayr, said"), past a relative clause ("a man who fled the scene was held") and in coordinated verbs the subject of
the first. All places are in the tokens of one sentence.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..data import word_lists
from .document import Document
from .tokens import Token
from .verbs import Form, is_adverb, verb_form

BE = frozenset("is are was were be been being am isn't aren't wasn't weren't it's he's she's that's they're".split())
SUBORDINATORS = frozenset(
    "after before while when because although though whereas until unless if since as where once".split()
)
RELATIVES = frozenset("who which that whose whom".split())
_QUESTIONS = frozenset("how what why whether".split())
_LONGEST_SUBJECT = 24
_LONGEST_ASIDE = 40
_BREAKS = frozenset(';:—–"“”().!?')
_REDUCED = Form.PARTICIPLE | Form.GERUND


class Chain(NamedTuple):
    """A chain of verbs, `tokens[start:end]`, with its main verb."""

    start: int
    main: int
    end: int
    lemma: str
    is_negated: bool
    is_passive: bool
    is_modal: bool
    may_be_reduced: bool
    """A single participle: "issued" may be finite or go with a noun."""


class Place(NamedTuple):
    """Where a subject stands; the range is empty where there is none."""

    start: int
    end: int
    is_reduced: bool = False
    is_relative: bool = False


class _Closed(NamedTuple):
    day_words: frozenset[str]
    determiner: frozenset[str]
    preposition: frozenset[str]
    pronoun: frozenset[str]
    conjunction: frozenset[str]
    contracting: frozenset[str]
    opens_statement: frozenset[str]


@cache
def _closed() -> _Closed:
    grammar = word_lists("grammar.txt")
    return _Closed(
        grammar["day or month"] | grammar["time adverb"] | _PARTS_OF_DAYS,
        grammar["determiner"],
        grammar["preposition"] - {"than", "like"},
        grammar["personal pronoun"],
        grammar["conjunction"] - SUBORDINATORS,
        grammar["personal pronoun"] | {"you", "there", "that", "who"},
        word_lists("attribution.txt")["credits its subject with what follows"] | _STATEMENT,
    )


_PARTS_OF_DAYS = frozenset("morning afternoon evening night week month year weekend".split())
_STATEMENT = frozenset(
    """say tell think thought thinks know knows knew hope hopes hoped fear fears feared feel feels felt mean means meant
    show shows showed suggest suggests suggested see saw sees hear heard hears find found finds learn learned learnt
    understand understood assume assumed let lets help helped helps make made makes agree agreed agrees expect expects
    expected believe believed indicate indicated wish wished""".split()
)


def subjects_of(document: Document, tokens: Sequence[Token], chains: Sequence[Chain]) -> list[Place]:
    """Return the subject of each chain of verbs of a sentence."""
    reader = _Reader(document, tokens, chains)
    for number in range(len(chains)):
        reader.read(number)
    return reader.places


class _Reader:
    """Finds the subjects of one sentence from left to right."""

    def __init__(self, document: Document, tokens: Sequence[Token], chains: Sequence[Chain]) -> None:
        self._document = document
        self._tokens = tokens
        self._chains = chains
        self._verbs = {i for c in chains for i in range(c.start, c.end)}
        self.places: list[Place] = []

    def read(self, number: int) -> None:
        self.places.append(self._place(number))

    def _place(self, number: int) -> Place:
        tokens, chain = self._tokens, self._chains[number]
        floor = self._chains[number - 1].end if number else 0
        end = chain.start
        while end > floor + 1 and self._floats(end - 1):
            end -= 1
        before = tokens[end - 1] if end else None
        if before is None:
            return Place(end, end)
        if "'" in tokens[chain.start].low and tokens[chain.start].low.partition("'")[0] in _closed().contracting:
            return Place(chain.start, chain.start + 1)
        if before.text == ")":
            end = self._before_brackets(end)
        if before.low in RELATIVES:
            return self._antecedent(end - 1)
        if before.low in {"and", "but", "or", "then"} and number:
            first = self.places[number - 1]
            return Place(first.start, first.end, is_relative=first.is_relative)
        if before.text == ",":
            return self._before_comma(number, end - 1)
        start = self._phrase_start(end, floor)
        if number and start == floor and self._goes_on(number, start):
            return self._in_one_run(number, start, end)
        return self._finished(start, end, floor)

    def _floats(self, at: int) -> bool:
        """Tell whether a word between subject and verb belongs to neither: "Police later", "Lind and Oro both"."""
        low = self._tokens[at].low
        if low in {"both", "all", "each"}:
            return at > 0 and self._tokens[at - 1].is_word and self._tokens[at - 1].low not in RELATIVES
        return is_adverb(low) and low not in {"then", "there", "here", "so", "never"} and at > 0

    def _antecedent(self, relative: int) -> Place:
        """Return the noun phrase that a relative pronoun stands for; without one the pronoun itself."""
        end = relative
        while end and (self._tokens[end - 1].text == "," or self._tokens[end - 1].low in {"of", "in", "and", "but"}):
            end -= 1
        if end > 1 and self._tokens[end - 1].text[0].isdigit() and self._tokens[end - 2].text == ",":
            end -= 2
        start = self._phrase_start(end, 0)
        start = self._after_preposition(start, end)
        while start < end and self._tokens[start].low in _closed().conjunction:
            start += 1
        return Place(start, end, is_relative=True) if start < end else Place(relative, relative + 1)

    def _after_preposition(self, start: int, end: int) -> int:
        """Return where the last noun phrase begins: "a deal with the CIA" is the CIA before "who", save for "of"."""
        closed = _closed()
        for at in range(end - 1, start - 1, -1):
            if self._tokens[at].low in closed.preposition and self._tokens[at].low != "of":
                return at + 1
        return start

    def _before_brackets(self, end: int) -> int:
        """Return where a phrase ends before what stands in brackets: "the army (LNA) launched"."""
        for at in range(end - 2, max(-1, end - 8), -1):
            if self._tokens[at].text == "(":
                return at or end
        return end

    def _phrase_start(self, end: int, floor: int) -> int:
        start = end
        while start > max(floor, end - _LONGEST_SUBJECT) and not self._is_boundary(start - 1, end):
            start -= 1
        return start

    def _is_boundary(self, at: int, end: int) -> bool:
        token = self._tokens[at]
        low = token.low
        if at in self._verbs or token.text == "," or token.text in _BREAKS:
            return not (token.text == "." and at and len(self._tokens[at - 1].text) <= 4 and at + 1 < end)
        if low in RELATIVES or low in SUBORDINATORS or low in _QUESTIONS:
            return True
        return token.text in "'’‘" and self._document.quotation_at(token.start) is not None

    def _goes_on(self, number: int, start: int) -> bool:
        """Tell whether nothing separates a verb from the verb before it, so that its "subject" may be an object."""
        before = self._chains[number - 1]
        statement = self._tokens[before.main].low in _closed().opens_statement
        return start == before.end and not statement

    def _in_one_run(self, number: int, start: int, end: int) -> Place:
        """Return the subject of a verb that follows another without a boundary.

        It is that of a relative clause ("the boss who blew savings was jailed"), a participle behind its noun
        ("30 people injured"), or the subject of a new clause behind "and".
        """
        before, chain = self.places[number - 1], self._chains[number]
        if before.is_relative or before.is_reduced:
            return Place(before.start, before.end)
        for at in range(end - 2, start, -1):
            if self._tokens[at].low in {"and", "but"}:
                return self._finished(at + 1, end, start)
        if chain.may_be_reduced and start < end:
            return Place(self._after_preposition(start, end), end, is_reduced=True)
        return self._finished(start, end, start)

    def _before_comma(self, number: int, comma: int) -> Place:
        """Return the subject before a comma that stands right before the verb.

        What lies between it and the comma before is an aside, the name to an office, or the office to a name.
        """
        tokens = self._tokens
        chain = self._chains[number]
        end = comma
        while True:
            start = end
            while start > max(0, comma - _LONGEST_ASIDE) and tokens[start - 1].text not in ',;:—–“”"':
                start -= 1
            opened = start > 0 and tokens[start - 1].text == ","
            if opened and self._is_aside(start, end):
                end = start - 1
                continue
            break
        if start < end and tokens[start].low in {"and", "or"} and opened:
            return Place(self._first_member(start - 1), end)
        inner = range(start, end)
        if start >= end or any(i in self._verbs for i in inner) or self._is_adverbial(start, end):
            following = tokens[chain.end].low if chain.end < len(tokens) else ""
            if chain.may_be_reduced and comma and following in _closed().preposition:
                return self._reduced_before(comma)
            if number:
                return Place(*self.places[number - 1][:2])
            return Place(chain.start, chain.start)
        if chain.may_be_reduced and self._closes_later(chain) and end == comma:
            return Place(self._trimmed(start, end), end, is_reduced=True)
        return self._with_office(start, end, opened)

    def _first_member(self, comma: int) -> int:
        """Return where "A, 51, and B" begins: before the asides to its first member."""
        end = comma
        while True:
            start = end
            while start and self._tokens[start - 1].text not in ',;:—–“”"':
                start -= 1
            if start and self._tokens[start - 1].text == "," and start < end and self._is_aside(start, end):
                end = start - 1
                continue
            return self._trimmed(start, end) if start < end else comma

    def _reduced_before(self, comma: int) -> Place:
        start = self._after_preposition(self._phrase_start(comma, 0), comma)
        return Place(self._trimmed(start, comma), comma, is_reduced=True)

    def _closes_later(self, chain: Chain) -> bool:
        """Tell whether a comma and another verb follow, so that ", recognised by the UN, said" is an aside."""
        for at in range(chain.end, min(len(self._tokens), chain.end + _LONGEST_SUBJECT)):
            if at in self._verbs:
                return self._tokens[at - 1].text == "," or is_adverb(self._tokens[at - 1].low)
            if self._tokens[at].text in _BREAKS:
                return False
        return False

    def _is_aside(self, start: int, end: int) -> bool:
        """Tell an aside between commas: an age, a relative clause, a participle, a place, a description."""
        tokens = self._tokens
        first = tokens[start]
        verb = verb_form(first.low)
        if first.text[0].isdigit() and end - start <= 4:
            return True
        if first.low in RELATIVES or (first.low in _closed().preposition and end - start <= 12):
            return self._has_phrase_before(start - 1)
        if verb is not None and verb.form & _REDUCED and start + 1 < end:
            following = tokens[start + 1].low
            if following in _closed().preposition or following in SUBORDINATORS or is_adverb(following):
                return True
        if is_adverb(first.low) and end - start <= 3:
            return self._has_phrase_before(start - 1)
        described = first.low in {"a", "an", "the", "his", "her", "its", "then", "once", "now", "one", "both"}
        return described and not any(i in self._verbs for i in range(start, end)) and self._names_before(start - 1)

    def _has_phrase_before(self, comma: int) -> bool:
        """Tell whether a noun phrase, and no adverbial or clause, ends before a comma."""
        start = comma
        while start and self._tokens[start - 1].text not in ',;:—–“”"':
            start -= 1
        first = self._tokens[start] if start < comma else None
        if first is None:
            return False
        if first.text[0].isdigit() and comma - start <= 2:
            return True
        return not self._is_adverbial(start, comma)

    def _names_before(self, comma: int) -> bool:
        """Tell whether a name ends before a comma, so that a description behind it is an aside."""
        at = comma - 1
        if at >= 0 and self._tokens[at].text[0].isdigit() and at and self._tokens[at - 1].text == ",":
            at -= 2
        return at >= 0 and self._tokens[at].is_capitalised and self._tokens[at].low not in _closed().day_words

    def _is_adverbial(self, start: int, end: int) -> bool:
        """Tell "On Monday", "However" or "In the north" from a noun phrase."""
        closed = _closed()
        low = self._tokens[start].low
        if low in closed.preposition or low in SUBORDINATORS:
            return True
        return all(is_adverb(t.low) or t.low in closed.day_words for t in self._tokens[start:end])

    def _with_office(self, start: int, end: int, opened: bool) -> Place:
        """Return a name with the office before it: "The captain, Ada Lind, said"; or the name alone."""
        begin = self._trimmed(start, end)
        if not opened or not self._tokens[begin].is_capitalised:
            return Place(begin, end)
        comma = start - 1
        first = self._phrase_start(comma, 0)
        if first < comma and self._tokens[first].low in _closed().determiner and comma - first <= 10:
            return Place(first, end)
        return Place(begin, end)

    def _finished(self, start: int, end: int, floor: int) -> Place:
        """Return a phrase without what leads to it, and with the members of a list before its last comma."""
        start = self._trimmed(start, end)
        if start > floor and self._tokens[start - 1].text == "," and self._is_end_of_list(start, end):
            start = self._list_start(start, floor)
        return Place(start, end)

    def _is_end_of_list(self, start: int, end: int) -> bool:
        return any(self._tokens[i].low in {"and", "or"} for i in range(start, min(end, start + 6)))

    def _list_start(self, start: int, floor: int) -> int:
        """Return where a list "A, B and C" begins: before phrases of a few words without a verb."""
        tokens = self._tokens
        while start > floor and tokens[start - 1].text == ",":
            first = start - 1
            while first > floor and tokens[first - 1].text not in ',;:—–“”"' and start - first <= 7:
                if first - 1 in self._verbs or tokens[first - 1].low in SUBORDINATORS | RELATIVES:
                    break
                first -= 1
            blocked = first > floor and tokens[first - 1].text not in ',;:—–“”"' and first - 1 not in self._verbs
            if first >= start - 1 or blocked or self._is_adverbial(first, start - 1):
                break
            start = first
        return start

    def _trimmed(self, start: int, end: int) -> int:
        """Return where a phrase begins behind conjunctions, adverbs and the time that opens its clause."""
        closed = _closed()
        while start < end - 1:
            low = self._tokens[start].low
            if self._tokens[start + 1].text == "-":
                break
            if low in closed.conjunction or low == "that" or is_adverb(low):
                start += 1
            elif low == "according" or low in closed.preposition or low in closed.day_words:
                moved = self._behind_adverbial(start, end)
                if moved is None:
                    break
                start = moved
            else:
                break
        return start

    def _behind_adverbial(self, start: int, end: int) -> int | None:
        """Return where the subject begins behind "On Tuesday", "At its height" or "In the gallery"; None if unclear."""
        closed, tokens = _closed(), self._tokens
        at = start + 1 if tokens[start].low in closed.preposition or tokens[start].low == "according" else start
        at += at < end and tokens[at].low == "to"
        if at < end and tokens[at].low in closed.determiner:
            at += 1
        first = at
        while at < end:
            token = tokens[at]
            timed = tokens[at - 1].low in closed.day_words or tokens[at - 1].text[0].isdigit()
            opens = token.low in closed.determiner or token.low in closed.pronoun
            if at > first and (opens or (token.text[0].isdigit() and tokens[at - 1].is_word and not timed)):
                return at
            if at > first and timed and token.low not in closed.day_words and not token.text[0].isdigit():
                return at if token.low not in closed.preposition else None
            at += 1
        return None
