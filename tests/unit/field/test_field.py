"""The smooth field against dense algebra, quadrature and worlds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaln

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.field import FieldOptions, Spread, fit_field, posterior_draws, structure
from hedgerow.stats.field.held_out import held_out
from hedgerow.stats.field.mode import Problem, find_mode, start
from hedgerow.stats.field.solving import factorise
from hedgerow.stats.field.structure import RIDGE


def grid(side: int) -> np.ndarray:
    places = np.arange(side * side).reshape(side, side)
    across = np.column_stack([places[:, :-1].ravel(), places[:, 1:].ravel()])
    return np.concatenate([across, np.column_stack([places[:-1].ravel(), places[1:].ravel()])])


def world(side: int, seed: int, *, field: float = 0.4, alpha: float = 0.1, level: float = 3.0):  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(seed)
    near = structure(grid(side), side * side)
    smooth = field * factorise(near.precision(), near.group, near.groups).solve(near.noise(rng))
    design = np.column_stack([np.ones(near.n), rng.normal(size=(near.n, 2))])
    line = design @ [level, 0.3, -0.2] + smooth
    counts = rng.poisson(np.exp(line) * rng.gamma(1 / alpha, alpha, near.n)).astype(float)
    return near, design, counts, line


NAMES = ("constant", "one", "two")


def test_the_scale_is_the_geometric_mean_of_the_generalised_inverse() -> None:
    """Riebler et al. 2016: after scaling, the geometric mean of the marginal variances is one."""
    near = structure(grid(7), 49)
    degree = np.bincount(near.links.ravel(), minlength=49)
    plain = np.diag(degree).astype(float)
    plain[near.links[:, 0], near.links[:, 1]] = plain[near.links[:, 1], near.links[:, 0]] = -1
    variances = np.diag(np.linalg.pinv(plain))
    assert near.scale[0] == pytest.approx(np.exp(np.log(variances).mean()), rel=1e-5)


def test_groups_are_scaled_apart_and_islands_are_reported() -> None:
    """Two paths of two and three, and one area alone; the variances of a path are known by hand."""
    near = structure([(0, 1), (1, 0), (2, 3), (3, 4)], 6)
    assert near.groups == 2
    assert near.islands.tolist() == [False] * 5 + [True]
    # A path of two: pseudo-inverse has variances 1/4. Of three: 5/9, 2/9, 5/9.
    assert near.scale == pytest.approx([0.25, (5 / 9 * 2 / 9 * 5 / 9) ** (1 / 3)], rel=1e-4)
    assert near.rank == 4
    assert near.part(np.array([True, True, False, False, True, True])).scale == pytest.approx([near.scale[0]])


@pytest.mark.parametrize(("pairs", "words"), [([(0, 9)], "not among the 4"), ([(2, 2)], "own neighbour")])
def test_links_that_do_not_fit_are_refused(pairs: list[tuple[int, int]], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        structure(pairs, 4)


def test_the_sparse_solution_is_the_dense_one_under_its_constraints() -> None:
    near = structure([*grid(4).tolist(), (16, 17)], 19)
    weights = np.linspace(0.5, 3, 19)
    precision = near.precision() / 0.3**2
    from scipy.sparse import csc_matrix, diags_array

    solver = factorise(csc_matrix(precision + diags_array(weights)), near.group, near.groups)
    dense = np.linalg.inv(precision.toarray() + np.diag(weights))
    sums = np.array([near.group == number for number in range(2)]).astype(float)
    held = dense - dense @ sums.T @ np.linalg.solve(sums @ dense @ sums.T, sums @ dense)
    right = np.random.default_rng(0).normal(size=(19, 11))
    assert solver.solve(right) == pytest.approx(held @ right, abs=1e-9)
    assert solver.variances(np.arange(19)) == pytest.approx(np.diag(held), abs=1e-9)


@pytest.mark.parametrize("spread", [Spread(0.15, 0.4), Spread(0.0, 0.4, 0.3), Spread(0.1, 0.3, 0.2)])
def test_the_mode_has_no_slope_left(spread: Spread) -> None:
    """With context, field and own effects all free, the gradient at the mode is nought along each of them."""
    near, design, counts, _ = world(6, 1)
    problem = Problem(counts, np.ones(36, bool), design, np.zeros(36), near)
    mode = find_mode(problem, spread, start(problem, np.array([3.0, 0, 0])), 1e-12)
    state = mode.state
    mean = np.exp(design @ state.coefficients + state.field + state.own)
    score = (counts - mean) / (1 + spread.alpha * mean)
    assert design.T @ score == pytest.approx(np.zeros(3), abs=1e-4)
    slope = score - near.precision() @ state.field / spread.field**2
    assert slope - slope.mean() == pytest.approx(np.zeros(36), abs=1e-4)
    assert state.field.sum() == pytest.approx(0, abs=1e-8)
    if spread.own:
        assert score == pytest.approx(state.own / spread.own**2, abs=1e-4)


def test_the_posterior_of_a_small_case_is_that_of_quadrature() -> None:
    """Two neighbours: u = (t, -t), one number; the intercept is integrated out on a grid."""
    counts, field, alpha = np.array([60.0, 20.0]), 0.5, 0.05
    near = structure([(0, 1)], 2)
    found = fit_field(
        counts,
        np.ones((2, 1)),
        np.zeros(2),
        structure=near,
        names=("constant",),
        first=_near(np.array([3.6])),
        options=FieldOptions(spread=Spread(alpha, field)),
    )
    b, t = np.meshgrid(np.linspace(2, 5, 601), np.linspace(-2, 2, 801), indexing="ij")
    logs = -(near.scale[0] * (2 * t) ** 2 + 2 * RIDGE * t**2) / (2 * field**2)
    for count, line in zip(counts, (b + t, b - t), strict=True):
        mean, size = np.exp(line), 1 / alpha
        logs += gammaln(count + size) - (count + size) * np.log(size + mean) + count * line
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()
    center = (weight * t).sum()
    spread = np.sqrt((weight * (t - center) ** 2).sum())
    assert found.field[0] == pytest.approx(center, abs=0.1 * spread)
    draws, _ = posterior_draws(found.problem, found.spread, found.mode, draws=4000, seed=1)
    assert draws[0].std() == pytest.approx(spread, rel=0.08)
    assert np.abs(draws.sum(axis=0)).max() < 1e-8


def _near(coefficients: np.ndarray):  # type: ignore[no-untyped-def]
    from hedgerow.stats.field.mode import State

    return State(coefficients, np.zeros(2), np.zeros(2))


def test_draws_have_the_covariance_of_the_inverse_information() -> None:
    near, design, counts, _ = world(5, 2)
    found = fit_field(
        counts,
        design,
        np.zeros(25),
        structure=near,
        names=NAMES,
        options=FieldOptions(spread=Spread(0.1, 0.4)),
    )
    field, slopes = posterior_draws(found.problem, found.spread, found.mode, draws=6000, seed=3)
    w = np.diag(found.mode.weights)
    joint = np.block(
        [[near.precision().toarray() / 0.4**2 + w, w @ design], [design.T @ w, design.T @ w @ design]]
    )
    inverse = np.linalg.inv(joint)
    ones = np.concatenate([np.ones(25), np.zeros(3)])
    held = inverse - np.outer(inverse @ ones, ones @ inverse) / (ones @ inverse @ ones)
    assert np.cov(slopes) == pytest.approx(held[25:, 25:], abs=0.08 * held[25, 25])
    assert field.var(axis=1) == pytest.approx(np.diag(held)[:25], rel=0.12)


def test_what_is_left_out_is_what_a_fit_without_the_area_gives() -> None:
    """The cavity beside the slow way: every area in turn is not seen, and the model fitted again."""
    near, design, counts, _ = world(6, 3)
    spread = Spread(0.1, 0.4)
    found = fit_field(
        counts, design, np.zeros(36), structure=near, names=NAMES, options=FieldOptions(spread=spread)
    )
    center, variance = held_out(found.problem, spread, found.mode.state, np.arange(36))
    gap = (found.left_out - center) / np.sqrt(variance)
    assert np.abs(gap).max() < 0.12
    assert found.left_out_variance == pytest.approx(variance, rel=0.12)
    # A deviant is not explained away: without its own count, its surroundings stay as they are.
    moved = counts.copy()
    moved[14] *= 8
    again = fit_field(
        moved, design, np.zeros(36), structure=near, names=NAMES, options=FieldOptions(spread=spread)
    )
    own, others = np.log(again.expected[14] / found.expected[14]), again.left_out[14] - found.left_out[14]
    assert own > 0.5
    assert abs(others) < 0.2 * own


def test_an_island_keeps_its_prior() -> None:
    near = structure(grid(6), 37)
    _, design, counts, _ = world(6, 4)
    design, counts = np.vstack([design, [1, 0, 0]]), np.append(counts, 200.0)
    found = fit_field(
        counts,
        design,
        np.zeros(37),
        structure=near,
        names=NAMES,
        options=FieldOptions(spread=Spread(0.1, 0.4)),
    )
    assert found.left_out_variance[36] == pytest.approx(0.16, rel=0.2)
    assert found.left_out[36] == pytest.approx(found.coefficients[0], abs=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("gamma", [True, False])
def test_spread_is_recovered_and_intervals_cover(gamma: bool) -> None:
    """Over 12 worlds of 900 areas: 90 % intervals of the line cover 88 to 92 % with the true spread."""
    inside, found = [], []
    for seed in range(12):
        near, design, counts, line = world(30, seed)
        if not gamma:
            rng = np.random.default_rng(100 + seed)
            counts = rng.poisson(np.exp(line + rng.normal(scale=0.3, size=900))).astype(float)
        fit = fit_field(
            counts, design, np.zeros(900), structure=near, names=NAMES, options=FieldOptions(gamma=gamma)
        )
        found.append((fit.sigma, fit.rho))
        known = fit_field(
            counts,
            design,
            np.zeros(900),
            structure=near,
            names=NAMES,
            options=FieldOptions(spread=Spread(0.1, 0.4) if gamma else Spread(0.0, 0.4, 0.3)),
        )
        gap = np.abs(line - known.left_out) / np.sqrt(known.left_out_variance)
        inside.append((gap < 1.6448536).mean())
    assert np.mean(inside) == pytest.approx(0.90, abs=0.02)
    sigma, rho = np.mean(found, axis=0)
    assert sigma == pytest.approx(np.sqrt(0.4**2 + (0.105 if gamma else 0.09)), rel=0.06)
    assert rho == pytest.approx(0.16 / (0.16 + (0.105 if gamma else 0.09)), abs=0.06)


def test_areas_that_do_not_fit_are_refused() -> None:
    near, design, counts, _ = world(4, 5)
    with pytest.raises(EstimateError, match="do not have the same areas"):
        fit_field(counts[:-1], design, np.zeros(16), structure=near, names=NAMES)
    with pytest.raises(EstimateError, match="negative"):
        fit_field(-counts, design, np.zeros(16), structure=near, names=NAMES)


def test_row_order_does_not_matter() -> None:
    near, design, counts, _ = world(6, 6)
    turn = np.random.default_rng(1).permutation(36)
    place = np.argsort(turn)
    links = place[near.links]
    other = structure(links, 36)
    options = FieldOptions(spread=Spread(0.1, 0.4))
    one = fit_field(counts, design, np.zeros(36), structure=near, names=NAMES, options=options)
    two = fit_field(counts[turn], design[turn], np.zeros(36), structure=other, names=NAMES, options=options)
    assert two.left_out == pytest.approx(one.left_out[turn], abs=1e-5)


def test_a_force_that_lies_whole_in_one_fold_is_predicted_without_its_level() -> None:
    """Of a column that no seen area has, the other folds say nothing: no overflow, no negative variance."""
    near, design, counts, _ = world(8, 5)
    force = (np.arange(near.n) < 8).astype(float)
    design = np.column_stack([design, force])
    fit = fit_field(counts, design, np.zeros(near.n), structure=near, names=(*NAMES, "force"))
    fold = (np.arange(near.n) // 8).astype(np.int64)
    with np.errstate(over="raise", invalid="raise"):
        center, variance = held_out(fit.problem, fit.spread, fit.mode.state, fold)
    assert np.all(variance > 0)
    assert variance.max() < 2
    assert np.abs(center - np.log(counts + 0.5)).max() < 3
