"""What a claim says, as data: one model for each kind of claim."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from .base import Record


class Comparator(StrEnum):
    """How a figure bounds the number it gives."""

    EQUAL = "="
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    ABOUT = "~"


class Figure(Record):
    """A number with what it counts.

    `low` and `high` bound the number as written ("dozens" is 24 to 99, "12,000 to 15,000" both ends); they are
    equal for a single number. The comparator says what lies beyond.
    """

    type: Literal["figure"] = "figure"
    comparator: Comparator
    low: float
    high: float
    unit: str
    """What is counted, as a lemma: "person", "USD", "kilometre", "%"."""
    measure: str = ""
    """What happened to it, as a lemma: "kill", "injure", "damage"; empty where nothing is said."""


class Act(Record):
    """Something done, with the days between which it happened (ISO dates, both inclusive) and where."""

    type: Literal["act"] = "act"
    earliest: date | None = None
    latest: date | None = None
    place: str | None = None


class Utterance(Record):
    """Words that stand in quotation marks, and whose they are."""

    type: Literal["utterance"] = "utterance"
    words: str
    speaker: str | None = None


class Connotation(StrEnum):
    """Which way a label leans for the one who is named."""

    FAVOURABLE = "favourable"
    NEUTRAL = "neutral"
    UNFAVOURABLE = "unfavourable"


class Naming(Record):
    """What somebody or something is called."""

    type: Literal["naming"] = "naming"
    referent: str
    label: str
    connotation: Connotation = Connotation.NEUTRAL


class Tie(Record):
    """A relation that holds over time: who (`agents`) stands how (`relation`) towards whom (`target`)."""

    type: Literal["tie"] = "tie"
    agents: tuple[str, ...] = ()
    relation: str
    target: str = ""


Detail = Annotated[Figure | Act | Utterance | Naming | Tie, Field(discriminator="type")]
