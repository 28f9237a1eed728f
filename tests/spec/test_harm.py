"""The harm switch on the demonstration region: build step, views, command and pages say the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from hedgerow.cli.app import app
from hedgerow.disclosure.released import REASONS
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.harm import SHIPPED, VERSIONS
from hedgerow.places.tables.harm import harm_values, scheme_names
from hedgerow.places.tables.harm_area import area_harm
from hedgerow.places.tables.harm_views import HarmAsk, harm_view
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types


@pytest.fixture(scope="module")
def lake(demo_workspace: Path) -> Lake:
    return Lake(demo_workspace / "lake")


def scores(lake: Lake, scheme: str, version: str, kind: str = "lsoa") -> dict[str, dict[str, Any]]:
    asked = {"scheme": scheme, "version": version, "kind": kind}
    sql = "SELECT * FROM harm_score WHERE scheme = $scheme AND version = $version AND area_kind = $kind"
    return {row["area_code"]: row for row in lake.query(sql, asked).to_pylist()}


@pytest.mark.parametrize("scheme", ["counts", *SHIPPED])
@pytest.mark.parametrize("version", VERSIONS)
def test_every_area_has_a_row_and_a_masked_one_has_no_number(lake: Lake, scheme: str, version: str) -> None:
    found = scores(lake, scheme, version)
    assert set(found) == set(
        lake.query("SELECT lsoa21 FROM area_lookup WHERE in_region").column(0).to_pylist()
    )
    for row in found.values():
        numbers = [row[name] for name in ("records", "value", "rank", "count_rank", "rank_change")]
        assert (row["months"] == 0) == all(n is None for n in numbers) == any(n is None for n in numbers)
        if row["months"]:
            assert row["records"] == pytest.approx(row["weighted_records"] + row["unweighted_records"])
            assert row["rank_change"] == row["count_rank"] - row["rank"]


def test_counts_are_the_panels_over_the_known_months(lake: Lake) -> None:
    plain = lake.query(
        "SELECT p.lsoa21, sum(p.n) AS n FROM panel p JOIN area_lookup a USING (lsoa21)"
        " JOIN panel_coverage k ON k.pfa24 = a.pfa24 AND k.month = p.month"
        " WHERE k.state IN ('complete', 'unusual') AND p.crime_type IN (SELECT unnest($types))"
        " AND p.month > (SELECT strftime(CAST(max(month) || '-01' AS DATE) - INTERVAL 12 MONTH, '%Y-%m')"
        "                FROM panel_coverage WHERE state IN ('complete', 'unusual')) GROUP BY 1",
        {"types": list(family_types("all_crime"))},
    )
    expected = dict(zip(*(plain.column(i).to_pylist() for i in (0, 1)), strict=True))
    found = scores(lake, "counts", "with_discovered")
    assert {code: row["value"] for code, row in found.items() if row["value"]} == pytest.approx(expected)


def test_the_larger_areas_are_the_sum_of_their_small_ones(lake: Lake) -> None:
    small = scores(lake, "cchi", "victim_reported")
    (whole,) = scores(lake, "cchi", "victim_reported", "region").values()
    assert whole["value"] == pytest.approx(sum(row["value"] or 0 for row in small.values()))
    forces = scores(lake, "cchi", "victim_reported", "pfa")
    assert whole["records"] == pytest.approx(sum(row["records"] or 0 for row in forces.values()))


def test_the_map_takes_the_same_values(lake: Lake) -> None:
    held = harm_values(lake, "css", "with_discovered")
    assert held == {code: row["rate"] for code, row in scores(lake, "css", "with_discovered").items()}
    with pytest.raises(UsageError, match="Give one of: counts, cchi"):
        harm_values(lake, "harm", "victim_reported")


def test_the_view_says_status_edition_share_and_both_versions(lake: Lake) -> None:
    view = harm_view(lake, HarmAsk(scheme="cost", level="lad"))
    assert view.prices == "2015/16 prices, recorded crime only"
    assert {str(row["version"]) for row in view.areas.records()} == set(VERSIONS)
    assert view.status == "press_quoted"
    for row in view.shares.records():
        assert 50 < float(str(row["unweighted_share"])) <= 100
    assert any("Ranks by harm are ranks of the rest only" in said for said in view.cautions)
    asb = next(row for row in view.types.records() if row["crime_type"] == "anti-social-behaviour")
    assert (asb["weight_from"], asb["value"]) == (None, None)
    assert "no_weight" in set(view.types.reasons.values()) <= set(REASONS)


def test_the_caution_of_the_harm_index_is_printed(lake: Lake) -> None:
    view = harm_view(lake, HarmAsk(scheme="cchi"))
    assert any(
        said.startswith("Never rank places of organised crime on category medians") for said in view.cautions
    )
    assert any("none of their own force is known" in said for said in view.cautions)
    assert set(view.cautions) <= set(view.areas.notes)


def test_median_and_mean_stand_beside_each_other(lake: Lake) -> None:
    for scheme in ("cchi", "cchi_mean"):
        rows = {str(r["crime_type"]): r for r in harm_view(lake, HarmAsk(scheme=scheme)).types.records()}
        drugs, violence = rows["drugs"], rows["violent-crime"]
        assert 3.6 <= float(str(drugs["median"])) <= 3.9 and 90 <= float(str(drugs["mean"])) <= 108
        assert violence["median"] is not None and violence["mean"] is None
        assert drugs["weight_from"] == drugs["mean" if scheme == "cchi_mean" else "median"]
    cost = next(harm_view(lake, HarmAsk(scheme="cost")).types.records())
    assert (cost["median"], cost["mean"]) == (None, None)


def test_a_type_without_a_weight_and_without_a_record_is_not_nought(lake: Lake) -> None:
    for code in scores(lake, "cost", "victim_reported", "lsoa"):
        view = area_harm(lake, code, "cost")
        drugs = next(row for row in view.types.records() if row["crime_type"] == "drugs")
        if view.known and drugs["records"] == 0:
            assert drugs["value"] is None and drugs["status"] == "no weight"
            return
    pytest.skip("Every area of the demonstration records drugs.")


def test_a_file_of_weights_takes_the_place_of_the_shipped(lake: Lake, tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text("category,weight,unit,edition,source\nRobbery,10,days,2030,mine\n", "utf-8")
    view = harm_view(lake, HarmAsk(scheme="own", level="pfa", version="with_discovered", weights=path))
    robberies = next(row for row in view.types.records() if row["crime_type"] == "robbery")
    assert robberies["value"] == pytest.approx(10 * float(str(robberies["records"])))
    assert (view.edition, view.source, view.status) == ("2030", "mine", "given")
    (share,) = view.shares.records()
    assert share["value"] == robberies["value"]


def test_forces_of_a_file_that_are_not_of_the_region_are_named(lake: Lake, tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text("category,force,weight,unit\nRobbery,Atlantis Police,10,days\nRobbery,,5,days\n", "utf-8")
    view = harm_view(lake, HarmAsk(scheme="own", level="pfa", weights=path))
    assert "Forces of the file that are not of this region: atlantis-police." in view.cautions


def test_schemes_are_compared_and_a_scheme_agrees_with_itself(lake: Lake, tmp_path: Path) -> None:
    path = tmp_path / "ones.csv"
    rows = "".join(f"{kind},1,days,x,y\n" for kind in family_types("all_crime"))
    path.write_text("category,weight,unit,edition,source\n" + rows, "utf-8")
    view = harm_view(lake, HarmAsk(scheme="own", weights=path))
    pairs = {(r["version"], r["scheme"], r["other"]): r["spearman"] for r in view.agreement.records()}
    assert pairs["victim_reported", "counts", "given"] == pytest.approx(1)
    assert all(value is None or -1 <= float(str(value)) <= 1 for value in pairs.values())


def test_an_area_page_shows_what_the_table_holds(lake: Lake) -> None:
    held = scores(lake, "cchi", "victim_reported", "lad")
    code, row = next((code, row) for code, row in held.items() if row["value"])
    view = area_harm(lake, code, "cchi")
    first = next(view.versions.records())
    for name in ("records", "value", "rate", "rank", "count_rank", "rank_change"):
        assert first[name] == pytest.approx(row[name]), name
    assert sum(
        float(str(r["share"])) for r in view.types.records() if r["share"] is not None
    ) == pytest.approx(100)


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["places", "harm", *words])


def test_the_command_prints_json_and_saves_every_area(demo_workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "harm.csv"
    result = run(str(demo_workspace), "--scheme", "css", "--level", "lad", "--json", "--out", str(out))
    assert result.exit_code == 0
    data: Mapping[str, Any] = json.loads(result.stdout)
    assert set(data) >= {"scheme", "edition", "status", "source", "licence", "summary", "cautions", "areas"}
    with out.open(encoding="utf-8", newline="") as handle:
        saved = list(csv.DictReader(handle))
    assert [row["area_code"] for row in saved] == [row["area_code"] for row in data["areas"]["rows"]]
    assert [float(row["value"]) for row in saved if row["value"]] == [
        row["value"] for row in data["areas"]["rows"] if row["value"] is not None
    ]


def test_the_command_says_in_words_what_must_be_read(demo_workspace: Path) -> None:
    said = " ".join(run(str(demo_workspace), "--level", "lad").stdout.split())
    for words in (
        "Status of the weights: unverified",
        "rank by count",
        "no weight in any scheme",
        "Spearman",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (HarmAsk(scheme="harm"), "no harm scheme"),
        (HarmAsk(level="street"), "no kind of area"),
        (HarmAsk(version="all"), "no version"),
        (HarmAsk(months="2024-13:2025-01"), "no period"),
        (HarmAsk(months="2025-02:2025-01"), "no period"),
        (HarmAsk(months="1999-01:1999-12"), "No month of"),
        (HarmAsk(price_year="2024/25"), "needs a table of deflators"),
        (HarmAsk(scheme="counts", weights=Path("w.csv")), "Counts have no weights"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(lake: Lake, ask: HarmAsk, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        harm_view(lake, ask)
    assert caught.value.remedy


def test_without_a_panel_the_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        harm_view(Lake(tmp_path / "lake"), HarmAsk())
    assert scheme_names(Lake(tmp_path / "lake")) == ("counts", *SHIPPED)


def test_weights_as_used_are_in_the_lake(lake: Lake) -> None:
    rows = lake.read("harm_weight").to_pylist()
    assert {row["scheme"] for row in rows} == set(SHIPPED)
    drugs = [
        r["weight"]
        for r in rows
        if (r["scheme"], r["force"], r["crime_type"]) == ("cchi", "derbyshire", "drugs")
    ]
    assert drugs == [3.7]
    assert not any(row["weight"] == 0 for row in rows)
    assert np.isfinite([row["weight"] for row in rows if row["weight"] is not None]).all()
