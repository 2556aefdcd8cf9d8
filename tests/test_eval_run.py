"""The eval is held to its own purpose: each damage that an engine can do must show in the record and on the page."""

import asyncio
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from crossexam.evals.cases import Case, Labels, load_case
from crossexam.evals.compare import compare
from crossexam.evals.compare_page import comparison_page
from crossexam.evals.engines import engine_of, parameters_of
from crossexam.evals.metrics import HEADLINES, METRICS, pooled
from crossexam.evals.oracle import (
    Damage,
    Oracle,
    break_down,
    cut_a_span,
    drop_a_span,
    leave_undetermined,
    say_nothing,
    shift_a_span,
    swap_a_verdict,
)
from crossexam.evals.page import render
from crossexam.evals.records import CaseResult, Run, load_run, save_run
from crossexam.evals.run import run_cases
from crossexam.evals.run_page import run_page
from crossexam.pipeline.errors import BadCase, BadRecord, CannotWrite, UnknownEngine
from crossexam.pipeline.stages import Engine, Examination, Story
from crossexam.schemas import Usage

A, B, C = "a.txt", "b.txt", "c.txt"
TEXTS = {
    A: "Twelve people died. The boat left at noon.",
    B: "Thirteen people died. The boat left at noon.",
    C: "Fourteen people died.",
}
FINDINGS = [
    (
        "toll",
        "quantity",
        "discrepancy!",
        [(A, "Twelve people died"), (B, "Thirteen people died"), (C, "Fourteen people died")],
    ),
    ("left", "event", "corroborated", [(A, "boat left at noon"), (B, "boat left at noon")]),
]


@pytest.fixture
def cases(make_case: Callable[..., Case]) -> list[Case]:
    return [make_case(name, TEXTS, FINDINGS) for name in ("ferry", "tug")]


def told(cases: list[Case]) -> dict[str, Labels]:
    return {case.name: case.labels for case in cases}


def run(cases: list[Case], damage: Damage | None = None, *, repeats: int = 1) -> Run:
    return run_cases(cases, Oracle(told(cases), damage), repeats=repeats)


def figure(run: Run, name: str) -> float | None:
    return METRICS[name].value(pooled(case.scored.scores for case in run.cases))


def test_an_engine_that_knows_the_labels_has_full_marks(cases: list[Case]) -> None:
    whole = run(cases)
    assert all(case.passed for case in whole.cases)
    assert [case.name for case in whole.cases] == ["ferry", "tug"]
    for metric in HEADLINES:
        if metric.name not in {"speaker_accuracy", "misattributed", "trap_leaks"}:
            assert figure(whole, metric.name) == float(metric.more_is_better), metric.name


@pytest.mark.parametrize(
    ("damage", "moved", "shown"),
    [
        (drop_a_span, "position_recall", "ferry toll: quantity, position: found -> not found"),
        (shift_a_span, "misplaced", "ferry a.txt: evidence not in its span: not there -> there"),
        (cut_a_span, "position_exact", "positions: recall, exact span"),
        (swap_a_verdict, "verdict_accuracy", "labelled discrepancy (major): discrepancy -> corroborated"),
        (leave_undetermined, "not_judged", "labelled discrepancy (major): discrepancy -> not_judged"),
        (say_nothing, "finding_recall", "labelled discrepancy (major): discrepancy -> missed"),
        (break_down, "flag_recall", "ferry: failed in"),
    ],
)
def test_every_damage_shows(cases: list[Case], damage: Damage, moved: str, shown: str) -> None:
    before, after = run(cases), run(cases, damage)
    better, worse = figure(before, moved), figure(after, moved)
    assert better is not None
    assert worse is not None
    assert (worse < better) is METRICS[moved].more_is_better
    assert worse != better
    line = next(line for line in _compared(before, after).splitlines() if shown in line)
    assert line not in _compared(before, before)


