"""Draws add up draw by draw, in whole numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.stats.coherent import concentration, descended, draw_tops, split


@given(
    parts=st.lists(st.floats(0.0, 500.0), min_size=1, max_size=12),
    alpha=st.floats(0.0, 2.0),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=30, deadline=None)
def test_parts_add_up_to_the_whole_in_every_draw(parts: list[float], alpha: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    mean = np.array(parts)[:, None] * np.ones(3)
    alphas = np.full_like(mean, alpha)
    whole = np.maximum(mean.sum(axis=0, keepdims=True), 0.01)
    tops = draw_tops(whole, np.full_like(whole, alpha), draws=20, together=0.5, rng=rng)
    found = split(
        tops,
        np.zeros(len(parts), dtype=np.int64),
        mean,
        alphas,
        whole_variance=whole + alpha * whole**2,
        rng=rng,
    )
    assert found.dtype == np.int64
    assert (found >= 0).all()
    assert (found.sum(axis=1) == tops[:, 0]).all()


def test_three_levels_add_up_and_keep_their_means() -> None:
    rng = np.random.default_rng(2)
    foot = np.array([[20.0], [30.0], [5.0], [45.0]])
    middle = np.array([[50.0], [50.0]])
    top, alpha = np.array([[100.0]]), 0.02
    tops = draw_tops(top, np.full_like(top, alpha), draws=4000, together=1.0, rng=rng)
    above, below = np.array([0, 0]), np.array([0, 0, 1, 1])
    forecasts = [(middle, np.full_like(middle, 0.03)), (foot, np.full_like(foot, 0.05))]
    draws = descended(tops, [above, below], forecasts, top + alpha * top**2, rng)
    assert (draws[1].sum(axis=1) == draws[0][:, 0]).all()
    assert (draws[2][:, :2].sum(axis=1) == draws[1][:, 0]).all()
    assert draws[2].mean(axis=0) == pytest.approx(foot, rel=0.05)
    assert draws[0].var() == pytest.approx(100 + alpha * 100**2, rel=0.1)


def test_the_variances_of_the_parts_add_up_to_those_forecast() -> None:
    rng = np.random.default_rng(4)
    mean, alpha = np.array([[30.0], [50.0], [5.0]]), np.full((3, 1), 0.05)
    whole, spread = mean.sum(axis=0, keepdims=True), 0.03
    variance = whole + spread * whole**2
    tops = draw_tops(whole, np.full_like(whole, spread), draws=20_000, together=0.0, rng=rng)
    parts = split(tops, np.zeros(3, dtype=np.int64), mean, alpha, whole_variance=variance, rng=rng)
    assert parts.var(axis=0).sum() == pytest.approx(float((mean + alpha * mean**2).sum()), rel=0.04)


def test_parts_less_spread_than_a_plain_split_allows_are_split_plainly() -> None:
    mean = np.array([[50.0], [50.0]])
    shape = concentration(mean / 100, mean, np.zeros((2, 1)), np.array([400.0]))
    assert shape[0] == pytest.approx(1e7)
