"""Which pairing of rows and columns has the greatest total weight?

Shortest augmenting paths after D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions
on Aerospace and Electronic Systems 52 (2016), which is also what scipy's `linear_sum_assignment` follows. Written out
here because a scorer should not need numpy and scipy, and because ties must be broken the same way everywhere.
"""

from collections.abc import Sequence

Pairs = list[tuple[int, int]]


def assign(weights: Sequence[Sequence[float]]) -> Pairs:
    """Return the one-to-one pairing of rows and columns with the greatest total weight, in the order of the rows.

    Every row, or every column where they are fewer, is in one pair; a weight of 0 stands for "no pair" and is for the
    caller to leave out. Rows are placed one after the other; among pairings of equal total the one stays that needs
    no earlier row to move, and among free columns of equal cost the first. The shorter side is placed first.
    O(rows · rows · columns) at worst.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        return sorted((row, column) for column, row in assign(list(zip(*weights, strict=True))))
    return _Search([[-weight for weight in row] for row in weights]).pairs()


class _Search:
    """The state of one search: dual prices and the pairs found so far."""

    def __init__(self, costs: list[list[float]]) -> None:
        self.costs = costs
        self.width = len(costs[0])
        self.row_price = [0.0] * len(costs)
        self.column_price = [0.0] * self.width
        self.column_of = [-1] * len(costs)
        self.row_of = [-1] * self.width

    def pairs(self) -> Pairs:
        for row in range(len(self.costs)):
            self._place(row)
        return list(enumerate(self.column_of))

    def _place(self, row: int) -> None:
        """Find the cheapest path from `row` to a free column and move the rows on it."""
        reached = [float("inf")] * self.width
        came_from = [-1] * self.width
        scanned_rows, scanned_columns = [row], []
        # Backwards, so that a matrix of equal weights pairs the first row with the first column.
        open_columns = list(range(self.width - 1, -1, -1))
        here, spent, sink = row, 0.0, -1
        while sink < 0:
            best = self._relax(here, spent, open_columns, reached, came_from)
            column = open_columns[best]
            spent = reached[column]
            scanned_columns.append(column)
            open_columns[best] = open_columns[-1]
            open_columns.pop()
            if self.row_of[column] < 0:
                sink = column
            else:
                here = self.row_of[column]
                scanned_rows.append(here)
        self._reprice(row, spent, reached, scanned_rows, scanned_columns)
        self._augment(row, sink, came_from)

    def _relax(
        self, row: int, spent: float, open_columns: list[int], reached: list[float], came_from: list[int]
    ) -> int:
        """Update the cost of each open column by way of `row`; return the place of the cheapest in `open_columns`."""
        costs, row_price, best, lowest = self.costs[row], self.row_price[row], -1, float("inf")
        for place, column in enumerate(open_columns):
            # Summed in this order on purpose: another order rounds otherwise and can break a tie otherwise.
            cost = spent + costs[column] - row_price - self.column_price[column]
            if cost < reached[column]:
                reached[column] = cost
                came_from[column] = row
            if reached[column] < lowest or (reached[column] == lowest and self.row_of[column] < 0):
                lowest = reached[column]
                best = place
        return best

    def _reprice(self, row: int, spent: float, reached: list[float], rows: list[int], columns: list[int]) -> None:
        self.row_price[row] += spent
        for other in rows:
            if other != row:
                self.row_price[other] += spent - reached[self.column_of[other]]
        for column in columns:
            self.column_price[column] -= spent - reached[column]

    def _augment(self, row: int, column: int, came_from: list[int]) -> None:
        while True:
            mover = came_from[column]
            self.row_of[column] = mover
            self.column_of[mover], column = column, self.column_of[mover]
            if mover == row:
                return
