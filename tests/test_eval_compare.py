from collections.abc import Callable, Sequence

import pytest

from crossexam import Report
from crossexam.evals.cases import Case
from crossexam.evals.compare import Comparison, KindChange, compare
from crossexam.evals.compare_page import comparison_page
from crossexam.evals.page import Form, render
from crossexam.evals.records import CaseResult, Failure, Run
from crossexam.evals.run_page import run_page
from crossexam.evals.scoring import score, score_failure
from crossexam.pipeline.errors import NotComparable
from crossexam.schemas import Kind, Usage

A, B = "a.txt", "b.txt"
TEXTS = {
    A: "Twelve people died. “We are heartbroken,” said Ida Lund. The hero Lund wept. The boat left at noon. Buy us.",
    B: "Thirteen people died. “We are broken,” said Ida Lund. The tyrant Lund wept. The boat left at noon.",
}
TOLL = [(A, "Twelve people died", "=12 killed"), (B, "Thirteen people died", "=13 killed")]
WORDS = [(A, "We are heartbroken"), (B, "We are broken")]
LUND = [(A, "The hero Lund", "hero"), (B, "The tyrant Lund", "tyrant")]
LEFT = [(A, "boat left at noon"), (B, "boat left at noon")]
LABELS = [
    ("toll", "quantity", "discrepancy!", TOLL),
    ("words", "quote", "altered_quote!", WORDS),
    ("lund", "framing", "framing_split?", LUND),
    ("left", "event", "corroborated", LEFT),
]
RIGHT = [
    ("q1", "quantity", "discrepancy", TOLL),
    ("q2", "quote", "altered_quote", WORDS),
    ("q3", "framing", "framing_split", LUND),
    ("q4", "event", "corroborated", LEFT),
]
WRONG = [
    ("q1", "quantity", "corroborated", TOLL),
    ("q2", "quote", "corroborated", WORDS[:1]),
    ("q4", "event", "conflict", LEFT),
    ("q5", "stance", "conflict", [(A, "said Ida Lund"), (B, "said Ida Lund")]),
    ("q6", "event", "single_source", [(A, "Buy us.")]),
]
FAILURE = Failure(type="TimeoutError", message="no answer", where="client.py:7")

Answers = dict[str, Sequence[object] | None]
"""Case to findings; None for a case that failed."""


@pytest.fixture
def run_of(make_case: Callable[..., Case], make_report: Callable[..., Report]) -> Callable[..., Run]:
    """Make the record of a run from what an engine said, one dictionary for each repeat."""
    cases: dict[str, Case] = {}

    def result(name: str, findings: Sequence[object] | None, repeat: int) -> CaseResult:
        if name not in cases:
            cases[name] = make_case(name, TEXTS, LABELS, [(A, "Buy us.")])
        case = cases[name]
        if findings is None:
            scored = score_failure(case.labels)
            return CaseResult(name=name, repeat=repeat, hash=case.hash, failure=FAILURE, scored=scored)
        report = make_report(case, findings)
        return CaseResult(
            name=name,
            repeat=repeat,
            hash=case.hash,
            scored=score(case.labels, report),
            findings=report.findings,
            usage=Usage(
                calls=4,
                cached=2,
                prompt_tokens=1000,
                completion_tokens=50,
                seconds=6,
                stages={"extract": Usage(calls=3), "cluster": Usage(calls=1, cached=2)},
            ),
            seconds=1.5,
            model="scripted-1",
        )

    def make(name: str, *repeats: Answers, **more: object) -> Run:
        results = [result(case, said, i) for i, answers in enumerate(repeats) for case, said in answers.items()]
        record = Run(
            metric_version=1,
            name=name,
            started="2026-01-01T00:00:00.000+00:00",
            engine="scripted",
            repeats=len(repeats),
            data="sha256:0123456789abcdef",
            seconds=3.0,
            cases=tuple(results),
        )
        return record.model_copy(update=more)

    return make


def text(comparison: Comparison, form: Form = "text") -> str:
    return render(comparison_page(comparison), form)


@pytest.fixture
def changed(run_of: Callable[..., Run]) -> Comparison:
    before = run_of("monday", {"ferry": RIGHT, "tug": WRONG, "raft": RIGHT, "barge": RIGHT, "liner": [], "old": []})
    after = run_of("tuesday", {"ferry": WRONG, "tug": RIGHT, "raft": RIGHT, "barge": None, "liner": [], "new": RIGHT})
    prompts = {"extract": "sha256:feedfeedfeedfeed", "cluster": "sha256:cafecafecafecafe"}
    edited = prompts | {"extract": "sha256:beefbeefbeefbeef"}
    return compare(before.model_copy(update={"prompts": prompts}), after.model_copy(update={"prompts": edited}))


