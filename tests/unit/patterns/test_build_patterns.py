"""Where crime gathers in the demonstration, and what the views say of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hedgerow.cli.main import run
from hedgerow.errors import NotFoundError
from hedgerow.places.tables.pattern_views import CLASSES, pattern_of, patterns_view
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types, terms


@pytest.fixture(scope="module")
def lake(demo_workspace: Path) -> Lake:
    return Lake(demo_workspace / "lake")


def test_every_place_and_family_has_one_row(lake: Lake) -> None:
    rows = lake.read("local_pattern")
    places = lake.query("SELECT count(*) AS n FROM area_lookup WHERE in_region").to_pylist()[0]["n"]
    assert len(rows) == places * len(terms("crime_family"))
    assert set(rows.column("class").to_pylist()) <= set(CLASSES)


def test_a_class_is_given_only_where_q_is_at_most_a_twentieth(lake: Lake) -> None:
    for row in lake.read("local_pattern").to_pylist():
        named = row["class"] in ("high-high", "low-low", "high-low", "low-high")
        assert named == (row["q_value"] is not None and row["q_value"] <= 0.05)


def test_a_force_without_months_has_no_value_and_no_answer(lake: Lake) -> None:
    rows = lake.query("SELECT * FROM local_pattern WHERE months = 0").to_pylist()
    assert all(row["class"] == "no value" and row["value"] is None for row in rows)


def test_the_concentration_counts_what_the_panel_holds(lake: Lake) -> None:
    kinds = family_types("violence")
    for row in lake.query(
        "SELECT * FROM concentration WHERE family = 'violence' AND left_out = 0"
    ).to_pylist():
        if row["area_kind"] == "pfa":
            held = lake.query(
                "SELECT sum(p.n) AS n FROM panel p JOIN area_lookup l USING (lsoa21)"
                " JOIN panel_coverage c ON c.pfa24 = l.pfa24 AND c.month = p.month"
                " WHERE l.pfa24 = $area AND p.crime_type IN (SELECT unnest($kinds))"
                " AND c.state IN ('complete', 'unusual') AND p.month >= $first",
                {"area": row["area_code"], "kinds": list(kinds), "first": _first(lake)},
            ).to_pylist()[0]["n"]
            assert row["events"] == pytest.approx(held)
            assert 0 < row["places_for_half"] <= row["places"] / 2 + 1


def _first(lake: Lake) -> str:
    from hedgerow.places.tables.contrast_inputs import window_months

    return window_months(lake)[0]


def test_the_funnel_adds_up_to_the_region(lake: Lake) -> None:
    rows = lake.query("SELECT * FROM funnel WHERE family = 'violence'").to_pylist()
    assert sum(row["observed"] for row in rows) == pytest.approx(sum(row["expected"] for row in rows))
    assert all(row["limit_lower"] <= row["warn_lower"] <= 1 <= row["warn_upper"] for row in rows)


def test_the_view_says_how_many_hold_half(lake: Lake) -> None:
    view = patterns_view(lake, "violence", "Amberdale")
    row = next(iter(view.concentration.records()))
    assert f"{row['places_for_half']:,} of {row['places']:,} small neighbourhoods" in view.summary
    assert sum(int(r["areas"]) for r in view.counts.records()) == len(  # type: ignore[call-overload]
        lake.query("SELECT * FROM local_pattern WHERE family = 'violence'")
    )


def test_an_unknown_family_names_the_known_ones(lake: Lake) -> None:
    with pytest.raises(NotFoundError, match="violence"):
        patterns_view(lake, "witchcraft", "Amberdale")


def test_the_rows_of_one_place_come_in_the_order_of_the_families(lake: Lake) -> None:
    code = lake.read("local_pattern").column("area_code")[0].as_py()
    assert [row["family"] for row in pattern_of(lake, code)] == list(terms("crime_family"))


def test_the_command_answers_in_json(demo_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["places", "patterns", str(demo_workspace), "--family", "violence", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["family"] == "violence"
    assert np.isfinite(said["concentration"]["rows"][0]["gini"])
