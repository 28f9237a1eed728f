"""Dependent effects by hand: crossed factors, covariances, robust errors, PET and PEESE."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta import (
    correlated,
    fit_components,
    htz,
    pet_peese,
    robust_components,
    robust_variance,
    studies,
    subgroups,
)


def crossed(seed: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    site, task = np.repeat(np.arange(6), 5), np.tile(np.arange(5), 6)
    v = chance.uniform(0.02, 0.08, 30)
    y = 0.3 + chance.normal(0, 0.3, 6)[site] + chance.normal(0, 0.25, 5)[task] + chance.normal(0, np.sqrt(v))
    return y, v, site, task


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_crossed_factors_stand_at_the_top_of_their_likelihood(method: str) -> None:
    y, v, site, task = crossed()
    fitted = fit_components(studies(y, v), [site, task], method=method)
    ones = np.ones((30, 1))
    sites, tasks = site[:, None] == site, task[:, None] == task

    def loss(place: np.ndarray) -> float:
        whole = np.diag(v) + place[0] ** 2 * sites + place[1] ** 2 * tasks
        inverse = np.linalg.inv(whole)
        inner = float((ones.T @ inverse @ ones)[0, 0])
        beta = float((ones.T @ inverse @ y)[0]) / inner
        gap = y - beta
        value = np.linalg.slogdet(whole)[1] + gap @ inverse @ gap
        return float(value + (np.log(inner / 30) if method == "REML" else 0.0))

    best = optimize.minimize(loss, [0.3, 0.3], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    assert fitted.sigma2 == pytest.approx(best.x**2, rel=1e-4)
    n = 29 if method == "REML" else 30
    assert fitted.log_likelihood == pytest.approx(-0.5 * (n * np.log(2 * np.pi) + best.fun), rel=1e-9)


def test_a_correlation_makes_blocks() -> None:
    got = correlated([1.0, 4.0, 9.0], ["a", "a", "b"], 0.5)
    assert got == pytest.approx(np.array([[1, 1, 0], [1, 4, 0], [0, 0, 9]]))
    for r in (1.0, -0.9):
        with pytest.raises(EstimateError, match="no covariance"):
            correlated([1.0, 1.0, 1.0], ["a", "a", "a"], r)


def test_what_components_refuse() -> None:
    y, v, site, task = crossed()
    data = studies(y, v)
    with pytest.raises(EstimateError, match="one level"):
        fit_components(data, [np.zeros(30)])
    with pytest.raises(EstimateError, match="one level"):
        fit_components(data, [site[:5]])
    with pytest.raises(EstimateError, match="positive definite"):
        fit_components(data, [site], covariance=np.ones((30, 30)))
    with pytest.raises(UsageError, match="no method"):
        fit_components(data, [task], method="DL")


def test_robust_errors_of_single_rows_are_those_of_white() -> None:
    y, v, *_ = crossed()
    unit = np.arange(30)
    fitted = fit_components(studies(y, v), [unit])
    got = robust_components(fitted, unit, kind="CR0")
    w = 1 / np.diag(fitted.working)
    gap = y - fitted.beta[0]
    assert got.se[0] == pytest.approx(np.sqrt(np.sum((w * gap) ** 2)) / w.sum())


def test_too_few_clusters_for_a_joint_test() -> None:
    y, v, site, task = crossed()
    rows = site < 4
    data = studies(y[rows], v[rows], np.column_stack([task[rows] == n for n in range(1, 4)]).astype(float))
    fitted = fit_components(data, [site[rows], np.arange(rows.sum())])
    with pytest.raises(EstimateError, match=r"carry robust errors|too few"):
        htz(robust_components(fitted, site[rows]), [1, 2, 3])


def test_weights_are_named() -> None:
    y, v, site, _ = crossed()
    with pytest.raises(UsageError, match="CORR or HIER"):
        robust_variance(studies(y, v), site, weights="BOTH")
    with pytest.raises(EstimateError, match="1 cluster"):
        robust_variance(studies(y, v), np.zeros(30))


def test_pet_is_a_regression_on_the_error() -> None:
    chance = np.random.default_rng(5)
    v = chance.uniform(0.01, 0.3, 40)
    data = studies(0.2 + 1.5 * np.sqrt(v) + chance.normal(0, np.sqrt(v)), v)
    got = pet_peese(data)
    x, w = np.column_stack([np.ones(40), np.sqrt(v)]), 1 / v
    by_hand = np.linalg.solve(x.T @ (w[:, None] * x), x.T @ (w * data.y))
    assert got.pet == pytest.approx(by_hand[0])
    assert got.estimate == (got.peese if got.chosen == "PEESE" else got.pet)
    none = pet_peese(studies(chance.normal(0, np.sqrt(v)), v))
    assert (none.chosen == "PET") == (none.pet_p >= 0.10)


def test_subgroups_of_one_study_cannot_be_compared() -> None:
    with pytest.raises(EstimateError, match="1 of 2 subgroups"):
        subgroups(studies([1, 2, 3.0], [1, 1, 1.0]), ["a", "a", "b"])
    found = subgroups(studies([0, 0.1, 2, 2.1, 9.0], [0.1] * 5), ["a", "a", "b", "b", "c"], test="z")
    assert found.fits[2] is None
    assert found.df == 1
    assert found.q_between == pytest.approx((2.05 - 0.05) ** 2 / (0.05 + 0.05))