@pytest.mark.parametrize(("form", "name"), [("text", "txt"), ("markdown", "md"), ("html", "html")])
def test_a_whole_comparison(
    changed: Comparison, form: Form, name: str, same_as_snapshot: Callable[[str, str], None]
) -> None:
    same_as_snapshot(text(changed, form), f"eval-compare.{name}")


def test_a_whole_run(run_of: Callable[..., Run], same_as_snapshot: Callable[[str, str], None]) -> None:
    record = run_of("monday", {"ferry": WRONG, "tug": None}, {"ferry": RIGHT, "tug": RIGHT})
    same_as_snapshot(render(run_page(record, details=True), "text"), "eval-run.txt")


def test_sections_stand_in_the_order_in_which_they_are_read(changed: Comparison) -> None:
    page = text(changed)
    heads = [
        "Unpaired cases",
        "Failed cases",
        "Flips to worse",
        "Flips to better",
        "All stories",
        "By kind",
        "Cost and",
    ]
    places = [page.index(f"\n{head}") for head in heads]
    assert places == sorted(places)


def test_unpaired_and_failed_cases_are_named_and_not_dropped(changed: Comparison) -> None:
    assert [(case.name, case.only_in) for case in changed.unpaired] == [("old", "monday"), ("new", "tuesday")]
    assert [(case.name, case.run, case.failures) for case in changed.errored] == [("barge", "tuesday", 1)]
    recall = next(change for change in changed.headlines if change.metric.name == "flag_recall")
    # Of five paired stories with two major flags each: before 2 + 0 + 2 + 2 + 0, after 0 + 2 + 2 + 0 + 0.
    assert (recall.before, recall.after) == (0.6, 0.4)


def test_lost_flags_and_leaks_come_first_then_what_is_falsely_flagged(changed: Comparison) -> None:
    assert [flip.rank for flip in changed.worse] == [0, 0, 0, 1, 1, 2]
    assert {flip.id for flip in changed.worse if flip.rank == 0} == {"toll", "words", A}
    assert {flip.id for flip in changed.worse if flip.rank == 1} == {"left", "q5"}
    assert {flip.case for flip in changed.worse} == {"ferry"}
    assert {flip.case for flip in changed.better} == {"tug"}


def kind_of(comparison: Comparison, metric: str, kind: Kind | None = None) -> KindChange:
    return next(
        one for one in comparison.kinds if one.kind is kind and one.change.metric.name.partition(".")[0] == metric
    )


def test_paired_tests_leave_out_stories_that_failed_as_a_whole(changed: Comparison) -> None:
    found = kind_of(changed, "flag_recall").paired
    assert (found.worse, found.better, found.p) == (2, 2, 1.0)
    assert kind_of(changed, "flag_recall", Kind.QUOTE).paired.worse == 1
    false = kind_of(changed, "flag_precision").paired
    assert (false.worse, false.better) == (2, 2)


def test_nothing_changes_between_a_run_and_itself(run_of: Callable[..., Run]) -> None:
    record = run_of("monday", {"ferry": WRONG, "tug": RIGHT})
    same = compare(record, record)
    assert (same.worse, same.better) == ((), ())
    assert all(change.before == change.after for change in same.headlines)
    assert all(one.paired.worse == one.paired.better == 0 for one in same.kinds)


def test_a_finding_that_is_found_less_often_is_a_flip(run_of: Callable[..., Run]) -> None:
    before = run_of("monday", {"ferry": RIGHT}, {"ferry": RIGHT}, {"ferry": RIGHT})
    after = run_of("tuesday", {"ferry": RIGHT}, {"ferry": RIGHT[1:]}, {"ferry": RIGHT})
    (flip,) = compare(before, after).worse
    assert (flip.id, flip.was, flip.now) == ("toll", "discrepancy 3/3", "discrepancy 2/3, missed 1/3")


def test_runs_with_other_numbers_of_repeats_are_compared_by_their_rates(run_of: Callable[..., Run]) -> None:
    before = run_of("monday", {"ferry": RIGHT})
    after = run_of("tuesday", {"ferry": RIGHT}, {"ferry": RIGHT})
    comparison = compare(before, after)
    assert (comparison.worse, comparison.better) == ((), ())
    assert "repeats 1 -> 2" in text(comparison)


