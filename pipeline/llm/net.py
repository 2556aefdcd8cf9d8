"""What do rules find for sure that the model has passed over?

Figures, lists, dates and loaded labels on which the local engine parts articles, and no matter of the model's does, are
added as they are: the model reads meaning, rules read every sentence.
"""

from collections.abc import Iterable

from ...schemas import Claim, Kind
from ..judging.verdicts import PARTING
from ..local.engine import examined_by_rules
from ..stages import Examined
from .cluster import FAMILIES
from .phrase import verdict_on
from .source import Source
from .statements import Matter, Statement


def overlooked(matters: Iterable[Matter], sources: Iterable[Source]) -> list[Matter]:
    """Return the matters on which rules part articles in other places than the model does.

    Quotations are code's in any case. Articles in other languages than English are not read by rules, nor are those
    that speak to a model compared with others.
    """
    readings = [source.reading for source in sources if source.is_english and not source.notices]
    flagged = [matter for matter in matters if verdict_on(matter).flagged]
    found = examined_by_rules(readings) if len(readings) > 1 else []
    parting = (e for e in found if e.cluster.kind is not Kind.QUOTE and PARTING & set(e.relations))
    return [_matter(e) for e in parting if not any(_is_of(matter, e) for matter in flagged)]


def _is_of(matter: Matter, examined: Examined) -> bool:
    """Tell whether a matter is of the same sort and stands in the same places: in at least half of the articles."""
    claims = examined.cluster.claims
    if FAMILIES.get(matter.kind) != FAMILIES[examined.cluster.kind]:
        return False
    shared = {c.article for c in claims if any(_meets(s.claim, c) for s in matter.statements)}
    return 2 * len(shared) >= len({c.article for c in claims})


def _meets(one: Claim, other: Claim) -> bool:
    return one.article == other.article and one.start < other.end and other.start < one.end


def _matter(examined: Examined) -> Matter:
    cluster = examined.cluster
    statements = tuple(Statement(claim, cluster.question) for claim in cluster.claims)
    relations = {claim.id: relation for claim, relation in zip(cluster.claims, examined.relations, strict=True)}
    return Matter(cluster.kind, cluster.question, statements, relations, examined.reason, examined.weight)
