"""How many independent origins do the positions of a finding rest on?

Articles with the same text, articles that credit the same informant and articles that print the same sentence (wire
copy, a press release) are one origin: a thing is not confirmed by being printed twice.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from ...schemas import Article, Claim, Position

_LONG_ENOUGH = 12
"""Words that two articles must share verbatim, around the claim, to count as one copy."""
_MARGIN = 120
"""Characters to either side of a claim in which a copy is looked for."""

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")


class Origins:
    """The origins of what a story's articles say. The words of an article are read once, when they are first asked for.

    Each call takes time in proportion to the words around the claims.
    """

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._known: dict[str, _Words] = {}

    def count(self, claims: Sequence[Claim | Position]) -> int:
        """Return the number of origins, at least 1."""
        return max(1, len(self.groups(claims)))

    def groups(self, claims: Sequence[Claim | Position]) -> list[tuple[str, ...]]:
        """Return the names of the articles that make the claims, those that rest on one origin together."""
        names = list(dict.fromkeys(claim.article for claim in claims))
        if len(names) < 2:
            return [tuple(names)] if names else []
        root = {name: name for name in names}
        first_with: dict[str, str] = {}
        for claim in claims:
            for mark in self._marks(claim):
                other = first_with.setdefault(mark, claim.article)
                if other != claim.article:
                    root[_root(root, claim.article)] = _root(root, other)
        together: dict[str, list[str]] = {}
        for name in names:
            together.setdefault(_root(root, name), []).append(name)
        return [tuple(group) for group in together.values()]

    def _marks(self, claim: Claim | Position) -> Iterator[str]:
        """Yield what two articles of one origin have in common: the same text, informant or run of words."""
        article = self._articles[claim.article]
        yield f"text {article.duplicate_of or article.article}"
        if claim.attributed_to:
            yield f"informant {' '.join(claim.attributed_to.lower().split())}"
        words = self._words_of(article).between(claim.start - _MARGIN, claim.end + _MARGIN)
        for i in range(len(words) - _LONG_ENOUGH + 1):
            yield " ".join(words[i : i + _LONG_ENOUGH])

    def _words_of(self, article: Article) -> "_Words":
        if article.article not in self._known:
            self._known[article.article] = _Words(article.text)
        return self._known[article.article]


class _Words:
    """The words and numbers of a text in lower case, with their places. Marks are no part of a copy."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        self._starts = [word.start() for word in found]
        self._ends = [word.end() for word in found]
        self._words = [word.group().lower() for word in found]

    def between(self, start: int, end: int) -> list[str]:
        """Return the words that stand wholly between two offsets."""
        return self._words[bisect_left(self._starts, start) : bisect_right(self._ends, end)]


def _root(root: dict[str, str], name: str) -> str:
    while root[name] != name:
        root[name] = root[root[name]]
        name = root[name]
    return name
