"""Could a difference be chance?

Claims of one story hang together, so stories are resampled, never findings: pretending that 300 findings of ten stories
were independent would make intervals up to three times too narrow (E. Miller, "Adding Error Bars to Evals", 2024).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from random import Random
from statistics import stdev

from .metrics import Metric, Scores, Tally, pooled

ROUNDS = 2000
SEED = 20190415
FEWEST = 5
"""With fewer stories a bootstrap knows too little to say anything, and says it too firmly."""


@dataclass(frozen=True)
class Interval:
    """Where 95 of 100 resamples lie, and of how many stories they were made."""

    low: float
    high: float
    stories: int


def interval(stories: Sequence[Mapping[str, Tally]], metric: Metric) -> Interval | None:
    """Return the interval of a pooled metric, or None with fewer than five stories or where most resamples have none.

    Percentile bootstrap: stories are drawn with replacement 2,000 times, from a fixed seed.
    """
    needed = _needed(stories, metric)
    return _bootstrap(len(stories), lambda drawn: metric.value(pooled(needed[i] for i in drawn)))


def interval_of_difference(
    before: Sequence[Mapping[str, Tally]], after: Sequence[Mapping[str, Tally]], metric: Metric
) -> Interval | None:
    """Return the interval of `after - before`, where both lists hold the same stories in the same order."""
    sides = [_needed(side, metric) for side in (before, after)]

    def difference(drawn: Sequence[int]) -> float | None:
        old, new = (metric.value(pooled(side[i] for i in drawn)) for side in sides)
        return None if old is None or new is None else new - old

    return _bootstrap(len(before), difference)


def _needed(stories: Sequence[Mapping[str, Tally]], metric: Metric) -> list[Scores]:
    return [{name: scores[name] for name in metric.counts if name in scores} for scores in stories]


def _bootstrap(stories: int, figure: Callable[[Sequence[int]], float | None]) -> Interval | None:
    if stories < FEWEST:
        return None
    random = Random(SEED)  # noqa: S311 - resampling, not a secret
    drawn = (random.choices(range(stories), k=stories) for _ in range(ROUNDS))
    figures = sorted(value for value in map(figure, drawn) if value is not None)
    if 2 * len(figures) < ROUNDS:
        return None
    outside = int(0.025 * len(figures))
    return Interval(figures[outside], figures[-1 - outside], stories)


def sign_test(worse: int, better: int) -> float:
    """Return how likely at least so one-sided a split of flips is if both sides were equally likely.

    Exact and two-sided, which for paired right/wrong answers is McNemar's exact test. Ties carry no information and
    are left out. Five flips one way are p = 0.06: fewer than six can never be evidence.
    """
    flips = worse + better
    tail = sum(comb(flips, k) for k in range(min(worse, better) + 1))
    return min(1.0, 2 * tail / (1 << flips))


@dataclass(frozen=True)
class Spread:
    """How far repeats of one run lie apart."""

    low: float
    high: float
    deviation: float


def spread(repeats: Sequence[Scores], metric: Metric) -> Spread | None:
    """Return the spread of a metric over repeats (each the pooled scores of one), None with fewer than two values."""
    values = [value for value in (metric.value(scores) for scores in repeats) if value is not None]
    return Spread(min(values), max(values), stdev(values)) if len(values) > 1 else None
