"""What is hidden stays hidden: a linear programme plays the reader who subtracts."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from amuddu.kit.disclosure.small_cells import LEAST, Protected, protect

COUNTS = st.integers(0, 5).flatmap(
    lambda columns: st.lists(
        st.lists(
            st.one_of(st.integers(0, 6), st.integers(0, 60)),
            min_size=columns + 1,
            max_size=columns + 1,
        ),
        min_size=1,
        max_size=5,
    )
)


def grid_of(shown: Protected) -> list[list[int | None]]:
    rows = [[*cells, total] for cells, total in zip(shown.cells, shown.row_totals, strict=True)]
    return [*rows, [*shown.column_totals, shown.total]]


def full(table: list[list[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in table]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def ranges(shown: Protected) -> dict[tuple[int, int], tuple[float, float]]:
    """The least and the most that each hidden cell can be, for whoever reads all that is shown."""
    grid = grid_of(shown)
    places = [(r, c) for r, row in enumerate(grid) for c, value in enumerate(row) if value is None]
    if not places:
        return {}
    number = {place: index for index, place in enumerate(places)}
    height, width = len(grid), len(grid[0])
    lines = [[(r, c) for c in range(width)] for r in range(height)]
    lines += [[(r, c) for r in range(height)] for c in range(width)]
    equations, sums = [], []
    for line in lines:
        row, known = np.zeros(len(places)), 0
        for place in line:
            sign = -1 if place == line[-1] else 1
            value = grid[place[0]][place[1]]
            if value is None:
                row[number[place]] = sign
            else:
                known += sign * value
        equations.append(row)
        sums.append(-known)
    found = {}
    for place, index in number.items():
        bounds = []
        for sign in (1, -1):
            goal = np.zeros(len(places))
            goal[index] = sign
            solved = linprog(goal, A_eq=np.array(equations), b_eq=sums, bounds=(0, None))
            bounds.append(sign * solved.fun if solved.status == 0 else np.inf * -sign)
        found[place] = (bounds[0], bounds[1])
    return found


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_no_small_count_can_be_worked_out(table: list[list[int]]) -> None:
    (shown,) = protect([table])
    grid, true = grid_of(shown), full(table)
    for r, row in enumerate(grid):
        for c, value in enumerate(row):
            assert value in (None, true[r][c]), "what is shown is true"
            assert value is None or not 0 < value < LEAST, "no small count is shown"
    for place, (low, high) in ranges(shown).items():
        if 0 < true[place[0]][place[1]] < LEAST:
            assert high - low > 0.5, (place, low, high)


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_a_table_without_small_counts_is_shown_whole(table: list[list[int]]) -> None:
    large = [[value + LEAST if value else 0 for value in row] for row in table]
    foot = [sum(column) for column in zip(*large, strict=True)]
    assume(
        len(foot) == 1 or all(len([each for each in row if each]) != 1 for row in (*large, foot))
    )
    (shown,) = protect([large])
    assert grid_of(shown) == full(large)


@given(st.lists(st.integers(0, 40), min_size=6, max_size=6), st.integers(1, 2))
def test_totals_that_one_table_hides_are_hidden_in_all(counts: list[int], split: int) -> None:
    by_two = [counts[:3], counts[3:]]
    by_one = [[left + right for left, right in zip(*by_two, strict=True)]]
    first, second = protect([by_two, by_one])
    assert first.column_totals == second.column_totals
    assert first.total == second.total


def test_a_reader_who_subtracts_learns_nothing() -> None:
    (shown,) = protect([[[20, 3], [30, 40]]])
    assert shown.total == 93
    assert shown.cells == ((None, None), (None, None))


def test_nobody_learns_what_became_of_everybody_in_a_row() -> None:
    (shown,) = protect([[[7, 0, 0], [20, 30, 40]]])
    assert shown.row_totals == (7, 90), "how many there are may be known"
    assert shown.cells[0][0] is None
    assert shown.cells[0].count(None) > 1, "but not that all seven stand in one column"


def test_what_moved_a_little_is_hidden_until_it_has_moved_more() -> None:
    first = protect([[[20, 30], [40, 50]]])
    second = protect([[[20, 30], [40, 52]]], before=[first])
    assert second[0].cells[1][1] is None
    assert second[0].column_totals[1] is None
    assert second[0].total is None
    third = protect([[[20, 30], [40, 56]]], before=[first, second])
    assert grid_of(third[0]) == full([[20, 30], [40, 56]])
    again = protect([[[20, 30], [40, 50]]], before=[first])
    assert again == first, "what did not move is shown as before"


def test_what_is_left_beside_moves_that_show_is_no_small_move_either() -> None:
    first = protect([[[3, 20, 30], [40, 50, 60]]])
    assert first[0].cells[0] == (None, None, 30)
    assert first[0].row_totals[0] == 53
    second = protect([[[4, 20, 37], [40, 50, 60]]], before=[first])
    told = (second[0].cells[0][2], second[0].row_totals[0])
    assert told != (37, 61), "eight more, seven of them here: one among the hidden"
    assert told == (None, 61)
