"""What can two tellings of one act differ in?"""

from dataclasses import dataclass
from enum import Enum

from ...schemas import Relation, Weight
from .events import Telling


class Aspect(Enum):
    """What of an act is compared."""

    WHEN = "when"
    WHO = "who"
    WHOM = "whom"
    WHETHER = "whether"


@dataclass(frozen=True, slots=True)
class Difference:
    """Tellings of one act that differ: the first is the reference, `relations` are those of the others to it."""

    aspect: Aspect
    tellings: tuple[Telling, ...]
    relations: tuple[Relation, ...]
    reason: str
    weight: Weight = Weight.MAJOR
