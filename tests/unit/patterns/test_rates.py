"""Rates beside those of neighbours: steadied, missing where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.places.local.rates import one_window, steady_rates


def test_a_rate_is_drawn_towards_the_rate_of_all_by_as_much_as_it_is_noise() -> None:
    observed = np.array([100.0, 0.0, 8.0, 200.0])
    residents = np.array([1000.0, 1000.0, 30.0, 1000.0])
    rates = steady_rates(observed, residents, np.array([10, 10, 10, 10]))
    raw = 1000 * observed / (10 * residents)
    pooled = 1000 * observed.sum() / (10 * residents).sum()
    moved = np.abs(rates - raw) / np.abs(pooled - raw)
    assert moved[2] > 4 * moved[0] > 0
    assert (moved < 1).all()


def test_nothing_is_said_of_places_without_months_or_residents() -> None:
    rates = steady_rates(
        np.array([5.0, np.nan, 4.0, 6.0]), np.array([1e3, 1e3, np.nan, 1e3]), np.array([3, 0, 3, 3])
    )
    assert np.isnan(rates).tolist() == [False, True, True, False]


def test_counts_are_set_side_by_side_over_the_same_months() -> None:
    gap = np.nan
    cells = np.array([[1, 2, 3], [4, gap, 6], [gap, gap, gap], [7, 8, 9]], dtype=float)
    places, months = one_window(cells)
    assert places.tolist() == [True, False, False, True]
    assert months.tolist() == [True, True, True]


@given(
    st.lists(st.lists(st.sampled_from([np.nan, 0.0, 2.0]), min_size=3, max_size=3), min_size=1, max_size=8)
)
def test_a_window_holds_no_gap(rows: list[list[float]]) -> None:
    cells = np.array(rows)
    places, months = one_window(cells)
    assert not np.isnan(cells[np.ix_(places, months)]).any()
    if (~np.isnan(cells)).any():
        assert places.any()
        assert months.any()


def test_no_complete_month_is_no_window() -> None:
    places, months = one_window(np.full((2, 2), np.nan))
    assert not places.any()
    assert not months.any()


def test_the_rates_do_not_rest_on_the_unit_of_the_window() -> None:
    observed, residents = np.array([10.0, 40.0, 25.0]), np.array([900.0, 1500.0, 1200.0])
    one = steady_rates(observed, residents, np.array([12, 12, 12]))
    two = steady_rates(observed, residents, np.array([24, 24, 24]))
    assert one == pytest.approx(2 * two)


def test_a_missing_month_does_not_cost_the_areas_of_a_force() -> None:
    # Three forces of two areas: one whole, one without a month, one without three.
    cells = np.ones((6, 36))
    cells[2:4, 26] = np.nan
    cells[4:, 16:19] = np.nan
    places, months = one_window(cells)
    assert places.all()
    assert months.sum() == 32


def test_a_force_without_data_does_not_cost_the_others_their_months() -> None:
    cells = np.ones((6, 36))
    cells[4:, 2:] = np.nan
    places, months = one_window(cells)
    assert places.tolist() == [True] * 4 + [False] * 2
    assert months.all()