def _compared(before: Run, after: Run) -> str:
    return render(comparison_page(compare(before, after)), "text")


def test_empty_output_is_no_flag_and_no_finding_and_never_full_precision(cases: list[Case]) -> None:
    silent = run(cases, say_nothing)
    assert figure(silent, "flag_f1") == 0
    assert figure(silent, "flag_precision") is None
    assert not any(case.passed for case in silent.cases)


def break_over_tug(examination: Examination, story: Story) -> Examination:
    return break_down(examination, story) if story.name == "tug" else examination


def test_an_error_in_the_middle_fails_its_case_and_lowers_every_headline(cases: list[Case]) -> None:
    broken = run(cases, break_over_tug)
    ferry, tug = broken.cases
    assert ferry.passed
    assert not tug.passed
    assert tug.failure is not None
    assert (tug.failure.type, tug.failure.message) == ("ArithmeticError", "broke down over tug")
    assert tug.failure.where.startswith("oracle.py:")
    for name in ("flag_f1", "flag_precision", "flag_recall", "verdict_accuracy", "position_recall", "value_accuracy"):
        assert figure(broken, name) == 0.5, name
    text = render(run_page(broken), "text")
    assert "Failed cases\n- tug: ArithmeticError at oracle.py:" in text
    assert tug.scored.confusion == {"discrepancy": {"failed": 1}, "corroborated": {"failed": 1}}


def test_an_interrupt_is_no_failed_case(cases: list[Case]) -> None:
    def interrupt(_: Examination, __: Story) -> Examination:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(cases, interrupt)


