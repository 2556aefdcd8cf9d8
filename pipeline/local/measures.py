"""What can have happened to what is counted? The typed face of `measures.yaml`."""

from dataclasses import dataclass
from functools import cache

from ...schemas import Weight
from ..data import table
from ..reading.nouns import is_countable


@dataclass(frozen=True)
class Measure:
    """One measure; `measures.yaml` says what each field means."""

    name: str
    words: tuple[str, ...]
    takes: frozenset[str] = frozenset({"person"})
    label: str = ""
    of: str = ""
    adjacent: bool = False
    grows: bool = False
    fixed: bool = False
    weight: Weight = Weight.MAJOR
    said: str = "How many {noun}"


@cache
def measures() -> dict[str, Measure]:
    """Return the measures by name."""
    return {
        name: Measure(
            name=name,
            **fields
            | {
                "words": tuple(fields["words"]),
                "takes": frozenset([fields["takes"]] if isinstance(fields["takes"], str) else fields["takes"]),
                "weight": Weight(fields["weight"]),
            },
        )
        for name, fields in table("measures.yaml").items()
    }


@cache
def measures_of_word(word: str) -> tuple[Measure, ...]:
    """Return the measures that a lower-case word, or a phrase of two, can say, the most usual first."""
    return tuple(m for m in measures().values() if word in m.words)


@cache
def measure_words() -> frozenset[str]:
    """Return all words that say what happened to something counted and are no nouns for it ("marchers")."""
    words = (phrase.partition(" ")[0] for m in measures().values() for phrase in m.words)
    return frozenset(word for word in words if not is_countable(word))
