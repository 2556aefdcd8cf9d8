"""One checkable statement of one article."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from .base import Record
from .value import Detail


class Kind(StrEnum):
    """What sort of statement a claim is. The labelling guide in `docs/labelling.md` defines each."""

    QUANTITY = "quantity"
    EVENT = "event"
    QUOTE = "quote"
    FRAMING = "framing"
    STANCE = "stance"


class Claim(Record):
    """A statement with the exact place where the article makes it.

    `evidence` is `article.text[start:end]`; both offsets count characters and are computed by code.
    `value` is the answer in normal form (">205 killed"); `detail` is the same as data.
    """

    id: str
    article: str
    kind: Kind
    start: int = Field(ge=0)
    end: int
    evidence: str
    value: str
    attributed_to: str | None = None
    """Whom the article credits; None when it speaks in its own voice."""
    detail: Detail | None = None

    @model_validator(mode="after")
    def _evidence_fits_its_span(self) -> Self:
        if self.end - self.start != len(self.evidence) or not self.evidence:
            raise ValueError(f"evidence of {len(self.evidence)} characters in a span from {self.start} to {self.end}")
        return self
