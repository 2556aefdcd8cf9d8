"""Is an engine still as good as it was when its floors were pinned?

The baseline, one JSON file, holds for each engine a floor under every metric of which more is better and a ceiling over
the others, with the hash of the cases and the metric version for which they hold. It moves when a person says so and
never by itself, and not downwards without `--allow-regression`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from ..pipeline.errors import BadRecord, NotComparable
from ..schemas.base import Record
from .figures import figure
from .metrics import BY_KIND, HEADLINES, METRICS, Metric, pooled
from .page import cut, plain
from .records import Run, write_whole

HOME = Path(__file__).parent / "baseline.json"

EPSILON = 0.0005
"""How far below its floor a metric may be. Floors are written with four places, which can lift one by 0.00005, and one
answer of a thousand moves a share by 0.001: this forgives the writing and nothing else."""

_PLACES = 4
_PINNED = (*HEADLINES, *BY_KIND["flag_recall"], *BY_KIND["position_recall"])
_NOT_RECORDED = "NotRecorded"
"""The error of an engine that answers from recordings and has none for what it is asked. Known by its name, so that
nothing here depends on how an engine talks to a model."""


class Pins(Record):
    """What is asked of one engine."""

    cases: str
    """Hash of the names and hashes of all cases."""
    metric_version: int
    repeats: int = Field(default=1, ge=1)
    floors: dict[str, float] = Field(default_factory=dict)
    ceilings: dict[str, float] = Field(default_factory=dict)
    must_pass: tuple[str, ...] = ()
    """Cases that have to pass in every repeat."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """Stage to hash of the prompt when the floors were pinned."""


class Baseline(Record):
    """The whole of `baseline.json`, by the name of the engine."""

    engines: dict[str, Pins] = Field(default_factory=dict)


@dataclass(frozen=True)
class Fall:
    """One reason why a run does not pass, in one line."""

    line: str


def load_baseline(path: Path) -> Baseline:
    """Read a baseline; one without engines where there is no file.

    Raises:
        BadRecord: the file holds none.
    """
    if not path.exists():
        return Baseline()
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise BadRecord(f"{path}: no baseline: {' '.join(str(error).split())}") from error


def judge(run: Run, baseline: Baseline) -> list[Fall]:
    """Return why a run does not pass the gate; nothing when it passes.

    Raises:
        NotComparable: nothing is pinned for the engine, or it is pinned for other cases or another metric version.
    """
    pins = baseline.engines.get(run.engine)
    if pins is None:
        raise NotComparable(f"nothing is pinned for the engine {run.engine}: run `crossexam eval gate --update`")
    if pins.metric_version != run.metric_version:
        raise NotComparable(
            f"the floors are for metric version {pins.metric_version}, this is {run.metric_version}: "
            "look at the figures, then run `crossexam eval gate --update`"
        )
    if pins.cases != hash_of_cases(run):
        raise NotComparable(
            "the floors are for other cases: articles or labels were changed, added or removed. "
            "Look at the figures, then run `crossexam eval gate --update`"
        )
    falls = [*_failures(run, pins), *_below(run, pins), *_not_passed(run, pins)]
    return [*falls, *_undetermined(run)] if falls else []


def hash_of_cases(run: Run) -> str:
    """Return one hash of the names and hashes of a run's cases."""
    canonical = json.dumps(run.hashes, sort_keys=True)
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def _failures(run: Run, pins: Pins) -> Iterable[Fall]:
    for case in run.cases:
        if case.failure and case.failure.type == _NOT_RECORDED:
            yield Fall(f"{case.name}: no recording: {case.failure.message}. {_which_recording(run, pins)}")
        elif case.failure:
            yield Fall(f"{case.name}: failed: {case.failure.type} at {case.failure.where}: {case.failure.message}")


def _undetermined(run: Run) -> Iterable[Fall]:
    """Yield what was not judged, a line for each case and stage: what an engine could not do often is why it fell."""
    for case in run.cases:
        stages = Counter(item.stage for item in case.not_judged)
        for stage, number in stages.items():
            reason = next(item.reason for item in case.not_judged if item.stage == stage)
            yield Fall(f"{case.name}: {number} not judged at {stage}: {cut(plain(reason))}")


