from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.evals.metrics import METRICS, Scores
from crossexam.evals.significance import FEWEST, interval, interval_of_difference, sign_test, spread

RECALL = METRICS["flag_recall"]


@pytest.mark.parametrize(
    ("worse", "better", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (1, 1, 1.0),
        (5, 0, 0.0625),
        (6, 0, 0.031),
        (7, 1, 0.070),
        (8, 1, 0.039),
        (10, 2, 0.039),
        (12, 4, 0.077),
        (15, 5, 0.041),
        (20, 8, 0.036),
    ],
)
def test_the_sign_test_is_exact(worse: int, better: int, p: float) -> None:
    assert sign_test(worse, better) == sign_test(better, worse) == pytest.approx(p, abs=0.0005)


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_sign_test_counts_the_splits_that_are_at_least_so_one_sided(worse: int, better: int) -> None:
    flips = worse + better
    as_one_sided = sum(comb(flips, k) for k in range(flips + 1) if abs(2 * k - flips) >= abs(worse - better))
    assert sign_test(worse, better) == pytest.approx(as_one_sided / 2**flips)


def stories(*hits: int, of: int = 10) -> list[Scores]:
    return [{"flag_recall": (number, of)} for number in hits]


def test_an_interval_holds_the_figure_and_says_of_how_many_stories_it_is() -> None:
    found = interval(stories(9, 2, 7, 4, 8, 6), RECALL)
    assert found is not None
    assert found.low < 0.6 < found.high
    assert found.stories == 6
    assert 0.35 < found.low < 0.5
    assert 0.7 < found.high < 0.85


def test_equal_stories_leave_no_doubt() -> None:
    found = interval(stories(5, 5, 5, 5, 5), RECALL)
    assert found is not None
    assert (found.low, found.high) == (0.5, 0.5)


def test_the_same_stories_give_the_same_interval() -> None:
    once, again = (interval(stories(1, 9, 3, 8, 2), RECALL) for _ in range(2))
    assert once == again


def test_few_stories_give_no_interval() -> None:
    assert interval(stories(*[5] * (FEWEST - 1)), RECALL) is None
    assert interval([{} for _ in range(9)], RECALL) is None


def test_a_difference_is_paired_by_story() -> None:
    before, after = stories(1, 3, 5, 7, 9), stories(2, 4, 6, 8, 10)
    found = interval_of_difference(before, after, RECALL)
    assert found is not None
    # Each story gained a tenth: resampling stories cannot change that, though the stories differ widely.
    assert found.low == pytest.approx(found.high) == pytest.approx(0.1)


def test_repeats_have_a_spread_where_there_are_two() -> None:
    found = spread(stories(5, 7), RECALL)
    assert found is not None
    assert (found.low, found.high) == (0.5, 0.7)
    assert found.deviation == pytest.approx(0.1414, abs=0.0001)
    assert spread(stories(5), RECALL) is None
