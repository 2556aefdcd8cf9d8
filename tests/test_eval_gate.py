from collections.abc import Callable
from pathlib import Path

import pytest

from crossexam.evals.cases import Case
from crossexam.evals.gate import EPSILON, HOME, Baseline, Pins, judge, load_baseline, pinned, save_baseline
from crossexam.evals.metrics import METRICS
from crossexam.evals.oracle import (
    Damage,
    Oracle,
    break_down,
    drop_a_span,
    leave_undetermined,
    say_nothing,
    shift_a_span,
    swap_a_verdict,
)
from crossexam.evals.records import Failure, Run
from crossexam.evals.run import run_cases
from crossexam.pipeline.errors import BadRecord, NotComparable
from crossexam.pipeline.stages import Examination, Story

A, B = "a.txt", "b.txt"
TEXTS = {A: "Twelve people died. The boat left at noon.", B: "Thirteen people died. The boat left at noon."}
FINDINGS = [
    ("toll", "quantity", "discrepancy!", [(A, "Twelve people died"), (B, "Thirteen people died")]),
    ("left", "event", "corroborated", [(A, "boat left at noon"), (B, "boat left at noon")]),
]


@pytest.fixture
def run_of(make_case: Callable[..., Case]) -> Callable[..., Run]:
    cases = [make_case(name, TEXTS, FINDINGS) for name in ("ferry", "tug")]
    labels = {case.name: case.labels for case in cases}

    def make(damage: Damage | None = None, names: tuple[str, ...] = ("ferry", "tug"), repeats: int = 1) -> Run:
        chosen = [case for case in cases if case.name in names]
        return run_cases(chosen, Oracle(labels, damage), repeats=repeats)

    return make


def pins_of(run: Run, *, must_pass: tuple[str, ...] = ()) -> Baseline:
    baseline, refused = pinned(run, Baseline(), must_pass=must_pass)
    assert refused == []
    return baseline


def test_a_run_passes_its_own_floors(run_of: Callable[..., Run]) -> None:
    baseline = pins_of(run_of(), must_pass=("ferry",))
    assert judge(run_of(), baseline) == []
    pins = baseline.engines["oracle"]
    assert pins.floors["flag_recall"] == 1
    assert pins.floors["flag_recall.quantity"] == 1
    assert pins.ceilings["false_flags"] == 0


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (swap_a_verdict, "flags: recall (major): 0.000 is below its floor of 1.000"),
        (drop_a_span, "positions: recall: 0.750 is below its floor of 1.000"),
        (shift_a_span, "evidence not in its span: 0.250 is above its ceiling of 0.000"),
        (say_nothing, "verdicts right: – is below its floor of 1.000"),
        (break_down, "ferry: failed: ArithmeticError at oracle.py:"),
        (break_down, "flags: F1: 0.000 is below its floor of 1.000"),
    ],
)
def test_a_worse_run_is_told_what_fell(run_of: Callable[..., Run], damage: Damage, told: str) -> None:
    assert any(told in fall.line for fall in judge(run_of(damage), pins_of(run_of())))


@pytest.mark.parametrize(
    ("floor", "passes"),
    [(1.0, True), (1.0 + EPSILON, True), (1.0 + 2 * EPSILON, False)],
)
def test_epsilon_forgives_the_writing_of_a_floor_and_no_more(
    run_of: Callable[..., Run], floor: float, passes: bool
) -> None:
    run = run_of()
    pins = pins_of(run).engines["oracle"].model_copy(update={"floors": {"flag_recall": floor}})
    assert (judge(run, Baseline(engines={"oracle": pins})) == []) is passes


def test_a_floor_under_a_metric_that_is_gone_is_told(run_of: Callable[..., Run]) -> None:
    pins = pins_of(run_of()).engines["oracle"].model_copy(update={"floors": {"brilliance": 0.5}})
    assert [fall.line for fall in judge(run_of(), Baseline(engines={"oracle": pins}))] == [
        "brilliance: there is no such metric"
    ]


def test_floors_for_other_cases_are_refused(run_of: Callable[..., Run]) -> None:
    with pytest.raises(NotComparable, match="other cases"):
        judge(run_of(names=("ferry",)), pins_of(run_of()))


def test_floors_for_another_metric_version_are_refused(run_of: Callable[..., Run]) -> None:
    other = run_of().model_copy(update={"metric_version": 99})
    with pytest.raises(NotComparable, match="metric version 1, this is 99"):
        judge(other, pins_of(run_of()))


def test_an_engine_without_floors_is_refused(run_of: Callable[..., Run]) -> None:
    with pytest.raises(NotComparable, match="nothing is pinned for the engine oracle"):
        judge(run_of(), Baseline())


def test_an_update_raises_floors_and_never_lowers_them(run_of: Callable[..., Run]) -> None:
    low = pins_of(run_of(drop_a_span))
    high, refused = pinned(run_of(), low)
    assert refused == []
    assert high.engines["oracle"].floors["position_recall"] == 1
    _, refused = pinned(run_of(drop_a_span), high)
    assert any("positions: recall: 0.750 would lower its floor of 1.000; --allow-regression" in f.line for f in refused)


