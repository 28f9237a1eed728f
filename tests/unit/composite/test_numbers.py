"""The numbers of each step, by hand, by simulation and against slow versions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats import normalise
from hedgerow.stats.composite import (
    Mean,
    Scale,
    Scaled,
    Tree,
    benefit_of_the_doubt,
    by_group,
    by_nearest,
    by_neighbours,
    combine,
    copeland,
    em_draws,
    em_fill,
    entropy_weights,
    equal_influence,
    evaluate,
    kmo,
    pca_weights,
    root_scores,
    scale,
    skew_kurtosis,
    sobol_design,
    sobol_indices,
    treat,
)

NAN = float("nan")


def test_moments_are_those_of_scipy() -> None:
    x = np.random.default_rng(1).gamma(1.0, size=40)
    skew, kurtosis = skew_kurtosis([*x, NAN])
    assert skew == pytest.approx(stats.skew(x, bias=False), rel=1e-12)
    assert kurtosis == pytest.approx(stats.kurtosis(x, bias=False), rel=1e-12)


def test_winsorising_stops_when_it_passes_and_the_log_takes_over_when_it_cannot() -> None:
    spiked = [*np.linspace(0, 1, 30), 50, NAN]
    done = treat(spiked)
    assert (done.method, done.points, done.passed_after) == ("winsorise", 1, True)
    assert np.nanmax(done.values) == 1
    assert np.isnan(done.values[-1])
    heavy = np.exp(np.linspace(0, 12, 300))
    assert not treat(heavy, then="none").passed_after
    over = treat(heavy)
    assert over.method == "log"
    assert over.passed_after
    assert (np.diff(over.values) > 0).all()


@pytest.mark.parametrize("method", ["log", "box_cox", "imd_exponential"])
def test_transforms_keep_order_also_of_left_skew(method: str) -> None:
    x = -np.exp(np.random.default_rng(2).normal(size=50))
    done = treat(x, method).values
    assert (np.argsort(done) == np.argsort(x)).all()


def test_scales_by_hand() -> None:
    x = np.array([1.0, 2, 4, NAN])
    np.testing.assert_allclose(scale(x, 1, Scale("min_max", 1, 100)), [1, 34, 100, NAN])
    np.testing.assert_allclose(scale(x, -1, Scale("min_max")), [100, 200 / 3, 0, NAN])
    np.testing.assert_allclose(scale(x, 1, Scale("rank")), [1, 2, 3, NAN])
    np.testing.assert_allclose(scale(x, -1, Scale("rank")), [3, 2, 1, NAN])
    np.testing.assert_allclose(scale(x, 1, Scale("goalposts"), goalposts=(0, 2)), [50, 100, 100, NAN])
    np.testing.assert_allclose(scale(x, -1, Scale("goalposts"), goalposts=(0, 4)), [75, 50, 0, NAN])
    np.testing.assert_allclose(scale(x, 1, Scale("distance_to_target"), target=3), [0, 50, 100, NAN])
    np.testing.assert_allclose(scale(x, -1, Scale("distance_to_target"), target=2), [100, 100, 0, NAN])
    z = scale(x, 1, Scale("z", mean=10, sd=2))
    assert np.nanmean(z) == pytest.approx(10)
    assert np.nanstd(z, ddof=1) == pytest.approx(2)
    assert np.nanmean(scale(x, 1, Scale("mazziotta_pareto"))) == pytest.approx(100)
    with pytest.raises(EstimateError, match="one value everywhere"):
        scale([3, 3, 3], 1, Scale())


def test_means_by_hand_and_weights_of_the_missing_move_over() -> None:
    x = np.array([[1.0, 4.0], [NAN, 3.0], [NAN, NAN]])
    w = np.array([1.0, 3.0])
    np.testing.assert_allclose(combine(x, w, Mean()), [3.25, 3, NAN])
    np.testing.assert_allclose(combine(x, w, Mean(), least_share=0.8), [3.25, NAN, NAN])
    np.testing.assert_allclose(combine(x, w, Mean("sum")), [13, 12, NAN])
    np.testing.assert_allclose(combine(x, w, Mean("geometric")), [4**0.75, 3, NAN])
    np.testing.assert_allclose(combine(x, w, Mean("power", power=2)), [np.sqrt(12.25), 3, NAN])
    np.testing.assert_allclose(combine(x, w, Mean("min")), [1, 3, NAN])
    balanced, unequal = combine(np.array([[100.0, 100], [80, 120]]), np.ones(2), Mean("mazziotta_pareto"))
    assert (balanced, unequal) == (100, 96)
    with pytest.raises(EstimateError, match=r"normalise\.lower = 1"):
        combine(np.array([[0.0, 1.0]]), w, Mean("geometric"))


def test_copeland_counts_wins_less_losses() -> None:
    x = np.array([[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 3.0], [0.0, 0.0, 0.0]])
    np.testing.assert_array_equal(copeland(x, np.ones(3)), [1, 1, 1, -3])
    np.testing.assert_array_equal(copeland(x, np.array([1.0, 0, 0])), [3, 1, -1, -3])


def test_benefit_of_the_doubt_is_kind_and_bounds_bind() -> None:
    x = np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0], [1.0, 1.0]])
    free = benefit_of_the_doubt(x)
    np.testing.assert_allclose(free.scores, [1, 1, 0.8, 0.4], atol=1e-9)
    assert (x @ free.weights.T <= 1 + 1e-9).all()
    bound = benefit_of_the_doubt(x, shares=(0.4, 0.6))
    share = x * bound.weights / bound.scores[:, None]
    assert share.min() >= 0.4 - 1e-9
    assert (bound.scores <= free.scores + 1e-9).all()
    with pytest.raises(UsageError, match="cannot be met"):
        benefit_of_the_doubt(x, shares=(0.6, 0.9))


def test_weights_from_data() -> None:
    rng = np.random.default_rng(3)
    common = rng.normal(size=400)
    x = np.column_stack([common + rng.normal(size=400) * s for s in (0.3, 0.3, 3)])
    assert pca_weights(x).sum() == pytest.approx(1)
    assert pca_weights(x)[2] < pca_weights(x)[:2].min()
    spread = entropy_weights(np.column_stack([np.arange(1, 11), [0.0] * 9 + [1.0]]))
    assert spread[1] > spread[0]
    w = equal_influence(x)
    r = [np.corrcoef(x[:, i], x @ w)[0, 1] for i in range(3)]
    assert np.ptp(r) < 1e-4


def test_imputations_by_hand() -> None:
    x = np.array([[1.0, 10], [3, NAN], [NAN, 30], [9, 50]])
    np.testing.assert_allclose(by_group(x, "aabb"), [[1, 10], [3, 10], [9, 30], [9, 50]])
    filled = by_neighbours(x, [[1, 0], [1, 3], [2, 3], [2, 0]], k=1)
    assert (filled[1, 1], filled[2, 0]) == (10, 9)
    assert by_neighbours(x, [[1, 0], [1, 3]])[1, 1] == 30
    assert np.isnan(by_neighbours(x, [[1, 2]])[2, 0])
    near = by_nearest(np.array([[1.0, 1], [1.1, NAN], [9, 9], [8.9, 8]]), k=1)
    assert near[1, 1] == 1


def test_em_finds_what_the_others_say_and_draws_keep_the_spread() -> None:
    rng = np.random.default_rng(4)
    a = rng.normal(size=600)
    whole = np.column_stack([a, 2 * a + rng.normal(size=600) * 0.5, rng.normal(size=600)])
    x = whole.copy()
    gone = rng.random(600) < 0.3
    x[gone, 1] = NAN
    filled = em_fill(x)
    assert np.corrcoef(filled[gone, 1], whole[gone, 1])[0, 1] > 0.95
    assert (filled[~gone] == whole[~gone]).all()
    draws = em_draws(x, 20, seed=1)
    residual = np.std([one[gone, 1] - filled[gone, 1] for one in draws])
    assert residual == pytest.approx(0.5, rel=0.15)


def test_kmo_of_one_factor_is_high_and_of_noise_is_not() -> None:
    rng = np.random.default_rng(5)
    noise = rng.normal(size=(500, 5))
    assert kmo(noise + 2 * rng.normal(size=(500, 1)))[0] > 0.85
    assert kmo(noise)[0] < 0.6


@pytest.mark.parametrize("estimator", ["jansen", "saltelli"])
def test_sobol_indices_of_ishigami(estimator: str) -> None:
    x = np.pi * (2 * sobol_design(8192, 3, seed=6) - 1)
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = sobol_indices(y, 3, estimator=estimator, bootstrap=200)
    np.testing.assert_allclose(found.first, [0.3139, 0.4424, 0], atol=0.04)
    np.testing.assert_allclose(found.total, [0.5576, 0.4424, 0.2437], atol=0.03)
    assert (found.total_interval[0] < found.total).all()
    assert (found.total < found.total_interval[1]).all()
    with pytest.raises(EstimateError, match="change nothing"):
        sobol_indices(np.ones(40), 2)


TREE = Tree(tuple("abcdef"), ("low", "mid", "high", "top"), ((0, 1), (2, 3), (4, 5, 6), (7, 8)))
METHODS = ("arithmetic", "sum", "geometric", "harmonic", "power", "min", "copeland", "mazziotta_pareto")


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    methods=st.lists(st.sampled_from(METHODS[:6]), min_size=4, max_size=4),
    cut=st.integers(-1, 8),
)
def test_the_fast_road_gives_what_the_obvious_one_does(seed: int, methods: list[str], cut: int) -> None:
    rng = np.random.default_rng(seed)
    x, w = rng.uniform(1, 100, (12, 6)), rng.uniform(0.1, 2, 10)
    means = [Mean(method) for method in methods]
    tree = TREE if cut < 0 else TREE.without(cut)
    slow = evaluate(tree, x, w, means)[:, -1]
    np.testing.assert_allclose(root_scores(tree, Scaled(x), w, means), slow, rtol=1e-10)


@given(st.lists(st.one_of(st.integers(-3, 3), st.just(NAN)), min_size=1, max_size=30))
def test_places_by_one_sort_are_those_of_the_house(values: list[float]) -> None:
    x = np.array(values, dtype=float)
    for ours, house in (("percentile", normalise.percentile), ("imd_exponential", normalise.exponential)):
        np.testing.assert_allclose(scale(x, 1, Scale(ours)), house(x), rtol=1e-12)
        np.testing.assert_allclose(scale(x, -1, Scale(ours)), house(-x), rtol=1e-12)
