"""Stand-in until the real grammar is merged."""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from .document import Document


class TimeKind(StrEnum):
    MOMENT = "moment"
    CLOCK = "clock"
    DURATION = "duration"


class When(NamedTuple):
    start: int
    end: int
    kind: TimeKind
    earliest: date | None
    latest: date | None


_M = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_R = re.compile(
    r"\b(?:(January|February|March|April|May|June|July|August|September|October|November|December)(?: (\d{1,2})(?:st|nd|rd|th)?)?(?:,? ((?:19|20)\d\d))?|(?:in |since |of )?((?:19|20)\d\d)\b(?! ?(?:people|killed))|(?:two|three|eight|ten|\d+) (?:days|weeks|years) (?:later|after|ago)|(?:past|last|next|coming) (?:\w+ )?(?:days|weeks|months|years)|\d{1,2}[.:]\s?\d\d ?(?:[ap]\.? ?m\.?)?|\d{4} GMT|\d{1,2} ?[ap]\.? ?m\b)"
)


def times_in(document: Document, reference: date | None) -> tuple[When, ...]:
    out = []
    for m in _R.finditer(document.text):
        y = m.group(3) or m.group(4)
        e = l = None
        if m.group(1) and y:
            mo = _M.index(m.group(1)[:3].lower()) + 1
            e = l = date(int(y), mo, int(m.group(2) or 1))
        elif y:
            e, l = date(int(y), 1, 1), date(int(y), 12, 31)
        out.append(When(m.start(), m.end(), TimeKind.MOMENT, e, l))
    return tuple(out)


def reference_dates(documents: Sequence[Document]) -> dict[str, date | None]:
    return {d.article.article: d.article.published for d in documents}


def normal(when: When) -> str:
    return f"{when.earliest}"