def test_an_update_lowers_floors_when_that_is_allowed(run_of: Callable[..., Run]) -> None:
    lowered, refused = pinned(run_of(drop_a_span), pins_of(run_of()), allow_regression=True)
    assert refused == []
    assert lowered.engines["oracle"].floors["position_recall"] == 0.75


def test_floors_do_not_sink_by_many_updates_within_epsilon(run_of: Callable[..., Run]) -> None:
    run = run_of()
    pins = pins_of(run).engines["oracle"].model_copy(update={"floors": {"flag_recall": 1.0 + EPSILON / 2}})
    again, refused = pinned(run, Baseline(engines={"oracle": pins}))
    assert refused == []
    assert again.engines["oracle"].floors["flag_recall"] == 1.0 + EPSILON / 2


def test_a_ceiling_is_not_raised(run_of: Callable[..., Run]) -> None:
    _, refused = pinned(run_of(shift_a_span), pins_of(run_of()))
    assert any("evidence not in its span: 0.250 would raise its ceiling of 0.000" in fall.line for fall in refused)


def test_a_failed_case_is_never_pinned(run_of: Callable[..., Run]) -> None:
    for allow in (False, True):
        _, refused = pinned(run_of(break_down), Baseline(), allow_regression=allow)
        assert any("ferry: failed" in fall.line for fall in refused)


def test_a_case_that_must_pass_is_named_when_it_does_not(run_of: Callable[..., Run]) -> None:
    falls = [fall.line for fall in judge(run_of(drop_a_span), pins_of(run_of(), must_pass=("ferry",)))]
    assert "ferry: must pass and passed 0 of 1 times" in falls
    assert not any(line.startswith("tug: must pass") for line in falls)


def test_a_case_that_does_not_pass_every_time_cannot_be_a_must(run_of: Callable[..., Run]) -> None:
    times: list[str] = []

    def sometimes(examination: Examination, story: Story) -> Examination:
        times.append(story.name)
        return swap_a_verdict(examination, story) if len(times) > 2 else examination

    run = run_of(sometimes, repeats=2)
    assert [case.passed for case in run.of("ferry")] == [True, False]
    _, refused = pinned(run, Baseline(), must_pass=("ferry",))
    assert [fall.line for fall in refused] == ["ferry: cannot be a must-pass case: it did not pass every time"]


def test_a_must_that_does_not_exist_is_refused(run_of: Callable[..., Run]) -> None:
    _, refused = pinned(run_of(), Baseline(), must_pass=("raft",))
    assert [fall.line for fall in refused] == ["raft: cannot be a must-pass case: it did not pass every time"]


def test_a_missing_recording_says_which_prompt_changed_and_what_to_do(run_of: Callable[..., Run]) -> None:
    before = run_of().model_copy(update={"prompts": {"extract": "sha256:old", "cluster": "sha256:same"}})
    run = run_of(break_down)
    miss = Failure(type="NotRecorded", message="extract: no recorded answer", where="cache.py:1")
    cases = tuple(case.model_copy(update={"failure": miss}) for case in run.cases)
    now = {"prompts": {"extract": "sha256:new", "cluster": "sha256:same"}, "cases": cases}
    line = judge(run.model_copy(update=now), pins_of(before))[0].line
    assert line == (
        "ferry: no recording: extract: no recorded answer. The prompt extract was changed since. "
        "Run the case once against a model, then `crossexam cache export` makes a fresh recording"
    )


def test_what_was_not_judged_is_told_with_the_fall(run_of: Callable[..., Run]) -> None:
    falls = [fall.line for fall in judge(run_of(leave_undetermined), pins_of(run_of()))]
    assert "ferry: 2 not judged at cross-examine: left out" in falls
    assert judge(run_of(leave_undetermined), pins_of(run_of(leave_undetermined))) == []


def test_a_baseline_survives_the_disk(run_of: Callable[..., Run], tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert load_baseline(path) == Baseline()
    baseline = pins_of(run_of(), must_pass=("tug",))
    save_baseline(baseline, path)
    assert load_baseline(path) == baseline


@pytest.mark.parametrize("content", ["", "[]", '{"engines": {"local": {}}}', '{"floors": {}}'])
def test_a_file_that_is_no_baseline_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content)
    with pytest.raises(BadRecord, match=r"baseline\.json: no baseline"):
        load_baseline(path)


def test_engines_are_pinned_apart(run_of: Callable[..., Run]) -> None:
    other = Pins(cases="sha256:x", metric_version=1)
    both, _ = pinned(run_of(), Baseline(engines={"llm": other}))
    assert both.engines["llm"] == other


def test_the_baseline_of_the_project_asks_for_nothing_that_is_not_measured() -> None:
    for pins in load_baseline(HOME).engines.values():
        for name, bound in (pins.floors | pins.ceilings).items():
            assert METRICS[name].more_is_better is (name in pins.floors)
            assert bound >= 0
