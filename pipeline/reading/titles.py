"""Where in a run of capitalised words does a title stand: "Field Marshal", "Secretary of State"?"""

from collections.abc import Sequence
from functools import cache

from ..data import word_lists
from .tokens import Token


@cache
def titles() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return all titles by their first word, the longest first, each as its words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    lists = word_lists("titles.txt")
    for title in lists["title"] | lists["qualifier"]:
        words = tuple(title.split("-"))
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(titles, key=lambda t: (-len(t), t))) for first, titles in found.items()}


@cache
def portfolios() -> frozenset[tuple[str, ...]]:
    """Return what a secretary or minister may be one of."""
    return frozenset(tuple(p.split("-")) for p in word_lists("titles.txt")["portfolio"])


def title_match(run: Sequence[Token], at: int) -> int:
    """Return where the longest title that begins at `run[at]` ends, with "of State" behind it; 0 where none begins."""
    for words in titles().get(run[at].low, ()):
        if len(words) <= len(run) - at and all(run[at + i].low == w for i, w in enumerate(words)):
            return _portfolio_end(run, at + len(words))
    return 0


def _portfolio_end(run: Sequence[Token], end: int) -> int:
    if end + 1 >= len(run) or run[end].low not in {"of", "for"}:
        return end
    start = end + 2 if run[end + 1].low == "the" else end + 1
    for length in (6, 4, 3, 2, 1):
        words = tuple(t.low for t in run[start : start + length])
        if words in portfolios():
            return start + len(words)
    return end
