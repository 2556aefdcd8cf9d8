"""How does an article stand in a prompt? In numbered lines, each of which leads back to a place in the file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...schemas import Article, Claim, Notice
from ..local.quantities import quantities_in
from ..local.quotes import quotes_in
from ..local.reading import Reading, read_all
from ..reading.document import Document
from ..reading.sentences import Extent
from ..reading.words import folded_words
from .blocking import stems_of
from .grounding import Grounds
from .hostile import clean
from .notices import INSTRUCTION, notices_of
from .usage import estimated_tokens

BEGINNING = 4
"""Letters in which two forms of a name agree: "Peru" and "Peruvian"."""
LONGEST_LINE = 4_000
"""Characters; a longer paragraph is cut between its sentences."""
_SHORTEST_LINE = 60
"""Characters; shorter paragraphs share a number with those that follow, so that numbers stay a small part."""


@dataclass(frozen=True)
class Line:
    """A paragraph, or some short ones, or a part of a long one, as a prompt has it."""

    number: int
    extent: Extent
    """In the article's text."""
    text: str
    """Without what cannot be seen and without what is no part of the report; one paragraph a line."""

    def __str__(self) -> str:
        return f"[{self.number}] {self.text}"


@dataclass(frozen=True)
class Source:
    """An article of a story, with all that the stages need to know of it."""

    number: int
    """In the story, from 1."""
    reading: Reading
    notices: tuple[Notice, ...] = ()
    """What in it is written for a model, or cannot be seen."""

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.reading.document.article

    @property
    def name(self) -> str:
        """The article's name."""
        return self.reading.name

    @cached_property
    def is_apart(self) -> bool:
        """Whether it holds text that speaks to a model: then nothing of it stands in a call about another article."""
        return any(notice.kind == INSTRUCTION for notice in self.notices)

    @property
    def is_english(self) -> bool:
        """Whether the rules for numbers and voices, which are for English, can be trusted."""
        return self.article.language in {"en", None}

    @cached_property
    def tokens(self) -> int:
        """About how many tokens the whole article has."""
        return estimated_tokens(self.article.text)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The article as the model reads it."""
        return tuple(_lines(self.reading.document))

    @cached_property
    def grounds(self) -> Grounds:
        """Where quotations of the article are found."""
        return Grounds(self.reading.document)

    @cached_property
    def quotes(self) -> tuple[Claim, ...]:
        """What code takes for its direct quotations."""
        return tuple(quotes_in(self.reading))

    @cached_property
    def figures(self) -> tuple[Claim, ...]:
        """What code takes for its figures; none where it does not know the language."""
        return tuple(quantities_in(self.reading)) if self.is_english else ()

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words and numbers in folded form, and the first letters of its words."""
        words = folded_words(self.reading.document.text)
        return frozenset(words) | {w[:BEGINNING] for w in words}

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words that carry meaning."""
        return stems_of(self.reading.document.text)

    def line_at(self, offset: int) -> Line:
        """Return the line that a place in the article's text lies in, or the last one before it."""
        return next((line for line in reversed(self.lines) if line.extent.start <= offset), self.lines[0])

    def extent_of(self, number: int) -> Extent | None:
        """Return where the line of that number stands, or None where there is none."""
        return self.lines[number - 1].extent if 1 <= number <= len(self.lines) else None


def sources_of(articles: Iterable[Article]) -> list[Source]:
    """Return the articles of a story as sources, in their order.

    Dates are resolved over the whole story, but never by what an article says that speaks to a model.
    """
    told = [Source(n, reading, notices_of(reading.document.article)) for n, reading in enumerate(read_all(articles), 1)]
    if not any(source.is_apart for source in told):
        return told
    others = iter(read_all(source.article for source in told if not source.is_apart))
    return [source if source.is_apart else replace(source, reading=next(others)) for source in told]


def shown(lines: Iterable[Line]) -> str:
    """Return lines as a prompt has them."""
    return "\n".join(map(str, lines))


def _lines(document: Document) -> Iterator[Line]:
    number = 0
    held: list[Extent] = []
    for piece in _pieces(document):
        held.append(piece)
        if sum(e.end - e.start for e in held) >= _SHORTEST_LINE:
            number += 1
            yield _line(document, number, held)
            held = []
    if held:
        yield _line(document, number + 1, held)


def _line(document: Document, number: int, pieces: Sequence[Extent]) -> Line:
    texts = (" ".join(clean(document.text[e.start : e.end]).text.split()) for e in pieces)
    return Line(number, Extent(pieces[0].start, pieces[-1].end), "\n".join(texts))


def _pieces(document: Document) -> Iterator[Extent]:
    """Yield the paragraphs, long ones in parts that end with a sentence."""
    sentences = iter([*document.sentences, None])
    sentence = next(sentences)
    for number, paragraph in enumerate(document.paragraphs):
        start = end = paragraph.start
        while sentence is not None and sentence.paragraph == number:
            if end > start and sentence.end - start > LONGEST_LINE:
                yield Extent(start, end)
                start = sentence.start
            end = sentence.end
            sentence = next(sentences)
        if end > start:
            yield Extent(start, end)
