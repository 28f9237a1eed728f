"""Matching and balance on cases small enough to see."""

from __future__ import annotations

import numpy as np
import pytest

from hedgerow.stats import match, standardised_difference
from hedgerow.stats.balance import balanced
from hedgerow.stats.normalise import exponential, min_max, percentile, winsorise


def test_nearest_first_within_what_is_allowed() -> None:
    targets = np.array([[0.0, 0.0], [10.0, 0.0]])
    pool = np.array([[1.0, 0.0], [0.5, 0.0], [0.1, 0.0], [10.0, 1.0]])
    allowed = np.array([[True, True, False, True], [False, False, False, True]])
    found = match(targets, pool, allowed, covariance=np.eye(2), least=2, most=2)
    assert found.match.tolist() == [1, 0]  # row 2 is nearer, but not allowed
    assert found.distance == pytest.approx([0.5, 1.0])
    assert found.order.tolist() == [1, 2]
    assert found.unmatched.tolist() == [1]  # one twin is fewer than two


def test_distance_is_measured_in_standard_deviations() -> None:
    found = match(
        np.zeros((1, 2)),
        np.array([[10.0, 0.0], [0.0, 2.0]]),
        np.ones((1, 2), dtype=bool),
        covariance=np.diag([100.0, 1.0]),
        least=1,
    )
    assert found.match.tolist() == [0, 1]
    assert found.distance == pytest.approx([1.0, 2.0])


def test_what_is_nearest_may_still_be_nothing_alike() -> None:
    pool = np.array([[1.0], [2.0], [9.0]])
    everything = np.ones((1, 3), dtype=bool)
    found = match(np.zeros((1, 1)), pool, everything, covariance=np.eye(1), least=2, farthest=4.0)
    assert found.match.tolist() == [0, 1]
    none = match(np.zeros((1, 1)), pool, everything, covariance=np.eye(1), least=3, farthest=4.0)
    assert (none.match.tolist(), none.unmatched.tolist()) == ([], [0])


def test_matches_and_then_targets_are_left_out_until_the_groups_are_alike() -> None:
    targets = np.array([[0.0], [0.0], [5.0]])
    pool = np.array([[0.0], [0.05], [-0.05], [3.0], [9.0]])
    allowed = np.array([[True] * 4 + [False], [True] * 4 + [False], [False] * 3 + [True] * 2])
    found = match(targets, pool, allowed, covariance=np.eye(1), least=2)
    kept = balanced(found, targets, pool, spread=np.ones(1), least=2)
    assert 4 in found.match and 4 not in kept.match[kept.target < 2]
    groups = [pool[kept.match[kept.target == row]].mean(axis=0) for row in np.unique(kept.target)]
    difference = targets[np.unique(kept.target)].mean(axis=0) - np.mean(groups, axis=0)
    assert abs(difference[0]) < 0.1
    for row in np.unique(kept.target):
        assert kept.order[kept.target == row].tolist() == list(range(1, (kept.target == row).sum() + 1))
    assert set(kept.target) | set(kept.unmatched) == {0, 1, 2}


def test_two_targets_that_cannot_be_balanced_stay_and_their_difference_shows_it() -> None:
    found = match(
        np.zeros((2, 1)), np.full((3, 1), 2.0), np.ones((2, 3), dtype=bool), covariance=np.eye(1), least=1
    )
    kept = balanced(found, np.zeros((2, 1)), np.full((3, 1), 2.0), spread=np.ones(1), least=1)
    assert kept.target.tolist() == found.target.tolist()


def test_standardised_difference() -> None:
    left, right = np.array([[2.0], [4.0]]), np.array([[0.0], [4.0]])
    assert standardised_difference(left, right, spread=np.array([2.0])) == pytest.approx([0.5])
    weighted = standardised_difference(
        left, right, spread=np.array([2.0]), right_weights=np.array([1.0, 3.0])
    )
    assert weighted == pytest.approx([0.0])
    assert np.isnan(standardised_difference(left, right, spread=np.array([0.0])))[0]


def test_scales_run_from_low_to_high_and_keep_what_is_missing() -> None:
    values = np.array([3.0, 1.0, np.nan, 2.0])
    assert min_max(values)[[0, 1, 3]] == pytest.approx([100, 0, 50])
    assert percentile(values)[[0, 1, 3]] == pytest.approx([100, 100 / 3, 200 / 3])
    assert exponential(values)[0] == pytest.approx(100)
    assert np.isnan(min_max(values)[2])
    assert winsorise(np.arange(101.0), 0.05)[[0, 100]] == pytest.approx([5, 95])


def test_the_exponential_scale_is_the_published_one() -> None:
    """English Indices 2025: rank 3,376 of 33,755 has 50.43, rank 1 has 100."""
    made = exponential(-np.arange(1.0, 33756.0))
    assert made[0] == pytest.approx(100)
    assert made[3375] == pytest.approx(50.43, abs=0.005)
