"""What act does a clause tell, who did it and to whom?

Two clauses may tell one act in different grammar: the passive is turned round, "took part in" and "declined to" are
seen through, a pronoun is led to the subject of the clause that reports it, and negation is kept apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from ..data import table, word_lists
from ..reading.clauses import Clause
from ..reading.document import Sentence
from ..reading.nouns import singular
from ..reading.tokens import Token
from ..reading.verbs import is_adverb, is_verb, verb_form
from .parties import Cast, Party, Sort

_REACH = 6
"""Tokens behind a verb within which its "to" and its noun are looked for."""


class Polarity(Enum):
    """Whether a clause says that something is so, that it is not, or leaves it open."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    OPEN = "open"


class Complement(NamedTuple):
    """What follows a preposition behind the verb: `tokens[start:end]`, the preposition left out."""

    preposition: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deed:
    """An act with who did it and to whom or what; `act` is its class, or the verb where it is in none."""

    act: str
    lemma: str
    agents: tuple[Party, ...]
    objects: tuple[Party, ...]
    polarity: Polarity
    is_ahead: bool
    """Planned, possible or asked for, not done."""
    complements: tuple[Complement, ...]
    start: int
    """The first token that carries it: of the clause, or of the one that names its subject."""


@dataclass(frozen=True)
class _Acts:
    """The typed face of `acts.yaml`."""

    classes: dict[str, dict[str, Any]]
    of: dict[str, str]
    phrasal: frozenset[str]
    light: frozenset[str]
    denying: frozenset[str]
    ahead: frozenset[str]


@cache
def acts() -> _Acts:
    """Return the classes of acts, and the class of each word and phrasal verb."""
    data = dict(table("acts.yaml"))
    grammar = data.pop("grammar")
    of = {word: name for name, act in data.items() for word in act["words"]}
    return _Acts(
        data, of, frozenset(w.partition(" ")[0] for w in of if " " in w),
        *(frozenset(grammar[key]) for key in ("light", "denying", "ahead")),
    )  # fmt: skip


def act_of(word: str) -> str:
    """Return the class of acts that a verb's base form or a noun belongs to, or "" where it is in none."""
    return acts().of.get(word, "")


def trait(act: str, name: str) -> bool:
    """Tell whether a class of acts has a trait: `sole`, `joint` or another of `acts.yaml`."""
    return bool(acts().classes.get(act, {}).get(name))


def deeds_in(cast: Cast, sentence: Sentence, clauses: Sequence[Clause], memory: "Memory") -> list[Deed]:
    """Return the deed of each clause of a sentence, in order. `memory` holds the subjects of the sentences before."""
    found: list[Deed] = []
    for number, clause in enumerate(clauses):
        before = clauses[number - 1] if number else None
        governor = found[number - 1] if before is not None and is_speech(before.lemma) else None
        deed = _deed(cast, sentence, clause, governor, memory)
        if before is not None and _is_denied_by(sentence.tokens, before, clause):
            deed = replace(deed, polarity=_CONTRARY[deed.polarity])
        found.append(deed)
        memory.note(deed)
    return found


class Memory:
    """Who was spoken of last, for "he", "it" and "they"."""

    def __init__(self) -> None:
        self._person: Party | None = None
        self._body: Party | None = None

    def note(self, deed: Deed) -> None:
        """Remember the subjects of a deed."""
        for party in deed.agents or deed.objects:
            if party.sort is Sort.PERSON:
                self._person = party
            elif party.sort in {Sort.BODY, Sort.PLACE, Sort.NAMED}:
                self._body = party

    def meant_by(self, pronoun: str) -> tuple[Party, ...]:
        """Return whom a pronoun means, if somebody fits."""
        if pronoun in {"he", "she", "him", "her"}:
            return (self._person,) if self._person else ()
        if pronoun == "it":
            return (self._body,) if self._body else ()
        return ()


def _is_denied_by(tokens: Sequence[Token], before: Clause, clause: Clause) -> bool:
    """Tell "she denied (that) she knew": the clause before denies this one, which follows it at once."""
    first = clause.subject[0] if clause.subject[0] < clause.subject[1] else clause.verbs[0]
    between = [t.low for t in tokens[before.verbs[1] : first]]
    return before.lemma in _DENIES and not before.is_passive and between in ([], ["that"])


_DENIES = frozenset({"deny", "refute", "dispute"})
_CONTRARY = {
    Polarity.AFFIRMED: Polarity.DENIED, Polarity.DENIED: Polarity.AFFIRMED, Polarity.OPEN: Polarity.OPEN
}  # fmt: skip


