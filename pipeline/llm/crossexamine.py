"""What does each article say on the matters that the others raised? One call an article, which sees no other.

The call holds the article, and of the others nothing but neutral questions and one answer to each. It says how what
the article was found to say stands to that answer, and looks for answers that were overlooked. All that it returns is
about this article alone: nothing in it can change what another one says.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ...schemas import Connotation, Kind, Naming, Relation
from ...schemas.base import Record
from .blocking import stems_of
from .calls import Call
from .cluster import FAMILIES, plain
from .extract import STAGE as EXTRACT
from .extract import Extraction
from .inquiry import Inquiry
from .placing import Said, is_one_place, place_of, place_statement
from .planning import crossexamine_tokens, size_of
from .relations import is_for_the_model, settled, with_reference
from .source import Source, shown
from .statements import Account, Matter, Statement

STAGE = "crossexamine"
_SPEAKS_OF = 0.34
"""Part of a question's words that an article must hold to be asked it."""
_MOST_MATTERS = 150
"""That one article is asked about."""


class Standing(StrEnum):
    """How an answer stands to another."""

    SAME = "same"
    VAGUER = "vaguer"
    ADDS = "adds"
    """Both hold side by side; the question does not ask for all that there is."""
    DIFFERS = "differs"
    CONTRADICTS = "contradicts"
    UNRELATED = "unrelated"


_RELATIONS = {
    Standing.SAME: Relation.SAME,
    Standing.VAGUER: Relation.VAGUER,
    Standing.ADDS: Relation.VAGUER,
    Standing.DIFFERS: Relation.DIFFERS,
    Standing.CONTRADICTS: Relation.INCOMPATIBLE,
}


class Compared(Record):
    """A lettered line."""

    line: str
    relation: Standing


class Found(Record):
    """An answer that no line holds."""

    matter: int
    paragraph: int
    evidence: str
    value: str
    attributed_to: str | None
    relation: Standing


class Testimony(Record):
    """What an article says on the matters."""

    compared: tuple[Compared, ...]
    found: tuple[Found, ...]
    silent: tuple[int, ...]


@dataclass(frozen=True)
class Hearing:
    """One call of the stage: whom it asks, and what stands behind the numbers and letters of its lines."""

    source: Source
    call: Call[Testimony]
    matters: Mapping[int, int]
    """By the number in the call, the place among the matters of the story; those that the article is searched for."""
    lines: Mapping[str, Statement]


@dataclass
class _Heard:
    """What all articles have said."""

    said: dict[str, Relation] = field(default_factory=dict)
    unrelated: set[str] = field(default_factory=set)
    found: dict[int, list[Statement]] = field(default_factory=dict)
    """By the place of the matter."""


def hearings(matters: Sequence[Matter], inquiry: Inquiry) -> list[Hearing]:
    """Return the calls that ask each article about the matters of the others. `matters` have their references first."""
    if len(inquiry.sources) < 2:
        return []
    stems = [stems_of_matter(matter) for matter in matters]
    asked = (_hearing(source, matters, stems, inquiry) for source in inquiry.sources)
    return [hearing for hearing in asked if hearing]


def stems_of_matter(matter: Matter) -> frozenset[str]:
    """Return the stems that an article which speaks to a matter would share with it."""
    return stems_of(f"{matter.question} {matter.statements[0].claim.value}")


def worth_asking(source: Source, matter: Matter, stems: frozenset[str]) -> bool:
    """Tell whether an article is to be asked about a matter, if there is room."""
    return any(True for _ in _worth(source, matter, stems, source.stems))


def _hearing(
    source: Source, matters: Sequence[Matter], stems: Sequence[frozenset[str]], inquiry: Inquiry
) -> Hearing | None:
    article = shown(source.lines)
    worth: list[tuple[float, int]] = []
    for place, matter in enumerate(matters):
        worth += [(w, place) for w in _worth(source, matter, stems[place], source.stems)]
    allowed = crossexamine_tokens(source, inquiry.overhead(EXTRACT, Extraction))
    room = allowed - inquiry.overhead(STAGE, Testimony) - size_of([article])
    chosen: dict[int, str] = {}
    for _, place in sorted(worth, key=lambda w: (-w[0], w[1]))[:_MOST_MATTERS]:
        size = size_of([block := _block(9999, matters[place], source)]) + 1
        if size <= room:
            chosen[place] = block
            room -= size
    if not chosen:
        return None
    places = dict(enumerate(sorted(chosen), 1))
    blocks = [_block(number, matters[place], source) for number, place in places.items()]
    lines = {
        f"{number}{letter}": statement
        for number, place in places.items()
        for letter, statement in _lettered(matters[place], source)
    }
    searched = {number: place for number, place in places.items() if not matters[place].of(source.name)}
    call = inquiry.call(STAGE, Testimony, source.name, article=article, matters="\n".join(blocks))
    return Hearing(source, call, searched, lines)


