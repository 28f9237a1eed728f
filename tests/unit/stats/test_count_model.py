"""The count model against statsmodels, against what was planted, and against bad input."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import nbinom

from hedgerow.errors import EstimateError
from hedgerow.stats import fit_counts
from hedgerow.stats.count_model import likelihood_of_line, log_likelihood
from hedgerow.stats.dispersion import bulk_alpha, month_dispersion, widened


def made(n: int, alpha: float, seed: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.ones(n), rng.normal(size=n), rng.integers(0, 2, n)])
    offset = np.log(rng.uniform(1000, 3000, n))
    mean = np.exp(offset + design @ [-3.0, 0.4, -0.2])
    return rng.poisson(mean * rng.gamma(1 / alpha, alpha, n)).astype(float), design, offset


def test_agrees_with_statsmodels() -> None:
    counts, design, offset = made(800, 0.3)
    ours = fit_counts(counts, design, offset, names=("one", "slope", "class"))
    theirs = sm.NegativeBinomial(counts, design, offset=offset).fit(disp=0, maxiter=500, method="newton")
    assert ours.coefficients == pytest.approx(theirs.params[:3], abs=1e-5)
    assert ours.alpha == pytest.approx(theirs.params[3], rel=1e-4)
    assert ours.log_likelihood == pytest.approx(theirs.llf, abs=1e-5)
    assert ours.standard_errors == pytest.approx(theirs.bse[:3], rel=0.02)  # expected v observed information


def test_finds_what_was_planted() -> None:
    counts, design, offset = made(20000, 0.25)
    fit = fit_counts(counts, design, offset, names=("one", "slope", "class"))
    assert fit.coefficients == pytest.approx([-3.0, 0.4, -0.2], abs=0.03)
    assert fit.alpha == pytest.approx(0.25, rel=0.04)


def test_order_of_areas_does_not_matter_and_input_is_not_touched() -> None:
    counts, design, offset = made(300, 0.2)
    before = counts.copy(), design.copy(), offset.copy()
    first = fit_counts(counts, design, offset, names=("a", "b", "c"))
    turn = np.random.default_rng(0).permutation(300)
    second = fit_counts(counts[turn], design[turn], offset[turn], names=("a", "b", "c"))
    assert second.alpha == pytest.approx(first.alpha, rel=1e-6)
    for was, now in zip(before, (counts, design, offset), strict=True):
        assert np.array_equal(was, now)


def test_scale_separates_own_noise_from_spread_between_areas() -> None:
    """Counts with three times the Poisson noise and no spread between areas: alpha goes to nothing."""
    rng = np.random.default_rng(5)
    counts = 3.0 * rng.poisson(200 / 3, 3000)
    ones, offset = np.ones((3000, 1)), np.full(3000, np.log(200.0))
    plain = fit_counts(counts, ones, offset, names=("one",))
    scaled = fit_counts(counts, ones, offset, names=("one",), scale=3.0)
    assert plain.alpha == pytest.approx(0.01, rel=0.15)  # (3 - 1) / 200
    assert scaled.alpha < 0.002


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda y, x, o: (y[:5], x[:5], o[:5]), "too few"),
        (lambda y, x, o: (-y, x, o), "negative"),
        (lambda y, x, o: (np.where(y > y.mean(), np.nan, y), x, o), "missing"),
        (lambda y, x, o: (y, np.column_stack([x[:, :2], x[:, 1]]), o), "repeats"),
        (lambda y, x, o: (y[:-1], x, o), "same areas"),
    ],
)
def test_what_cannot_be_fitted_is_refused(change, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(EstimateError, match=words):
        fit_counts(*change(*made(100, 0.2)), names=("one", "slope", "class"))


def test_months_of_pure_poisson_have_a_scale_near_one() -> None:
    cells = np.random.default_rng(2).poisson(6, (400, 24)).astype(float)
    assert month_dispersion(cells, np.repeat(["a", "b"], 200)) == pytest.approx(1, abs=0.03)
    assert month_dispersion(3 * cells, np.repeat(["a", "b"], 200)) == pytest.approx(3, abs=0.1)
    cells[:200, :3] = np.nan  # a gap of one force is no variation
    assert month_dispersion(cells, np.repeat(["a", "b"], 200)) == pytest.approx(1, abs=0.03)


def test_a_few_deviants_inflate_alpha_but_not_the_spread_of_the_bulk() -> None:
    rng = np.random.default_rng(8)
    mean = np.full(2000, 300.0)
    factor = rng.gamma(1 / 0.05, 0.05, 2000)
    factor[:60] *= 4
    counts = rng.poisson(mean * factor).astype(float)
    whole = fit_counts(counts, np.ones((2000, 1)), np.log(mean), names=("one",)).alpha
    assert whole > 0.12
    assert bulk_alpha(counts, mean) == pytest.approx(0.05, rel=0.35)


def test_the_likelihood_stays_finite_however_far_a_search_strays() -> None:
    """Means of nought and beyond the largest number warn of nothing and decide nothing wrongly."""
    y = np.array([0.0, 3.0, 0.0])
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        near = likelihood_of_line(y, np.log([2.0, 4.0, 1.0]), 0.3)
        far = likelihood_of_line(y, np.array([-1e4, 1e4, 1e4]), 0.3)
    assert near == pytest.approx(np.sum(nbinom.logpmf(y, 1 / 0.3, 1 / (1 + 0.3 * np.array([2, 4, 1])))))
    assert np.isfinite(far)
    assert far < near
    assert log_likelihood(np.zeros(1), np.zeros(1), 0.3) == 0


def test_what_is_hardly_known_of_a_mean_does_not_overflow() -> None:
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert np.isfinite(widened(0.2, np.array([0.0, 5.0, 1e6]))).all()
    assert widened(0.2, np.array([0.5]))[0] == pytest.approx(1.2 * np.exp(0.5) - 1)
