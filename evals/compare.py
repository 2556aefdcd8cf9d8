"""What did a change make better or worse?

Two runs over the same cases, story by story and finding by finding. With repeats, a finding stands for the mean of its
repeats, so that 3/3 -> 2/3 is a flip as 1/1 -> 0/1 is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from ..pipeline.errors import NotComparable
from ..schemas import Kind
from .flips import Flip, flips_of, grouped_false_flags, settled
from .metrics import HEADLINES, METRICS, Metric, Scores, pooled
from .records import CaseResult, Failure, Outcome, Reply, Run
from .significance import Interval, interval_of_difference, sign_test


@dataclass(frozen=True)
class Unpaired:
    """A case that only one of the runs has."""

    name: str
    only_in: str


@dataclass(frozen=True)
class Errored:
    """A case that failed in a run, in so many of its repeats."""

    name: str
    run: str
    failures: int
    repeats: int
    failure: Failure


@dataclass(frozen=True)
class Change:
    """One metric in both runs, pooled over the paired stories."""

    metric: Metric
    before: float | None
    after: float | None
    interval: Interval | None


@dataclass(frozen=True)
class Paired:
    """How many things of one kind got worse and better, and how likely that is by chance."""

    worse: int
    better: int

    @property
    def p(self) -> float:
        """The exact sign test, two-sided."""
        return sign_test(self.worse, self.better)


@dataclass(frozen=True)
class KindChange:
    """A metric for one kind of finding, or for all where `kind` is None, with its paired test."""

    kind: Kind | None
    change: Change
    paired: Paired


@dataclass(frozen=True)
class Comparison:
    """Everything that `compare` prints, in the order in which it is printed."""

    before: Run
    after: Run
    unpaired: tuple[Unpaired, ...]
    errored: tuple[Errored, ...]
    worse: tuple[Flip, ...]
    better: tuple[Flip, ...]
    headlines: tuple[Change, ...]
    kinds: tuple[KindChange, ...]
    paired: tuple[str, ...]
    """The names of the cases that both runs have."""


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs.

    Raises:
        NotComparable: the metric versions differ, a case of both has other articles or labels in one of them, or they
            have no case in common.
    """
    paired = _paired(before, after)
    old, new = ([_story(run, name) for name in paired] for run in (before, after))
    flips = [flip for name in paired for flip in flips_of(before.of(name), after.of(name))]
    return Comparison(
        before=before,
        after=after,
        unpaired=tuple(_unpaired(before, after)),
        errored=tuple(e for run in (before, after) for e in _errored(run)),
        worse=tuple(sorted(flip for flip in flips if flip.worse)),
        better=tuple(sorted(flip for flip in flips if not flip.worse)),
        headlines=tuple(_change(metric, old, new) for metric in HEADLINES),
        kinds=tuple(_kinds(before, after, paired, old, new)),
        paired=tuple(paired),
    )


def _paired(before: Run, after: Run) -> list[str]:
    if before.metric_version != after.metric_version:
        raise NotComparable(
            f"metric version {before.metric_version} in {before.name}, {after.metric_version} in {after.name}: "
            "run the older one again"
        )
    names = [name for name in before.names if name in after.hashes]
    if not names:
        raise NotComparable(f"{before.name} and {after.name} have no case in common")
    if other := [name for name in names if before.hashes[name] != after.hashes[name]]:
        raise NotComparable(
            f"articles or labels changed between {before.name} and {after.name} in {', '.join(other)}: "
            "run the older one again"
        )
    return names


def _unpaired(before: Run, after: Run) -> Iterable[Unpaired]:
    for run, other in ((before, after), (after, before)):
        yield from (Unpaired(name, run.name) for name in run.names if name not in other.hashes)


def _errored(run: Run) -> Iterable[Errored]:
    for name in run.names:
        results = run.of(name)
        failures = [result.failure for result in results if result.failure]
        if failures:
            yield Errored(name, run.name, len(failures), len(results), failures[0])


