"""Twins: callipers, classes, neighbours, balance, and why a place has none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contrast_worlds import world
from hedgerow.errors import EstimateError
from hedgerow.places.contrast.data import ContrastOptions, PlaceContext
from hedgerow.places.contrast.twins import Twins, force_family, twins
from hedgerow.stats.propensity import propensity


def sides(seed: int = 3) -> tuple[PlaceContext, np.ndarray, np.ndarray, np.ndarray]:
    """Low places that are poorer than the high ones, so that matching has something to do."""
    context = world(seed=seed).context
    rng = np.random.default_rng(seed)
    pull = context.values[:, 0] + rng.normal(size=len(context.areas))
    low, high = pull > np.quantile(pull, 0.93), pull < np.quantile(pull, 0.6)
    rate = context.values @ [0.4, -0.2, 0.1] - 6
    return context, rate, low, high


def found(context: PlaceContext, rate: np.ndarray, low: np.ndarray, high: np.ndarray) -> Twins:
    return twins(context, rate, low, high, np.ones(len(rate), dtype=bool), ContrastOptions())


def test_every_difference_is_small_and_each_low_place_is_matched_or_listed_with_a_reason() -> None:
    context, rate, low, high = sides()
    made = found(context, rate, low, high)
    assert np.abs(made.before).max() > 0.5
    assert np.abs(made.after).max() < 0.1
    matched, counts = np.unique(made.low, return_counts=True)
    assert len(matched) > 5
    assert counts.min() >= 5
    assert counts.max() <= 20
    assert sorted([*matched.tolist(), *made.unmatched.tolist()]) == np.flatnonzero(low).tolist()
    assert len(made.reasons) == len(made.unmatched)
    assert (context.urban[made.low] == context.urban[made.twin]).all()
    assert high[made.twin].all()
    assert made.names[-1] == "expected rate (log)"


def test_places_that_touch_are_never_twins() -> None:
    context, rate, low, high = sides()
    first = found(context, rate, low, high)
    touching = replace(context, neighbours=np.column_stack([first.twin, first.low]))
    again = found(touching, rate, low, high)
    assert not set(zip(first.low, first.twin, strict=True)) & set(zip(again.low, again.twin, strict=True))


def test_the_order_of_rows_does_not_matter() -> None:
    context, rate, low, high = sides()
    order = np.random.default_rng(0).permutation(len(rate))
    moved = replace(
        context,
        areas=tuple(context.areas[row] for row in order),
        exposure=context.exposure[order],
        values=context.values[order],
        force=context.force[order],
        urban=context.urban[order],
        district=context.district[order],
    )
    first, again = found(context, rate, low, high), found(moved, rate[order], low[order], high[order])
    pairs = [
        [(c.areas[a], c.areas[b]) for a, b in zip(t.low, t.twin, strict=True)]
        for c, t in ((context, first), (moved, again))
    ]
    assert pairs[0] == pairs[1]


def test_a_place_of_a_class_of_its_own_is_listed() -> None:
    context, rate, low, high = sides()
    row = int(np.flatnonzero(low)[0])
    urban = context.urban.astype("<U10").copy()
    urban[row] = "island"
    made = found(replace(context, urban=urban), rate, low, high)
    place = made.unmatched.tolist().index(row)
    assert "class and kind of force" in made.reasons[place]


def test_forces_are_told_apart_by_how_urban_their_residents_are() -> None:
    context = world(seed=1, areas=300).context
    urban = np.where(context.force == "one", "Urban: near", "Rural: far")
    kinds = force_family(replace(context, urban=urban))
    assert set(kinds[context.force == "one"]) == {"mostly urban"}
    assert set(kinds[context.force == "two"]) == {"mostly rural"}


def test_no_low_place_and_no_candidate_give_no_twins() -> None:
    context, rate, low, high = sides()
    nobody = np.zeros(len(rate), dtype=bool)
    assert not len(found(context, rate, nobody, high).low)
    alone = found(context, rate, low, nobody)
    assert len(alone.unmatched) == int(low.sum())


def test_groups_that_separate_are_refused_without_a_ridge() -> None:
    x = np.r_[np.linspace(-2, -1, 20), np.linspace(1, 2, 20)][:, None]
    group = x[:, 0] > 0
    with pytest.raises(EstimateError, match="told apart"):
        propensity(group, x)
    assert propensity(group, x, ridge=1.0).score.max() < 1
    with pytest.raises(EstimateError, match="both groups"):
        propensity(np.ones(40, dtype=bool), x)
