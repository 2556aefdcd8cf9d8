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
    digest = hashlib.sha256(f"{name}\0{kind}\0{start}\0{end}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()
    return Claim(
        id=f"{kind}-{digest[:10]}",
        article=name,
        kind=kind,
        start=start,
        end=end,
        evidence=document.article.text[start:end],
        value=value,
        attributed_to=attributed_to,
        detail=detail,
    )
