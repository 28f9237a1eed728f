"""Each truth that was planted in the demonstration region is found, and nothing beside them is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from hedgerow.demo import Truths, read_truths
from hedgerow.places.tables.signals_views import SignalsAsked, find
from hedgerow.store.lake import Lake


@pytest.fixture(scope="module")
def truths(demo_workspace: Path) -> Truths:
    return read_truths(demo_workspace / "demonstration")


@pytest.fixture(scope="module")
def lake(demo_workspace: Path) -> Lake:
    return Lake(demo_workspace / "lake")


def said(lake: Lake, codes: Sequence[str], family: str = "all_crime") -> list[dict[str, object]]:
    rows = lake.query("SELECT * FROM contrast WHERE family = $family ORDER BY lsoa21", {"family": family})
    return [row for row in rows.to_pylist() if row["lsoa21"] in codes]


def count(lake: Lake, codes: Sequence[str], kind: str, months: tuple[str, str]) -> float:
    rows = lake.query(
        "SELECT lsoa21, n FROM panel WHERE crime_type = $kind AND month BETWEEN $first AND $last",
        {"kind": kind, "first": months[0], "last": months[1]},
    )
    return float(sum(row["n"] for row in rows.to_pylist() if row["lsoa21"] in codes))


def test_resilient_places_are_found(lake: Lake, truths: Truths) -> None:
    verdicts = [row["verdict"] for row in said(lake, truths.resilient)]
    assert len(verdicts) == len(truths.resilient)
    assert verdicts.count("zero_output") >= len(verdicts) - 1, verdicts


def test_burdened_places_are_found(lake: Lake, truths: Truths) -> None:
    verdicts = [row["verdict"] for row in said(lake, truths.burdened)]
    assert verdicts.count("super_output") >= len(verdicts) - 1, verdicts


def test_nothing_else_is_named(lake: Lake, truths: Truths) -> None:
    planted = {
        *truths.resilient,
        *truths.burdened,
        *truths.silent,
        truths.artefact,
        truths.artefact_neighbour,
    }
    others = lake.query("SELECT lsoa21, verdict FROM contrast WHERE family = 'all_crime'").to_pylist()
    named = [row for row in others if row["lsoa21"] not in planted and row["verdict"].endswith("_output")]
    assert len(named) <= 1, named


def test_silence_is_not_taken_for_resilience(lake: Lake, truths: Truths) -> None:
    for row in said(lake, truths.silent):
        assert row["silence"] == "possible"
        assert row["verdict"] != "zero_output"


def test_the_artefact_is_named_as_one(lake: Lake, truths: Truths) -> None:
    (row,) = said(lake, [truths.artefact])
    assert row["verdict"] == "artefact"
    assert "next door" in str(row["artefact"])


def test_missing_and_partial_months_are_in_the_gap_register(lake: Lake, truths: Truths) -> None:
    gaps = {
        (row["force"], row["from_month"], row["to_month"]): row["kind"]
        for row in lake.read("panel_gap").to_pylist()
    }
    missing = ("Caldermoor", truths.missing_months[0], truths.missing_months[-1])
    assert gaps[missing] == "missing"
    assert gaps["Amberdale", truths.partial_month, truths.partial_month] == "partial"
    assert len(gaps) == 2


def test_the_emerging_sign_is_in_the_counts(lake: Lake, truths: Truths) -> None:
    before = count(lake, truths.emerging, truths.emerging_type, ("2024-10", "2025-09")) / 12
    since = count(lake, truths.emerging, truths.emerging_type, (truths.emerging_from, "2025-12")) / 3
    assert since / before == pytest.approx(truths.emerging_ratio, rel=0.4)


def test_the_known_effect_is_in_the_counts(lake: Lake, truths: Truths) -> None:
    before = count(lake, truths.treated, truths.treated_type, ("2024-01", "2024-12")) / 12
    # One month of the treated force was published in part, so eleven are whole.
    after = count(lake, truths.treated, truths.treated_type, (truths.treated_from, "2025-12"))
    after -= count(lake, truths.treated, truths.treated_type, (truths.partial_month, truths.partial_month))
    assert after / 11 / before == pytest.approx(truths.treated_ratio, rel=0.25)


def test_rows_in_are_rows_kept_and_rows_rejected(lake: Lake) -> None:
    for row in lake.read("source_file").to_pylist():
        assert row["rows_in"] == row["rows_kept"] + row["rows_rejected"], row["path"]


def test_vintages_are_decided_row_by_row(lake: Lake) -> None:
    found = lake.query(
        "SELECT DISTINCT lsoa_vintage FROM street WHERE lsoa_published IS NOT NULL"
    ).to_pydict()
    assert set(found["lsoa_vintage"]) == {"2011", "2021", "both"}


def test_the_emerging_sign_is_found_when_it_is_asked_for(lake: Lake, truths: Truths) -> None:
    asked = SignalsAsked(month="2025-12", level="lad", crime_type=truths.emerging_type, discovered=True)
    districts = lake.query(
        "SELECT DISTINCT lad24 AS code FROM area_lookup WHERE list_contains($codes, lsoa21)",
        {"codes": list(truths.emerging)},
    ).to_pydict()["code"]
    found = find(lake, asked)
    assert [(row["area_code"], row["state"]) for row in found.alarms] == [(districts[0], "up")]
    assert [row["since"] for row in found.shifts] == [truths.emerging_from]
