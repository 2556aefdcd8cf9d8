"""What is measured, and how are the figures of many stories put together?

Every metric is a quotient of two counts, so that stories are pooled by adding; only F1 is made of two others. A count
of a failed case is 0 of what its labels ask, so that an error lowers every headline as if all had been wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..schemas import Kind

METRIC_VERSION = 1
"""Raised with every change that could move a figure: runs of two versions are not compared."""

Tally = tuple[int, int]
"""How many, of how many."""

Scores = dict[str, Tally]


@dataclass(frozen=True)
class Metric:
    """One figure: what it is called, and whether more of it is better."""

    name: str
    label: str
    more_is_better: bool = True
    of: tuple[str, str] | None = None
    """For an F1: its precision and its recall."""
    share: bool = True
    """A share from 0 to 1; otherwise so many a story."""

    @property
    def counts(self) -> tuple[str, ...]:
        """The names of the counts that it is made of."""
        return self.of or (self.name,)

    def value(self, scores: Mapping[str, Tally]) -> float | None:
        """Return the figure, or None where nothing was asked.

        F1 is 2pr/(p + r), and 0 where that has no value; where nothing was asked and nothing was wrong it is None.
        """
        if self.of is None:
            hits, asked = scores.get(self.name, (0, 0))
            return hits / asked if asked else None
        precision, recall = (METRICS[part].value(scores) for part in self.of)
        if recall is None and precision in {None, 1.0}:
            return None
        if not precision or not recall:
            return 0.0
        return 2 * precision * recall / (precision + recall)


_ALL = [
    Metric("flag_f1", "flags: F1", of=("flag_precision", "flag_recall")),
    Metric("flag_precision", "flags: precision"),
    Metric("flag_recall", "flags: recall (major)"),
    Metric("flag_strict_f1", "flags of the same verdict: F1", of=("flag_strict_precision", "flag_strict_recall")),
    Metric("flag_strict_precision", "flags of the same verdict: precision"),
    Metric("flag_strict_recall", "flags of the same verdict: recall (major)"),
    Metric("finding_recall", "findings: recall"),
    Metric("verdict_accuracy", "verdicts right"),
    Metric("position_recall", "positions: recall"),
    Metric("position_exact", "positions: recall, exact span"),
    Metric("span_f1", "evidence: shared characters"),
    Metric("value_accuracy", "values right"),
    Metric("attribution_accuracy", "attributions right"),
    Metric("speaker_accuracy", "speakers of quotations right"),
    Metric("misattributed", "quotations given to another speaker", more_is_better=False),
    Metric("false_flags", "false flags a story", more_is_better=False, share=False),
    Metric("trap_leaks", "traps leaked", more_is_better=False),
    Metric("ungrounded", "evidence not in the article", more_is_better=False),
    Metric("misplaced", "evidence not in its span", more_is_better=False),
    Metric("not_judged", "not judged, a story", more_is_better=False, share=False),
]
_BY_KIND = (
    "flag_f1",
    "flag_precision",
    "flag_recall",
    "finding_recall",
    "verdict_accuracy",
    "position_recall",
    "value_accuracy",
    "attribution_accuracy",
)


def _of_kind(metric: Metric, kind: Kind) -> Metric:
    parts = (f"{metric.of[0]}.{kind}", f"{metric.of[1]}.{kind}") if metric.of else None
    return Metric(f"{metric.name}.{kind}", f"{metric.label}, {kind}", metric.more_is_better, parts, metric.share)


METRICS = {metric.name: metric for metric in _ALL}
HEADLINES: Sequence[Metric] = tuple(METRICS.values())
BY_KIND: Mapping[str, Sequence[Metric]] = {
    name: tuple(_of_kind(METRICS[name], kind) for kind in Kind) for name in _BY_KIND
}
METRICS |= {metric.name: metric for metrics in BY_KIND.values() for metric in metrics}


def pooled(each: Iterable[Mapping[str, Tally]]) -> Scores:
    """Return the sums of the counts."""
    total: Scores = {}
    for scores in each:
        for name, (hits, asked) in scores.items():
            before = total.get(name, (0, 0))
            total[name] = (before[0] + hits, before[1] + asked)
    return total
