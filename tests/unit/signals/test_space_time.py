"""The space-time permutation scan: planted clusters, chance, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.spatial.space_time import (
    Circles,
    SpaceTimeOptions,
    _ratios,
    _shares,
    _top,
    dispersion_of,
    p_of,
    scan_space_time,
)

SIZE = 12


def grid(seed: int = 0, months: int = 10) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y = (part.ravel().astype(float) for part in np.meshgrid(np.arange(SIZE), np.arange(SIZE)))
    level = np.random.default_rng(seed).gamma(4, 1, (SIZE * SIZE, 1))
    season = 1 + 0.5 * np.sin(np.arange(months))
    return x, y, np.random.default_rng(seed + 1).poisson(level * season).astype(float)


def test_a_planted_cluster_is_found_where_and_when_it_is() -> None:
    x, y, cases = grid()
    inside = np.hypot(x - 5, y - 5) <= 1
    cases[inside, -2:] += 9
    best = scan_space_time(x, y, cases).clusters[0]
    assert set(best.areas) == set(np.flatnonzero(inside))
    assert best.months == 2
    assert best.p_value < 0.001
    assert best.cases == cases[inside, -2:].sum()
    due = cases[inside].sum() * cases[:, -2:].sum() / cases.sum()
    assert best.expected == pytest.approx(due)
    c, whole = best.cases, cases.sum()
    by_hand = c * np.log(c / due) + (whole - c) * np.log((whole - c) / (whole - due))
    assert best.log_ratio == pytest.approx(by_hand, rel=1e-4)


def test_places_and_months_alone_say_nothing() -> None:
    few = SpaceTimeOptions(neighbours=20, shuffles=39)
    small = [scan_space_time(*grid(seed), options=few).clusters[0].p_value <= 0.05 for seed in range(12)]
    assert sum(small) <= 3


def test_the_largest_ratio_is_the_largest_of_all() -> None:
    x, y, cases = grid(3)
    circles = Circles.around(x, y, 30)
    shares = _shares(cases.sum(axis=1), circles.order)
    for length in (1, 2, 3):
        top = _top(cases[:, -length:].sum(axis=1), shares, circles.order, cases.sum())
        assert top == pytest.approx(float(_ratios(cases, circles, 3)[length - 1].max()), rel=1e-4)


def test_clusters_share_no_area_and_a_wider_spread_is_more_cautious() -> None:
    x, y, cases = grid(5)
    plain = scan_space_time(x, y, cases, options=SpaceTimeOptions(seed=2))
    wide = scan_space_time(x, y, cases, options=SpaceTimeOptions(seed=2, dispersion=2.0))
    areas = [area for one in plain.clusters for area in one.areas]
    assert len(areas) == len(set(areas))
    assert wide.clusters[0].p_value >= plain.clusters[0].p_value
    assert 0.8 < dispersion_of(cases) < 1.2


def test_a_ratio_beyond_every_shuffle_has_a_gumbel_tail() -> None:
    chance = np.random.default_rng(0).gumbel(8, 1, 99)
    assert p_of(5.0, chance) > 0.9
    assert p_of(20.0, chance) < 1e-3
    assert p_of(20.0, chance[:20]) == pytest.approx(1 / 21)


def test_what_cannot_be_scanned_is_refused() -> None:
    x, y, cases = grid()
    with pytest.raises(UsageError, match="missing or negative"):
        scan_space_time(x, y, np.where(cases == cases.max(), np.nan, cases))
    with pytest.raises(UsageError, match="not whole"):
        scan_space_time(x, y, cases + 0.5)
    with pytest.raises(EstimateError, match="no case"):
        scan_space_time(x, y, cases * 0)
    with pytest.raises(UsageError, match="that fit"):
        scan_space_time(x[:5], y, cases)
