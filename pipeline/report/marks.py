"""Into which stretches is an article's text cut, so that claims that overlap can all be marked in place?"""

import heapq
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, NamedTuple

from ...schemas import Kind, Skipped


class Mark(NamedTuple):
    """A claim to be marked in the text: where it stands, its own anchor, and the number of its finding."""

    start: int
    end: int
    kind: Kind
    anchor: str
    finding: int | None
    """None where the claim is part of no finding."""


class Stretch(NamedTuple):
    """A piece of text in which nothing changes; the stretches of a text join to that text."""

    text: str
    kind: Kind | None
    """Of the innermost claim here."""
    depth: int
    """How many claims lie over it."""
    begins: tuple[Mark, ...]
    """The claims that begin with it."""
    ends: tuple[Mark, ...]
    """The claims that end with it."""
    skipped: str | None
    """Why it is no part of the report."""
    reason_here: bool
    """Whether the skipped stretch ends here, so that the reason is said once."""


def stretches_of(text: str, marks: Iterable[Mark], skipped: Iterable[Skipped] = ()) -> list[Stretch]:
    """Cut a text at every place where a claim or a skipped part begins or ends.

    Marks outside the text are cut down to it. The time is that of sorting the marks, however they overlap.
    """
    size = len(text)
    inside = sorted(m._replace(end=min(m.end, size)) for m in marks if m.start < min(m.end, size))
    furniture = _apart(skipped, size)
    begins, ends = _by_place(inside, "start"), _by_place(inside, "end")
    places = sorted({0, size, *begins, *ends, *(edge for s in furniture for edge in (s.start, s.end))})
    over: list[tuple[int, int, Kind]] = []  # innermost first: the last to begin, and of those the first to end
    depth, found = 0, list[Stretch]()
    for start, end in pairwise(places):
        for mark in begins.get(start, ()):
            heapq.heappush(over, (-mark.start, mark.end, mark.kind))
        depth += len(begins.get(start, ())) - len(ends.get(start, ()))
        while over and over[0][1] <= start:
            heapq.heappop(over)
        while furniture and furniture[-1].end <= start:
            furniture.pop()
        here = furniture[-1] if furniture and furniture[-1].start <= start else None
        found.append(
            Stretch(
                text=text[start:end],
                kind=over[0][2] if over else None,
                depth=depth,
                begins=begins.get(start, ()),
                ends=ends.get(end, ()),
                skipped=here.why if here else None,
                reason_here=here is not None and here.end == end,
            )
        )
    return found


def _by_place(marks: Iterable[Mark], edge: Literal["start", "end"]) -> dict[int, tuple[Mark, ...]]:
    places: dict[int, list[Mark]] = {}
    for mark in marks:
        places.setdefault(getattr(mark, edge), []).append(mark)
    return {place: tuple(there) for place, there in places.items()}


def _apart(skipped: Iterable[Skipped], size: int) -> list[Skipped]:
    """Return the skipped parts from the last to the first, none of them over another."""
    parts: list[Skipped] = []
    at = 0
    for part in sorted(skipped, key=lambda s: (s.start, s.end)):
        start, end = max(at, part.start), min(part.end, size)
        if start < end:
            parts.append(Skipped(start=start, end=end, why=part.why))
            at = end
    return parts[::-1]