def is_speech(lemma: str) -> bool:
    """Tell whether a verb reports what somebody says."""
    return lemma in _speech()


@cache
def _speech() -> frozenset[str]:
    lists = word_lists("attribution.txt")
    forms = (verb_form(word) for word in lists["speech"] | lists["credits its subject with what follows"])
    return frozenset(f.lemma for f in forms if f)


def _deed(cast: Cast, sentence: Sentence, clause: Clause, governor: Deed | None, memory: Memory) -> Deed:
    tokens = sentence.tokens
    lemma, rest = _acting_verb(tokens, clause)
    complements = tuple(complements_in(cast, sentence, *rest))
    subjects, start = _resolved(cast.parties(sentence, *clause.subject), governor, memory, clause)
    objects = _objects(cast, sentence, rest, complements)
    first = clause.subject[0] if clause.subject[0] < clause.subject[1] else clause.verbs[0]
    named = subjects if clause.is_passive else objects
    act, objects = _named_act(cast, sentence, lemma, named, complements)
    if clause.is_passive:
        subjects = _behind(cast, sentence, complements, {"by"})
    elif trait(act, "joint"):
        partners = _behind(cast, sentence, complements, {"with", "to"}) or objects
        subjects = tuple(dict.fromkeys((*subjects, *(p for p in partners if p.is_named))))
    return Deed(
        act=act or lemma,
        lemma=lemma,
        agents=subjects,
        objects=objects,
        polarity=Polarity.OPEN if _is_open(tokens, first) else _polarity(tokens, clause),
        is_ahead=clause.is_modal or _is_ahead(tokens, clause) or _is_asked_for(tokens, first),
        complements=complements,
        start=start,
    )


def _acting_verb(tokens: Sequence[Token], clause: Clause) -> tuple[str, tuple[int, int]]:
    """Return the verb that says what is done, and what follows it: "declined on Monday to support a plan" supports."""
    start, end = clause.rest
    if clause.lemma in acts().denying | acts().ahead:
        for i in range(start, min(end - 1, start + _REACH)):
            verb = verb_form(tokens[i + 1].low) if tokens[i].low == "to" else None
            if verb is not None and not tokens[i + 1].is_capitalised:
                return verb.lemma, (i + 2, end)
            if tokens[i].low not in _BETWEEN and not is_adverb(tokens[i].low) and not _is_day(tokens[i]):
                break
    lemma = clause.lemma
    if lemma in acts().phrasal and start < end and f"{lemma} {tokens[start].low}" in acts().of:
        return f"{lemma} {tokens[start].low}", (start + 1, end)
    return lemma, (start, end)


_BETWEEN = frozenset({"on", "late", "early", "last", "this", "again", "both", "week", "month", "night", "year"})


def _is_day(token: Token) -> bool:
    return token.low in word_lists("grammar.txt")["day or month"] or token.text[0].isdigit()


def complements_in(cast: Cast, sentence: Sentence, start: int, end: int) -> Iterator[Complement]:
    """Yield the prepositional phrases of a stretch of a sentence; times are none."""
    tokens = sentence.tokens
    preposition = word_lists("grammar.txt")["preposition"] - {"of"}
    open_at: int | None = None
    for i in range(start, end + 1):
        ends = i == end or (tokens[i].low in preposition and cast.name_inside(tokens[i]) is None)
        if not ends:
            continue
        if (
            open_at is not None
            and open_at + 1 < i
            and _leads_to_a_noun(tokens, open_at)
            and cast.reading.time_at(tokens[open_at + 1].start) is None
        ):
            yield Complement(tokens[open_at].low, open_at + 1, i)
        open_at = i


def _leads_to_a_noun(tokens: Sequence[Token], at: int) -> bool:
    """Tell "to the mayor" from "to meet", and "over the bridge" from "over 30 people"."""
    if tokens[at].low == "to":
        return not is_verb(tokens, at + 1)
    return not (tokens[at].low in {"over", "about", "around", "under"} and tokens[at + 1].text[0].isdigit())


def _behind(
    cast: Cast, sentence: Sentence, complements: Sequence[Complement], prepositions: set[str]
) -> tuple[Party, ...]:
    return tuple(
        p for c in complements if c.preposition in prepositions for p in cast.parties(sentence, c.start, c.end)
    )


_TARGETS = ("with", "to", "on", "against", "for", "over", "from", "at", "about", "into")


