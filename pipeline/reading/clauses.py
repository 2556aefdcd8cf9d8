"""Who does what? The clauses of a sentence: subject, verb and what follows it.

A shallow parse: verbs are found by their forms (`reading.verbs`), a subject is what stands between the last boundary
and the verb (`reading.clause_subjects`), and a clause ends before the next one begins. It is right often enough to
find candidates; nothing is judged on a clause alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ..data import word_lists
from .clause_subjects import BE, RELATIVES, SUBORDINATORS, Chain, subjects_of
from .document import Document, Sentence
from .tokens import Token
from .verbs import Form, is_adverb, is_verb, verb_form

_LONGEST_REST = 32
_NEAR = 4
"""Tokens between a subject and its verb that the evidence goes across: "Ada Lind, 34, said"."""
_BREAKS = frozenset(";:—–")
_QUANTIFIERS = frozenset({"all", "both", "some", "many", "most", "one", "each"})
_QUOTES = frozenset('"“”')


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a sentence; token places are half-open ranges in `sentence.tokens`."""

    sentence: Sentence
    subject: tuple[int, int]
    verbs: tuple[int, int]
    main: int
    rest: tuple[int, int]
    lemma: str
    is_negated: bool
    is_passive: bool
    is_modal: bool
    is_reduced: bool = False
    """A participle that goes with the noun before it: "the statement issued on Friday"."""
    is_relative: bool = False
    """Begins with "who", "which" or "that"."""

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens of the clause in their order."""
        return self.part(self.subject) + self.part(self.verbs) + self.part(self.rest)

    def part(self, place: tuple[int, int]) -> tuple[Token, ...]:
        """Return the tokens of one part of the clause."""
        return self.sentence.tokens[place[0] : place[1]]

    @property
    def start(self) -> int:
        """Where the clause begins in the text, its subject included where that stands right before the verb."""
        near = self.subject[1] > self.subject[0] and 0 <= self.verbs[0] - self.subject[1] <= _NEAR
        return self.sentence.tokens[self.subject[0] if near else self.verbs[0]].start

    @property
    def end(self) -> int:
        """Where the clause ends in the text."""
        return self.sentence.tokens[max(self.rest[1], self.verbs[1]) - 1].end


class _Closed(NamedTuple):
    """The closed classes of words that a chain of verbs is read by."""

    auxiliary: frozenset[str]
    modal: frozenset[str]
    negation: frozenset[str]
    dangling: frozenset[str]
    before_gerund: frozenset[str]


@cache
def _closed() -> _Closed:
    grammar = word_lists("grammar.txt")
    return _Closed(
        grammar["auxiliary"],
        grammar["modal"],
        grammar["negation"],
        grammar["needs a noun"] | SUBORDINATORS | RELATIVES | {"but", "then", "how", "what", "why", "whether"},
        word_lists("verbs.txt")["before a gerund"],
    )


def clauses_in(document: Document, sentence: Sentence) -> list[Clause]:
    """Return the clauses of a sentence that have a verb of their own, in order; infinitives belong to theirs."""
    tokens = sentence.tokens
    chains = [c for c in _chains(tokens) if not (c.start and tokens[c.start - 1].low == "to")]
    subjects = subjects_of(document, tokens, chains)
    clauses: list[Clause] = []
    for n, chain in enumerate(chains):
        ceiling = len(tokens)
        for following, place in zip(chains[n + 1 :], subjects[n + 1 :], strict=True):
            if place.is_reduced:
                continue
            own = place.start >= chain.end and place.start < place.end and not place.is_relative
            ceiling = place.start if own else following.start
            break
        clauses.append(
            Clause(
                sentence=sentence,
                subject=(subjects[n].start, subjects[n].end),
                verbs=(chain.start, chain.end),
                main=chain.main,
                rest=(chain.end, _rest_end(tokens, chain.end, max(ceiling, chain.end))),
                lemma=chain.lemma,
                is_negated=chain.is_negated,
                is_passive=chain.is_passive or subjects[n].is_reduced,
                is_modal=chain.is_modal,
                is_reduced=subjects[n].is_reduced,
                is_relative=subjects[n].is_relative,
            )
        )
    return clauses


def _chains(tokens: Sequence[Token]) -> Iterator[Chain]:
    """Yield every chain of auxiliaries, adverbs and verbs: "has also been killed", "kept digging", "means to build".

    A verb that is no auxiliary ends the chain unless "to" leads on, or a gerund behind "kept" and its like.
    """
    closed = _closed()
    verbal = [t.is_word and is_verb(tokens, i) for i, t in enumerate(tokens)]
    auxiliary = [t.low in closed.auxiliary and (i == 0 or not t.is_capitalised) for i, t in enumerate(tokens)]
    at = 0
    while at < len(tokens):
        if not (verbal[at] or auxiliary[at]):
            at += 1
            continue
        start, main, lexical = at, at, not auxiliary[at]
        at += 1
        while (following := _next_in_chain(tokens, at, verbal, auxiliary)) is not None:
            linked = any(t.low == "to" for t in tokens[at:following])
            gerund = tokens[following].low.endswith("ing") and tokens[main].low in closed.before_gerund
            if lexical and not linked and not auxiliary[main] and not (gerund and following == at):
                break
            lexical = lexical or not auxiliary[following]
            main, at = following, following + 1
        yield _chain(tokens, start, main, at)


def _next_in_chain(tokens: Sequence[Token], at: int, verbal: Sequence[bool], auxiliary: Sequence[bool]) -> int | None:
    """Return where the chain goes on, past adverbs and "to"; None where it ends."""
    while at < len(tokens) and (is_adverb(tokens[at].low) or tokens[at].low in {"not", "n't", "to"}):
        at += 1
    if at >= len(tokens):
        return None
    gerund = tokens[at].low.endswith("ing") and verb_form(tokens[at].low) is not None
    return at if verbal[at] or auxiliary[at] or gerund else None


def _chain(tokens: Sequence[Token], start: int, main: int, end: int) -> Chain:
    closed = _closed()
    low = tokens[main].low
    verb = verb_form(low)
    words = {t.low for t in tokens[start:end]}
    participle = bool(verb and verb.form & Form.PARTICIPLE)
    contracted = low.endswith("'s") or low in {"isn't", "aren't", "wasn't", "weren't"}
    return Chain(
        start,
        main,
        end,
        lemma="be" if contracted else verb.lemma if verb else low,
        is_negated=not words.isdisjoint(closed.negation),
        is_passive=participle and main > start and not words.isdisjoint(BE),
        is_modal=not words.isdisjoint(closed.modal),
        may_be_reduced=participle and main == start,
    )


def _rest_end(tokens: Sequence[Token], start: int, ceiling: int) -> int:
    """Return where what follows the verb ends: before the next clause with its own subject or connective."""
    closed = _closed()
    at = start
    limit = min(len(tokens), start + _LONGEST_REST, ceiling)
    while at < limit:
        token = tokens[at]
        if token.text in _BREAKS or token.text in _QUOTES or (at > start and token.low in RELATIVES):
            break
        if token.text == "," and at + 1 < len(tokens) and _opens_clause(tokens[at + 1].low):
            break
        if token.low == "according" and at > start:
            break
        if token.low in SUBORDINATORS and at + 1 < len(tokens) and _is_gerund(tokens[at + 1].low):
            break
        at += 1
    if at > start + 1 and tokens[at - 1].low in _QUANTIFIERS and tokens[at - 2].text == ",":
        at -= 1
    while at > start and (not tokens[at - 1].text[0].isalnum() or tokens[at - 1].low in closed.dangling):
        if tokens[at - 1].text in ")%’'":
            break
        at -= 1
    return at


def _is_gerund(word: str) -> bool:
    verb = verb_form(word)
    return verb is not None and verb.form is Form.GERUND


def _opens_clause(low: str) -> bool:
    return (
        _is_gerund(low) or low in RELATIVES or low in SUBORDINATORS or low in {"but", "he", "she", "they", "it", "then"}
    )
