from collections.abc import Callable

import pytest

from crossexam import Kind, Report
from crossexam.evals.cases import Case
from crossexam.evals.matching import Matter, Place, match, meets, places_of, similarity
from crossexam.evals.metrics import BY_KIND, HEADLINES, METRICS, pooled
from crossexam.evals.records import Scored
from crossexam.evals.scoring import score, score_failure
from crossexam.schemas import Verdict

A, B, C = "a.txt", "b.txt", "c.txt"
TEXTS = {
    A: "Twelve people died when the ferry sank, police said. “We are heartbroken,” said Mayor Ida Lund. Buy our paper.",
    B: "Thirteen people died. “We are broken,” said Ida Lund. The ferry left at noon. Twelve boats came.",
    C: "The ferry left at noon. Lund had warned the owner. Twelve people died.",
}
TOLL = ("toll", "quantity", "discrepancy!", [(A, "Twelve people died"), (B, "Thirteen people died")])
QUOTE = (
    "quote",
    "quote",
    "altered_quote!",
    [(A, "We are heartbroken", "We are heartbroken", "Ida Lund"), (B, "We are broken", "We are broken", "Ida Lund")],
)
LEFT = ("left", "event", "corroborated", [(B, "ferry left at noon"), (C, "ferry left at noon")])
BOATS = ("boats", "quantity", "single_source", [(B, "Twelve boats came", "=12 boats")])
WARNED = ("warned", "event", "discrepancy?", [(B, "The ferry left at noon"), (C, "had warned the owner")])

Make = Callable[..., Case]
Predict = Callable[..., Report]


@pytest.fixture
def scored(make_case: Make, make_report: Predict) -> Callable[..., Scored]:
    """Score what was predicted against TOLL, QUOTE, LEFT and BOATS."""

    def make(*findings: object, labels: object = (TOLL, QUOTE, LEFT, BOATS), **more: object) -> Scored:
        case = make_case("ferry", TEXTS, labels, [(A, "Buy our paper")])
        return score(case.labels, make_report(case, findings, **more))

    return make


def test_a_report_that_says_what_the_labels_say_has_full_marks(scored: Callable[..., Scored]) -> None:
    scores = scored(TOLL, QUOTE, LEFT, BOATS).scores
    for metric in HEADLINES:
        assert metric.value(scores) == (1.0 if metric.more_is_better else 0.0), metric.name


NEW = ("new", "event", "conflict", [(A, "police said"), (C, "had warned the owner")])
AGREED = ("toll", "quantity", "corroborated", TOLL[3])
OTHER_FLAG = ("toll", "quantity", "conflict", TOLL[3])
UNDECIDED = ("toll", "quantity", "not_judged", TOLL[3])
FLAGGED_BOATS = ("boats", "quantity", "conflict", BOATS[3])
ONE_SIDE = ("toll", "quantity", "single_source", [TOLL[3][0]])
ELSEWHERE = ("toll", "quantity", "discrepancy", [(A, "Twelve people died"), (C, "Twelve people died")])
RUMOUR = ("quote", "quote", "altered_quote", [(A, "We are heartbroken", "We are sad", "Carl Berg"), QUOTE[3][1]])
VOICELESS = ("quote", "quote", "altered_quote", [(A, "We are heartbroken", "we are heartbroken", ""), QUOTE[3][1]])
LONG = ("toll", "quantity", "discrepancy", [(A, "Twelve people died when the ferry sank"), TOLL[3][1]])
FRAMED = ("toll", "framing", "framing_split", TOLL[3])