def _objects(
    cast: Cast, sentence: Sentence, rest: tuple[int, int], complements: Sequence[Complement]
) -> tuple[Party, ...]:
    """Return whom or what an act is done to: what stands right behind the verb, else behind its first preposition."""
    start, end = rest
    first = min((c.start - 1 for c in complements), default=end)
    tokens = sentence.tokens
    while start < first and (is_adverb(tokens[start].low) or cast.reading.time_at(tokens[start].start)):
        start += 1
    if start < first and tokens[start].low not in {"to", "that", "whether", "if", "how", "why", "what", ","}:
        direct = cast.parties(sentence, start, first)
        if direct:
            return direct
    for complement in complements:
        if complement.preposition in _TARGETS:
            return cast.parties(sentence, complement.start, complement.end)
    return ()


def _named_act(
    cast: Cast, sentence: Sentence, lemma: str, objects: tuple[Party, ...], complements: Sequence[Complement]
) -> tuple[str, tuple[Party, ...]]:
    """Return the class of an act, and its objects, where its verb is a light one: "launched an offensive against"."""
    if lemma in acts().light and objects and objects[0].sort is Sort.COMMON:
        noun = sentence.tokens[objects[0].end - 1].low
        named = act_of(singular(noun)) or act_of(noun)
        if not named and noun in {"part", "place"}:
            inside = _behind(cast, sentence, complements, {"in"})
            return ("take part", inside) if noun == "part" else ("happen", ())
        if named and named == act_of(lemma):
            return named, objects
        if named:
            beyond = [c for c in complements if c.start > objects[0].end]
            behind = next((c for c in beyond if c.preposition in _TARGETS), None)
            targets = cast.parties(sentence, behind.start, behind.end) if behind else ()
            return named, targets
    return act_of(lemma), objects


def _resolved(
    subjects: tuple[Party, ...], governor: Deed | None, memory: Memory, clause: Clause
) -> tuple[tuple[Party, ...], int]:
    """Return the subjects of a clause with its pronoun led to whom it means, and where the clause then begins."""
    first = clause.subject[0] if clause.subject[0] < clause.subject[1] else clause.verbs[0]
    if len(subjects) != 1 or subjects[0].sort is not Sort.PRONOUN:
        return subjects, first
    pronoun = subjects[0].key.removeprefix("pronoun ")
    if governor is not None and _agrees(pronoun, governor.agents):
        return governor.agents, governor.start
    meant = memory.meant_by(pronoun)
    return (meant or subjects), first


def _agrees(pronoun: str, parties: Sequence[Party]) -> bool:
    if not parties or any(p.sort is Sort.PRONOUN for p in parties):
        return False
    if pronoun in {"they", "we"}:
        return len(parties) > 1 or parties[0].may_be_they
    person = parties[0].sort is Sort.PERSON
    if pronoun == "it":
        return len(parties) == 1 and not person and not parties[0].is_plural
    return pronoun in {"he", "she", "i"} and len(parties) == 1 and (person or parties[0].sort is Sort.COMMON)


def _polarity(tokens: Sequence[Token], clause: Clause) -> Polarity:
    subject = [t.low for t in clause.part(clause.subject)[:3]]
    chain = [verb_form(t.low) for t in tokens[clause.verbs[0] : clause.main]]
    denying = clause.lemma in acts().denying or any(v and v.lemma in acts().denying for v in chain)
    nobody = bool(subject) and (subject[0] in {"no", "nobody", "none", "neither"} or subject[:2] == ["not", "one"])
    nothing = tokens[clause.rest[0]].low in {"no", "nothing", "nobody", "none"} if _has_rest(clause) else False
    denied = (clause.is_negated + denying + nobody + nothing) % 2 == 1
    return Polarity.DENIED if denied else Polarity.AFFIRMED


def _has_rest(clause: Clause) -> bool:
    return clause.rest[0] < clause.rest[1]


def _is_ahead(tokens: Sequence[Token], clause: Clause) -> bool:
    chain = [verb_form(t.low) for t in tokens[clause.verbs[0] : clause.main]]
    return clause.lemma in acts().ahead or any(v and v.lemma in acts().ahead for v in chain)


def _is_open(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a clause is left open: "if the bridge falls", "unclear whether it was signed"."""
    return any(t.low in {"if", "unless", "whether"} for t in tokens[max(0, first - 2) : first])


def _is_asked_for(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a clause is what somebody asks for, hopes or fears: "demanded that the port be closed"."""
    at = first - 1
    while at >= 0 and first - at <= 3 and tokens[at].low in {"that", "the", "its"}:
        at -= 1
    verb = verb_form(tokens[at].low) if at >= 0 and at < first - 1 else None
    return verb is not None and verb.lemma in acts().ahead
