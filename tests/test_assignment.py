from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.evals.assignment import assign


def best_total(weights: list[list[int]]) -> int:
    if len(weights) > len(weights[0]):
        weights = [list(column) for column in zip(*weights, strict=True)]
    columns = range(len(weights[0]))
    return max(
        sum(row[column] for row, column in zip(weights, chosen, strict=True))
        for chosen in permutations(columns, len(weights))
    )


@st.composite
def matrices(draw: st.DrawFn, largest: int = 5, weight: int = 6) -> list[list[int]]:
    rows, columns = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return [draw(st.lists(st.integers(0, weight), min_size=columns, max_size=columns)) for _ in range(rows)]


@given(matrices())
def test_no_other_pairing_has_a_greater_total(weights: list[list[int]]) -> None:
    pairs = assign(weights)
    assert sum(weights[row][column] for row, column in pairs) == best_total(weights)


@given(matrices())
def test_each_row_and_each_column_is_used_once(weights: list[list[int]]) -> None:
    pairs = assign(weights)
    assert len(pairs) == min(len(weights), len(weights[0]))
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert pairs == sorted(pairs)


@given(matrices())
def test_a_constant_is_no_reason_to_pair_otherwise(weights: list[list[int]]) -> None:
    assert assign([[weight * 4 for weight in row] for row in weights]) == assign(weights)


@pytest.mark.parametrize(
    ("weights", "pairs"),
    [
        ([], []),
        ([[]], []),
        ([[0.0]], [(0, 0)]),
        ([[1, 1], [1, 1]], [(0, 0), (1, 1)]),
        ([[1, 1, 1], [1, 1, 1]], [(0, 0), (1, 1)]),
        ([[1, 1], [1, 1], [1, 1]], [(0, 0), (1, 1)]),
        ([[2, 1], [2, 0]], [(0, 1), (1, 0)]),
        ([[0, 5, 0], [5, 6, 0], [0, 6, 1]], [(0, 1), (1, 0), (2, 2)]),
        ([[0.5], [1.25], [1.25]], [(1, 0)]),
    ],
)
def test_ties_are_broken_in_the_order_of_the_rows(weights: list[list[float]], pairs: list[tuple[int, int]]) -> None:
    assert assign(weights) == pairs


def test_a_story_of_two_hundred_findings_is_paired_whole() -> None:
    wanted = {row: (row * 7) % 200 for row in range(150)}
    weights = [[1.3 if wanted[row] == column else 0.5 for column in range(200)] for row in range(150)]
    assert dict(assign(weights)) == wanted
