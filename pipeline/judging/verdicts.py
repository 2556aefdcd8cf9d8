"""Which verdict follows from the relations of a finding's positions?

The rules are those of the labelling guide, `docs/labelling.md`. Nothing else in crossexam decides a verdict.
"""

from collections.abc import Sequence

from ...schemas import Kind, Relation, Verdict

PARTING = frozenset({Relation.DIFFERS, Relation.INCOMPATIBLE})
"""The relations that flag a finding, as a difference or as a conflict."""
_DIFFERING = {
    Kind.QUANTITY: Verdict.DISCREPANCY,
    Kind.EVENT: Verdict.DISCREPANCY,
    Kind.STANCE: Verdict.DISCREPANCY,
    Kind.QUOTE: Verdict.ALTERED_QUOTE,
    Kind.FRAMING: Verdict.FRAMING_SPLIT,
}


def verdict_of(kind: Kind, positions: Sequence[tuple[str, Relation]]) -> Verdict:
    """Return the verdict on a finding whose positions are (article, relation to the reference).

    Positions that cannot all be true make a conflict, positions that differ the flag of their kind, also where both
    stand in one article. Positions that agree are corroborated by a second article and single-source without one.
    A quotation or a label cannot contradict another, so for these two kinds incompatible counts as differing.
    """
    relations = {relation for _, relation in positions} - {Relation.SILENT}
    if not relations:
        return Verdict.NOT_JUDGED
    if Relation.INCOMPATIBLE in relations:
        return Verdict.CONFLICT if _DIFFERING[kind] is Verdict.DISCREPANCY else _DIFFERING[kind]
    if Relation.DIFFERS in relations:
        return _DIFFERING[kind]
    articles = {article for article, relation in positions if relation is not Relation.SILENT}
    return Verdict.CORROBORATED if len(articles) > 1 else Verdict.SINGLE_SOURCE
