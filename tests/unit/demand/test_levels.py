"""Every level is the sum of its parts; what has too few months is said to be so."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from hedgerow.errors import EstimateError, InputError, UsageError
from hedgerow.places.forecast.ladder import Ladder, added, rung
from hedgerow.places.forecast.levels import Levels, forecast_levels, scaled
from hedgerow.places.forecast.run import DemandRun, run_of
from hedgerow.places.forecast.scenario import Programme, prevented
from hedgerow.places.forecast.years import years_of
from hedgerow.stats.forecast import Array

FEET = 12


def ladder() -> Ladder:
    forces = ["f1"] * 5 + ["f2"] * 7
    crossing: list[str | None] = [None, "p1", "p1", "p2", "p2", "p2", "p3", "p3", "p4", "p4", "p5", "p5"]
    feet = [f"a{number:02d}" for number in range(FEET)]
    return Ladder(
        (rung("region", ["r"] * FEET), rung("pfa", forces), rung("csp", crossing), rung("lad", feet)), FEET
    )


def counts(seed: int = 1, months: int = 33) -> Array:
    rng = np.random.default_rng(seed)
    level = rng.uniform(5, 90, FEET)[:, None] * (1 + 0.3 * np.sin(2 * np.pi * np.arange(months) / 12))
    return rng.poisson(level).astype(float)


def found(values: Array, horizon: int = 24) -> Levels:
    return forecast_levels(values, ladder(), horizon, slot=0)


def test_levels_add_up_to_a_hundred_millionth() -> None:
    made = found(counts())
    foot = made.levels["lad"].mean
    for one in made.levels.values():
        assert np.abs(one.rung.adds @ foot - one.mean).max() < 1e-8
    assert (foot >= 0).all()


def test_the_order_of_areas_makes_no_difference() -> None:
    """A level in another order once gave each area its neighbour's forecast."""
    values = counts()
    made = found(values)
    mean = made.levels["lad"].mean.mean(axis=1)
    assert np.corrcoef(mean, values[:, -12:].mean(axis=1))[0, 1] > 0.98
    assert made.levels["region"].mean.sum() == pytest.approx(24 * values[:, -12:].sum(axis=0).mean(), rel=0.1)


def test_an_area_with_too_few_months_is_left_out_and_not_zero() -> None:
    values = counts()
    values[3, :25] = np.nan
    made = found(values)
    assert made.without.tolist() == [place == 3 for place in range(FEET)]
    assert "a03" not in made.levels["lad"].rung.codes
    run = run_of(
        made,
        "lad",
        what="x",
        months=tuple(map(str, range(24))),
        codes=ladder().rungs[-1].codes,
        provenance={},
    )
    assert run.left_out == ("a03",)
    assert "Cannot tell of 1 areas" in run.summary()


def test_a_level_without_a_month_that_is_whole_is_the_sum_of_its_parts() -> None:
    values = counts()
    values[0, ::2] = np.nan
    values[6, 1::2] = np.nan
    made = found(values)
    assert not made.levels["region"].own.any()
    assert made.levels["region"].compared is None
    assert made.levels["region"].mean == pytest.approx(made.levels["lad"].mean.sum(axis=0, keepdims=True))
    assert (made.levels["region"].alpha > 0).all()


def test_quantiles_are_in_order_never_negative_and_hold_the_mean() -> None:
    one = found(counts()).levels["lad"]
    quantiles = one.quantiles()
    assert (quantiles >= 0).all()
    assert (np.diff(quantiles, axis=2) >= 0).all()
    assert (quantiles[:, :, 0] < one.mean).all()
    assert (quantiles[:, :, -1] > one.mean).all()


def test_years_are_wider_apart_than_chance_and_sum_the_months() -> None:
    one = found(counts(), 48).levels["pfa"]
    years = years_of(one)
    assert years.mean[:, 0] == pytest.approx(one.mean[:, :12].sum(axis=1))
    width = years.upper - years.lower
    assert (width[:, 3] > width[:, 0]).all()
    assert (width[:, 0] > 3.9 * np.sqrt(years.mean[:, 0])).all()


def test_a_last_year_with_a_gap_is_not_known() -> None:
    values = counts()
    values[0, -2] = np.nan
    years = years_of(found(values).levels["lad"])
    assert np.isnan(years.last[0])
    assert years.last[1] == values[1, -12:].sum()


def test_types_add_up_to_all_types_in_every_area() -> None:
    one, two = counts(1), counts(2)
    parts = {"one": found(one), "two": found(two)}
    whole = found(one + two)
    made = scaled(parts, whole)
    for kind in ("lad", "csp", "pfa", "region"):
        both = made["one"].levels[kind].mean + made["two"].levels[kind].mean
        assert both == pytest.approx(whole.levels[kind].mean, abs=1e-8)


def test_sums_with_a_part_that_is_not_known_are_not_known() -> None:
    values = np.array([[1.0, np.nan], [2.0, 3.0]])
    assert np.isnan(added(rung("pfa", ["f", "f"]), values)[0, 1])


def test_what_cannot_be_forecast_is_refused_by_name() -> None:
    with pytest.raises(EstimateError, match="No area has 13 known months"):
        found(counts(months=12))
    with pytest.raises(UsageError, match="horizon of 0"):
        found(counts(), 0)
    with pytest.raises(InputError, match="no level"):
        ladder().rung("ward")


@cache
def forces() -> DemandRun:
    months = tuple(f"{2026 + (1 + m) // 12}-{(1 + m) % 12 + 1:02d}" for m in range(24))
    return run_of(
        found(counts()), "pfa", what="x", months=months, codes=ladder().rungs[1].codes, provenance={}
    )


def scenario(programme: Programme) -> dict[str, float]:
    return dict(prevented(forces(), programme).total)


def test_a_scenario_prevents_the_share_times_the_effect() -> None:
    total = scenario(Programme(0.8, 0.8, 0.8, "2026-02", 0.5))
    assert total["prevented"] / total["expected"] == pytest.approx(0.1, abs=0.005)
    wide = scenario(Programme(0.8, 0.6, 1.1, "2026-02", 0.5))
    assert wide["lower"] < 0 < wide["upper"]
    assert 0.8 < wide["p_any"] < 1
    faded = scenario(Programme(0.8, 0.8, 0.8, "2026-02", 0.5, 6))
    assert faded["prevented"] < 0.6 * total["prevented"]
    late = scenario(Programme(0.8, 0.8, 0.8, "2027-02", 0.5))
    assert late["prevented"] == pytest.approx(total["prevented"] / 2, rel=0.1)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0.8, 0.9, 1.0, "2026-02"), "cannot be"),
        ((-1.0, -2.0, 0.0, "2026-02"), "cannot be"),
        ((0.8, 0.7, 0.9, "2026-13"), "no month"),
        ((0.8, 0.7, 0.9, "2026-02", 0.0), "share"),
        ((0.8, 0.7, 0.9, "2026-02", 1.0, -3.0), "half-life"),
    ],
)
def test_a_programme_that_cannot_be_is_refused(numbers: tuple[float, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Programme(*numbers)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="after the last month"):
        scenario(Programme(0.8, 0.7, 0.9, "2031-01"))
