"""In which sentence does an article say it?"""

from typing import NamedTuple

from ...schemas import Position
from ..reading.document import Document
from .words import shortened

_WIDEST = 320
"""Characters of context on either side; a "sentence" of a thousand words helps nobody."""
_LONGEST_EVIDENCE = 900


class Excerpt(NamedTuple):
    """A sentence in three parts, of which `evidence` is to be marked. White space is that of running text."""

    before: str
    evidence: str
    after: str


def excerpt_of(document: Document | None, position: Position) -> Excerpt:
    """Return the sentence around a position's evidence, or the evidence alone where the text is not at hand."""
    start, end = position.start, position.end
    if document is None or not document.sentences or document.article.text[start:end] != position.evidence:
        return Excerpt("", shortened(position.evidence, _LONGEST_EVIDENCE), "")
    first = min(start, document.sentence_at(start).start)
    last = max(end, document.sentence_at(end - 1).end)
    before = document.text[max(first, start - _WIDEST) : start]
    after = document.text[end : min(last, end + _WIDEST)]
    return Excerpt(
        ("… " if start - first > _WIDEST else "") + _spaced(before).lstrip(),
        shortened(position.evidence, _LONGEST_EVIDENCE),
        _spaced(after).rstrip() + (" …" if last - end > _WIDEST else ""),
    )


def _spaced(text: str) -> str:
    """Return the text with every run of white space as one space, also at the ends."""
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
