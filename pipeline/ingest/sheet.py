"""The lines of a text while it is worked out which of them are furniture."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from .lines import Line, is_prose, lines_of
from .outlets import Outlet


class Place(IntEnum):
    """Where furniture names an outlet, the surest place first. An agency counts only where no outlet is named."""

    PAGE_TITLE = 0
    BYLINE = 1
    DATELINE = 2
    OWN_LINE = 3
    BOX = 4


class Dated(IntEnum):
    """How furniture gives a day, the surest way first."""

    LABELLED = 0
    BARE = 1
    DATELINE = 2
    UPDATED = 3


@dataclass
class Clues:
    """What furniture says of the article."""

    outlets: list[tuple[bool, Place, Outlet]] = field(default_factory=list)
    days: list[tuple[Dated, date]] = field(default_factory=list)
    authors: set[str] = field(default_factory=set)

    def note_outlet(self, place: Place, outlet: Outlet | None) -> None:
        """Keep the outlet that a place names, if it names one."""
        if outlet is not None:
            self.outlets.append((outlet.is_agency, place, outlet))

    @property
    def outlet(self) -> str | None:
        """Whose account the article is, by the surest clue; of equal ones the first."""
        return min(self.outlets, key=lambda clue: clue[:2])[2].name if self.outlets else None

    @property
    def published(self) -> date | None:
        """The day of publication, by the surest clue; of equal ones the first."""
        return min(self.days, key=lambda clue: clue[0])[1] if self.days else None


@dataclass
class Sheet:
    """Lines with the reason why each is furniture, or None. Lines are named by their number."""

    lines: list[Line]
    why: list[str | None]
    prose: list[bool]
    title: int | None = None
    """The line that is the headline."""
    clues: Clues = field(default_factory=Clues)

    @classmethod
    def of(cls, text: str) -> "Sheet":
        """Return the lines of a text, none of them judged yet."""
        lines = lines_of(text)
        return cls(lines, [None] * len(lines), [is_prose(line.text) for line in lines])

    def text(self, number: int) -> str:
        """Return what stands on a line."""
        return self.lines[number].text

    def mark(self, number: int, reason: str) -> None:
        """Say why a line is furniture; the first reason stands."""
        if self.why[number] is None:
            self.why[number] = reason

    def is_open(self, number: int) -> bool:
        """Tell whether a line exists and has not been found to be furniture."""
        return 0 <= number < len(self.lines) and self.why[number] is None

    def running(self) -> list[int]:
        """Return the lines of running text, the headline left out."""
        return [n for n, prose in enumerate(self.prose) if prose and self.why[n] is None and n != self.title]

    def next_open(self, number: int) -> int | None:
        """Return the next line that is no furniture."""
        return next((n for n in range(number + 1, len(self.lines)) if self.why[n] is None), None)
