"""What does an article say whose text another article of the story has too? The same, at the same places.

It is not read again: words that stand in every article weigh less than others, and a copy would change what is
compared with what.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ...schemas import Article, Claim
from ..stages import Examination, Examined
from .claims import claim_id


def without_copies(articles: Iterable[Article]) -> tuple[list[Article], dict[str, list[str]]]:
    """Return the articles to read, and the names of the copies of each."""
    firsts: dict[str, Article] = {}
    copies: dict[str, list[str]] = {}
    for article in articles:
        original = firsts.get(article.duplicate_of or "")
        if original is not None and original.text == article.text:
            copies.setdefault(original.article, []).append(article.article)
        else:
            firsts[article.article] = article
    return list(firsts.values()), copies


def with_copies(examination: Examination, copies: Mapping[str, list[str]]) -> Examination:
    """Return an examination in which each copy says what its original says, right behind it."""
    if not copies:
        return examination
    return replace(
        examination,
        claims=tuple(_all_of(examination.claims, copies)),
        clusters=tuple(_examined(e, copies) for e in examination.clusters),
    )


def _examined(examined: Examined, copies: Mapping[str, list[str]]) -> Examined:
    pairs = zip(examined.cluster.claims, examined.relations, strict=True)
    relations = [relation for claim, relation in pairs for _ in range(1 + len(copies.get(claim.article, ())))]
    claims = tuple(_all_of(examined.cluster.claims, copies))
    return replace(examined, cluster=replace(examined.cluster, claims=claims), relations=tuple(relations))


def _all_of(claims: Iterable[Claim], copies: Mapping[str, list[str]]) -> Iterator[Claim]:
    for claim in claims:
        yield claim
        for name in copies.get(claim.article, ()):
            own_id = claim_id(name, claim.kind, claim.start, claim.end, claim.value)
            yield claim.model_copy(update={"article": name, "id": own_id})
