"""How does what a model says of an article become a claim? Placed by code, and read again by code."""

from dataclasses import dataclass

from ...schemas import Act, Claim, Connotation, Kind, Naming, Tie
from ..reading.sentences import Extent
from .rereading import credited, dated_value, is_year_of, quoted_in, read_figure, read_time, unsupported
from .source import Source
from .statements import Account, Statement, statement_of, tidy

LONGEST_VALUE, LONGEST_QUESTION, LONGEST_NAME = 160, 240, 100
"""Characters; what is longer is cut."""
_SAME_PLACE = 0.5
_MOST_SHOWN = 4
"""Words of a model that a notice shows."""


@dataclass(frozen=True)
class Said:
    """What a model says of an article, before code has looked at it."""

    kind: Kind
    paragraph: int
    evidence: str
    value: str
    question: str
    attributed_to: str | None
    dated: str = ""
    """For an event: the words that date it."""
    about: str = ""
    """For a label: who or what is named."""
    lean: Connotation = Connotation.NEUTRAL


def is_one_place(one: Claim, other: Claim) -> bool:
    """Tell whether two claims of one article stand in the same place: they share at least half of the shorter one."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared >= _SAME_PLACE * min(one.end - one.start, other.end - other.start)


def place_of(source: Source, paragraph: int, evidence: str, kind: Kind, stage: str, account: Account) -> Extent | None:
    """Return where words that a model quotes stand in an article; where they do not, the account says so."""
    place = source.grounds.find(evidence, source.extent_of(paragraph))
    if place is None:
        # The words themselves are not shown anywhere: nobody has said them.
        account.missed(
            f"{source.name}, {kind} from paragraph {paragraph}", stage,
            "the model quotes words that do not stand in the article",
        )  # fmt: skip
    return place


def place_statement(source: Source, place: Extent, said: Said, account: Account) -> Statement:
    """Return what a model says of an article as a statement at the place where it was found.

    Where code reads another number, date or name in the article than the model, or none, the account says so.
    """
    value, question = tidy(said.value, LONGEST_VALUE), tidy(said.question, LONGEST_QUESTION)
    informant = _informant(source, place, said, account)
    if said.kind is Kind.QUANTITY:
        return _figure(source, place, value, question, informant, account)
    if said.kind is Kind.FRAMING:
        return _label(source, place, said, informant)
    if wrong := unsupported(source, value):
        if not is_year_of(source, place, tidy(said.dated, LONGEST_NAME), wrong):
            account.corrected(source, place, f"the model answers with {_named(wrong)}, which the article does not hold")
        value = tidy(source.reading.document.text[place.start : place.end], LONGEST_VALUE)
    if said.kind is Kind.EVENT:
        return _event(source, place, value, question, informant, tidy(said.dated, LONGEST_NAME), account)
    detail = Tie(relation=value)
    return statement_of(source, Kind.STANCE, place, value, question, attributed_to=informant, detail=detail)


def _informant(source: Source, place: Extent, said: Said, account: Account) -> str | None:
    given = tidy(said.attributed_to or "", LONGEST_NAME)
    informant = credited(source, given)
    if given and informant is None:
        account.corrected(source, place, "the model credits this to somebody whom the article does not name")
        return source.reading.voices.speaker_at(place.start) if source.is_english else None
    return informant


def _figure(
    source: Source, place: Extent, value: str, question: str, informant: str | None, account: Account
) -> Statement:
    read = read_figure(source, place, value)
    if read.wrong:
        account.corrected(source, read.place, f"the model reads {_named(read.wrong)} here, code “{read.value}”")
    return statement_of(
        source, Kind.QUANTITY, read.place, read.value, question, attributed_to=informant, detail=read.figure
    )


def _named(words: str) -> str:
    """Return words of a model as a notice may show them: what could pass for a sentence that somebody said is not."""
    return f"“{words}”" if len(words.split()) <= _MOST_SHOWN else "something else"


def _event(
    source: Source, place: Extent, value: str, question: str, informant: str | None, dated: str, account: Account
) -> Statement:
    when = read_time(source, place, dated)
    stated, wrong = dated_value(value, when)
    if wrong:
        account.corrected(source, place, f"the model dates this {wrong}, code {stated.removeprefix(value).strip()}")
    detail = Act(earliest=when.earliest, latest=when.latest) if when else Act()
    return statement_of(source, Kind.EVENT, place, stated, question, attributed_to=informant, detail=detail, when=when)


def _label(source: Source, place: Extent, said: Said, informant: str | None) -> Statement:
    """Return a label. One in quotation marks is its speaker's, also where the model takes it for the article's own."""
    document = source.reading.document
    marks = document.quotation_at(place.start)
    if marks is not None and informant is None:
        informant = source.reading.voices.speaker_of(marks)
    label = tidy(document.text[place.start : place.end], LONGEST_VALUE)
    about = tidy(said.about, LONGEST_NAME)
    if any(source.grounds.find(words) is None for words in quoted_in(about)):
        about = tidy(label, LONGEST_NAME)
    detail = Naming(referent=about, label=label, connotation=said.lean)
    return statement_of(
        source, Kind.FRAMING, place, label, question_about(about), attributed_to=informant, detail=detail,
        is_own_voice=informant is None and marks is None,
    )  # fmt: skip


def question_about(referent: str) -> str:
    """Return the question that labels of a referent answer."""
    return f"How do the articles name {referent}?"
