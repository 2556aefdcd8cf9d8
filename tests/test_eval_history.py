import re
from collections.abc import Sequence

import pytest

from crossexam.evals.history import history_page, metric_named, sparkline
from crossexam.evals.metrics import METRICS, Metric
from crossexam.evals.page import Table, render
from crossexam.evals.records import CaseResult, Run, Scored
from crossexam.pipeline.errors import BadSettings

RECALL, FALSE = METRICS["flag_recall"], METRICS["false_flags"]


def runs(hits: Sequence[int | None], hashes: str = "") -> list[Run]:
    made = []
    for day, (hit, hash_) in enumerate(zip(hits, hashes or "a" * len(hits), strict=True)):
        scores = {} if hit is None else {"flag_recall": (hit, 4)}
        case = CaseResult(name="ferry", repeat=0, hash=hash_, scored=Scored(scores=scores, outcomes=()))
        started = f"2026-01-0{day + 1}T08:00:00.000+00:00"
        made.append(Run(metric_version=1, name=f"day {day} <b>", started=started, engine="x", repeats=1, cases=(case,)))
    return made


@pytest.mark.parametrize(
    ("values", "metric", "line"),
    [
        ([0.0, 0.5, 1.0], RECALL, "▁▅█"),
        ([0.9, None, 0.9], RECALL, "▇ ▇"),
        ([0.0, 2.0, 4.0], FALSE, "▁▅█"),
        ([0.0], FALSE, "▁"),
        ([], RECALL, ""),
    ],
)
def test_a_line_of_bars(values: list[float | None], metric: Metric, line: str) -> None:
    assert sparkline(values, metric) == line


def test_runs_over_other_cases_are_not_joined() -> None:
    page = history_page(runs([1, 2, 4, 3], "aabb"), RECALL)
    table = page.sections[0].body
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows] == ["0.250", "0.500", "1.000", "0.750"]
    assert [row[-1] for row in table.rows] == ["", "", "new cases", ""]
    assert page.sections[0].drawing.count('stroke="var(--accent)"') == 2
    assert page.sections[0].drawing.count("<circle") == 4


def test_the_plot_is_drawn_from_the_figures() -> None:
    drawing = history_page(runs([0, 4]), RECALL).sections[0].drawing
    heights = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', drawing)]
    assert heights == [196.0, 44.0]
    assert "day 1 &lt;b&gt;: 1.000" in drawing


def test_a_figure_that_does_not_exist_is_a_gap() -> None:
    page = history_page(runs([1, None, 1]), RECALL)
    assert page.facts == (("course", "▃ ▃"),)
    assert page.sections[0].drawing.count("<circle") == 2


def test_the_page_holds_the_plot_and_nothing_from_elsewhere() -> None:
    html = render(history_page(runs([1, 2]), RECALL), "html")
    assert html.count("<svg") == 1
    assert "<b>" not in html
    assert not re.search(r'(?:src|href)="', html)


def test_an_unknown_metric_is_told_with_those_that_exist() -> None:
    assert metric_named("flag_recall.quote").label == "flags: recall (major), quote"
    with pytest.raises(BadSettings, match="unknown metric 'brilliance': there are flag_f1, flag_precision"):
        metric_named("brilliance")
