"""Which stretches of a text stand in quotation marks?

Marks are read paragraph by paragraph. Curly marks say themselves whether they open or close. A straight mark is
judged by the spaces around it; with a space on both sides, as in tokenised copy, it closes what is open and opens
otherwise. A quotation that is not closed goes on in the next paragraph if that one begins with an opening mark (the
custom of print) or closes one that it did not open; else it ends with its paragraph.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from .sentences import Extent

_MARK = re.compile(r"[\"“”„‟«»‘’'‚`＂]{1,2}")
_DOUBLE_OPEN = set("“„‟«") | {"``", "‘‘"}
_DOUBLE_CLOSE = set("”»") | {"''", "’’"}
_STRAIGHT = {'"', "＂"}
_LONGEST_UNCLOSED = 600
_LONGEST_SINGLE = 1200
"""Characters within which a single mark is closed, or is an apostrophe. Each one is looked at from each one before."""


class Quotation(NamedTuple):
    """Words in quotation marks: `text[start:end]` is what stands between the marks.

    `opening` and `closing` are where the marks begin and end, so that `text[opening:closing]` has them too.
    `continues` tells that it goes on from the quotation before it, in the paragraph before.
    """

    start: int
    end: int
    opening: int
    closing: int
    continues: bool = False
    single: bool = False


class _Role(Enum):
    OPEN = 1
    CLOSE = 2
    EITHER = 3


class _Mark(NamedTuple):
    start: int
    end: int
    role: _Role


def quotations_of(text: str, paragraphs: Sequence[Extent]) -> list[Quotation]:
    """Return the quotations of a text in their order; none lies within another.

    Double marks are read first; single ones count only outside double ones, where they stand as a pair at the
    edges of words and so are no apostrophes.
    """
    marks = [list(_double_marks(text, paragraph)) for paragraph in paragraphs]
    found: list[Quotation] = []
    open_mark: _Mark | None = None
    continues = False
    for i, paragraph in enumerate(paragraphs):
        if open_mark is not None:
            carried = _carried(paragraph, marks[i])
            open_mark = _Mark(paragraph.start, carried, _Role.OPEN) if carried is not None else None
            continues = open_mark is not None
        for mark in marks[i]:
            if open_mark is not None and mark.start < open_mark.end:
                continue
            if mark.role is _Role.OPEN and open_mark is not None:
                found.append(_quotation(text, open_mark, _Mark(mark.start, mark.start, _Role.CLOSE), continues))
                open_mark, continues = mark, False
            elif open_mark is None and mark.role is not _Role.CLOSE:
                open_mark, continues = mark, False
            elif open_mark is not None:
                found.append(_quotation(text, open_mark, mark, continues))
                open_mark = None
        if open_mark is not None:
            end = paragraph.end if paragraph.end - open_mark.end <= _LONGEST_UNCLOSED else open_mark.end
            found.append(_quotation(text, open_mark, _Mark(end, end, _Role.CLOSE), continues))
    found = [q for q in found if q.end > q.start]
    return sorted([*found, *_single_quotations(text, paragraphs, found)])


def _double_marks(text: str, paragraph: Extent) -> Iterator[_Mark]:
    for m in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark = m.group()
        if mark in _DOUBLE_OPEN:
            yield _Mark(m.start(), m.end(), _Role.OPEN)
        elif mark in _DOUBLE_CLOSE:
            yield _Mark(m.start(), m.end(), _Role.CLOSE)
        else:
            for at, char in enumerate(mark, m.start()):
                if char in _DOUBLE_OPEN:
                    yield _Mark(at, at + 1, _Role.OPEN)
                elif char in _DOUBLE_CLOSE:
                    yield _Mark(at, at + 1, _Role.CLOSE)
                elif char in _STRAIGHT and not text[at - 1 : at].isdigit():
                    yield _Mark(at, at + 1, _role_by_spaces(text, at, paragraph))
                elif char in _STRAIGHT:
                    yield _Mark(at, at + 1, _Role.CLOSE)


def _role_by_spaces(text: str, at: int, paragraph: Extent) -> _Role:
    space_before = at == paragraph.start or text[at - 1].isspace() or text[at - 1] in "([—–-/'‘"
    space_after = at + 1 >= paragraph.end or text[at + 1].isspace() or text[at + 1] in ")].,;:!?—–-/'’"
    if space_before and not space_after:
        return _Role.OPEN
    if space_after and not space_before:
        return _Role.CLOSE
    if at == paragraph.start:
        return _Role.OPEN
    return _Role.CLOSE if at + 1 >= paragraph.end else _Role.EITHER


def _carried(paragraph: Extent, marks: Sequence[_Mark]) -> int | None:
    """Return where an open quotation goes on in the next paragraph, or None where it does not."""
    if not marks:
        return None
    first = marks[0]
    if first.start == paragraph.start and first.role is not _Role.CLOSE:
        return first.end
    if first.role is _Role.CLOSE or (first.role is _Role.EITHER and len(marks) % 2 == 1):
        return paragraph.start
    return None


def _quotation(text: str, opening: _Mark, closing: _Mark, continues: bool, single: bool = False) -> Quotation:
    inside = text[opening.end : closing.start]
    start = opening.end + len(inside) - len(inside.lstrip())
    end = max(start, closing.start - (len(inside) - len(inside.rstrip())))
    return Quotation(start, end, opening.start, closing.end, continues, single)


# The last two forms are tokenised copy, which glues an opening mark to the word before: harbour plan' built on sand '
_SINGLE_OPEN = re.compile(
    r"(?:(?<=[\s(\[—–-])|^)[‘'’‚](?=[^\W_]|\[|\.\.\.|…)|(?<=[^\W\dsS_])'(?= )|(?<=,)'(?= )", re.MULTILINE
)
_SINGLE_CLOSE = re.compile(r"(?<=[^\s(\[])['’](?=[\s.,;:!?)\]—–]|$)", re.MULTILINE)


def _single_quotations(text: str, paragraphs: Sequence[Extent], double: Sequence[Quotation]) -> Iterator[Quotation]:
    openings = [q.opening for q in double]
    for paragraph in paragraphs:
        if not any(mark in text[paragraph.start : paragraph.end] for mark in "‘'’‚"):
            continue
        at = paragraph.start
        while opening := _SINGLE_OPEN.search(text, at, paragraph.end):
            at = opening.end()
            before = bisect_right(openings, opening.start()) - 1
            if before >= 0 and opening.start() < double[before].closing:
                at = max(at, double[before].closing)
                continue
            following = bisect_left(openings, opening.end())
            limit = min(openings[following], paragraph.end) if following < len(openings) else paragraph.end
            closing = _single_close(text, opening, min(limit, opening.end() + _LONGEST_SINGLE))
            if closing and closing.start() - opening.end() > 1:
                mark = _Mark(opening.start(), opening.end(), _Role.OPEN)
                yield _quotation(text, mark, _Mark(closing.start(), closing.end(), _Role.CLOSE), False, single=True)
                at = closing.end()


def _single_close(text: str, opening: re.Match[str], limit: int) -> re.Match[str] | None:
    """Return the mark that closes a single quotation: the first at a word's end that is no plural possessive."""
    following = _SINGLE_OPEN.search(text, opening.end(), limit)
    limit = following.start() if following and following.group() in "‘" else limit
    last: re.Match[str] | None = None
    for closing in _SINGLE_CLOSE.finditer(text, opening.end(), limit):
        possessive = text[closing.start() - 1] in "sS" and text[closing.end() : closing.end() + 1] == " "
        if not possessive:
            return closing
        last = closing
    return last
