"""Who does what? The clauses of a sentence: subject, verb and what follows it.

A shallow parse: verbs are found by their forms (`reading.verbs`), a subject is what stands between the last boundary
and the verb, and a clause ends before the next one begins. It is right often enough to find candidates; nothing
is judged on a clause alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..data import word_lists
from .document import Document, Sentence
from .tokens import Token
from .verbs import Form, is_verb, verb_form

_LONGEST_SUBJECT, _LONGEST_REST = 18, 32
_BREAKS = frozenset(";:—–")
_SUBORDINATORS = frozenset(
    "after before while when because although though whereas until unless if since as where".split()
)
_RELATIVES = frozenset("who which that whose".split())


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
        near = self.subject[1] > self.subject[0] and self.verbs[0] - self.subject[1] <= 2
        return self.sentence.tokens[self.subject[0] if near else self.verbs[0]].start

    @property
    def end(self) -> int:
        """Where the clause ends in the text."""
        return self.sentence.tokens[max(self.rest[1], self.verbs[1]) - 1].end


def clauses_in(document: Document, sentence: Sentence) -> list[Clause]:
    """Return the clauses of a sentence that have a finite verb of their own, in order; infinitives belong to theirs."""
    tokens = sentence.tokens
    groups = [g for g in _verb_groups(tokens) if not (g[0] and tokens[g[0] - 1].low == "to")]
    subjects: list[tuple[int, int]] = []
    for n, (start, _, _) in enumerate(groups):
        subject = _subject(document, tokens, start, groups[n - 1][2] if n else 0)
        coordinate = subjects and (tokens[start - 1].low in {"and", "but", "or", "then"} or subject[0] == subject[1])
        subjects.append(subjects[-1] if coordinate else subject)
    clauses: list[Clause] = []
    for n, group in enumerate(groups):
        ceiling = len(tokens)
        if n + 1 < len(groups):
            following = subjects[n + 1]
            own = following[0] >= group[2] and tokens[following[0] - 1].text in ",;:—–"
            ceiling = following[0] if own or following[0] <= group[2] else groups[n + 1][0]
            ceiling = max(ceiling, group[2]) if ceiling > group[2] else groups[n + 1][0]
        clauses.append(_clause(sentence, subjects[n], group, ceiling))
    return clauses


def _clause(sentence: Sentence, subject: tuple[int, int], group: tuple[int, int, int], ceiling: int) -> Clause:
    start, main, end = group
    tokens, grammar = sentence.tokens, word_lists("grammar.txt")
    verb = verb_form(tokens[main].low)
    chain = {t.low for t in tokens[start:end]}
    return Clause(
        sentence=sentence,
        subject=subject,
        verbs=(start, end),
        main=main,
        rest=(end, _rest_end(tokens, end, ceiling)),
        lemma=verb.lemma if verb else tokens[main].low,
        is_negated=bool(chain & grammar["negation"]),
        is_passive=bool(verb and verb.form & Form.PARTICIPLE and chain & _BE and main > start),
        is_modal=bool(chain & grammar["modal"]),
    )


_BE = frozenset("is are was were be been being am".split())


def _verb_groups(tokens: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
    """Yield (first, main verb, end) of every chain of auxiliaries, adverbs and verbs."""
    grammar = word_lists("grammar.txt")
    links = grammar["adverb"] | {"not", "n't", "to", "been", "be"}
    at = 0
    while at < len(tokens):
        low = tokens[at].low
        if not (is_verb(tokens, at) or (low in grammar["auxiliary"] and (at == 0 or not tokens[at].is_capitalised))):
            at += 1
            continue
        start, main, end = at, at, at + 1
        while end < len(tokens):
            if is_verb(tokens, end) or tokens[end].low in grammar["auxiliary"]:
                main, end = end, end + 1
            elif tokens[end].low in links and end + 1 < len(tokens) and _leads_to_verb(tokens, end, links):
                end += 1
            else:
                break
        yield start, main, end
        at = end


def _leads_to_verb(tokens: Sequence[Token], at: int, links: frozenset[str]) -> bool:
    while at < len(tokens) and tokens[at].low in links:
        at += 1
    return at < len(tokens) and is_verb(tokens, at)


def _subject(document: Document, tokens: Sequence[Token], verb: int, floor: int) -> tuple[int, int]:
    """Return the tokens before a verb back to the last boundary, past a relative pronoun or an apposition."""
    end = verb
    while end > floor and tokens[end - 1].text == ",":
        end -= 1
    if end > floor and tokens[end - 1].low in _RELATIVES:
        end -= 1
        while end > floor and tokens[end - 1].text == ",":
            end -= 1
    start = end
    while start > max(floor, end - _LONGEST_SUBJECT) and not _ends_subject(document, tokens, start - 1):
        start -= 1
    while start < end and tokens[start].low in word_lists("grammar.txt")["conjunction"] | {"that"}:
        start += 1
    return start, end


def _ends_subject(document: Document, tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.text in _BREAKS or token.text in ',."“”()' or token.low in _RELATIVES | _SUBORDINATORS:
        return True
    return token.text in "'’‘" and document.quotation_at(token.start) is not None


def _rest_end(tokens: Sequence[Token], start: int, ceiling: int) -> int:
    """Return where what follows the verb ends: before the next clause with its own subject or connective."""
    at = start
    limit = min(len(tokens), start + _LONGEST_REST)
    while at < limit:
        token = tokens[at]
        if token.text in _BREAKS or token.text in '"“”' or (at > start and token.low in _RELATIVES | _SUBORDINATORS):
            break
        if token.text == "," and at + 1 < len(tokens) and _opens_clause(tokens, at + 1, ceiling):
            break
        if token.low in {"and", "but"} and at < ceiling <= at + 4 and ceiling < len(tokens):
            break
        if at >= ceiling:
            break
        at += 1
    while at > start and (
        tokens[at - 1].text in ",.;:" or tokens[at - 1].low in word_lists("grammar.txt")["needs a noun"]
    ):
        at -= 1
    return at


def _opens_clause(tokens: Sequence[Token], at: int, ceiling: int) -> bool:
    low = tokens[at].low
    verb = verb_form(low)
    gerund = verb is not None and verb.form is Form.GERUND
    return (
        gerund
        or low in _RELATIVES | _SUBORDINATORS | {"but", "he", "she", "they", "it"}
        or (low == "and" and ceiling - at <= 6)
    )
