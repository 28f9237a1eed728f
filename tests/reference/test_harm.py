"""Harm weights beside the reference files and the published workbook of the Cambridge index, 2020 edition."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from hedgerow.places.harm import category_weights, read_weights, shipped, summarise_offences
from hedgerow.places.harm.given import offences_of
from hedgerow.vocabulary import crime_type_of, family_types

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def domain(shared: Path) -> Path:
    return shared / "reference" / "domain"


@pytest.fixture(scope="module")
def workbook(real_places: Path) -> tuple[list[str], list[float]]:
    path = real_places / "crime_ref" / "raw_cchi2020.xlsx"
    return offences_of(path.read_bytes(), path.name)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_trap_a_median_swings_a_hundredfold_where_a_mean_hardly_moves(
    workbook: tuple[list[str], list[float]], domain: Path
) -> None:
    """Trafficking of drugs: 547.5 days in the 2020 edition, 5 in that of 2026; means 282 and 236."""
    names, days = workbook
    old = {one.group: one for one in summarise_offences(names, np.array(days))}
    new = {row["subgroup"]: row for row in table(domain / "cchi_2026_subgroup_days.csv")}
    trafficking = old["TRAFFICKING OF DRUGS"]
    assert (trafficking.median, round(trafficking.mean)) == (547.5, 282)
    later = new["Trafficking of drugs"]
    assert (float(later["median"]), round(float(later["mean"]))) == (5.0, 236)
    burglary = old["BURGLARY - RESIDENTIAL"]
    assert (burglary.median, float(new["Residential burglary"]["median"])) == (126.0, 273.5)


def test_the_workbook_has_its_offences_each_in_one_category_or_none(
    workbook: tuple[list[str], list[float]],
) -> None:
    names, days = workbook
    assert len(names) == 698
    spreads = {one.group: one for one in category_weights(names, np.array(days))}
    assert set(spreads) == set(family_types("all_crime"))
    assert sum(one.n for one in spreads.values()) == 573
    assert (spreads["robbery"].median, spreads["robbery"].mean) == (365.0, 365.0)
    assert spreads["drugs"].two_kinds


def test_a_workbook_gives_medians_or_means(real_places: Path) -> None:
    path = real_places / "crime_ref" / "raw_cchi2020.xlsx"
    medians, means = read_weights(path), read_weights(path, "own_mean")
    assert medians.matrix(("",), ("drugs", "burglary")).tolist() == [[5.0, 126.0]]
    assert means.matrix(("",), ("drugs", "burglary")).round(1).tolist() == [[187.5, 314.0]]
    assert any("drugs (median 5, mean 187.5)" in said for said in medians.cautions)


def test_the_shipped_figures_by_force_are_the_published_ones(domain: Path) -> None:
    rows = table(domain / "cchi_force_category_east_midlands.csv")
    assert len(rows) == 5 * 13
    weights = shipped("cchi")
    for row in rows:
        kind = crime_type_of(row["crime_type"], "2025-01").id
        held = weights.held(kind, row["force"].lower())
        assert held is not None
        assert held.weight == float(row["cchi_days"]), row


def test_a_file_by_force_gives_the_same_weights_as_the_shipped(domain: Path) -> None:
    given = read_weights(domain / "cchi_force_category_east_midlands.csv")
    forces, kinds = ("derbyshire", "nottinghamshire"), family_types("all_crime")
    assert given.matrix(forces, kinds) == pytest.approx(shipped("cchi").matrix(forces, kinds))


def test_severity_weights_are_the_middle_and_the_mean_of_the_copy(domain: Path) -> None:
    path = domain / "css_weights_policeuk_categories.json"
    body = json.loads(path.read_text("utf-8"))
    kinds = tuple(crime_type_of(slug, "2025-01").id for slug in body["weights"])
    for name in ("css", "css_mean"):
        given = read_weights(path, name).matrix(("",), kinds)
        assert shipped(name).matrix(("",), kinds) == pytest.approx(given, abs=0.051), name
    assert "anti-social-behaviour" not in kinds


def test_unit_costs_are_those_of_the_file(domain: Path) -> None:
    costs = {row["offence"]: row for row in table(domain / "home_office_unit_costs_2015_16.csv")}
    for kind, offence in (
        ("robbery", "Robbery (individual)"),
        ("theft-from-the-person", "Theft from person"),
    ):
        held = shipped("cost").held(kind, "")
        assert held is not None
        assert held.weight == float(costs[offence]["unit_cost_gbp"])
        assert held.status == costs[offence]["status"]
    assert {row["price_year"] for row in costs.values()} == {shipped("cost").price_year}


def test_checks_of_the_reference_tables(domain: Path) -> None:
    for row in table(domain / "cchi_2026_subgroup_days.csv"):
        low, median, mean, high = (float(row[name]) for name in ("min", "median", "mean", "max"))
        assert low <= median <= high, row
        assert low <= mean <= high, row
