"""Making claims from spans, with ids that depend on nothing but where they stand."""

import hashlib

from ...schemas import Claim, Detail, Kind
from ..reading.document import Document


def make_claim(
    document: Document,
    kind: Kind,
    start: int,
    end: int,
    value: str,
    *,
    attributed_to: str | None,
    detail: Detail | None,
) -> Claim:
    """Return the claim that `document` makes at `text[start:end]`."""
    name = document.article.article
    return Claim(
        id=claim_id(name, kind, start, end, value),
        article=name,
        kind=kind,
        start=start,
        end=end,
        evidence=document.article.text[start:end],
        value=value,
        attributed_to=attributed_to,
        detail=detail,
    )


def claim_id(article: str, kind: Kind, start: int, end: int, value: str) -> str:
    """Return the id of a claim, of which no article has two."""
    place = f"{article}\0{kind}\0{start}\0{end}\0{value}"
    return f"{kind}-{hashlib.sha256(place.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def is_whole(document: Document, start: int, end: int) -> bool:
    """Tell whether `text[start:end]` holds nothing that is skipped: a link or a caption between two of its words."""
    return document.text[start:end] == document.article.text[start:end]