@pytest.mark.parametrize(
    ("metric", "findings", "tally"),
    [
        ("flag_recall", [TOLL, QUOTE], (2, 2)),
        ("flag_recall", [TOLL], (1, 2)),
        ("flag_recall", [OTHER_FLAG], (1, 2)),
        ("flag_recall", [AGREED, QUOTE], (1, 2)),
        ("flag_recall", [UNDECIDED, QUOTE], (1, 2)),
        ("flag_recall", [], (0, 2)),
        ("flag_recall.quantity", [QUOTE], (0, 1)),
        ("flag_recall.quote", [QUOTE], (1, 1)),
        ("flag_strict_recall", [OTHER_FLAG, QUOTE], (1, 2)),
        ("flag_precision", [TOLL, NEW], (1, 2)),
        ("flag_precision", [FLAGGED_BOATS], (0, 1)),
        ("flag_precision.event", [TOLL, NEW], (0, 1)),
        ("flag_strict_precision", [OTHER_FLAG, QUOTE], (1, 2)),
        ("false_flags", [TOLL, NEW, FLAGGED_BOATS], (2, 1)),
        ("finding_recall", [TOLL, NEW], (1, 4)),
        ("finding_recall", [ELSEWHERE], (1, 4)),
        ("finding_recall", [ONE_SIDE], (1, 4)),
        ("finding_recall", [FRAMED], (1, 4)),
        ("verdict_accuracy", [AGREED, QUOTE], (1, 2)),
        ("verdict_accuracy", [UNDECIDED, QUOTE], (1, 2)),
        ("position_recall", [TOLL], (2, 7)),
        ("position_recall", [LONG], (2, 7)),
        ("position_recall.quote", [TOLL], (0, 2)),
        ("position_exact", [LONG], (1, 7)),
        ("span_f1", [LONG], (2 * (18 + 20), 18 + 38 + 20 + 20)),
        ("value_accuracy", [RUMOUR], (1, 2)),
        ("value_accuracy.quote", [VOICELESS], (2, 2)),
        ("attribution_accuracy", [RUMOUR], (1, 2)),
        ("attribution_accuracy", [TOLL], (2, 2)),
        ("speaker_accuracy", [RUMOUR], (1, 2)),
        ("speaker_accuracy", [VOICELESS], (1, 2)),
        ("misattributed", [RUMOUR], (1, 2)),
        ("misattributed", [VOICELESS], (0, 2)),
        ("trap_leaks", [("ad", "event", "single_source", [(A, "Buy our paper")])], (1, 1)),
        ("trap_leaks", [("ad", "event", "single_source", [(A, "Lund. Buy our")])], (1, 1)),
        ("trap_leaks", [TOLL], (0, 1)),
        ("ungrounded", [("x", "event", "single_source", [(A, "made up")]), TOLL], (1, 3)),
        ("not_judged", [UNDECIDED], (1, 1)),
    ],
)
def test_each_metric_on_tiny_examples(
    scored: Callable[..., Scored], metric: str, findings: list[object], tally: tuple[int, int]
) -> None:
    assert scored(*findings).scores[metric] == tally


def test_a_minor_flag_counts_where_it_is_found_and_costs_nothing_where_it_is_missed(
    scored: Callable[..., Scored],
) -> None:
    assert scored(WARNED, labels=[TOLL, WARNED]).scores["flag_precision"] == (1, 1)


def test_a_missed_minor_flag_is_not_asked_for(scored: Callable[..., Scored]) -> None:
    assert scored(TOLL, labels=[TOLL, WARNED]).scores["flag_recall"] == (1, 1)


def test_undetermined_findings_have_a_column_of_their_own(scored: Callable[..., Scored]) -> None:
    confusion = scored(UNDECIDED, QUOTE, NEW).confusion
    assert confusion["discrepancy"] == {"not_judged": 1}
    assert confusion["altered_quote"] == {"altered_quote": 1}
    assert confusion["corroborated"] == {"missed": 1}
    assert confusion["unlabelled"] == {"conflict": 1}


def test_a_claim_that_was_not_judged_makes_its_matter_undetermined_rather_than_missed(
    scored: Callable[..., Scored],
) -> None:
    result = scored(QUOTE, claims=[(A, "Twelve people died")], not_judged=["claim-0"])
    assert result.confusion["discrepancy"] == {"not_judged": 1}
    assert result.scores["not_judged"] == (1, 1)
    assert result.scores["position_recall.quantity"] == (1, 3)


def test_evidence_beside_its_span_is_misplaced_and_not_ungrounded(make_case: Make, make_report: Predict) -> None:
    case = make_case("ferry", TEXTS, [TOLL])
    report = make_report(case, [TOLL])
    first, *others = report.findings[0].positions
    shifted = first.model_copy(update={"start": first.start + 1, "end": first.end + 1})
    finding = report.findings[0].model_copy(update={"positions": (shifted, *others)})
    result = score(case.labels, report.model_copy(update={"findings": (finding,)}))
    assert result.scores["misplaced"] == (1, 2)
    assert result.scores["ungrounded"] == (0, 2)
    assert [quote.text for quote in result.misplaced] == ["Twelve people died"]


def test_an_unknown_article_is_ungrounded(make_case: Make, make_report: Predict) -> None:
    case = make_case("ferry", TEXTS, [TOLL])
    report = make_report(case, [TOLL])
    claim = report.findings[0].positions[0].model_copy(update={"article": "z.txt"})
    finding = report.findings[0].model_copy(update={"positions": (claim,)})
    assert score(case.labels, report.model_copy(update={"findings": (finding,)})).scores["ungrounded"] == (1, 1)


def test_a_failed_case_is_wrong_in_everything_that_its_labels_ask(make_case: Make) -> None:
    labels = make_case("ferry", TEXTS, [TOLL, QUOTE, LEFT, BOATS]).labels
    scores = score_failure(labels).scores
    for metric in HEADLINES:
        assert metric.value(scores) == (0.0 if metric.more_is_better else None), metric.name
    assert scores["flag_recall"] == (0, 2)
    assert scores["finding_recall"] == (0, 4)
    assert score_failure(labels).confusion["discrepancy"] == {"failed": 1}


