"""Local statistics keep their level on noise and find what was planted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree

from hedgerow.stats.discovery import benjamini_hochberg, benjamini_yekutieli
from hedgerow.stats.spatial import Local, Weights, from_links, local_geary, local_gi, local_moran
from hedgerow.stats.spatial.significance import Question, judge
from hedgerow.stats.spatial.tails import convolution, pearson_iii, two_sided

Map = tuple[np.ndarray, Weights]
NATION = 33_755


def scattered(seed: int, n: int) -> Map:
    """n places at random and their six nearest neighbours."""
    places = np.random.default_rng(seed).random((n, 2))
    near = cKDTree(places).query(places, 7)[1][:, 1:]
    return near, from_links(np.repeat(np.arange(n), 6), near.ravel(), n).standardised()


def planted(seed: int, near: np.ndarray, times: float) -> tuple[np.ndarray, np.ndarray]:
    """Gamma noise with ten places and their neighbours multiplied, and which areas that affects."""
    chance, n = np.random.default_rng(seed), len(near)
    hot = np.zeros(n, dtype=bool)
    for centre in chance.choice(n, 10, replace=False):
        hot[[centre, *near[centre]]] = True
    return np.where(hot, times, 1.0) * chance.gamma(2, 1, n), hot | hot[near].any(axis=1)


def test_noise_keeps_the_nominal_level_and_planted_spots_are_found() -> None:
    near, weights = scattered(50, NATION)
    noise = np.random.default_rng(51).gamma(2, 1, NATION)
    p = local_moran(noise, weights).p_value
    assert 0.04 < (p < 0.05).mean() < 0.06
    for other in (local_geary(noise, weights), local_gi(noise, weights, star=True)):
        assert 0.04 < (other.p_value < 0.05).mean() < 0.06
    values, affected = planted(900, near, 4.5)
    found = benjamini_hochberg(local_moran(values, weights).p_value) <= 0.05
    assert np.count_nonzero(found & affected) >= 50
    assert np.count_nonzero(found & ~affected) <= 0.1 * np.count_nonzero(found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [("gamma", 0.045, 0.055), ("lognormal", 0.045, 0.055), ("counts", 0.04, 0.055)],
)
def test_the_mean_null_share_over_twenty_maps(kind: str, least: float, most: float) -> None:
    """Recorded: gamma .0494, lognormal .0501, negative binomial counts of mean 1.5 .0446."""
    shares, named = [], 0
    for seed in range(20):
        _, weights = scattered(seed, NATION)
        chance = np.random.default_rng(1000 + seed)
        values = {
            "gamma": lambda c: c.gamma(2, 1, NATION),
            "lognormal": lambda c: c.lognormal(0, 1, NATION),
            "counts": lambda c: c.poisson(c.gamma(1, 1.5, NATION)).astype(float),
        }[kind](chance)
        p = local_moran(values, weights).p_value
        shares.append((p < 0.05).mean())
        named += bool(np.any(benjamini_hochberg(p) <= 0.05))
    assert least <= np.mean(shares) <= most
    assert named <= 4  # one map in twenty is expected to name an area


@pytest.mark.slow
def test_planted_maps_at_their_realised_false_discovery() -> None:
    """The benchmark `local` keeps the figures of other maps."""
    right, wrong = [], []
    for seed in range(16):
        near, weights = scattered(50 + seed, NATION)
        values, affected = planted(900 + seed, near, 4.5)
        found = benjamini_hochberg(local_moran(values, weights).p_value) <= 0.05
        right.append(np.count_nonzero(found & affected))
        wrong.append(np.count_nonzero(found & ~affected) / max(np.count_nonzero(found), 1))
    assert np.mean(right) >= 55
    assert np.mean(wrong) <= 0.05


def test_pearson_iii_is_exact_for_gamma_values() -> None:
    from scipy.stats import gamma

    deviate = np.linspace(-2.5, 6, 30)
    low, high = pearson_iii(deviate, 2 / np.sqrt(12))
    exact = gamma(12)
    assert low == pytest.approx(exact.cdf(12 + np.sqrt(12) * deviate), rel=1e-9)
    assert high == pytest.approx(exact.sf(12 + np.sqrt(12) * deviate), rel=1e-9)
    mirrored = pearson_iii(-deviate, -2 / np.sqrt(12))
    assert mirrored[1] == pytest.approx(low, rel=1e-12)
    assert pearson_iii(1.0, 0.0)[1] == pytest.approx(0.15865525, rel=1e-6)


def test_convolution_of_whole_numbers_is_the_sum_of_dice_with_half_of_the_ties() -> None:
    faces = np.arange(1.0, 7)
    total, mean, spread = 11, 7.0, np.sqrt(35 / 6)
    low, high = convolution(faces, np.array([2]), np.array([(total - mean) / spread]))
    assert high[0] == pytest.approx((2 / 2 + 1) / 36)
    assert low[0] == pytest.approx((33 + 2 / 2) / 36)
    assert two_sided(low, high)[0] == pytest.approx(2 * 2 / 36)


def test_values_of_a_hot_spot_are_set_aside_once_and_few_only() -> None:
    near, weights = scattered(3, 6000)
    values, _ = planted(4, near, 8)
    assert 10 < judge(Question(values, weights)).set_aside.sum() <= 120
    halves = np.where(np.arange(6000) < 600, 5.0, 1.0) * np.random.default_rng(5).gamma(9, 1, 6000)
    ring = from_links(*(np.repeat(np.arange(6000), 4), around(6000)), 6000).standardised()
    answer = judge(Question(halves, ring))
    assert np.count_nonzero(benjamini_hochberg(answer.p_value) <= 0.05) > 300
    assert not answer.set_aside.any()


def test_the_largest_value_beside_one_neighbour_is_no_more_than_one_in_n() -> None:
    values = np.linspace(0, 1, 6000)
    ring = from_links(np.arange(6000), (np.arange(6000) + 1) % 6000, 6000).standardised()
    p = local_moran(values, ring).p_value
    assert p[5998] == pytest.approx(1 / 6000, rel=0.01)


def around(n: int) -> np.ndarray:
    """The two places on either side of each, on a ring."""
    return (np.arange(n)[:, None] + np.array([-2, -1, 1, 2])).ravel() % n


@pytest.mark.parametrize("statistic", [local_moran, local_gi, local_geary])
def test_islands_have_no_answer_and_the_input_stays(statistic: object) -> None:
    assert callable(statistic)
    values = np.random.default_rng(1).gamma(2, 1, 30)
    kept = values.copy()
    ring = from_links(np.arange(29), (np.arange(29) + 1) % 29, 30).standardised()
    found = statistic(values, ring)
    assert isinstance(found, Local)
    assert np.isnan(found.statistic[29])
    assert np.isnan(found.p_value[29])
    assert not np.isnan(found.p_value[:29]).any()
    assert np.array_equal(values, kept)


def test_benjamini_yekutieli_is_the_stricter() -> None:
    p = np.array([0.001, 0.02, np.nan, 0.5])
    assert benjamini_yekutieli(p)[0] == pytest.approx(benjamini_hochberg(p)[0] * (1 + 1 / 2 + 1 / 3))
    assert np.isnan(benjamini_yekutieli(p)[2])
