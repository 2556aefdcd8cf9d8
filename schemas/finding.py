"""A matter on which articles can be compared, each article's position on it, and the verdict."""

from enum import StrEnum
from typing import Self

from pydantic import Field

from .base import Record
from .claim import Claim, Kind


class Relation(StrEnum):
    """How one position stands to the reference position of its finding."""

    SAME = "same"
    VAGUER = "vaguer"
    """Says less precisely what includes it: "earlier this month" for April 4."""
    DIFFERS = "differs"
    """Says something else; both could be true."""
    INCOMPATIBLE = "incompatible"
    """Cannot be true together with it."""
    SILENT = "silent"
    """Says nothing of the matter, which is never a denial."""


class Verdict(StrEnum):
    """What code concludes from the relations of a finding's positions."""

    CORROBORATED = "corroborated"
    DISCREPANCY = "discrepancy"
    CONFLICT = "conflict"
    SINGLE_SOURCE = "single_source"
    ALTERED_QUOTE = "altered_quote"
    FRAMING_SPLIT = "framing_split"
    NOT_JUDGED = "not_judged"

    @property
    def flagged(self) -> bool:
        """Whether an editor should look at the finding."""
        return self in _FLAGGED


_FLAGGED = {Verdict.DISCREPANCY, Verdict.CONFLICT, Verdict.ALTERED_QUOTE, Verdict.FRAMING_SPLIT}


class Weight(StrEnum):
    """How much a flagged finding matters before publishing."""

    MAJOR = "major"
    MINOR = "minor"


class Position(Record):
    """What one article says on the matter of a finding: a claim, and its relation to the reference position."""

    claim: str
    article: str
    start: int = Field(ge=0)
    end: int
    evidence: str
    value: str
    attributed_to: str | None = None
    relation: Relation

    @classmethod
    def of(cls, claim: Claim, relation: Relation) -> Self:
        """Return the position that `claim` takes."""
        return cls(
            claim=claim.id,
            article=claim.article,
            start=claim.start,
            end=claim.end,
            evidence=claim.evidence,
            value=claim.value,
            attributed_to=claim.attributed_to,
            relation=relation,
        )


class Finding(Record):
    """Claims that answer one neutral question, and the verdict on them.

    The first position is the reference: the most precise one, to which the `relation` of every other is stated.
    """

    id: str
    kind: Kind
    question: str
    verdict: Verdict
    weight: Weight | None = None
    """Only for flagged verdicts."""
    why: str
    positions: tuple[Position, ...] = Field(min_length=1)
    silent: tuple[str, ...] = ()
    """Names of the articles that say nothing of the matter."""
    origins: int = Field(default=1, ge=1)
    """Independent origins of the positions: shared wire copy and quoted statements count once."""