def test_a_repeat_that_failed_is_worse_and_its_case_is_named(run_of: Callable[..., Run]) -> None:
    before = run_of("monday", {"ferry": RIGHT}, {"ferry": RIGHT})
    after = run_of("tuesday", {"ferry": RIGHT}, {"ferry": None})
    comparison = compare(before, after)
    assert [(case.failures, case.repeats) for case in comparison.errored] == [(1, 2)]
    assert {flip.now for flip in comparison.worse} >= {"discrepancy 1/2, failed 1/2"}


def test_a_false_flag_that_only_moved_is_no_flip(run_of: Callable[..., Run]) -> None:
    wide = [("p1", "stance", "conflict", [(A, "said Ida Lund. The hero"), (B, "said Ida Lund")])]
    narrow = [("p2", "stance", "conflict", [(A, "Ida Lund. The hero"), (B, "Ida Lund")])]
    comparison = compare(run_of("monday", {"ferry": wide}), run_of("tuesday", {"ferry": narrow}))
    assert (comparison.worse, comparison.better) == ((), ())
    assert kind_of(comparison, "flag_precision").paired.worse == 0


def test_six_stories_have_intervals_that_say_so(run_of: Callable[..., Run]) -> None:
    names = ("ferry", "tug", "raft", "barge", "liner", "canoe")
    before, after = run_of("monday", dict.fromkeys(names, WRONG)), run_of("tuesday", dict.fromkeys(names, RIGHT))
    page = text(compare(before, after))
    assert "by resampling the 6 paired stories" in page
    assert "flags: recall (major)                       0.000  1.000      +1.000  +1.000 to +1.000" in page
    line = next(line for line in page.splitlines() if line.startswith("  flags: recall (major)  ") and "<0.001" in line)
    assert line.split()[-3:] == ["0", "12", "<0.001"]


def test_what_was_changed_is_said(changed: Comparison) -> None:
    assert "changed  prompt extract feedfeedfeed -> beefbeefbeef\n" in text(changed)


def test_runs_of_other_metric_versions_are_refused(run_of: Callable[..., Run]) -> None:
    with pytest.raises(NotComparable, match="metric version 1 in monday, 2 in tuesday"):
        compare(run_of("monday", {"ferry": []}), run_of("tuesday", {"ferry": []}, metric_version=2))


def test_runs_over_other_labels_or_articles_are_refused(run_of: Callable[..., Run]) -> None:
    before, after = run_of("monday", {"ferry": [], "tug": []}), run_of("tuesday", {"ferry": [], "tug": []})
    edited = after.cases[1].model_copy(update={"hash": "sha256:other"})
    with pytest.raises(NotComparable, match="articles or labels changed between monday and tuesday in tug"):
        compare(before, after.model_copy(update={"cases": (after.cases[0], edited)}))


def test_runs_without_a_common_case_are_refused(run_of: Callable[..., Run]) -> None:
    with pytest.raises(NotComparable, match="no case in common"):
        compare(run_of("monday", {"ferry": []}), run_of("tuesday", {"tug": []}))


def test_a_value_and_a_speaker_that_changed_are_flips_of_their_own(run_of: Callable[..., Run]) -> None:
    said = [("q1", "quantity", "discrepancy", [(A, "Twelve people died", ">12 killed"), TOLL[1]])]
    words = [("q2", "quote", "altered_quote", [(A, "We are heartbroken", "We are heartbroken", "Carl Berg"), WORDS[1]])]
    before = run_of("monday", {"ferry": RIGHT})
    comparison = compare(before, run_of("tuesday", {"ferry": [*said, *words, *RIGHT[2:]]}))
    assert [(flip.id, flip.what, flip.was, flip.now) for flip in comparison.worse] == [
        ("toll", "quantity, value (labelled =12 killed)", "=12 killed", ">12 killed"),
        ("words", "quote, informant (labelled nobody)", "nobody", "Carl Berg"),
    ]
    assert kind_of(comparison, "value_accuracy", Kind.QUANTITY).paired.worse == 1
    assert kind_of(comparison, "attribution_accuracy", Kind.QUOTE).paired.worse == 1


def test_two_findings_of_one_id_are_scored_apart(run_of: Callable[..., Run]) -> None:
    twice = [RIGHT[0], ("q1", "event", "conflict", LEFT), *RIGHT[1:]]
    (case,) = run_of("monday", {"ferry": twice}).cases
    assert case.scored.scores["flag_precision"] == (3, 4)
    assert case.scored.scores["finding_recall"] == (4, 4)
