"""An article taken apart: its sentences with their words, and what stands in quotation marks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...schemas import Article
from .quotations import Quotation, quotations_of
from .sentences import CLOSERS, Extent, paragraphs_of, sentences_of
from .tokens import Token, tokens_of

_LONGEST_HEADING = 18
_LONGEST_SENTENCE = 250
"""Words and marks. What goes on longer is a list or a table, or was made to keep the rules busy, and is read in parts:
some rules look from each word of a sentence at all others."""
_FINAL = ".!?…:;,"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, `document.text[start:end]`, with its tokens and its place among all sentences."""

    start: int
    end: int
    number: int
    paragraph: int
    is_heading: bool
    """A headline or crosshead: its verbs and capitals follow rules of their own."""
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Document:
    """An article as the rules read it. All offsets count characters of `article.text`."""

    article: Article
    text: str
    """The article's text with every skipped stretch blanked, so that offsets are the same."""
    paragraphs: tuple[Extent, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [q.opening for q in self.quotations]

    def sentence_at(self, offset: int) -> Sentence:
        """Return the sentence that an offset lies in, or the last one before it."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    def quotation_at(self, offset: int) -> Quotation | None:
        """Return the quotation that an offset lies in, marks included, or None."""
        place = bisect_right(self._quotation_starts, offset) - 1
        if place >= 0 and offset < self.quotations[place].closing:
            return self.quotations[place]
        return None

    def quotation_begins(self, start: int, end: int) -> bool:
        """Tell whether a quotation begins between two offsets."""
        place = bisect_left(self._quotation_starts, start)
        return place < len(self.quotations) and self._quotation_starts[place] < end


def read(article: Article) -> Document:
    """Take an article apart. The time grows linearly with its length."""
    text = _blanked(article)
    paragraphs = paragraphs_of(text)
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        for extent in sentences_of(text, paragraph):
            tokens = tuple(tokens_of(text, extent.start, extent.end))
            heading = extent == paragraph and _is_heading(article, text, paragraph, tokens)
            for start, end, part in _parts(extent, tokens):
                sentences.append(Sentence(start, end, len(sentences), number, heading, part))
    return Document(article, text, tuple(paragraphs), tuple(sentences), tuple(quotations_of(text, paragraphs)))


def _parts(extent: Extent, tokens: tuple[Token, ...]) -> Iterator[tuple[int, int, tuple[Token, ...]]]:
    """Yield a sentence whole, or one that is too long in parts, each with where it begins and ends."""
    if len(tokens) <= _LONGEST_SENTENCE:
        yield extent.start, extent.end, tokens
        return
    for at in range(0, len(tokens), _LONGEST_SENTENCE):
        part = tokens[at : at + _LONGEST_SENTENCE]
        yield part[0].start, part[-1].end, part


def _blanked(article: Article) -> str:
    """Return the text with what is skipped replaced: by spaces inside a line, by line breaks where lines are whole."""
    text, parts, at = article.text, [], 0
    for skipped in sorted(article.skipped, key=lambda s: s.start):
        start, end = max(at, skipped.start), min(skipped.end, len(text))
        if end <= start:
            continue
        whole_lines = text[start - 1 : start] in {"", "\n", "\r"} and text[end : end + 1] in {"", "\n", "\r"}
        parts += [text[at:start], ("\n" if whole_lines else " ") * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _is_heading(article: Article, text: str, paragraph: Extent, tokens: tuple[Token, ...]) -> bool:
    line = text[paragraph.start : paragraph.end]
    if article.title and line.strip() == article.title.strip():
        return True
    return len(tokens) <= _LONGEST_HEADING and line.rstrip(CLOSERS + " ")[-1:] not in _FINAL
