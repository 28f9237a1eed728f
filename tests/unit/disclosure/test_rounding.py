"""Rounding by hand, and the interval that a shown number leaves open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.disclosure.rounding import interval_base5, interval_midpoint6, round_base5, round_midpoint6
from hedgerow.errors import DisclosureError


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_base_5_goes_to_the_nearest(count: int, shown: int) -> None:
    assert round_base5(count) == shown


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 3), (6, 3), (7, 9), (12, 9), (13, 15)])
def test_midpoint_6_shows_zero_only_for_zero(count: int, shown: int) -> None:
    assert round_midpoint6(count) == shown


@given(st.integers(min_value=0, max_value=10**9))
def test_a_count_lies_in_the_interval_that_its_rounding_leaves_open(count: int) -> None:
    low, high = interval_base5(round_base5(count))
    assert low <= count <= high
    low, high = interval_midpoint6(round_midpoint6(count))
    assert low <= count <= high


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(DisclosureError, match="not a count"):
        round_base5(-1)
