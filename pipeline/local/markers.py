"""Which fixed phrase of a word list begins at a word?"""

from collections.abc import Sequence
from functools import cache

from ..data import phrase_lists
from ..reading.tokens import Token


def marker_at(tokens: Sequence[Token], at: int, section: str) -> int:
    """Return how many words the longest phrase of a section of `causes.txt` has that stands at `at`, 0 for none.

    A phrase that ends the sentence leads to nothing and does not count.
    """
    for phrase in _by_first_word(section).get(tokens[at].low, ()):
        behind = at + len(phrase)
        if behind < len(tokens) and all(t.low == w for t, w in zip(tokens[at:behind], phrase, strict=True)):
            return len(phrase)
    return 0


@cache
def _by_first_word(section: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in phrase_lists("causes.txt")[section]:
        words = tuple(line.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()}
