"""The numbers of a synthesis with no reference at hand: by hand, against slow versions, at the edges."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta import (
    METHODS,
    Studies,
    cluster_robust,
    cumulative,
    egger,
    fail_safe_n,
    fit,
    fit_three_level,
    influence,
    leave_one_out,
    mantel_haenszel,
    permutation_test,
    pool,
    prediction_interval,
    profile_interval,
    rank_test,
    selection_model,
    studies,
    tau2_interval,
    trim_and_fill,
)
from hedgerow.stats.meta.left_out import _one_by_one, refit
from hedgerow.stats.meta.multilevel import _at

Column = npt.NDArray[np.float64]


def made(k: int, seed: int, tau: float = 0.4) -> tuple[Column, Column]:
    chance = np.random.default_rng(seed)
    v = chance.uniform(0.02, 0.2, k)
    return chance.normal(0.3, np.sqrt(v + tau**2)), v


def test_the_common_effect_by_hand() -> None:
    got = pool([1.0, 3.0], [1.0, 0.5], method="EE", test="z")
    assert got.beta[0] == pytest.approx(7 / 3)
    assert got.se[0] == pytest.approx(math.sqrt(1 / 3))
    assert got.q == pytest.approx((4 / 3) ** 2 + 2 * (2 / 3) ** 2)


def test_dersimonian_and_laird_by_hand() -> None:
    got = pool([0.0, 2.0], [0.5, 0.5], method="DL", test="z")
    assert got.tau2 == pytest.approx((4.0 - 1) / (4 - 8 / 4))
    assert got.se[0] == pytest.approx(math.sqrt((0.5 + 1.5) / 2))


@given(st.integers(3, 25), st.integers(0, 500), st.sampled_from([0.0, 0.3, 2.0]))
@settings(max_examples=30, deadline=None)
def test_reml_is_the_top_of_its_likelihood(k: int, seed: int, tau: float) -> None:
    y, v = made(k, seed, tau)
    got = pool(y, v, test="z")

    def height(tau2: float) -> float:
        w = 1 / (v + tau2)
        mu = w @ y / w.sum()
        return float(0.5 * (np.log(w).sum() - np.log(w.sum()) - w @ (y - mu) ** 2))

    grid = np.concatenate([[0.0], np.geomspace(1e-4, 40, 300)])
    assert height(got.tau2) >= max(map(height, grid)) - 1e-9


def test_of_two_tops_the_higher_is_taken() -> None:
    y = [-0.073207, -0.415375, 5.226533, -0.785429, -2.088512]
    v = [0.02, 0.050569, 2.721731, 0.041877, 5.0]
    assert pool(y, v, test="z").tau2 == pytest.approx(3.0539, abs=1e-3)  # the lower top is at 0.1947


@given(st.integers(4, 15), st.integers(0, 500), st.sampled_from(METHODS))
@settings(max_examples=40, deadline=None)
def test_leaving_out_side_by_side_is_leaving_out_one_by_one(k: int, seed: int, method: str) -> None:
    data = studies(*made(k, seed))
    fast, slow = refit(data, method), _one_by_one(data, method)
    for name in ("beta", "covariance", "tau2", "scale", "q"):
        assert getattr(fast, name) == pytest.approx(getattr(slow, name), rel=1e-8, abs=1e-10), name
    alone = leave_one_out(data, method=method)
    wanted = [fit(data.without(row), method=method) for row in range(k)]
    assert alone.se == pytest.approx([one.se[0] for one in wanted], rel=1e-8)
    assert alone.interval[0] == pytest.approx([one.interval[0][0] for one in wanted], rel=1e-8, abs=1e-10)


def test_influence_with_a_moderator_by_hand() -> None:
    y, v = made(9, 4)
    data = studies(y, v, np.arange(9.0))
    whole, without = fit(data, test="z"), fit(data.without(2), test="z")
    moved = whole.beta - without.beta
    got = influence(data)
    assert got.cook[2] == pytest.approx(moved @ np.linalg.solve(whole.covariance, moved), rel=1e-8)
    error = math.sqrt(v[2] + without.tau2 + data.x[2] @ without.covariance @ data.x[2])
    assert got.rstudent[2] == pytest.approx((y[2] - data.x[2] @ without.beta) / error, rel=1e-8)
    assert got.hat.sum() == pytest.approx(2)


def test_the_q_profile_solves_its_equations_and_may_be_nothing() -> None:
    data = studies(*made(12, 1, 1.0))
    lower, upper = tau2_interval(data)
    for bound, share in ((lower, 0.975), (upper, 0.025)):
        w = 1 / (data.v + bound)
        mu = w @ data.y / w.sum()
        assert w @ (data.y - mu) ** 2 == pytest.approx(stats.chi2.ppf(share, 11), rel=1e-9)
    assert tau2_interval(studies([0.1, 0.1, 0.1], [1.0, 1.0, 1.0])) == (0.0, 0.0)


def test_a_shift_moves_the_estimate_and_nothing_else() -> None:
    y, v = made(10, 2)
    here, there = pool(y, v), pool(y + 5, v)
    assert there.beta[0] - here.beta[0] == pytest.approx(5, rel=1e-9)
    assert (there.tau2, there.se[0]) == pytest.approx((here.tau2, here.se[0]), rel=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_equal_effects_have_no_spread(method: str) -> None:
    got = pool([0.5] * 4, [0.1, 0.2, 0.3, 0.4], method=method, test="adhoc")
    assert (got.tau2, got.i2, got.q) == pytest.approx((0, 0, 0), abs=1e-12)
    assert got.beta[0] == pytest.approx(0.5)


def test_two_studies_give_an_answer_and_no_higgins_interval() -> None:
    got = pool([0.1, 0.9], [0.05, 0.05])
    assert got.df == 1
    assert np.isfinite(prediction_interval(got)).all()
    assert np.isnan(prediction_interval(got, higgins=True)).all()
    with pytest.raises(EstimateError, match="none can be left out"):
        leave_one_out(studies([0.1, 0.9], [0.05, 0.05]))


@pytest.mark.parametrize(
    ("y", "v", "words"),
    [
        ([1.0], [1.0], "1 study cannot be pooled"),
        ([1.0, 2.0], [1.0], "2 effects but 1 variances"),
        ([1.0, float("nan"), 2.0], [1.0, 1.0, 1.0], "Row 2 holds a value that is missing"),
        ([1.0, 2.0, 3.0], [1.0, 0.0, -1.0], "rows 2, 3 has a variance that is not above zero"),
        ([1.0, float("inf")], [1.0, 1.0], "Row 2"),
    ],
)
def test_bad_effects_are_refused_by_row(y: list[float], v: list[float], words: str) -> None:
    with pytest.raises(EstimateError, match=words):
        pool(y, v)


def test_bad_moderators_and_names_are_refused() -> None:
    with pytest.raises(EstimateError, match="constant"):
        pool([1, 2, 3], [1, 1, 1], [5, 5, 5])
    with pytest.raises(EstimateError, match="2 studies cannot determine 2"):
        pool([1, 2], [1, 1], [1, 2])
    with pytest.raises(UsageError, match="DL, PM"):
        pool([1, 2], [1, 1], method="XX")
    with pytest.raises(UsageError, match="knha"):
        pool([1, 2], [1, 1], test="chi")
    with pytest.raises(UsageError, match="between 0 and 1"):
        pool([1, 2], [1, 1], level=95)


def nested(seed: int, clusters: int = 8) -> tuple[Studies, npt.NDArray[np.int_], npt.NDArray[np.int_]]:
    chance = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), 4)
    school = np.tile([0, 0, 1, 2], clusters)
    v = chance.uniform(0.05, 0.2, cluster.size)
    own = chance.normal(0, 0.3, (clusters, 3))[cluster, school]
    y = 0.2 + chance.normal(0, 0.4, clusters)[cluster] + own + chance.normal(0, np.sqrt(v))
    return studies(y, v, chance.normal(size=cluster.size)), cluster, school


def dense(data: Studies, cluster: npt.ArrayLike, school: npt.ArrayLike, s: tuple[float, float]) -> Column:
    """The slow, obvious covariance."""
    c, u = np.asarray(cluster), np.asarray(school)
    same = c[:, None] == c
    return np.diag(data.v) + s[0] * same + s[1] * (same & (u[:, None] == u))


def test_the_three_level_likelihood_is_that_of_the_whole_matrix() -> None:
    data, cluster, school = nested(1)
    fitted = fit_three_level(data, cluster, school)
    s = dense(data, cluster, school, fitted.sigma2)
    x = data.x
    information = x.T @ np.linalg.solve(s, x)
    beta = np.linalg.solve(information, x.T @ np.linalg.solve(s, data.y))
    gap = data.y - x @ beta
    height = -0.5 * (
        (data.k - 2) * math.log(2 * math.pi)
        + np.linalg.slogdet(s)[1]
        + np.linalg.slogdet(information)[1]
        - np.linalg.slogdet(x.T @ x)[1]
        + gap @ np.linalg.solve(s, gap)
    )
    assert fitted.beta == pytest.approx(beta, rel=1e-10)
    assert fitted.log_likelihood == pytest.approx(height, rel=1e-10)


@pytest.mark.parametrize("restricted", [True, False])
def test_the_gradient_is_that_of_the_likelihood(restricted: bool) -> None:
    data, cluster, school = nested(2)
    nest = fit_three_level(data, cluster, school).nest
    place, step = (0.13, 0.07), 1e-6
    got = _at(data, nest, place, restricted=restricted).gradient
    for number in (0, 1):
        ends = [list(place), list(place)]
        ends[0][number] -= step
        ends[1][number] += step
        low, high = (_at(data, nest, (end[0], end[1]), restricted=restricted).value for end in ends)
        assert got[number] == pytest.approx((high - low) / (2 * step), rel=1e-6)


@pytest.mark.parametrize("seed", [23, 161, 207, 230])
def test_very_unequal_variances_do_not_hold_the_climb_up(seed: int) -> None:
    """In these the joint step meets the edge at zero, where a climb can be left below the top."""
    chance = np.random.default_rng(seed)
    k = int(chance.integers(6, 30))
    v = np.exp(chance.normal(-2, 3, k))
    data, cluster = studies(chance.normal(0, np.sqrt(v + 0.1)), v), np.arange(k) // 3
    fitted = fit_three_level(data, cluster)
    for start in ((0.0, 0.0), (0.01, 1.0), (0.3, 0.3)):
        found = optimize.minimize(
            lambda s: -_at(data, fitted.nest, (abs(s[0]), abs(s[1])), restricted=True).value,
            start,
            method="Nelder-Mead",
        )
        assert fitted.log_likelihood >= -found.fun - 1e-6


def test_equal_effects_in_clusters_have_no_spread() -> None:
    data = studies([0.3] * 6, [0.1, 0.2, 0.1, 0.3, 0.1, 0.2])
    fitted = fit_three_level(data, [1, 1, 2, 2, 3, 3])
    assert fitted.sigma2 == (0.0, 0.0)
    assert cluster_robust(fitted).se == pytest.approx([0], abs=1e-12)


def test_cr2_is_that_of_the_whole_matrix() -> None:
    data, cluster, school = nested(3)
    fitted = fit_three_level(data, cluster, school)
    s, x = dense(data, cluster, school, fitted.sigma2), data.x
    bread = np.linalg.inv(x.T @ np.linalg.solve(s, x))
    left = np.eye(data.k) - x @ bread @ x.T @ np.linalg.inv(s)
    gap, total, parts = data.y - x @ fitted.beta, np.zeros((2, 2)), []
    for one in np.unique(cluster):
        rows = cluster == one
        root = np.linalg.cholesky(s[np.ix_(rows, rows)]).T
        values, vectors = np.linalg.eigh(root @ (left @ s @ left.T)[np.ix_(rows, rows)] @ root.T)
        keep = values > 1e-10 * values.max()
        half = vectors[:, keep] @ np.diag(values[keep] ** -0.5) @ vectors[:, keep].T
        carrier = bread @ x[rows].T @ np.linalg.inv(s[np.ix_(rows, rows)]) @ root.T @ half @ root
        total += np.outer(carrier @ gap[rows], carrier @ gap[rows])
        parts.append(left[rows].T @ carrier[0])
    omega = np.array(parts) @ s @ np.array(parts).T
    robust = cluster_robust(fitted)
    assert robust.covariance == pytest.approx(total, rel=1e-8)
    assert robust.df[0] == pytest.approx(np.trace(omega) ** 2 / np.sum(omega**2), rel=1e-8)


def test_the_profile_interval_lies_where_the_likelihood_has_dropped() -> None:
    data, cluster, school = nested(5, 12)
    fitted = fit_three_level(data, cluster, school)
    lower, upper = profile_interval(fitted, 0)
    assert lower <= fitted.sigma2[0] <= upper
    for bound in (lower, upper):
        found = optimize.minimize_scalar(
            lambda s, bound=bound: -_at(data, fitted.nest, (bound, s), restricted=True).value,
            bounds=(0, 2),
            method="bounded",
            options={"xatol": 1e-8},
        )
        drop = fitted.log_likelihood + found.fun
        assert bound == 0 or drop == pytest.approx(0.5 * stats.chi2.ppf(0.95, 1), rel=1e-6)


def test_one_cluster_and_clusters_of_one_are_refused() -> None:
    y, v = made(4, 1)
    with pytest.raises(EstimateError, match="1 cluster"):
        fit_three_level(studies(y, v), [1, 1, 1, 1])
    with pytest.raises(EstimateError, match="Every cluster holds one unit"):
        fit_three_level(studies(y, v), [1, 2, 3, 4])
    with pytest.raises(EstimateError, match="2 clusters cannot carry"):
        cluster_robust(fit_three_level(studies(y, v, [1, 2, 3, 5]), [1, 1, 2, 2]))


def test_signs_of_missing_studies() -> None:
    error = np.linspace(0.05, 0.6, 14)
    data = studies(0.1 + 1.5 * error + 0.02 * np.sin(np.arange(14)), error**2)
    assert egger(data).p_value < 0.05
    assert rank_test(data).tau > 0.8
    filled = trim_and_fill(data)
    assert (filled.side, filled.added > 0) == ("left", True)
    assert filled.pooled.beta[0] < fit(data).beta[0]
    assert fail_safe_n(data) > 0
    mirrored = trim_and_fill(studies(-data.y, data.v))
    assert (mirrored.side, mirrored.added) == ("right", filled.added)
    with pytest.raises(EstimateError, match="one standard error"):
        egger(studies([1, 2, 3], [1, 1, 1]))


def test_a_selection_model_needs_both_kinds_of_study() -> None:
    with pytest.raises(EstimateError, match="All of 3"):
        selection_model(studies([3, 3, 3], [0.1, 0.1, 0.2]))
    y, v = made(40, 7, 0.1)
    found = selection_model(studies(y, v))
    turned = selection_model(studies(-y, v), positive=False)
    assert turned.estimate == pytest.approx(-found.estimate, rel=1e-6)


def test_a_cumulative_synthesis_ends_with_the_synthesis() -> None:
    y, v = made(6, 9)
    found = cumulative(studies(y, v), [3, 1, 2, 6, 5, 4])
    assert found.estimate[0] == y[1]
    assert found.estimate[-1] == pytest.approx(pool(y, v).beta[0])


def test_permutations_are_all_gone_through_where_few() -> None:
    data = studies(*made(5, 3), np.array([0.0, 1, 2, 3, 4]))
    got = permutation_test(data)
    assert (got.exact, got.runs) == (True, 120)
    assert got.p_value[0] == pytest.approx(got.qm_p)
    bigger = studies(*made(9, 3), np.arange(9.0))
    assert permutation_test(bigger, runs=50) == permutation_test(bigger, runs=50)
    with pytest.raises(EstimateError, match="no moderator"):
        permutation_test(studies(*made(5, 3)))


def test_tables_without_events_are_refused() -> None:
    with pytest.raises(EstimateError, match="too few events"):
        mantel_haenszel([0, 0], [10, 10], [0, 0], [10, 10])
    with pytest.raises(EstimateError, match="Table 2 is not one of counts"):
        mantel_haenszel([1, -1], [10, 10], [2, 2], [10, 10])