def _worth(source: Source, matter: Matter, stems: frozenset[str], held: frozenset[str]) -> Iterator[float]:
    """Yield how much it is worth to ask an article about a matter, or nothing where it is not to be asked."""
    if matter.kind is Kind.QUOTE or not matter.statements[0].travels:
        return
    if matter.of(source.name):
        if any(True for _ in _lettered(matter, source)):
            yield 10.0
        return
    share = len(stems & held) / len(stems) if stems else 0.0
    if share >= _SPEAKS_OF:
        yield share + len(matter.articles) - 1


def _lettered(matter: Matter, source: Source) -> Iterator[tuple[str, Statement]]:
    """Yield the statements of an article that the model has to compare, each with its letters."""
    number = 0
    for statement in matter.of(source.name):
        if is_for_the_model(matter, statement):
            yield _letters(number), statement
            number += 1


def _letters(number: int) -> str:
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(ord("a") + number % 26)


def _block(number: int, matter: Matter, source: Source) -> str:
    reference = matter.statements[0]
    detail = reference.claim.detail
    is_label = isinstance(detail, Naming)
    asked = detail.referent if isinstance(detail, Naming) and matter.question == reference.question else matter.question
    lines = [f"{number} | {FAMILIES[matter.kind]} | {plain(asked)} | {plain(reference.claim.value)}"]
    for letter, statement in _lettered(matter, source):
        paragraph = source.line_at(statement.claim.start).number
        value = statement.claim.evidence if is_label else statement.claim.value
        lines.append(f"{number}{letter} | {paragraph} | {plain(' '.join(value.split()))}")
    return "\n".join(lines)


def examined(
    matters: Sequence[Matter], answered: Iterable[tuple[Hearing, Testimony]], inquiry: Inquiry
) -> list[Matter]:
    """Return the matters with what each article says on them and how that stands to the reference.

    An answer counts for the article alone that was asked: lines and matters that were not in its call are passed over.
    """
    heard = _Heard()
    for hearing, testimony in answered:
        _hear(hearing, testimony, matters, heard, inquiry.account)
    names = frozenset(source.name for source in inquiry.sources)
    done: list[Matter] = []
    for place, matter in enumerate(matters):
        apart = [s for s in matter.statements[1:] if s.claim.id in heard.unrelated]
        kept = tuple(s for s in matter.statements if s.claim.id not in heard.unrelated)
        together = replace(matter, statements=(*kept, *heard.found.get(place, ())))
        done.append(settled(together, heard.said))
        # What those answer nobody was asked.
        done += [settled(Matter(s.claim.kind, s.question, (s,), unheard=names), {}) for s in apart]
    return done


def _hear(hearing: Hearing, testimony: Testimony, matters: Sequence[Matter], heard: _Heard, account: Account) -> None:
    for compared in testimony.compared:
        statement = hearing.lines.get(compared.line.strip().lower())
        if statement is None or statement.claim.id in heard.said:
            continue
        if compared.relation is Standing.UNRELATED:
            heard.unrelated.add(statement.claim.id)
        else:
            heard.said[statement.claim.id] = _RELATIONS[compared.relation]
    for answer in testimony.found:
        place = hearing.matters.get(answer.matter)
        if place is None or answer.relation is Standing.UNRELATED:
            continue
        own = heard.found.setdefault(place, [])
        statement = _found(hearing.source, answer, matters[place], account)
        if statement and not any(is_one_place(statement.claim, s.claim) for s in own if s.article == statement.article):
            own.append(statement)
            heard.said[statement.claim.id] = _RELATIONS[answer.relation]


def _found(source: Source, answer: Found, matter: Matter, account: Account) -> Statement | None:
    """Return an answer as a statement of the article, if its words stand there."""
    reference = matter.statements[0]
    kind = reference.claim.kind
    place = place_of(source, answer.paragraph, answer.evidence, kind, STAGE, account)
    if place is None:
        return None
    detail = reference.claim.detail
    about = detail.referent if isinstance(detail, Naming) else ""
    said = Said(
        kind, answer.paragraph, answer.evidence, answer.value, matter.question, answer.attributed_to,
        dated=answer.evidence, about=about, lean=Connotation.NEUTRAL,
    )  # fmt: skip
    statement = place_statement(source, place, said, account)
    if kind is Kind.QUANTITY and statement.claim.detail is None:
        return None  # worked out, not told: no number stands there
    return replace(statement, is_found=True)


def referenced(matters: Iterable[Matter]) -> list[Matter]:
    """Return the matters with their references first."""
    return [with_reference(matter) for matter in matters]
