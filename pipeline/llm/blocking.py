"""Which lines could belong together at all? Words that few of them share decide; nothing else is compared.

It only sorts and packs: lines that code thinks alike stand side by side in one call, and the model settles the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from math import fsum, log, sqrt

from ..data import word_lists
from ..reading.words import folded_words, stem

_ALIKE = 0.25
_COMMON = 0.25
"""Part of all lines from which on a word tells too little to look for others that have it."""
_FEW = 8
_MOST_POSTINGS = 60


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words and numbers of a text that carry meaning."""
    stopwords = word_lists("grammar.txt")["stopword"]
    return frozenset(stem(w) for w in folded_words(text) if w not in stopwords)


def blocks(texts: Sequence[str], articles: Sequence[frozenset[int]], most: int) -> list[list[int]]:
    """Return the places of texts in groups of at most so many that could answer one question.

    Args:
        texts: lines of one sort.
        articles: for each, who makes it. Lines of one and the same article are not held against each other.
        most: texts in a group.

    Returns:
        The groups of two or more, those that hold together most firmly first: pairs are joined in the order of their
        likeness, so that what is most alike is together where not all can be. The time grows with the number of texts
        times the postings that are looked at for each of their words, at most 60.
    """
    groups = list(range(len(texts)))
    sizes = [1] * len(texts)
    firmness = [0.0] * len(texts)
    for likeness, one, other in sorted(_pairs(texts, articles), key=lambda pair: (-pair[0], pair[1:])):
        first, second = sorted((_root(groups, one), _root(groups, other)))
        if first != second and sizes[first] + sizes[second] <= most:
            groups[second] = first
            sizes[first] += sizes[second]
            firmness[first] = max(firmness[first], firmness[second], likeness)
    found: dict[int, list[int]] = defaultdict(list)
    for place in range(len(texts)):
        found[_root(groups, place)].append(place)
    return [found[root] for root in sorted(found, key=lambda r: (-firmness[r], r)) if len(found[root]) > 1]


def _pairs(texts: Sequence[str], articles: Sequence[frozenset[int]]) -> Iterator[tuple[float, int, int]]:
    """Yield the likeness of each two texts that are alike and come from different articles."""
    bags = [stems_of(text) for text in texts]
    weigh = _Weights(bags)
    postings: dict[str, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        candidates = {other for s in sorted(bag) if weigh.is_rare(s) for other in postings[s][-_MOST_POSTINGS:]}
        for other in sorted(candidates):
            apart = len(articles[place] | articles[other]) > 1
            if apart and (likeness := weigh.alike(bag, bags[other])) >= _ALIKE:
                yield likeness, other, place
        for s in bag:
            postings[s].append(place)


class _Weights:
    """How much each stem tells among some bags of them."""

    def __init__(self, bags: Sequence[Collection[str]]) -> None:
        self._bags = len(bags)
        self._frequency = Counter(s for bag in bags for s in bag)

    def is_rare(self, s: str) -> bool:
        """Tell whether a stem is worth looking for."""
        return self._frequency[s] <= max(_FEW, _COMMON * self._bags)

    def alike(self, one: Collection[str], other: Collection[str]) -> float:
        """Return the cosine of two bags, 0 to 1.

        The sums are exact: bags have no order, and what is asked must be the same again in the next run.
        """
        shared = fsum(self._weight(s) ** 2 for s in one if s in other)
        return shared / (self._length(one) * self._length(other)) if shared else 0.0

    def _weight(self, s: str) -> float:
        return log((1 + self._bags) / (0.5 + self._frequency[s]))

    def _length(self, bag: Collection[str]) -> float:
        return sqrt(fsum(self._weight(s) ** 2 for s in bag))


def _root(groups: list[int], place: int) -> int:
    while groups[place] != place:
        groups[place] = groups[groups[place]]
        place = groups[place]
    return place