@pytest.mark.parametrize(
    ("precision", "recall", "f1"),
    [
        ((1, 2), (1, 1), 2 / 3),
        ((1, 1), (1, 1), 1.0),
        ((0, 3), (0, 2), 0.0),
        ((0, 0), (0, 2), 0.0),
        ((0, 3), (0, 0), 0.0),
        ((1, 3), (0, 0), 0.0),
        ((0, 0), (0, 0), None),
        ((2, 2), (0, 0), None),
    ],
)
def test_f1_exists_where_something_was_asked_or_wrong(
    precision: tuple[int, int], recall: tuple[int, int], f1: float | None
) -> None:
    assert METRICS["flag_f1"].value({"flag_precision": precision, "flag_recall": recall}) == f1


def test_stories_are_pooled_by_adding_their_counts() -> None:
    assert pooled([{"a": (1, 2)}, {"a": (0, 3), "b": (1, 1)}]) == {"a": (1, 5), "b": (1, 1)}


def test_every_metric_by_kind_is_known_by_its_name() -> None:
    assert {metric.name for metrics in BY_KIND.values() for metric in metrics} <= METRICS.keys()
    assert METRICS["flag_f1.quote"].value({"flag_precision.quote": (1, 1), "flag_recall.quote": (1, 1)}) == 1


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((0, 10), (5, 15), True),
        ((0, 10), (6, 16), False),
        ((0, 10), (9, 11), True),
        ((0, 100), (40, 42), True),
        ((0, 10), (10, 20), False),
        ((3, 3), (0, 10), False),
    ],
)
def test_spans_meet_that_share_half_of_the_shorter(one: tuple[int, int], other: tuple[int, int], meet: bool) -> None:
    assert meets(one, other) is meets(other, one) is meet


def test_evidence_is_looked_for_in_its_first_eight_places() -> None:
    assert places_of("aaaaaaaaaaaa", "aa") == tuple((i, i + 2) for i in range(8))
    assert places_of("aaa", "") == ()


def matter(id_: str, verdict: Verdict, *places: tuple[str, int], kind: Kind = Kind.QUANTITY) -> Matter:
    return Matter(id_, kind, verdict, tuple(Place(article, ((start, start + 10),)) for article, start in places))


SAME, DIFFER = Verdict.CORROBORATED, Verdict.DISCREPANCY


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ([("a", 0), ("b", 0)], [("a", 0), ("b", 0)], 1.0),
        ([("a", 0), ("b", 0)], [("a", 0)], 2 / 3),
        ([("a", 0)], [("b", 0)], 0.0),
        ([("a", 0), ("b", 0)], [("a", 0), ("b", 50)], 0.5),
        ([("a", 0), ("a", 50)], [("a", 50)], 1.0),
        ([("a", 0), ("b", 0), ("c", 0)], [("a", 0)], 0.5),
    ],
)
def test_findings_are_alike_by_the_articles_in_which_they_meet(
    one: list[tuple[str, int]], other: list[tuple[str, int]], alike: float
) -> None:
    assert similarity(matter("x", SAME, *one), matter("y", SAME, *other)) == alike


@pytest.mark.parametrize(
    ("labelled", "predicted", "pairs"),
    [
        # Where spans do not decide, the kind does, then the verdict, then the order.
        (
            [matter("x", SAME, ("a", 0))],
            [matter("p", SAME, ("a", 0), kind=Kind.EVENT), matter("q", DIFFER, ("a", 0))],
            [(0, 1)],
        ),
        ([matter("x", SAME, ("a", 0))], [matter("p", DIFFER, ("a", 0)), matter("q", SAME, ("a", 0))], [(0, 1)]),
        ([matter("x", SAME, ("a", 0))], [matter("p", SAME, ("a", 0)), matter("q", SAME, ("a", 0))], [(0, 0)]),
        # The pairing is maximal: one answer goes to the matter that has no other.
        (
            [matter("x", SAME, ("a", 0), ("b", 0)), matter("y", SAME, ("a", 0))],
            [matter("p", SAME, ("a", 0)), matter("q", SAME, ("a", 0), ("b", 0))],
            [(0, 1), (1, 0)],
        ),
        # Half of the articles is enough, a third is not.
        ([matter("x", SAME, ("a", 0), ("b", 0), ("c", 0))], [matter("p", SAME, ("a", 0))], [(0, 0)]),
        ([matter("x", SAME, *((a, 0) for a in "abcd"))], [matter("p", SAME, ("a", 0))], []),
        ([], [matter("p", SAME, ("a", 0))], []),
    ],
)
def test_each_matter_has_one_answer(
    labelled: list[Matter], predicted: list[Matter], pairs: list[tuple[int, int]]
) -> None:
    assert match(labelled, predicted) == pairs
