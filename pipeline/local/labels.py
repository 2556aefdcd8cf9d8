"""What is a label? The word or phrase by which one article names somebody or something, and how it leans."""

from dataclasses import dataclass

from ..data import word_lists
from ..reading.document import Sentence
from .connotations import Field, Sense
from .phrases import Page, Phrase
from .voice import Voice, voice_of

_CHARGE_REACH = 4


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """A label with its place: evidence is `tokens[first:last]` of a sentence.

    `ties` are what the label is about, each as "sort: value" ("actor: person john doe"): labels that share one can
    be held against each other. `lean` runs from -2, unfavourable, to 2, favourable.
    """

    page: Page
    sentence: Sentence
    first: int
    last: int
    value: str
    lean: int
    voice: Voice
    field: Field
    ties: frozenset[str]
    is_title: bool = False
    is_bare: bool = False

    @property
    def article(self) -> str:
        """The article's name."""
        return self.page.article

    @property
    def start(self) -> int:
        """Where the evidence begins in the article's text."""
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.sentence.tokens[self.last - 1].end


def label_of(
    page: Page, phrase: Phrase, sense: Sense, span: tuple[int, int], ties: frozenset[str], value: str | None = None
) -> Label:
    """Return the label that a phrase gives in one sense, with its lean and its voice.

    Words of distance ("so-called") are the article's own even where it reports somebody, and they take the edge off
    what is unfavourable. A single word in quotation marks is somebody else's, and a charge is the law's word.
    """
    lean = phrase.lean(sense)
    words = {m.text for m in phrase.modifiers} | {sense.text}
    voice = voice_of(page, phrase.sentence, phrase.first, lean)
    if lean < 0 and _is_a_charge(phrase):
        voice = Voice(False)
    if words & word_lists("framing.txt")["distance"] and page.document.quotation_at(phrase.tokens[0].start) is None:
        voice = Voice(True)
        lean = 0 if sense.lean < 0 and phrase.modifiers else lean
    elif phrase.is_scare_quoted:
        voice = Voice(False, page.reading.voices.speaker_at(phrase.tokens[-1].start))
    return Label(page, phrase.sentence, *span, value or page.label(phrase), lean, voice, sense.field, ties)


def _is_a_charge(phrase: Phrase) -> bool:
    """Tell whether somebody is charged with, or held over, what a phrase says: "convicted of murder"."""
    before = phrase.sentence.tokens[max(0, phrase.outer - _CHARGE_REACH) : phrase.outer]
    return any(token.low in word_lists("framing.txt")["charge"] for token in before)
