"""Weighing by hand, and the properties that hold whatever is weighed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.places.harm import Counted, agreement, gathered, weigh
from hedgerow.places.harm.weighing import count_places

FORCE = np.array([0, 0, 1])
CELLS = np.array([[10.0, 1.0, 4.0], [2.0, 3.0, 0.0], [5.0, 5.0, 5.0]])
WEIGHTS = np.array([[1.0, 365.0, np.nan], [2.0, 365.0, np.nan]])


def counted(months: tuple[float, float, float] = (12, 12, 12)) -> Counted:
    return count_places(
        ("a", "b", "c"),
        CELLS,
        WEIGHTS,
        force=FORCE,
        months=np.array(months, dtype=float),
        residents=np.array([1000.0, 2000.0, np.nan]),
    )


def test_harm_is_the_sum_of_records_times_weight() -> None:
    found = counted()
    assert found.value.tolist() == [375.0, 1097.0, 1835.0]
    assert found.records.tolist() == [15.0, 5.0, 15.0]
    assert found.weighted.tolist() == [11.0, 5.0, 10.0]


def test_a_type_without_a_weight_adds_nothing_and_is_counted_as_such() -> None:
    assert weigh(counted()).unweighted.tolist() == [4.0, 0.0, 5.0]
    assert weigh(counted()).share_unweighted == pytest.approx(9 / 35)


def test_ranks_by_count_and_by_harm_and_the_change() -> None:
    found = weigh(counted())
    assert found.rank.tolist() == [3.0, 2.0, 1.0]
    assert found.count_rank.tolist() == [1.0, 3.0, 1.0]
    assert found.change.tolist() == [-2.0, 1.0, 0.0]


def test_an_area_of_which_no_month_is_known_has_nothing() -> None:
    found = weigh(counted((0, 12, 12)))
    for values in (found.counted.records, found.counted.value, found.rate, found.rank, found.change):
        assert np.isnan(values[0])
    assert found.rank.tolist()[1:] == [2.0, 1.0]


def test_fewer_known_months_make_no_place_less_harmful() -> None:
    """The same in half the months is twice as much in a year."""
    found = weigh(counted((6, 12, 12)))
    assert found.rate[0] == pytest.approx(375 / 1000 * 1000 * 2)
    assert found.count_rank[0] == 1


def test_without_residents_there_is_an_amount_and_no_rate() -> None:
    found = weigh(counted())
    assert (found.counted.value[2], np.isnan(found.rate[2])) == (1835.0, True)


def test_a_larger_place_is_the_sum_of_what_is_known_in_it() -> None:
    small = counted((0, 12, 6))
    found = gathered(small, ("north", "none"), np.array([0, 0, -1]))
    assert found.records.tolist()[0] == 5.0
    assert np.isnan(found.records[1])
    assert found.months.tolist() == [12.0, 0.0]
    assert found.residents[0] == 2000.0


def test_spearman_by_hand() -> None:
    found = agreement({"a": np.array([1.0, 2, 3, 4, 5]), "b": np.array([2.0, 1, 4, 3, 5]), "c": np.ones(5)})
    assert found["a", "b"] == pytest.approx(1 - 6 * 4 / (5 * 24))
    assert np.isnan(found["a", "c"])
    assert np.isnan(agreement({"a": np.array([1.0, np.nan, 3]), "b": np.arange(3.0)})["a", "b"])


cells = st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=1, max_size=12)


@given(cells)
def test_the_order_of_the_areas_does_not_matter(rows: list[list[int]]) -> None:
    table = np.array(rows, dtype=float)
    n = len(table)
    order = np.random.default_rng(n).permutation(n)

    def made(at: np.ndarray) -> np.ndarray:
        found = weigh(
            count_places(
                tuple(str(i) for i in at),
                table[at],
                WEIGHTS[:1],
                force=np.zeros(n, dtype=np.intp),
                months=np.full(n, 12.0),
                residents=np.full(n, 100.0),
            )
        )
        return np.column_stack([found.counted.value, found.rank, found.count_rank])

    assert made(np.arange(n))[order] == pytest.approx(made(order))


@given(cells)
def test_counts_alone_change_no_rank(rows: list[list[int]]) -> None:
    table = np.array(rows, dtype=float)
    n = len(table)
    found = weigh(
        count_places(
            tuple(map(str, range(n))),
            table,
            np.ones((1, 3)),
            force=np.zeros(n, dtype=np.intp),
            months=np.full(n, 12.0),
            residents=np.full(n, 100.0),
        )
    )
    assert found.change.tolist() == [0.0] * n
    assert found.counted.value == pytest.approx(table.sum(axis=1))
