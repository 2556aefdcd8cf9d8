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
from .placing import LONGEST_NAME, Said, is_one_place, place_statement
from .rereading import credited
from .source import Source, shown
from .statements import Account, Statement, statement_of, tidy

STAGE = "extract"


class FigureAnswer(Record):
    """A number that the article gives."""

    paragraph: int
    evidence: str
    question: str
    value: str
    attributed_to: str | None


class EventAnswer(Record):
    """An act that the article reports; `dated` are the words that date it."""

    paragraph: int
    evidence: str
    question: str
    value: str
    dated: str | None
    attributed_to: str | None


class StanceAnswer(Record):
    """A relation or position that the article reports."""

    paragraph: int
    evidence: str
    question: str
    value: str
    attributed_to: str | None


class QuoteAnswer(Record):
    """The first words of a direct quotation, and whose it is."""

    paragraph: int
    opening: str
    speaker: str | None


class LabelAnswer(Record):
    """Words by which the article names or characterises somebody or something."""

    paragraph: int
    evidence: str
    lean: Connotation
    attributed_to: str | None


class NamingAnswer(Record):
    """All labels of one referent."""

    about: str
    labels: tuple[LabelAnswer, ...]


class Extraction(Record):
    """What the model returns for one article, or for a part of one."""

    figures: tuple[FigureAnswer, ...]
    events: tuple[EventAnswer, ...]
    stances: tuple[StanceAnswer, ...]
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
            place = _place(source, said.paragraph, said.evidence, said.kind, account)
            statement = place_statement(source, place, said, account) if place else None
            if statement and not any(_is_double(statement, other) for other in found):
                found.append(statement)
        for quote in answer.quotes:
            place = _place(source, quote.paragraph, quote.opening, Kind.QUOTE, account)
            if place:
                speakers.setdefault(place, credited(source, tidy(quote.speaker or "", LONGEST_NAME)))
    found += _quotations(source, speakers, account)
    found += _overlooked_figures(source, found)
    return found


def _said_in(answer: Extraction) -> Iterator[Said]:
    for figure in answer.figures:
        yield Said(Kind.QUANTITY, figure.paragraph, figure.evidence, figure.value, figure.question, figure.attributed_to)
    for event in answer.events:
        yield Said(
            Kind.EVENT, event.paragraph, event.evidence, event.value, event.question, event.attributed_to,
            dated=event.dated or "",
        )  # fmt: skip
    for stance in answer.stances:
        yield Said(Kind.STANCE, stance.paragraph, stance.evidence, stance.value, stance.question, stance.attributed_to)
    for naming in answer.names:
        for label in naming.labels:
            yield Said(
                Kind.FRAMING, label.paragraph, label.evidence, label.evidence, "", label.attributed_to,
                about=naming.about, lean=label.lean,
            )  # fmt: skip


def _place(source: Source, paragraph: int, evidence: str, kind: Kind, account: Account) -> Extent | None:
    place = source.grounds.find(evidence, source.extent_of(paragraph))
    if place is None:
        # The words themselves are not shown anywhere: nobody has said them.
        account.missed(
            f"{source.name}, {kind} from paragraph {paragraph}", STAGE,
            "the model quotes words that do not stand in the article",
        )  # fmt: skip
    return place


def _is_double(one: Statement, other: Statement) -> bool:
    """Tell whether two statements are one, found in two parts of an article or given twice."""
    return (
        one.claim.kind is other.claim.kind
        and one.answer == other.answer
        and (one.claim.kind is not Kind.FRAMING or one.question == other.question)
        and is_one_place(one.claim, other.claim)
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
            yield Statement(claim, question)


def _is_grave(figure: Figure) -> bool:
    measure = measures().get(figure.measure)
    casualties = measure is not None and measure.grows and "person" in measure.takes
    return casualties or figure.unit in number_words().currencies.values()


def _is_given(claim: Claim, figure: Figure, statement: Statement) -> bool:
    known = statement.claim.detail
    if not isinstance(known, Figure) or (known.low, known.high) != (figure.low, figure.high):
        return False
    return is_one_place(claim, statement.claim)
