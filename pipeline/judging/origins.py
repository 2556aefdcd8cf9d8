"""How many independent origins do the positions of a finding rest on?

Articles with the same text, articles that credit the same informant and articles that print the same sentence (wire
copy, a press release) are one origin: a thing is not confirmed by being printed twice.
"""

from collections.abc import Iterable, Mapping

from ...schemas import Article, Claim
from ..reading.tokens import tokens_of, words_of

_LONG_ENOUGH = 12
"""Words that two articles must share verbatim, around the claim, to count as one copy."""


def origins_of(claims: Iterable[Claim], articles: Mapping[str, Article]) -> int:
    """Return the number of origins, at least 1."""
    return max(1, len(origin_groups(claims, articles)))


def origin_groups(claims: Iterable[Claim], articles: Mapping[str, Article]) -> list[tuple[str, ...]]:
    """Return the names of the articles that make the claims, those that rest on one origin together."""
    groups: dict[str, str] = {}
    own: dict[str, str] = {}
    for claim in claims:
        article = articles[claim.article]
        own[claim.article] = f"article {article.duplicate_of or claim.article}"
        keys = [own[claim.article]]
        if claim.attributed_to:
            keys.append(f"informant {' '.join(claim.attributed_to.lower().split())}")
        keys += [f"copy {run}" for run in _runs_around(claim, article.text)]
        for key in keys:
            _join(groups, own[claim.article], key)
    together: dict[str, list[str]] = {}
    for name, key in own.items():
        together.setdefault(_root(groups, key), []).append(name)
    return [tuple(names) for names in together.values()]


def _runs_around(claim: Claim, text: str) -> Iterable[str]:
    margin = 120
    start, end = max(0, claim.start - margin), min(len(text), claim.end + margin)
    words = words_of(tokens_of(text, start, end))
    return {" ".join(words[i : i + _LONG_ENOUGH]) for i in range(len(words) - _LONG_ENOUGH + 1)}


def _root(groups: dict[str, str], key: str) -> str:
    while groups.setdefault(key, key) != key:
        key = groups[key]
    return key


def _join(groups: dict[str, str], one: str, other: str) -> None:
    groups[_root(groups, one)] = _root(groups, other)
