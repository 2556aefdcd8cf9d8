"""Drafts of schema.org ClaimReview, for a person to review and finish.

One draft for each flagged finding. None has a `reviewRating`: crossexam does not say what is true. Each says of itself
that it is a machine's draft.
"""

from typing import Any

from ...schemas import Report
from . import words
from .safe import embeddable_json, visible, web_address
from .view import Matter, Source, Stand, View


def write(view: View) -> str:
    """Return the drafts as JSON-LD that can also be pasted into a page."""
    drafts = [_draft(m, view.report) for m in view.matters if m.finding.verdict.flagged]
    return embeddable_json({"@context": "https://schema.org", "@graph": drafts}) + "\n"


def _draft(matter: Matter, report: Report) -> dict[str, Any]:
    finding = matter.finding
    return {
        "@type": "ClaimReview",
        "identifier": visible(finding.id),
        "creativeWorkStatus": "Draft",
        "disambiguatingDescription": words.MACHINE_DRAFT,
        "author": {
            "@type": "SoftwareApplication",
            "name": "crossexam",
            "softwareVersion": visible(report.tool.version),
        },
        "name": words.VERDICTS[finding.verdict].name,
        "claimReviewed": visible(finding.question),
        "reviewBody": visible(finding.why),
        "itemReviewed": [_claim(stand) for stand in matter.stands],
    }


def _claim(stand: Stand) -> dict[str, Any]:
    claim: dict[str, Any] = {
        "@type": "Claim",
        "name": visible(stand.answer),
        "text": visible(stand.position.evidence),
        "appearance": _article(stand.source),
    }
    if stand.credit:
        claim["creditText"] = visible(stand.credit)
    return claim


def _article(source: Source) -> dict[str, Any]:
    article = source.article
    facts = {
        "@type": "NewsArticle",
        "headline": visible(article.title) if article.title else None,
        "publisher": {"@type": "Organization", "name": visible(article.outlet)} if article.outlet else None,
        "datePublished": article.published.isoformat() if article.published else None,
        "url": web_address(article.url),
        "identifier": visible(article.article),
    }
    return {name: value for name, value in facts.items() if value}
