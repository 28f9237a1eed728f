"""The chain where places lie beside one another: a smooth level, deviants in it, and exposure by day."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from contrast_worlds import World, world
from hedgerow.places.contrast import ContrastOptions, ContrastResult, contrast, screened
from hedgerow.places.contrast.families import over_families
from hedgerow.stats.discovery import benjamini_hochberg
from hedgerow.stats.field import structure
from hedgerow.stats.field.solving import factorise

SIDE = 28
QUICK = ContrastOptions(null_runs=2)


@cache
def beside(seed: int, deviants: int = 0, field: float = 0.4) -> tuple[World, np.ndarray]:
    """A world on a grid of which the smooth level is known."""
    made = world(seed=seed, areas=SIDE * SIDE, deviants=deviants, ratios=(0.2, 4.0), alpha=0.03)
    places = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    pairs = np.concatenate(
        [
            np.column_stack([places[:, :-1].ravel(), places[:, 1:].ravel()]),
            np.column_stack([places[:-1].ravel(), places[1:].ravel()]),
        ]
    )
    near = structure(pairs, SIDE * SIDE)
    rng = np.random.default_rng(seed)
    smooth = factorise(near.precision(), near.group, near.groups).solve(near.noise(rng))
    cells = rng.poisson(made.data.cells * np.exp(field * smooth)[:, None]).astype(float)
    block = (places // (7 * SIDE) * 4 + places % SIDE // 7).ravel()
    context = replace(made.context, neighbours=pairs, district=np.array([f"d{number}" for number in block]))
    return World(replace(made.data, cells=cells), context, made.low, made.high), smooth


@cache
def found(seed: int, deviants: int = 0) -> ContrastResult:
    made, _ = beside(seed, deviants)
    return contrast(made.data, made.context, options=QUICK)


def test_the_smooth_level_is_found_and_lowers_the_spread() -> None:
    result = found(1, 12)
    _, smooth = beside(1, 12)
    table = result.tidy().to_pydict()
    assert np.corrcoef(np.log(table["surroundings"]), smooth)[0, 1] > 0.7
    assert result.figures["alpha_with_field"] < 0.75 * result.figures["alpha"]
    assert 0.3 < result.figures["field_rho"] < 0.98
    assert result.figures["log_score_beside_field"] > result.figures["log_score_beside_context"]
    check = next(check for check in result.checks if check.name == "surroundings")
    assert "smooth over neighbours" in check.text


def test_deviants_among_their_surroundings_are_found_and_few_others() -> None:
    made, result = beside(1, 12)[0], found(1, 12)
    zero, more = (np.flatnonzero(result.verdict == word) for word in ("zero_output", "super_output"))
    right = np.isin(zero, made.low).sum() + np.isin(more, made.high).sum()
    assert right >= 14
    assert len(zero) + len(more) - right <= 1
    others = np.setdiff1d(np.arange(SIDE * SIDE), made.low)
    ratio = result.around.ratio
    assert np.mean(ratio[made.low][:, None] < ratio[others][None, :]) > 0.95


def test_a_whole_low_quarter_is_its_surroundings_and_no_finding() -> None:
    made, _ = beside(2)
    cells = made.data.cells.copy()
    quarter = (np.arange(SIDE * SIDE) // SIDE < 9) & (np.arange(SIDE * SIDE) % SIDE < 9)
    cells[quarter] = np.floor(cells[quarter] * 0.3)
    result = contrast(replace(made.data, cells=cells), made.context, options=QUICK)
    inside = quarter & (np.arange(SIDE * SIDE) // SIDE < 7) & (np.arange(SIDE * SIDE) % SIDE < 7)
    assert np.mean(result.answers.own[inside] == "low") > 0.3
    assert not np.any(result.verdict[inside] == "zero_output")
    assert np.median(np.array(result.tidy()["surroundings"])[inside]) < 0.6


def test_without_deviants_no_more_than_the_nominal_share_is_named() -> None:
    for seed in (3, 4):
        assert np.isin(found(seed).verdict, ("zero_output", "super_output")).mean() <= 0.005


def test_transforms_are_uniform_and_zeros_are_as_expected_in_the_model_s_own_world() -> None:
    result = found(3)
    assert result.figures["transform_distance"] < 0.05
    assert abs(result.figures["zeros"] - result.figures["zeros_expected"]) < 3
    assert result.figures["log_score_context"] > result.figures["log_score_residents"]


def test_ranks_stand_in_the_order_of_the_ratio_with_limits_round_them() -> None:
    result = found(1, 12)
    ranks = result.ranks
    assert np.all((ranks.lower <= ranks.expected) & (ranks.expected <= ranks.upper))
    assert np.corrcoef(ranks.expected, result.estimate.argsort().argsort())[0, 1] > 0.99
    low = beside(1, 12)[0].low
    assert np.median(ranks.r_value[low]) < 0.1


def test_workday_population_is_shown_beside_residents_or_said_to_be_missing() -> None:
    made, result = beside(1, 12)[0], found(1, 12)
    assert set(result.tidy()["ratio_workday"].to_pylist()) == {None}
    assert "residents only" in next(c for c in result.checks if c.name == "exposure").text
    busy = made.context.exposure.copy()
    busy[made.high] *= 4
    by_day = contrast(made.data, replace(made.context, workday=busy), options=QUICK)
    assert by_day.workday is not None
    assert np.median(by_day.workday.ratio[made.high]) < 0.6 * np.median(by_day.estimate[made.high])
    assert next(c for c in by_day.checks if c.name == "exposure").passed


def test_differences_that_could_be_told_lie_on_their_side() -> None:
    result = found(1, 12)
    for low, high in zip(result.detectable, result.detectable_high, strict=True):
        assert np.nanmax(low) < 1 < np.nanmin(high)


def test_an_isolated_place_is_counted_and_keeps_context_alone() -> None:
    made, _ = beside(3)
    pairs = made.context.neighbours
    apart = replace(made.context, neighbours=pairs[~np.any(pairs == 30, axis=1)])
    result = contrast(made.data, apart, options=QUICK)
    assert result.figures["islands"] == 1
    assert "1 have no neighbour" in next(c for c in result.checks if c.name == "surroundings").text
    assert result.tidy()["surroundings"][30].as_py() == pytest.approx(1, abs=0.2)
    assert result.expected.unknown[30] > 2 * np.median(result.expected.unknown)


def test_families_are_asked_together() -> None:
    one, two = np.array([1e-6, 0.2, np.nan]), np.array([0.01, 0.9, 0.5])
    first, second = over_families([one, two])
    together = benjamini_hochberg(np.concatenate([one, two]))
    assert np.array_equal(np.concatenate([first, second]), together, equal_nan=True)
    assert second[0] > benjamini_hochberg(two)[0] * 0.5
    assert over_families([]) == []


def test_a_place_that_records_almost_nothing_of_all_its_crime_is_an_artefact_in_every_family() -> None:
    made, _ = beside(3)
    cells = made.data.cells.copy()
    cells[40] = 0
    cells[40, 0] = 3
    context = screened(replace(made.data, cells=cells), made.context)
    assert "almost nothing" in str(context.artefact[40])
    assert sum(reason is not None for reason in context.artefact) == 1
    assert contrast(made.data, context, options=QUICK).verdict[40] == "artefact"


def test_what_the_surroundings_give_is_in_balance_with_what_is_recorded() -> None:
    """A mean, not the top of its distribution: neither tail is then too heavy (weights as in NB2's score)."""
    shares = []
    for seed in (1, 2, 3):
        result = found(seed)
        model = result.expected
        weights = 1 / (1 + model.alpha * model.around)
        shares.append(np.sum(weights * np.nan_to_num(result.data.observed)) / np.sum(weights * model.around))
    assert shares == pytest.approx([1, 1, 1], abs=2e-3)
