"""Which lines could belong together at all? Words that few of them share decide; nothing else is compared.

It only sorts and packs: lines that code thinks alike stand side by side in one call, and the model settles the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from math import log, sqrt

from ..data import word_lists
from ..reading.words import folded_words, stem

_ALIKE = 0.2
_COMMON = 0.25
"""Part of all lines from which on a word tells too little to look for others that have it."""
_FEW = 8
_MOST_POSTINGS = 60


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words and numbers of a text that carry meaning."""
    stopwords = word_lists("grammar.txt")["stopword"]
    return frozenset(stem(w) for w in folded_words(text) if w not in stopwords)


def components(texts: Sequence[str]) -> list[list[int]]:
    """Return the places of texts in groups: each text is alike to another one of its group, or alone.

    Groups stand in the order of their first text. The time grows with the number of texts times the postings that are
    looked at for each of their words, at most 60.
    """
    bags = [stems_of(text) for text in texts]
    weigh = _Weights(bags)
    postings: dict[str, list[int]] = defaultdict(list)
    groups = list(range(len(bags)))
    for place, bag in enumerate(bags):
        candidates = {other for s in sorted(bag) if weigh.is_rare(s) for other in postings[s][-_MOST_POSTINGS:]}
        for other in sorted(candidates):
            if weigh.alike(bag, bags[other]) >= _ALIKE:
                _join(groups, other, place)
        for s in bag:
            postings[s].append(place)
    found: dict[int, list[int]] = defaultdict(list)
    for place in range(len(bags)):
        found[_root(groups, place)].append(place)
    return sorted(found.values())


class _Weights:
    """How much each stem tells among some bags of them."""

    def __init__(self, bags: Sequence[Collection[str]]) -> None:
        self._bags = len(bags)
        self._frequency = Counter(s for bag in bags for s in bag)

    def is_rare(self, s: str) -> bool:
        """Tell whether a stem is worth looking for."""
        return self._frequency[s] <= max(_FEW, _COMMON * self._bags)

    def alike(self, one: Collection[str], other: Collection[str]) -> float:
        """Return the cosine of two bags, 0 to 1."""
        shared = sum(self._weight(s) ** 2 for s in one if s in other)
        return shared / (self._length(one) * self._length(other)) if shared else 0.0

    def _weight(self, s: str) -> float:
        return log((1 + self._bags) / (0.5 + self._frequency[s]))

    def _length(self, bag: Collection[str]) -> float:
        return sqrt(sum(self._weight(s) ** 2 for s in bag))


def _root(groups: list[int], place: int) -> int:
    while groups[place] != place:
        groups[place] = groups[groups[place]]
        place = groups[place]
    return place


def _join(groups: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(groups, one), _root(groups, other)))
    groups[second] = first