def test_nothing_runs_on_labels_that_nobody_has_read(cases: list[Case]) -> None:
    path = cases[1].source.path
    path.write_text("unreviewed: true\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BadCase, match=r"expected\.yaml:1: nobody has corrected"):
        run([cases[0], load_case(path.parent)])


class Moody:
    """Misses the toll in every second repeat, and counts what it is asked."""

    name = "moody"

    def __init__(self, labels: dict[str, Labels], index: int = 0) -> None:
        self.settings = {"temperature": "0.7"}
        self.prompts = {"extract": "sha256:aaa"}
        self.labels = labels
        self.index = index

    def for_repeat(self, index: int) -> Engine:
        return Moody(self.labels, index)

    async def examine(self, story: Story) -> Examination:
        await asyncio.sleep(0)
        found = await Oracle(self.labels, swap_a_verdict if self.index % 2 else None).examine(story)
        usage = Usage(calls=3, cached=1, prompt_tokens=100, completion_tokens=20, cost=Decimal("0.01"))
        return Examination(
            claims=found.claims,
            clusters=found.clusters,
            usage=usage,
            model="moody-2026-01-01",
            prompts={"extract": "sha256:aaa", "cluster": "sha256:bbb"},
        )


def test_repeats_are_told_apart_and_their_spread_is_shown(cases: list[Case]) -> None:
    record = run_cases(cases, Moody(told(cases)), repeats=3)
    assert [(case.name, case.repeat) for case in record.cases] == [
        (name, repeat) for repeat in range(3) for name in ("ferry", "tug")
    ]
    assert [case.passed for case in record.of("ferry")] == [True, False, True]
    text = render(run_page(record), "text")
    assert "cases           2, each 3 times" in text
    assert "pass^3: 0/2 stories passed in every repeat. Major flags found in every repeat: 0/2, in some: 2." in text
    assert "flags: recall (major)                      0.000 to 1.000 (sd 0.577)" in text
    assert "ferry     2/3" in text


def test_the_record_says_what_was_measured(cases: list[Case]) -> None:
    record = run_cases(cases, Moody(told(cases)), repeats=2, name="monday")
    assert record.name == "monday"
    assert record.parameters == {"temperature": "0.7"}
    assert record.prompts == {"extract": "sha256:aaa", "cluster": "sha256:bbb"}
    assert record.models == ["moody-2026-01-01"]
    assert record.hashes == {case.name: case.hash for case in cases}
    assert {"python", "crossexam", "pydantic"} <= record.versions.keys()
    assert record.data.startswith("sha256:")
    usage = record.usage
    assert (usage.calls, usage.cached, usage.prompt_tokens, usage.cost) == (12, 4, 400, Decimal("0.04"))


def test_a_cost_that_is_unknown_in_part_is_unknown(cases: list[Case]) -> None:
    record = run_cases(cases, Moody(told(cases)))
    first, second = record.cases
    free = first.model_copy(update={"usage": Usage()})
    unknown = second.model_copy(update={"usage": Usage(calls=1)})
    assert record.model_copy(update={"cases": (free, second)}).usage.cost == Decimal("0.01")
    assert record.model_copy(update={"cases": (first, unknown)}).usage.cost is None


def test_progress_is_told_of_every_result(cases: list[Case]) -> None:
    seen: list[CaseResult] = []
    run_cases(cases, Oracle(told(cases), break_over_tug), repeats=2, progress=seen.append)
    assert sorted((case.name, case.repeat) for case in seen) == [("ferry", 0), ("ferry", 1), ("tug", 0), ("tug", 1)]


def test_no_more_stories_are_in_work_than_allowed(make_case: Callable[..., Case]) -> None:
    cases = [make_case(f"story-{i}", TEXTS, FINDINGS) for i in range(6)]
    at_work: list[int] = []

    class Slow(Oracle):
        now = 0

        async def examine(self, story: Story) -> Examination:
            Slow.now += 1
            at_work.append(Slow.now)
            await asyncio.sleep(0.001)
            Slow.now -= 1
            return await super().examine(story)

    run_cases(cases, Slow(told(cases)), at_once=2)
    assert max(at_work) == 2


def test_a_record_survives_the_disk(cases: list[Case], tmp_path: Path) -> None:
    record = run(cases, break_over_tug, repeats=2)
    path = tmp_path / "runs" / "one.json"
    save_run(record, path)
    assert load_run(path) == record
    assert list(path.parent.iterdir()) == [path]


def test_a_record_that_cannot_be_written_is_told(cases: list[Case], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match="file"):
        save_run(run(cases), tmp_path / "file" / "one.json")


@pytest.mark.parametrize("content", ["", "[]", '{"name": "x"}', '{"record_version": 2}', "\x00"])
def test_a_file_that_is_no_record_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(content)
    with pytest.raises(BadRecord, match=r"run\.json: no record"):
        load_run(path)
    with pytest.raises(BadRecord, match="cannot be read: No such file"):
        load_run(tmp_path / "none.json")


def test_a_record_with_a_field_that_nobody_knows_is_refused(cases: list[Case], tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(json.loads(run(cases).model_dump_json()) | {"verdict": "good"}))
    with pytest.raises(BadRecord, match="verdict"):
        load_run(path)


def test_engines_are_found_by_name(cases: list[Case]) -> None:
    assert engine_of("local").name == "local"
    assert engine_of("crossexam.evals.oracle:Oracle").name == "oracle"
    assert parameters_of(Oracle(told(cases))) == {}
    for name in ("nowhere", "crossexam.nowhere:Oracle", "crossexam.evals.oracle:Nobody"):
        with pytest.raises(UnknownEngine, match=name.rpartition(".")[2].rpartition(":")[2]):
            engine_of(name)


def test_stories_in_which_nothing_is_wrong_pass_when_nothing_is_flagged(make_case: Callable[..., Case]) -> None:
    calm = [make_case("calm", TEXTS, [FINDINGS[1]])]
    assert run(calm).cases[0].passed
    assert run(calm, say_nothing).cases[0].passed
    assert not run(calm, swap_a_verdict).cases[0].passed
    assert figure(run(calm, swap_a_verdict), "false_flags") == 1
