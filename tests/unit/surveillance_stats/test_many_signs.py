"""Many signs at once: by hand, against published rules, and on noise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from hedgerow.errors import EstimateError
from hedgerow.stats.discovery import benjamini_hochberg
from hedgerow.stats.surveillance import (
    cauchy_combination,
    count_bounds,
    gatekeeping,
    lord,
    mid_p,
    randomised_p,
    saffron,
    within_periods,
)


def test_middle_and_random_probabilities_by_hand() -> None:
    # Chance of 3 or more .2, of 3 or fewer .9: of exactly 3, .1.
    assert mid_p(0.2, 0.9) == pytest.approx(0.15)
    drawn = randomised_p(np.full(5000, 0.2), np.full(5000, 0.9), seed=1)
    assert drawn.min() > 0.1
    assert drawn.max() < 0.2
    np.testing.assert_array_equal(drawn, randomised_p(np.full(5000, 0.2), np.full(5000, 0.9), seed=1))


def test_random_probabilities_are_uniform_on_counts() -> None:
    counts = np.random.default_rng(2).negative_binomial(2, 0.5, 40_000)
    bounds = count_bounds(counts, np.full(40_000, 2.0), 2.0, alpha=0.01)
    p = randomised_p(bounds.p_upper, bounds.p_lower, seed=3)
    for level in (0.01, 0.05, 0.5):
        assert (p <= level).mean() == pytest.approx(level, rel=0.1)


def test_cauchy_combination_by_hand() -> None:
    assert cauchy_combination([0.3]) == pytest.approx(0.3)
    assert cauchy_combination([0.02, 0.02, 0.02]) == pytest.approx(0.02)
    expected = 0.5 - np.arctan((np.tan(0.49 * np.pi) + np.tan(-0.3 * np.pi)) / 2) / np.pi
    assert cauchy_combination([0.01, 0.8]) == pytest.approx(expected)
    assert cauchy_combination([1e-200, 0.5]) == pytest.approx(2e-200)
    assert cauchy_combination([0.04, np.nan], [1, 5]) == pytest.approx(0.04)
    assert np.isnan(cauchy_combination([np.nan, np.nan]))
    with pytest.raises(EstimateError, match="weight"):
        cauchy_combination([0.1, 0.2], [0, 0])
    with pytest.raises(EstimateError, match="outside"):
        cauchy_combination([0.1, 1.2])


def test_combined_signs_that_hang_together_keep_their_level() -> None:
    chance = np.random.default_rng(4)
    shared = chance.standard_normal((20_000, 1))
    signs = 0.8 * shared + 0.6 * chance.standard_normal((20_000, 4))
    combined = cauchy_combination(ndtr(-signs))
    assert (combined <= 0.01).mean() < 0.012


def test_within_periods_corrects_each_month_on_its_own() -> None:
    p = np.random.default_rng(1).random((50, 3))
    p[4, 1] = np.nan
    got = within_periods(p)
    for month in range(3):
        np.testing.assert_array_equal(got[:, month], benjamini_hochberg(p[:, month]))


def test_only_what_stands_out_above_is_opened() -> None:
    force = [0.001, 0.6, np.nan]
    district = [0.01, 0.9, 0.0001, 0.0001]
    lsoa = [0.002, 0.5, 0.0001]
    top, middle, bottom = gatekeeping([force, district, lsoa], [[0, 0, 1, 2], [0, 0, 1]])
    assert top.named.tolist() == [True, False, False]
    assert middle.opened.tolist() == [True, True, False, False]
    np.testing.assert_allclose(middle.q_value[:2], [0.02, 0.9])
    assert np.isnan(middle.q_value[2:]).all()
    assert bottom.opened.tolist() == [True, True, False]
    assert bottom.named.tolist() == [True, False, False]
    with pytest.raises(EstimateError, match="parents"):
        gatekeeping([force, district], [[0, 0, 1, 3]])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3)), min_size=1, max_size=30))
def test_siblings_are_corrected_among_themselves(rows: list[tuple[float, int]]) -> None:
    p, parent = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    gate = gatekeeping([np.zeros(4), p], [parent])[1]
    for family in np.unique(parent):
        mine = parent == family
        np.testing.assert_allclose(gate.q_value[mine], benjamini_hochberg(p[mine]), atol=1e-12)


def lord_by_hand(p: list[float], alpha: float) -> list[float]:
    """LORD++ as the paper writes it, one series, one test after the other."""

    def pay(place: int) -> float:
        return float(0.0772 * np.log(max(place, 2)) / (place * np.exp(np.sqrt(np.log(place)))))

    levels: list[float] = []
    found: list[int] = []
    for test in range(1, len(p) + 1):
        level = alpha / 2 * pay(test)
        for number, time in enumerate(found):
            level += (alpha / 2 if number == 0 else alpha) * pay(test - time)
        levels.append(level)
        if p[test - 1] <= level:
            found.append(test)
    return levels


def saffron_by_hand(p: list[float], alpha: float, candidate: float = 0.5) -> list[float]:
    """SAFFRON as the paper writes it."""

    def pay(place: int) -> float:
        return float(place**-1.6 / 2.2858)

    levels: list[float] = []
    found: list[int] = []
    for test in range(1, len(p) + 1):

        def since(time: int, last: int = test) -> int:
            return sum(value <= candidate for value in p[time : last - 1])

        money = alpha / 2 * pay(test - since(0))
        for number, time in enumerate(found):
            money += (alpha / 2 if number == 0 else alpha) * pay(test - time - since(time))
        levels.append(min(candidate, (1 - candidate) * money))
        if p[test - 1] <= levels[-1]:
            found.append(test)
    return levels


def test_online_levels_are_those_of_the_papers() -> None:
    p = np.random.default_rng(7).random((20, 40)) ** 3
    np.testing.assert_allclose(lord(p).level, [lord_by_hand(row.tolist(), 0.05) for row in p], rtol=1e-12)
    np.testing.assert_allclose(
        saffron(p).level, [saffron_by_hand(row.tolist(), 0.05) for row in p], rtol=1e-12
    )
    assert lord(p).discovery.any()
    assert saffron(p).discovery.sum() > lord(p).discovery.sum()


def test_a_missing_month_is_no_test() -> None:
    p = np.random.default_rng(7).random((1, 12)) ** 4
    holes = np.insert(p, 5, np.nan, axis=1)
    for rule in (lord, saffron):
        np.testing.assert_allclose(np.delete(rule(holes).level, 5, axis=1), rule(p).level)
        assert np.isnan(rule(holes).level[0, 5])


def test_online_discoveries_on_noise_are_few() -> None:
    p = np.random.default_rng(9).random((4000, 33))
    for rule in (lord, saffron):
        assert rule(p).discovery.any(axis=1).mean() <= 0.05


def test_probabilities_that_are_none_are_refused() -> None:
    for rule in (lord, saffron):
        with pytest.raises(EstimateError, match="shape"):
            rule([0.1, 0.2])
        with pytest.raises(EstimateError, match="alpha"):
            rule([[0.1]], alpha=0)
    with pytest.raises(EstimateError, match="candidate"):
        saffron([[0.1]], candidate=1)
