"""Who calls somebody what: in its own voice, and in whose quoted voice?"""

from collections.abc import Iterable
from typing import NamedTuple

from ...schemas import Connotation, Naming
from .view import Source, Stand


class Called(NamedTuple):
    """A label, which way it leans for the one who is named, and whose it is when the source only quotes it."""

    label: str
    leans: Connotation
    speaker: str | None
    anchor: str


class Caller(NamedTuple):
    """One source's labels."""

    source: Source
    own: list[Called]
    quoted: list[Called]


def callers_of(stands: Iterable[Stand]) -> list[Caller]:
    """Return a row for each source in the order of the positions; what a source repeats stands once."""
    rows: dict[int, Caller] = {}
    for stand in stands:
        row = rows.setdefault(stand.source.number, Caller(stand.source, [], []))
        leans = stand.detail.connotation if isinstance(stand.detail, Naming) else Connotation.NEUTRAL
        called = Called(stand.answer, leans, stand.credit, stand.anchor)
        labels = row.quoted if stand.credit else row.own
        if called[:3] not in (other[:3] for other in labels):
            labels.append(called)
    return list(rows.values())
