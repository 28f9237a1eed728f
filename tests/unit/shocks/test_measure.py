"""What a measured shock says, and what it refuses to say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hedgerow.errors import EstimateError, UsageError
from hedgerow.places.shocks import Shock, measure_shock, shock_of, types_of, windows_of
from hedgerow.store import catalogue
from shock_worlds import SHOCK, level, stacked, world


def rows(data, kind):
    return [row for row in measure_shock(data).tidy().to_pylist() if row["area_kind"] == kind]


def test_a_fall_of_half_that_is_regained_is_seen_as_such():
    data = world()
    for row in rows(data, "pfa"):
        assert row["state"] == "measured" and row["path"] == "bent_and_back"
        assert row["depth_lower"] < 50 < row["depth_upper"]
        assert row["depth_month"] in ("2020-03", "2020-04", "2020-05")
        assert 4 <= row["months_to_band"] <= 13
        assert row["loss"] > 0 and row["loss_lower"] < row["loss_months"] < row["loss_upper"]
        assert row["level_lower"] < 1 < row["level_upper"]
        assert row["season_known"]


def test_a_missing_month_of_the_first_wave_claims_no_trough():
    data = world()
    cells = data.levels["lsoa"].counts.copy()
    cells[:20, data.months.index("2020-04")] = np.nan
    told = stacked(data.months, cells)
    first, second = rows(told, "pfa")
    assert first["state"] == "trough_not_seen" and second["state"] == "measured"
    for name in (
        "depth",
        "depth_month",
        "path",
        "loss",
        "months_to_band",
        "back_month",
        "rebound",
        "low",
        "low_month",
    ):
        assert first[name] is None, name
    assert first["level"] is not None and first["months_missing"] == 1
    assert "no trough" in first["note"]


def test_a_missing_month_is_not_a_zero():
    data = world()
    cells = data.levels["lsoa"].counts.copy()
    cells[:, data.months.index("2022-12")] = np.nan
    whole, cut = rows(data, "pfa")[0], rows(stacked(data.months, cells), "pfa")[0]
    assert cut["recorded"] < whole["recorded"] and cut["expected"] < whole["expected"]
    assert cut["level"] == pytest.approx(whole["level"], rel=0.1)


def test_with_less_than_two_years_before_the_interval_is_wider_and_it_is_said():
    long, short = rows(world(), "pfa")[0], rows(world(first="2019-09"), "pfa")[0]
    assert not short["season_known"] and "season cannot be told" in short["note"]
    assert short["level_upper"] / short["level_lower"] > long["level_upper"] / long["level_lower"]
    assert long["note"] is None


def test_too_few_months_before_is_not_known():
    for row in rows(world(first="2019-11"), "lsoa"):
        assert row["state"] == "not_known" and row["depth"] is None and row["expected"] is None


def test_too_little_expected_cannot_be_told_and_is_never_low():
    for row in rows(world(mean=1.0), "lsoa"):
        assert row["state"] == "cannot_tell" and row["depth"] is None and row["path"] is None


def test_the_place_that_falls_more_than_places_alike_is_named_and_no_other():
    data = world(mean=80.0)
    cells = data.levels["lsoa"].counts.copy()
    span = slice(data.start, data.start + 4)
    cells[3, span] = np.floor(cells[3, span] * 0.3)
    found = measure_shock(stacked(data.months, cells)).windows().to_pylist()
    first = [w for w in found if w["area_kind"] == "lsoa" and w["window"] == "2020-03:2020-06"]
    assert [w["area_code"] for w in first if w["diverges"] == "fell_more"] == ["lsoa003"]
    assert all(w["twins"] == 19 and w["twin_kind"] == "context" for w in first)


def test_the_order_of_places_is_irrelevant_and_the_input_stays():
    data = world()
    before = data.levels["lsoa"].counts.copy()
    one = measure_shock(data)
    np.testing.assert_array_equal(data.levels["lsoa"].counts, before)
    order = np.random.default_rng(0).permutation(40)
    small = data.levels["lsoa"]
    mixed = replace(
        small,
        codes=tuple(small.codes[i] for i in order),
        above=small.above[order],
        counts=small.counts[order],
    )
    other = measure_shock(replace(data, levels={**data.levels, "lsoa": mixed}, alike={}, scores={}))
    keep = ("area_code", "state", "path", "depth", "level", "loss")
    first = {r["area_code"]: r for r in one.tidy().select(keep).to_pylist()}
    for row in other.tidy().select(keep).to_pylist():
        for name in ("depth", "level", "loss"):
            assert row[name] == pytest.approx(first[row["area_code"]][name], rel=1e-6)


def test_the_same_twice_and_as_the_catalogue_promises():
    data = world()
    one, other = measure_shock(data), measure_shock(data)
    assert one.tidy().equals(other.tidy())
    for name, table in (
        ("shock", one.tidy()),
        ("shock_window", one.windows()),
        ("shock_path", one.months()),
        ("shock_index", one.index()),
    ):
        held = catalogue.check(name, table.cast(catalogue.spec(name).schema))
        assert len(held) == len(table)
    assert one.summary().startswith("All crime, 2020-03 to 2022-12.") and "80 %" in one.summary()
    assert {check.name for check in one.checks} >= {"fit_lsoa", "season_pfa", "trough_lad"}
    assert one.provenance["shock"] == SHOCK.id
    low, high = one.interval["pfa"]
    assert np.all((low < one.estimate["pfa"]) & (one.estimate["pfa"] < high))


def test_ranks_put_the_deepest_first_with_an_interval():
    held = [row for row in rows(world(), "lsoa") if row["depth_rank"] is not None]
    assert min(held, key=lambda r: r["depth_rank"])["depth"] == max(r["depth"] for r in held)
    assert all(r["depth_rank_lower"] <= r["depth_rank"] <= r["depth_rank_upper"] for r in held)


def test_another_shock_has_its_own_windows():
    flood = shock_of("2023-10:2024-03")
    assert flood == Shock("2023-10", "2024-03") and windows_of(flood) == (("2023-10", "2023-12"),)
    assert windows_of(SHOCK) == (("2020-03", "2020-06"), ("2020-11", "2020-11"), ("2021-01", "2021-03"))
    assert windows_of(shock_of("2023-10:2023-10")) == (("2023-10", "2023-10"),)


@pytest.mark.parametrize("text", ["2020", "2020-13:2021-01", "2021-01:2020-01", "2000-01:2020-01", "", "a:b"])
def test_what_is_no_shock_is_refused_by_name(text):
    with pytest.raises(UsageError, match="is no shock"):
        shock_of(text)


def test_families_types_and_everything():
    assert types_of("burglary") == ("burglary",)
    assert "anti-social-behaviour" not in types_of("all_crime")
    assert "anti-social-behaviour" in types_of("every_type")
    with pytest.raises(UsageError, match="no crime family or type"):
        types_of("murder")


def test_negative_counts_and_wrong_shapes_are_refused():
    data = world()
    cells = data.levels["lsoa"].counts.copy()
    cells[0, 0] = -1
    with pytest.raises(EstimateError, match="negative"):
        stacked(data.months, cells)
    with pytest.raises(EstimateError, match="one row a place"):
        replace(data, levels={"pfa": level("pfa", cells[:, :3], np.zeros(40, dtype=np.int64))})


def test_the_places_within_an_area_add_up_to_its_own_path():
    data = world(mean=60.0)
    years = np.arange(len(data.months)) / 12
    rising = np.random.default_rng(3).poisson(data.levels["lsoa"].counts * np.exp(0.15 * years))
    found = measure_shock(stacked(data.months, rising.astype(float))).months().to_pylist()
    total: dict[str, dict[str, float]] = {}
    for row in found:
        held = total.setdefault(row["area_kind"], {})
        held[row["month"]] = held.get(row["month"], 0.0) + row["expected"]
    for month, expected in total["pfa"].items():
        assert total["lad"][month] == pytest.approx(expected, rel=1e-9)
        assert total["lsoa"][month] == pytest.approx(expected, rel=1e-9)


def test_a_place_that_is_not_known_keeps_its_part_of_what_was_expected():
    data = world(mean=60.0)
    cells = data.levels["lsoa"].counts.copy()
    cells[0] = np.nan
    told = stacked(data.months, data.levels["lsoa"].counts)
    cut = replace(told, levels={**told.levels, "lsoa": replace(told.levels["lsoa"], counts=cells)})
    found = measure_shock(cut).months().to_pylist()
    at = "2021-06"
    whole = next(r["expected"] for r in found if r["area_code"] == "lad000" and r["month"] == at)
    small = [r["expected"] for r in found if r["area_kind"] == "lsoa" and r["month"] == at]
    assert len(small) == 39 and sum(small[:9]) == pytest.approx(0.9 * whole, rel=1e-9)