def _which_recording(run: Run, pins: Pins) -> str:
    changed = sorted(stage for stage, digest in run.prompts.items() if pins.prompts.get(stage, digest) != digest)
    because = f"The prompt {', '.join(changed)} was changed since. " if changed else ""
    return f"{because}Run the case once against a model, then `crossexam cache export` makes a fresh recording"


def _below(run: Run, pins: Pins) -> Iterable[Fall]:
    total = pooled(case.scored.scores for case in run.cases)
    for name, bound in (pins.floors | pins.ceilings).items():
        metric = METRICS.get(name)
        if metric is None:
            yield Fall(f"{name}: there is no such metric")
            continue
        value = metric.value(total)
        if value is None or _loss(metric, bound, value) > EPSILON:
            side = "below its floor" if metric.more_is_better else "above its ceiling"
            yield Fall(f"{metric.label}: {figure(value, metric)} is {side} of {figure(bound, metric)}")


def _loss(metric: Metric, bound: float, value: float) -> float:
    return bound - value if metric.more_is_better else value - bound


def _not_passed(run: Run, pins: Pins) -> Iterable[Fall]:
    for name in pins.must_pass:
        results = run.of(name)
        passed = sum(result.passed for result in results)
        if passed < len(results) or not results:
            yield Fall(f"{name}: must pass and passed {passed} of {len(results)} times")


def pinned(
    run: Run, baseline: Baseline, *, must_pass: Collection[str] = (), allow_regression: bool = False
) -> tuple[Baseline, list[Fall]]:
    """Return the baseline with the figures of a run pinned, and what was refused.

    A floor is raised or kept; with `allow_regression` it is set to what the run reached, whichever that is, and
    must-pass cases are dropped that do not pass. A failed case, and a must-pass case that did not pass in every repeat,
    is refused: what is not steady when it is pinned cannot hold anybody up later.
    """
    old = baseline.engines.get(run.engine, Pins(cases="", metric_version=run.metric_version))
    names = tuple(dict.fromkeys((*old.must_pass, *must_pass)))
    unsteady = [name for name in names if not run.of(name) or not all(result.passed for result in run.of(name))]
    refused = list(_failures(run, old))
    if not allow_regression:
        refused += [Fall(f"{name}: cannot be a must-pass case: it did not pass every time") for name in unsteady]
    lowered = [] if allow_regression else list(_lowered(run, old))
    bounds = _bounds(run, Pins(cases="", metric_version=0) if allow_regression else old)
    pins = Pins(
        cases=hash_of_cases(run),
        metric_version=run.metric_version,
        repeats=run.repeats,
        floors={name: bound for name, bound in bounds.items() if METRICS[name].more_is_better},
        ceilings={name: bound for name, bound in bounds.items() if not METRICS[name].more_is_better},
        must_pass=tuple(name for name in names if name not in unsteady),
        prompts=run.prompts,
    )
    return baseline.model_copy(update={"engines": baseline.engines | {run.engine: pins}}), refused + lowered


def _lowered(run: Run, old: Pins) -> Iterable[Fall]:
    total = pooled(case.scored.scores for case in run.cases)
    for name, bound in (old.floors | old.ceilings).items():
        metric = METRICS.get(name)
        value = metric.value(total) if metric else None
        if metric and (value is None or _loss(metric, bound, value) > EPSILON):
            move = "lower its floor" if metric.more_is_better else "raise its ceiling"
            yield Fall(
                f"{metric.label}: {figure(value, metric)} would {move} of {figure(bound, metric)}; "
                "--allow-regression does so"
            )


def _bounds(run: Run, old: Pins) -> dict[str, float]:
    """Return what the run reached, or what was pinned where that is stricter."""
    total = pooled(case.scored.scores for case in run.cases)
    pinned_before = old.floors | old.ceilings
    bounds: dict[str, float] = {}
    for metric in _PINNED:
        value = metric.value(total)
        if value is not None:
            reached = round(value, _PLACES)
            bound = pinned_before.get(metric.name, reached)
            bounds[metric.name] = bound if _loss(metric, bound, reached) > 0 else reached
    return bounds


def save_baseline(baseline: Baseline, path: Path) -> None:
    """Write a baseline, whole or not at all."""
    write_whole(path, baseline.model_dump_json(indent=2) + "\n")
