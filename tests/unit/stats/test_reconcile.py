"""Reconciliation against the plain generalised least-squares solution."""

from __future__ import annotations

import numpy as np
import pytest

from hedgerow.errors import InputError
from hedgerow.stats.reconcile import Array, aggregation, reconcile

LEVELS = ([0, 0, 1, 1, 2], [0, 0, 0, 1, 1], [0, 0, 0, 0, 0])


def made(seed: int = 1) -> tuple[Array, Array, Array, Array]:
    chance = np.random.default_rng(seed)
    return (
        chance.uniform(0, 5, (5, 3)),
        chance.uniform(2, 20, (6, 3)),
        chance.uniform(0.5, 2, 5),
        chance.uniform(0.5, 9, 6),
    )


def test_it_is_the_weighted_least_squares_solution() -> None:
    y, base, w, v = made()
    adds = aggregation(LEVELS)
    a = adds.toarray()
    found = reconcile(y, base, adds, bottom_variance=w, aggregate_variance=v, non_negative=False)
    plain = np.linalg.solve(
        np.diag(1 / w) + a.T @ np.diag(1 / v) @ a, y / w[:, None] + a.T @ (base / v[:, None])
    )
    assert found.bottom == pytest.approx(plain, abs=1e-9)
    assert found.aggregates == pytest.approx(a @ plain, abs=1e-9)


def test_what_adds_up_already_stays() -> None:
    y, _, w, v = made()
    adds = aggregation(LEVELS)
    found = reconcile(y, adds @ y, adds, bottom_variance=w, aggregate_variance=v)
    assert found.bottom == pytest.approx(y, abs=1e-12)


def test_nothing_is_negative_and_the_conditions_of_the_best_hold() -> None:
    y, base, w, v = made(2)
    adds = aggregation(LEVELS)
    found = reconcile(y, base * 0.05, adds, bottom_variance=w, aggregate_variance=v)
    assert found.refitted > 0
    assert found.bottom.min() >= 0
    pull = (found.bottom - y) / w[:, None] + adds.T @ ((found.aggregates - base * 0.05) / v[:, None])
    assert pull[found.bottom > 0] == pytest.approx(0, abs=1e-8)
    assert pull[found.bottom == 0].min() >= -1e-8


def test_shapes_that_do_not_fit_are_refused() -> None:
    y, base, w, v = made()
    with pytest.raises(InputError, match="do not fit"):
        reconcile(y, base[:2], aggregation(LEVELS), bottom_variance=w, aggregate_variance=v)
