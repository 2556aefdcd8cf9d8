"""How did a figure move over past runs?"""

from collections.abc import Sequence
from itertools import pairwise

from ..pipeline.errors import BadSettings
from .figures import figure, short_hash
from .gate import hash_of_cases
from .metrics import METRICS, Metric, pooled
from .page import Page, Section, Table
from .records import Run

_BARS = "▁▂▃▄▅▆▇█"
_WIDTH, _HEIGHT, _MARGIN = 720, 240, 44


def metric_named(name: str) -> Metric:
    """Return the metric of that name.

    Raises:
        BadSettings: there is none.
    """
    if name not in METRICS:
        raise BadSettings(f"unknown metric {name!r}: there are {', '.join(METRICS)}")
    return METRICS[name]


def history_page(runs: Sequence[Run], metric: Metric) -> Page:
    """Return the figure of each run, oldest first, with a plot.

    Runs over other cases or of another metric version than the one before stand in the table and in the plot, but no
    line joins them: such a step says nothing.
    """
    values = [metric.value(pooled(case.scored.scores for case in run.cases)) for run in runs]
    joined = [False, *(_comparable(one, other) for one, other in pairwise(runs))]
    rows = tuple(
        (
            run.name,
            run.started[:16].replace("T", " "),
            figure(value, metric),
            str(sum(case.failure is not None for case in run.cases)),
            short_hash(hash_of_cases(run)),
            "" if join or run is runs[0] else "new cases",
        )
        for run, value, join in zip(runs, values, joined, strict=True)
    )
    head = ("run", "started (UTC)", metric.label, "failed cases", "cases", "note")
    section = Section("Runs, oldest first", Table(head, rows), drawing=_plot(runs, values, joined, metric))
    facts = (("course", sparkline(values, metric)),)
    return Page(f"{metric.label} over {len(runs)} runs", facts, (section,))


def _comparable(one: Run, other: Run) -> bool:
    return one.metric_version == other.metric_version and one.hashes == other.hashes


def _top(values: Sequence[float | None], metric: Metric) -> float:
    """Return the upper end of the scale: 1 for shares, the greatest value otherwise. The lower end is always 0."""
    return 1.0 if metric.share else max((value for value in values if value is not None), default=0.0) or 1.0


def sparkline(values: Sequence[float | None], metric: Metric) -> str:
    """Return one bar a run; a gap where the figure does not exist."""
    top = _top(values, metric)
    return "".join(" " if value is None else _BARS[round(value / top * (len(_BARS) - 1))] for value in values)


def _plot(runs: Sequence[Run], values: Sequence[float | None], joined: Sequence[bool], metric: Metric) -> str:
    """Return an SVG of its own: lines between runs that can be compared, a point with its name and value for each."""
    from markupsafe import escape

    top = _top(values, metric)
    step = (_WIDTH - 2 * _MARGIN) / max(1, len(runs) - 1)
    places = [
        None if value is None else (_MARGIN + i * step, _HEIGHT - _MARGIN - value / top * (_HEIGHT - 2 * _MARGIN))
        for i, value in enumerate(values)
    ]
    parts = [_axis(0.0, metric, _HEIGHT - _MARGIN), _axis(top, metric, _MARGIN)]
    for (before, here), join in zip(pairwise(places), joined[1:], strict=True):
        if before and here and join:
            ends = f'x1="{before[0]:.1f}" y1="{before[1]:.1f}" x2="{here[0]:.1f}" y2="{here[1]:.1f}"'
            parts.append(f'<line {ends} stroke="var(--accent)" stroke-width="2"/>')
    for run, value, place in zip(runs, values, places, strict=True):
        if place:
            title = escape(f"{run.name}: {figure(value, metric)}")
            circle = f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="4" fill="var(--accent)">'
            parts.append(f"{circle}<title>{title}</title></circle>")
    label = escape(f"{metric.label} over {len(runs)} runs; the table below has the same figures")
    return f'<svg role="img" aria-label="{label}" viewBox="0 0 {_WIDTH} {_HEIGHT}">{"".join(parts)}</svg>'


def _axis(value: float, metric: Metric, y: float) -> str:
    line = f'<line x1="{_MARGIN}" y1="{y}" x2="{_WIDTH - _MARGIN}" y2="{y}" stroke="var(--line)"/>'
    text = f'<text x="{_MARGIN - 6}" y="{y + 4}" text-anchor="end" font-size="12" fill="var(--quiet)">'
    return f"{line}{text}{figure(value, metric)}</text>"
