"""Where do the paragraphs and sentences of a text begin and end?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..data import word_lists

CLOSERS = "\"'”’»)]"
OPENERS = "\"'“‘«(["

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_END = re.compile(rf"(?<![.!?…])[.!?…]++[{re.escape(CLOSERS)}]*+(?=\s|$)")  # looked at once for each run of marks
_SPACED_CLOSER = re.compile(rf"[ \u00a0][{re.escape(CLOSERS)}](?=\s|$)")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+['’]?[^\W\d_]*\Z")
_NOT_SPACE = re.compile(r"\S")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 24
_LONGEST_LOOK_BACK = 4000


class Extent(NamedTuple):
    """A stretch of text: `text[start:end]`, both in characters."""

    start: int
    end: int


def paragraphs_of(text: str) -> list[Extent]:
    """Return the paragraphs of a text, white space around them left out.

    A blank line always ends one. A single line break ends one too, unless the line plainly goes on: it stops
    without final punctuation and the next line begins in lower case, or it stops at a comma or at a word that
    needs another ("of", "the").
    """
    lines = [_stripped(text, m.start(), m.end()) for m in _LINE.finditer(text)]
    hard_wrapped = _is_hard_wrapped(text, [line for line in lines if line.end > line.start])
    paragraphs: list[Extent] = []
    for line in lines:
        if line.end == line.start:
            continue
        if paragraphs and _goes_on(text, paragraphs[-1], line, hard_wrapped):
            paragraphs[-1] = Extent(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
    return paragraphs


def _stripped(text: str, start: int, end: int) -> Extent:
    line = text[start:end]
    left = len(line) - len(line.lstrip())
    return Extent(start + left, max(start + left, start + len(line.rstrip())))


def _is_hard_wrapped(text: str, lines: list[Extent]) -> bool:
    """Tell whether line breaks stand at a column and mean nothing, as in wire copy of 72 columns."""
    long_enough = [line for line in lines if 50 <= line.end - line.start <= 100]
    if len(lines) < 6 or len(long_enough) < 0.6 * len(lines):
        return False
    unfinished = sum(not _is_finished(text, line) for line in long_enough)
    return unfinished > 0.6 * len(long_enough)


def _is_finished(text: str, line: Extent) -> bool:
    tail = text[max(line.start, line.end - 8) : line.end].rstrip(CLOSERS + " \u00a0")
    return tail[-1:] in set(".!?…:;")


def _goes_on(text: str, before: Extent, line: Extent, hard_wrapped: bool) -> bool:
    gap = text[before.end : line.start]
    if gap.count("\n") > 1 or gap.count("\r") > 1:
        return False
    if text[before.end - 1] == ":" and (text[line.start] in OPENERS or _is_quoting(text, before)):
        return True
    if _is_finished(text, before):
        return False
    if hard_wrapped or text[line.start].islower():
        return True
    tail = text[max(before.start, before.end - _LONGEST_WORD - 8) : before.end].rstrip(CLOSERS + " \u00a0")
    last = _LAST_WORD.search(tail)
    return tail.endswith(",") or (
        last is not None and last.group().lower() in word_lists("grammar.txt")["needs a noun"]
    )


def _is_quoting(text: str, paragraph: Extent) -> bool:
    return sum(text.count(mark, paragraph.start, paragraph.end) for mark in '"“”') % 2 == 1


def sentences_of(text: str, paragraph: Extent) -> Iterator[Extent]:
    """Yield the sentences of a paragraph; inside a quotation too, each sentence is one of its own.

    A full stop after an abbreviation or an initial ends none (see `abbreviations.txt`), nor does one before a
    word in lower case.
    """
    start = paragraph.start
    for found in _END.finditer(text, paragraph.start, paragraph.end):
        end = found.end()
        spaced = _SPACED_CLOSER.match(text, end, paragraph.end)
        marks_before = text.count(spaced.group()[1], max(start, end - _LONGEST_LOOK_BACK), end) if spaced else 0
        if spaced and not _opens(text, spaced.end() - 1, paragraph.end, marks_before):
            end = spaced.end()
        if end >= paragraph.end:
            break
        if _is_boundary(text, found.start(), end, paragraph):
            yield Extent(start, end)
            following = _NOT_SPACE.search(text, end, paragraph.end)
            start = following.start() if following else paragraph.end
    if start < paragraph.end:
        yield Extent(start, paragraph.end)


def _opens(text: str, mark: int, limit: int, marks_before: int) -> bool:
    """Tell whether a mark with space on both sides opens a quotation: an even number stands before it."""
    return text[mark] in OPENERS and marks_before % 2 == 0 and mark + 1 < limit


def _is_boundary(text: str, stop: int, end: int, paragraph: Extent) -> bool:
    following = text[end : min(end + 40, paragraph.end)].lstrip().lstrip(OPENERS + "—–- ")
    if not following or following[0].islower():
        return False
    if text[stop] != "." or text[stop : stop + 3] == "...":
        return True
    before = text[max(paragraph.start, stop - _LONGEST_WORD) : stop]
    last = _LAST_WORD.search(before)
    if last is None:
        return True
    # Tokenised copy writes "5 p. m."
    word = "p.m" if before.endswith((" a. m", " p. m")) else last.group()
    if len(word) == 1 and word.isupper() and word != "I":
        return False
    abbreviations = word_lists("abbreviations.txt")
    if word.lower() in abbreviations["never ends a sentence"]:
        return not (word[0].isupper() or following[0].isdigit() or word.lower() in {"vs", "e.g", "i.e"})
    if word.lower() in abbreviations["may end a sentence"] and (word[0].isupper() or "." in word or len(word) == 2):
        first = _WORD.match(following)
        return first is not None and first.group().lower() in word_lists("grammar.txt")["begins a sentence"]
    return True
