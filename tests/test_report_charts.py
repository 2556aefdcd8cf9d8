from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.pipeline.report.charts import number_line, timeline
from crossexam.schemas import Act, Comparator, Figure

JUST, OVER, AT_LEAST, UNDER, AT_MOST, ABOUT = Comparator


def figure(comparator: Comparator, low: float, high: float | None = None, unit: str = "person") -> Figure:
    return Figure(comparator=comparator, low=low, high=low if high is None else high, unit=unit)


def test_over_205_is_an_open_dot_with_an_arrow_and_at_least_213_a_filled_one_to_its_right() -> None:
    chart = number_line([figure(OVER, 205), figure(AT_LEAST, 213)])
    assert chart
    over, at_least = chart.bars
    assert over
    assert at_least
    assert (over.words, over.is_open, over.goes_up) == ("over 205", True, True)
    assert (at_least.words, at_least.is_open, at_least.goes_up) == ("at least 213", False, True)
    assert over.left < at_least.left < at_least.right == over.right == 100


def test_an_upper_bound_runs_from_the_left_edge_to_its_number() -> None:
    chart = number_line([figure(AT_MOST, 40), figure(JUST, 10)])
    assert chart
    most, just = chart.bars
    assert most
    assert just
    assert (most.left, most.goes_down) == (0, True)
    assert most.right > just.right
    assert just.is_point


def test_a_position_without_a_figure_has_no_bar() -> None:
    chart = number_line([figure(JUST, 1), None, figure(ABOUT, 2, 9)])
    assert chart
    assert chart.bars[1] is None
    assert chart.bars[2]
    assert not chart.bars[2].is_point


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [figure(JUST, 5)],
        [figure(JUST, 5), figure(JUST, 5)],
        [figure(JUST, 5), figure(JUST, 6, unit="USD")],
        [figure(JUST, 5), figure(JUST, float("inf"))],
        [figure(JUST, 5), figure(JUST, float("nan"))],
    ],
)
def test_there_is_no_number_line_where_nothing_can_be_compared(figures: list[Figure]) -> None:
    assert number_line(figures) is None


def test_figures_far_apart_stand_on_a_logarithmic_scale_that_says_so() -> None:
    chart = number_line([figure(JUST, 3), figure(JUST, 3_000_000)])
    assert chart
    assert "ten times" in chart.note
    assert [tick.label for tick in chart.ticks] == ["10", "100", "1,000", "10,000", "100,000", "1,000,000"]


numbers = st.floats(-1e15, 1e15)


@given(st.lists(st.builds(figure, st.sampled_from(Comparator), numbers, numbers), max_size=6))
def test_every_bar_and_tick_lies_on_the_chart(figures: list[Figure]) -> None:
    chart = number_line(figures)
    if chart is not None:
        assert len(chart.bars) == len(figures)
        assert all(0 <= bar.left <= bar.right <= 100 for bar in chart.bars if bar)
        assert all(0 <= tick.place <= 100 for tick in chart.ticks)
        assert len(chart.ticks) <= 8


def test_a_day_lies_within_the_month_that_includes_it() -> None:
    chart = timeline(
        [
            Act(earliest=date(2019, 4, 7), latest=date(2019, 4, 7)),
            Act(earliest=date(2019, 4, 1), latest=date(2019, 4, 30)),
        ]
    )
    assert chart
    day, month = chart.bars
    assert day
    assert month
    assert month.left < day.left < day.right < month.right
    assert (day.words, month.words) == ("7 April 2019", "1 to 30 April 2019")
    assert chart.ticks[0].label == "1 Apr"


@pytest.mark.parametrize(
    "acts",
    [[], [Act()], [Act(earliest=date(2019, 4, 7))], [Act(earliest=date(2019, 4, 7)), Act(earliest=date(2019, 4, 7))]],
)
def test_there_is_no_timeline_of_one_date(acts: list[Act]) -> None:
    assert timeline(acts) is None


def test_years_far_apart_are_marked_by_years() -> None:
    chart = timeline([Act(earliest=date(1969, 9, 1), latest=date(1969, 9, 1)), Act(earliest=date(2019, 4, 4))])
    assert chart
    assert [tick.label for tick in chart.ticks] == ["1970", "1980", "1990", "2000", "2010"]
    assert chart.bars[1]
    assert chart.bars[1].goes_up


days = st.none() | st.dates()


@given(st.lists(st.builds(lambda a, b: Act(earliest=a, latest=b), days, days), max_size=5))
def test_every_day_lies_on_the_timeline(acts: list[Act]) -> None:
    chart = timeline(acts)
    if chart is not None:
        assert all(0 <= bar.left <= bar.right <= 100 for bar in chart.bars if bar)
        assert all(0 <= tick.place <= 100 for tick in chart.ticks)
        assert len(chart.ticks) <= 9
