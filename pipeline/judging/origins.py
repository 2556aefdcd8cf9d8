"""How many independent origins do the positions of a finding rest on?

Articles with the same text, articles that credit the same informant and articles that print the same sentence (wire
copy, a press release) are one origin: a thing is not confirmed by being printed twice.
"""

from collections.abc import Iterator, Mapping, Sequence

from ...schemas import Article, Claim
from ..reading.tokens import tokens_of, words_of

_LONG_ENOUGH = 12
"""Words that two articles must share verbatim, around the claim, to count as one copy."""
_MARGIN = 120
"""Characters to either side of a claim in which a copy is looked for."""


def origins_of(claims: Sequence[Claim], articles: Mapping[str, Article]) -> int:
    """Return the number of origins, at least 1."""
    return max(1, len(origin_groups(claims, articles)))


def origin_groups(claims: Sequence[Claim], articles: Mapping[str, Article]) -> list[tuple[str, ...]]:
    """Return the names of the articles that make the claims, those that rest on one origin together."""
    names = list(dict.fromkeys(claim.article for claim in claims))
    if len(names) < 2:
        return [tuple(names)] if names else []
    root = {name: name for name in names}
    first_with: dict[str, str] = {}
    for claim in claims:
        for mark in _marks(claim, articles[claim.article]):
            other = first_with.setdefault(mark, claim.article)
            root[_root(root, claim.article)] = _root(root, other)
    together: dict[str, list[str]] = {}
    for name in names:
        together.setdefault(_root(root, name), []).append(name)
    return [tuple(group) for group in together.values()]


def _marks(claim: Claim, article: Article) -> Iterator[str]:
    """Yield what two articles of one origin have in common: the same text, informant or run of words."""
    yield f"text {article.duplicate_of or article.article}"
    if claim.attributed_to:
        yield f"informant {' '.join(claim.attributed_to.lower().split())}"
    start, end = max(0, claim.start - _MARGIN), min(len(article.text), claim.end + _MARGIN)
    words = words_of(tokens_of(article.text, start, end))
    for i in range(len(words) - _LONG_ENOUGH + 1):
        yield " ".join(words[i : i + _LONG_ENOUGH])


def _root(root: dict[str, str], name: str) -> str:
    while root[name] != name:
        root[name] = root[root[name]]
        name = root[name]
    return name
