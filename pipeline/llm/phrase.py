"""How does an editor read a finding? The model words question, reason and weight; code checks them on the positions.

The verdicts are known by then, and nothing here can change one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...schemas import Kind, Verdict, Weight
from ...schemas.base import Record
from ..judging.verdicts import verdict_of
from ..judging.wording import outlet_of
from ..reading.tokens import tokens_of
from ..reading.words import folded_words
from .calls import Call
from .cluster import plain
from .inquiry import Inquiry
from .merging import joined, shared_articles
from .notices import speaks_to_a_model
from .placing import LONGEST_QUESTION, question_about
from .planning import size_of
from .rereading import quoted_in, unsupported_in
from .source import BEGINNING, Source
from .statements import Matter, tidy

STAGE = "phrase"
_LONGEST_REASON = 400
_LONGEST_WORDS = 140
_MOST_POSITIONS = 10
_LABEL = re.compile(r"\bA([1-9][0-9]{0,3})\b(?:'s|’s)?")
_NO_QUESTION = "What do the articles say on this?"


class Wording(Record):
    """A finding in words."""

    finding: int
    question: str
    reason: str
    weight: Weight
    repeats: int | None


class Wordings(Record):
    """All findings in words."""

    findings: tuple[Wording, ...]


@dataclass(frozen=True)
class Desk:
    """One call of the stage: the places of the matters behind its numbers."""

    call: Call[Wordings]
    matters: Mapping[int, int]


def verdict_on(matter: Matter) -> Verdict:
    """Return the verdict that follows from what is known of a matter."""
    known = [(s.article, matter.relations[s.claim.id]) for s in matter.statements if s.claim.id in matter.relations]
    return verdict_of(matter.kind, known)


def desks(matters: Sequence[Matter], inquiry: Inquiry, used: int, before: int = 0, tokens: int = 0) -> list[Desk]:
    """Return the calls that word what several articles speak to, what is flagged first, as far as there is room.

    Args:
        matters: of the story, with their relations.
        inquiry: the story.
        used: calls that the comparison has used.
        before: calls of all stages so far.
        tokens: that these had together.
    """
    matters = [matter.of_others for matter in matters]
    verdicts = [verdict_on(matter) for matter in matters]
    worth = [n for n, v in enumerate(verdicts) if v.flagged or v is Verdict.CORROBORATED]
    worth = [n for n in worth if all(s.travels for s in matters[n].statements)]
    if not worth:
        return []
    worth.sort(key=lambda n: (not verdicts[n].flagged, -len(matters[n].articles), n))
    calls = inquiry.plan.phrase_calls(len(worth), used)
    room = inquiry.plan.phrase_tokens(calls, before, tokens) - calls * inquiry.overhead(STAGE, Wordings)
    numbers = {source.name: source.number for source in inquiry.sources}
    chosen: list[int] = []
    for place in worth:
        size = size_of([_block(999, matters[place], verdicts[place], numbers)]) + 1
        if size <= room:
            chosen.append(place)
            room -= size
    chosen.sort()
    if not chosen:
        return []
    most = -(-len(chosen) // calls)
    parts = [chosen[at : at + most] for at in range(0, len(chosen), most)]
    return [_desk(part, matters, verdicts, numbers, inquiry) for part in parts]


def _desk(
    part: Sequence[int], matters: Sequence[Matter], verdicts: Sequence[Verdict], numbers: Mapping[str, int],
    inquiry: Inquiry,
) -> Desk:  # fmt: skip
    places = dict(enumerate(part, 1))
    blocks = [_block(number, matters[place], verdicts[place], numbers) for number, place in places.items()]
    return Desk(inquiry.call(STAGE, Wordings, findings="\n".join(blocks)), places)


def _block(number: int, matter: Matter, verdict: Verdict, numbers: Mapping[str, int]) -> str:
    lines = [f"{number} | {matter.kind} | {verdict.replace('_', ' ')} | {plain(matter.question)}"]
    for s in matter.statements[:_MOST_POSITIONS]:
        words = tidy(s.claim.evidence, _LONGEST_WORDS)
        shown = "" if words == s.claim.value else f" | “{plain(words)}”"
        value = tidy(s.claim.value, _LONGEST_WORDS)
        lines.append(f"  A{numbers[s.article]} | {plain(value)} | {plain(s.claim.attributed_to or '-')}{shown}")
    return "\n".join(lines)


def worded(
    matters: Sequence[Matter], answered: Iterable[tuple[Desk, Wordings]], sources: Sequence[Source]
) -> list[Matter]:
    """Return the matters in an editor's words; two that the model takes for one are joined if they stand in one place.

    A question or reason counts only where all its numbers, names and quoted words stand in the positions.
    """
    left: dict[int, Matter] = dict(enumerate(matters))
    doubles: list[tuple[int, int]] = []
    for desk, answer in answered:
        for wording in answer.findings:
            place = desk.matters.get(wording.finding)
            if place is None:
                continue
            left[place] = _worded(left[place], wording, sources)
            earlier = desk.matters.get(wording.repeats or 0)
            if earlier is not None and earlier < place:
                doubles.append((earlier, place))
    for earlier, place in doubles:
        if earlier in left and place in left and _may_be_one(left[earlier], left[place]):
            left[earlier] = joined(left[earlier], left.pop(place))
    by_name = {source.name: source for source in sources}
    return [_with_plain_question(matter, by_name) for matter in left.values()]


def _with_plain_question(matter: Matter, by_name: Mapping[str, Source]) -> Matter:
    """Return a matter with a question that its articles bear out: the one it has, or one of its statements.

    Questions come from calls that are not checked as the wording is, because nothing but this follows from them.
    """
    if matter.kind is Kind.QUOTE:
        return matter
    sources = [by_name[name] for name in sorted(matter.of_others.articles)]
    statements = matter.of_others.statements
    asked = (matter.question, *(s.question for s in statements))
    plain_ones = (q for q in asked if q and not any(unsupported_in(sources, q)) and not speaks_to_a_model(q))
    plain_one = _NO_QUESTION if matter.kind is not Kind.FRAMING else question_about(f"“{statements[0].claim.value}”")
    return replace(matter, question=next(plain_ones, plain_one))


def _may_be_one(one: Matter, other: Matter) -> bool:
    one, other = one.of_others, other.of_others
    if one.kind is not other.kind or one.kind is Kind.QUOTE or verdict_on(one) is not verdict_on(other):
        return False
    return 2 * len(shared_articles(one, other)) >= min(len(one.articles), len(other.articles))


def _worded(matter: Matter, wording: Wording, sources: Sequence[Source]) -> Matter:
    others = matter.of_others
    labelled = {source.number: source for source in sources if source.name in others.articles}
    bearing = _bearing(others, labelled.values())
    question = tidy(wording.question, LONGEST_QUESTION)
    if question.endswith("?") and _is_borne_out(question, bearing) and not _LABEL.search(question):
        matter = replace(matter, question=question)
    if verdict_on(others) is not verdict_on(matter):
        # The model has seen what the others say, and words another verdict.
        return matter
    reason = tidy(wording.reason, _LONGEST_REASON)
    named = {int(n) for n in _LABEL.findall(reason)}
    if reason and named <= labelled.keys() and _is_borne_out(_LABEL.sub("", reason), bearing):
        outlets = {n: outlet_of(source.article) for n, source in labelled.items()}
        written = _LABEL.sub(lambda found: found[0].replace(f"A{found[1]}", outlets[int(found[1])]), reason)
        matter = replace(matter, reason=written)
    return replace(matter, weight=wording.weight) if verdict_on(matter).flagged else matter


@dataclass(frozen=True)
class _Bearing:
    words: frozenset[str]
    """Of the positions."""
    names: frozenset[str]
    """Words of the articles, and their first letters."""
    texts: tuple[str, ...]
    """Of the positions, folded; no questions, which are not theirs."""


def _bearing(matter: Matter, sources: Iterable[Source]) -> _Bearing:
    claims = [s.claim for s in matter.statements]
    questions = [matter.question, *(s.question for s in matter.statements)]
    held = [*(c.value for c in claims), *(c.evidence for c in claims), *(c.attributed_to or "" for c in claims)]
    texts = tuple(" ".join(folded_words(text)) for text in held)
    words = frozenset(w for text in (*held, *questions) for w in folded_words(text))
    return _Bearing(words, words.union(*(source.words for source in sources)), texts)


def _is_borne_out(text: str, bearing: _Bearing) -> bool:
    """Tell whether numbers and quoted words of a text stand in the positions, names in the articles, and no orders."""
    tokens = list(tokens_of(text))
    numbers = {w for w in folded_words(text) if any(c.isdigit() for c in w)}
    names = (t for t in tokens[1:] if t.is_capitalised and len(t.text) >= BEGINNING)
    quoted = (" ".join(folded_words(words)) for words in quoted_in(text))
    return (
        numbers <= bearing.words
        and all(w in bearing.names or w[:BEGINNING] in bearing.names for t in names for w in folded_words(t.text))
        and all(any(words in held for held in bearing.texts) for words in quoted)
        and not speaks_to_a_model(text)
    )
