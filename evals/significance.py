"""Could a difference be chance?

Claims of one story hang together, so stories are resampled, never findings: pretending that 300 findings of ten stories
were independent would make intervals up to three times too narrow (E. Miller, "Adding Error Bars to Evals", 2024).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb
from operator import itemgetter
from random import Random
from statistics import stdev

from .metrics import Metric, Scores, Tally

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
    return _bootstrap(len(stories), _figure_of(stories, metric))


def interval_of_difference(
    before: Sequence[Mapping[str, Tally]], after: Sequence[Mapping[str, Tally]], metric: Metric
) -> Interval | None:
    """Return the interval of `after - before`, where both lists hold the same stories in the same order."""
    old, new = _figure_of(before, metric), _figure_of(after, metric)

    def difference(drawn: _Draw) -> float | None:
        one, other = old(drawn), new(drawn)
        return None if one is None or other is None else other - one

    return _bootstrap(len(before), difference)


_Draw = Callable[[Sequence[int]], tuple[int, ...]]
"""Picks from a list, which has one item a story, the items of the stories that were drawn."""


def _figure_of(stories: Sequence[Mapping[str, Tally]], metric: Metric) -> Callable[[_Draw], float | None]:
    """Return what computes the metric over the stories of a draw."""
    columns = [
        (name, [scores.get(name, (0, 0))[0] for scores in stories], [scores.get(name, (0, 0))[1] for scores in stories])
        for name in metric.counts
    ]
    return lambda drawn: metric.value({name: (sum(drawn(hits)), sum(drawn(asked))) for name, hits, asked in columns})


@cache
def _draws(stories: int) -> list[_Draw]:
    random = Random(SEED)  # noqa: S311 - resampling, not a secret
    return [itemgetter(*random.choices(range(stories), k=stories)) for _ in range(ROUNDS)]


def _bootstrap(stories: int, figure: Callable[[_Draw], float | None]) -> Interval | None:
    if stories < FEWEST:
        return None
    figures = sorted(value for value in map(figure, _draws(stories)) if value is not None)
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
