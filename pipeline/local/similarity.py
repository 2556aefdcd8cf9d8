"""How alike are two sentences of a story, in the words that tell its sentences apart?

TF-IDF over the story itself: a word that every sentence has says nothing. It finds candidates and never decides.
"""

from collections import Counter
from collections.abc import Sequence
from math import fsum, log, sqrt

from .reading import Reading

_FLOOR = 0.3


class StoryWords:
    """The weights of word stems in one story."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._frequency: Counter[str] = Counter()
        self._sentences = 0
        for reading in readings:
            for sentence in reading.document.sentences:
                self._frequency.update(reading.stems_of(sentence))
                self._sentences += 1

        self._norms: dict[frozenset[str], float] = {}
        self._weights: dict[str, float] = {}

    def weight(self, stem: str) -> float:
        """Return the inverse document frequency of a stem, above 0 even in a story of two sentences."""
        if stem not in self._weights:
            self._weights[stem] = _FLOOR + log((1 + self._sentences) / (1 + self._frequency[stem]))
        return self._weights[stem]

    def similarity(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return the cosine of two bags of stems, 0 to 1."""
        shared = one & other
        if not shared:
            return 0.0
        norm = sqrt(self._norm(one) * self._norm(other))
        return self._square(shared) / norm if norm else 0.0

    def _norm(self, stems: frozenset[str]) -> float:
        if stems not in self._norms:
            self._norms[stems] = self._square(stems)
        return self._norms[stems]

    def _square(self, stems: frozenset[str]) -> float:
        # Sets have another order in each process: only an exact sum is the same in all of them.
        return fsum(self.weight(s) ** 2 for s in stems)
