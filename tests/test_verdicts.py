import pytest

from crossexam import Kind, Relation, Verdict
from crossexam.pipeline.judging.verdicts import verdict_of

SAME, VAGUER, DIFFERS, CANNOT, SILENT = Relation


@pytest.mark.parametrize(
    ("kind", "positions", "verdict"),
    [
        (Kind.QUANTITY, [("a", SAME)], Verdict.SINGLE_SOURCE),
        (Kind.QUANTITY, [("a", SAME), ("a", SAME)], Verdict.SINGLE_SOURCE),
        (Kind.QUANTITY, [("a", SAME), ("b", SILENT)], Verdict.SINGLE_SOURCE),
        (Kind.QUANTITY, [("a", SAME), ("b", SAME)], Verdict.CORROBORATED),
        (Kind.QUANTITY, [("a", SAME), ("b", VAGUER)], Verdict.CORROBORATED),
        (Kind.QUANTITY, [("a", SAME), ("b", VAGUER), ("c", DIFFERS)], Verdict.DISCREPANCY),
        (Kind.QUANTITY, [("a", SAME), ("a", DIFFERS)], Verdict.DISCREPANCY),
        (Kind.QUANTITY, [("a", SAME), ("b", DIFFERS), ("c", CANNOT)], Verdict.CONFLICT),
        (Kind.EVENT, [("a", SAME), ("b", CANNOT)], Verdict.CONFLICT),
        (Kind.STANCE, [("a", SAME), ("b", DIFFERS)], Verdict.DISCREPANCY),
        (Kind.QUOTE, [("a", SAME), ("b", DIFFERS)], Verdict.ALTERED_QUOTE),
        (Kind.QUOTE, [("a", SAME), ("b", CANNOT)], Verdict.ALTERED_QUOTE),
        (Kind.FRAMING, [("a", SAME), ("b", DIFFERS)], Verdict.FRAMING_SPLIT),
        (Kind.FRAMING, [("a", SILENT)], Verdict.NOT_JUDGED),
    ],
)
def test_a_verdict_follows_from_the_relations(
    kind: Kind, positions: list[tuple[str, Relation]], verdict: Verdict
) -> None:
    assert verdict_of(kind, positions) is verdict


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_verdict_for_every_relation(kind: Kind) -> None:
    for relation in Relation:
        assert verdict_of(kind, [("a", SAME), ("b", relation)]) in Verdict