def _story(run: Run, name: str) -> Scores:
    return pooled(result.scored.scores for result in run.of(name))


def _change(metric: Metric, old: Sequence[Scores], new: Sequence[Scores]) -> Change:
    before, after = metric.value(pooled(old)), metric.value(pooled(new))
    return Change(metric, before, after, interval_of_difference(old, new, metric))


Units = dict[tuple[str, ...], float]
"""What can get better or worse, by a key that both runs share, to how good it is."""


def _kinds(
    before: Run, after: Run, paired: Sequence[str], old: Sequence[Scores], new: Sequence[Scores]
) -> Iterable[KindChange]:
    """Compare by kind what can be paired: flags found, false flags, answers, verdicts, positions, values, informants.

    Stories that failed in all repeats of a run are in the figures and not in the tests: one error is one event, and
    its fifty lost findings are no fifty pieces of evidence.
    """
    whole = [name for name in paired if settled(before.of(name)) and settled(after.of(name))]
    for name, units in _UNITS.items():
        for kind in (None, *Kind):
            one: Units = {}
            other: Units = {}
            for story in whole:
                old_units, new_units = units(before.of(story), after.of(story), kind)
                one |= {(story, *key): value for key, value in old_units.items()}
                other |= {(story, *key): value for key, value in new_units.items()}
            change = _change(METRICS[f"{name}.{kind}" if kind else name], old, new)
            if one or change.before is not None or change.after is not None:
                yield KindChange(kind, change, _tested(one, other))


def _tested(one: Mapping[tuple[str, ...], float], other: Mapping[tuple[str, ...], float]) -> Paired:
    moves = [other[key] - value for key, value in one.items() if key in other]
    return Paired(sum(move < 0 for move in moves), sum(move > 0 for move in moves))


def _per_outcome(
    results: Sequence[CaseResult], kind: Kind | None, grades: Callable[[Outcome], Iterable[tuple[str, float]]]
) -> Units:
    found: dict[tuple[str, ...], list[float]] = {}
    for result in results:
        for outcome in result.scored.outcomes:
            if kind in (None, outcome.kind):
                for part, grade in grades(outcome):
                    found.setdefault((outcome.id, part), []).append(grade)
    return {key: fmean(grades) for key, grades in found.items()}


def _both(
    grades: Callable[[Outcome], Iterable[tuple[str, float]]],
) -> Callable[[Sequence[CaseResult], Sequence[CaseResult], Kind | None], tuple[Units, Units]]:
    return lambda old, new, kind: (_per_outcome(old, kind, grades), _per_outcome(new, kind, grades))


def _replies(outcome: Outcome) -> Iterable[tuple[int, Reply]]:
    return ((i, point.reply) for i, point in enumerate(outcome.points) if point.reply)


def _false_flags(old: Sequence[CaseResult], new: Sequence[CaseResult], kind: Kind | None) -> tuple[Units, Units]:
    one: Units = {}
    other: Units = {}
    for number, group in enumerate(grouped_false_flags(old, new)):
        if kind in (None, group.first.kind):
            before, after = group.shares
            one[(str(number),)], other[(str(number),)] = -before, -after
    return one, other


_UNITS: Mapping[str, Callable[[Sequence[CaseResult], Sequence[CaseResult], Kind | None], tuple[Units, Units]]] = {
    "flag_recall": _both(lambda o: [("found", float(o.flagged))] if o.major else []),
    "flag_precision": _false_flags,
    "finding_recall": _both(lambda o: [("answered", float(o.answer is not None))]),
    # Of findings that both runs answered: a missed one is in finding_recall already.
    "verdict_accuracy": _both(lambda o: [("right", float(o.right))] if o.answer else []),
    "position_recall": _both(lambda o: [(str(i), float(point.met)) for i, point in enumerate(o.points)]),
    "value_accuracy": _both(lambda o: [(str(i), float(r.same_value)) for i, r in _replies(o)]),
    "attribution_accuracy": _both(lambda o: [(str(i), float(r.same_informant)) for i, r in _replies(o)]),
}
