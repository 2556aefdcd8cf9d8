"""Which statements does one article make? One call an article, which sees no other; code finds each in the text.

What the model quotes and the article does not say is not judged. What it overlooks and rules find for sure, direct
quotations and the figures of casualties and of money, is added.
"""

from collections.abc import Iterable, Iterator, Sequence

from ...schemas import Claim, Connotation, Figure, Kind, Utterance
from ...schemas.base import Record
from ..local.measures import measures
from ..reading.number_words import number_words
from ..reading.sentences import Extent
from .calls import Call
from .inquiry import Inquiry
from .placing import LONGEST_NAME, Said, is_one_place, place_of, place_statement
from .rereading import credited
from .source import Source, shown
from .statements import Account, Statement, statement_of, tidy

STAGE = "extract"


class PlainAnswer(Record):
    """A figure or a stance."""

    paragraph: int
    evidence: str
    question: str
    value: str
    attributed_to: str | None


class EventAnswer(Record):
    """An act."""

    paragraph: int
    evidence: str
    question: str
    value: str
    dated: str | None
    attributed_to: str | None


class QuoteAnswer(Record):
    """A direct quotation."""

    paragraph: int
    opening: str
    speaker: str | None


class LabelAnswer(Record):
    """What somebody or something is called."""

    paragraph: int
    evidence: str
    lean: Connotation
    attributed_to: str | None


class NamingAnswer(Record):
    """All labels of one referent."""

    about: str
    labels: tuple[LabelAnswer, ...]


class Extraction(Record):
    """All statements of an article."""

    figures: tuple[PlainAnswer, ...]
    events: tuple[EventAnswer, ...]
    stances: tuple[PlainAnswer, ...]
    quotes: tuple[QuoteAnswer, ...]
    names: tuple[NamingAnswer, ...]


def extract_calls(source: Source, inquiry: Inquiry) -> list[Call[Extraction]]:
    """Return the calls that ask for the statements of an article: one, or one for each of its parts."""
    parts = inquiry.plan.parts[source.number - 1]
    return [inquiry.call(STAGE, Extraction, source.name, article=shown(part)) for part in parts]


def statements_in(source: Source, answers: Iterable[Extraction], account: Account) -> list[Statement]:
    """Return the statements of an article, from the answers for its parts, each once, and what code adds."""
    found: list[Statement] = []
    speakers: dict[Extent, str | None] = {}
    for answer in answers:
        for said in _said_in(answer):
            place = place_of(source, said.paragraph, said.evidence, said.kind, STAGE, account)
            statement = place_statement(source, place, said, account) if place else None
            if statement and not any(_is_double(statement, other) for other in found):
                found.append(statement)
        for quote in answer.quotes:
            place = place_of(source, quote.paragraph, quote.opening, Kind.QUOTE, STAGE, account)
            if place:
                speakers.setdefault(place, credited(source, tidy(quote.speaker or "", LONGEST_NAME)))
    found += _quotations(source, speakers, account)
    found += _overlooked_figures(source, found)
    return found


def _said_in(answer: Extraction) -> Iterator[Said]:
    for figure in answer.figures:
        yield _said(Kind.QUANTITY, figure)
    for event in answer.events:
        yield _said(Kind.EVENT, event, event.dated or "")
    for stance in answer.stances:
        yield _said(Kind.STANCE, stance)
    for naming in answer.names:
        for label in naming.labels:
            yield Said(
                Kind.FRAMING, label.paragraph, label.evidence, label.evidence, "", label.attributed_to,
                about=naming.about, lean=label.lean,
            )  # fmt: skip


def _said(kind: Kind, answer: PlainAnswer | EventAnswer, dated: str = "") -> Said:
    return Said(
        kind, answer.paragraph, answer.evidence, answer.value, answer.question, answer.attributed_to, dated=dated
    )


def _is_double(one: Statement, other: Statement) -> bool:
    """Tell whether two statements are one, found in two parts of an article or given twice."""
    return (
        one.claim.kind is other.claim.kind
        and is_one_place(one.claim, other.claim)
        and one.answer == other.answer
        and (one.claim.kind is not Kind.FRAMING or one.question == other.question)
    )


def _quotations(source: Source, speakers: dict[Extent, str | None], account: Account) -> Iterator[Statement]:
    """Yield the direct quotations that code finds, with the speakers that the model gives, and those it alone gives.

    Where a quotation begins and ends is for code to say; what stands in no quotation marks is none.
    """
    left = dict(speakers)
    for claim in source.quotes:
        meant = [place for place in left if claim.start <= place.start < claim.end]
        speaker = left[meant[0]] if meant else claim.attributed_to
        for place in meant:
            del left[place]
        yield _quotation(source, Extent(claim.start, claim.end), claim.value, speaker)
    document = source.reading.document
    for place, speaker in left.items():
        marks = document.quotation_at(place.start)
        if marks is None:
            account.corrected(source, place, "the model takes these words for a quotation; they stand in no marks")
            continue
        end = min(marks.end, document.sentence_at(place.start).end)
        whole = Extent(place.start, max(end, place.end))
        yield _quotation(source, whole, " ".join(document.text[whole.start : whole.end].split()), speaker)


def _quotation(source: Source, place: Extent, words: str, speaker: str | None) -> Statement:
    detail = Utterance(words=words, speaker=speaker)
    return statement_of(source, Kind.QUOTE, place, words, "", attributed_to=speaker, detail=detail)


def _overlooked_figures(source: Source, found: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the figures of casualties and of money that code reads and the model has passed over."""
    for claim in source.figures:
        figure = claim.detail
        if isinstance(figure, Figure) and _is_grave(figure) and not any(_is_given(claim, figure, s) for s in found):
            measure = measures().get(figure.measure)
            noun = {"person": "people"}.get(figure.unit, figure.unit)
            question = f"{(measure.said if measure else 'How many {noun}').format(noun=noun)}?"
            yield Statement(claim, question, is_apart=source.is_apart)


def _is_grave(figure: Figure) -> bool:
    measure = measures().get(figure.measure)
    casualties = measure is not None and measure.grows and "person" in measure.takes
    return casualties or figure.unit in number_words().currencies.values()


def _is_given(claim: Claim, figure: Figure, statement: Statement) -> bool:
    known = statement.claim.detail
    if not isinstance(known, Figure) or (known.low, known.high) != (figure.low, figure.high):
        return False
    return is_one_place(claim, statement.claim)
