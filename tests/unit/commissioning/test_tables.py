"""From a small lake and database to facts, the matrix and files."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from hedgerow.commissioning.alignment import Row
from hedgerow.commissioning.initiatives import Initiative
from hedgerow.commissioning.profile import ProfileOptions, build_profile
from hedgerow.commissioning.tables import add_initiative, alignment_view, build_alignment, read_facts
from hedgerow.commissioning.tables.crime import calendar, count_figure
from hedgerow.errors import MachineError, NotFoundError, UsageError
from hedgerow.provenance import Figure
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms
from unit.commissioning.conftest import GAP, MONTHS, REGION, table

TODAY = dt.date(2026, 2, 1)


def silent(_done: int, _total: int, _message: str) -> None:
    return None


def test_crime_is_counted_over_the_months_that_are_known(lake: Lake, database: Database) -> None:
    crime = read_facts(lake, database, "E07999001", today=TODAY, region=REGION).crime
    assert crime is not None
    assert crime.months == tuple(calendar("2025-01", "2025-12"))
    assert set(crime.unknown) == {GAP}
    rows = {row.key: row for row in crime.types}
    assert rows["burglary"].now == 11 * (1 + 2)
    assert rows["burglary"].before == 12 * (1 + 2)
    assert rows["burglary"].region_now == 11 * (1 + 2 + 3)
    assert rows["burglary"].region_population == 6000
    assert rows["drugs"].before == 0
    trend = {month: (state, counts) for month, state, counts in crime.trend}
    assert trend[GAP][0] == "partial"


def test_a_force_has_its_districts_and_a_count_has_its_address(lake: Lake, database: Database) -> None:
    crime = read_facts(lake, database, "E23999001", today=TODAY).crime
    assert crime is not None
    assert {row.title: row.now for row in crime.districts} == {"Thorn": 11 * 3 + 88, "Bramble": 11 * 3 + 44}
    figure = Figure.parse(str(crime.families[0].figure))
    assert dict(figure.keys)["month"].split("|") == [m for m in crime.months if m != GAP]


def test_a_run_without_a_hole_is_addressed_by_its_ends() -> None:
    figure = count_figure({"lad24": "E07"}, ["drugs"], calendar("2024-11", "2025-02"))
    assert figure == "panel/crime_type=drugs,from=2024-11,lad24=E07,to=2025-02/n"
    assert count_figure({}, ["drugs"], []) is None


def test_places_that_changed_are_found(lake: Lake, database: Database) -> None:
    places = read_facts(lake, database, "E22999001", today=TODAY).places
    assert places.tested_for_change == 3
    assert {row.code for row in places.changed} == {"E01999001", "E01999002", "E01999003"}
    assert places.need is None
    assert places.hot[0].rank_lower is not None


def test_crimes_that_come_in_runs_are_no_change(lake: Lake, database: Database) -> None:
    """240 crimes and 330, in turns of few and many: as single events a change, as runs chance."""
    few = {"E01999001": 0, "E01999002": 1, "E01999003": 0}
    rows = [
        {"lsoa21": code, "month": month, "crime_type": "burglary", "edition": "test",
         "n": (5.0 if (number + turn) % 2 else 35.0) + (15.0 if month > "2025" and turn == 0 else 0.0)}
        for code, turn in few.items()
        for number, month in enumerate(MONTHS)
    ]  # fmt: skip
    lake.write("panel", table("panel", rows))
    places = read_facts(lake, database, "E22999001", today=TODAY).places
    assert (places.tested_for_change, places.changed) == (3, ())


@pytest.mark.parametrize("code", ["E99", "E01999001", "E22999002"])
def test_a_code_for_which_no_profile_can_be_made_is_refused(
    code: str, lake: Lake, database: Database
) -> None:
    with pytest.raises(NotFoundError) as caught:
        read_facts(lake, database, code, today=TODAY)
    assert caught.value.remedy


def test_all_twelve_approaches_always_appear_and_missing_is_not_nought(
    lake: Lake, database: Database
) -> None:
    build_alignment(lake, database, REGION, silent)
    table = lake.read("alignment")
    assert table.column("approach").to_pylist() == list(terms("approach"))
    assert table.num_rows == 12
    for name in ("commitments", "initiatives", "need_areas"):
        assert table.column(name).null_count == 12
    assert table.column("reviews").to_pylist()[0] > 0
    view = alignment_view(lake, database)
    assert view.table.reasons[0, "need_areas"] == "not_built"
    assert all("No plan is held" in str(row["gap"]) for row in view.table.records())


def test_the_matrix_counts_initiatives_of_the_area_that_is_asked_for(lake: Lake, database: Database) -> None:
    add_initiative(database, Initiative("Hub", approach="vulnerability_hubs", places=("E07999001",)))
    plan = {"title": "Plan", "file_name": "p.txt", "sha256": "0" * 64, "media": "text", "reader": "1"}
    plan_id = database.add("plan", plan)
    for status in ("found", "rejected"):
        database.add(
            "commitment",
            {
                "plan": plan_id,
                "number": 1,
                "paragraph": 1,
                "status": status,
                "quote": "q",
                "approaches": "section17",
            },
        )

    def counts(area: str | None) -> dict[str, tuple[object, object]]:
        view = alignment_view(lake, database, area=area)
        return {
            str(row["approach"]): (row["commitments"], row["initiatives"]) for row in view.table.records()
        }

    hubs, duty = terms("approach")["vulnerability_hubs"].title, terms("approach")["section17"].title
    assert counts(None)[hubs] == (0, 1)
    assert counts(None)[duty] == (1, 0)
    assert counts("E07999001")[hubs] == (0, 1)
    assert counts("E07999002")[hubs] == (0, 0)


def test_a_gap_is_put_in_words() -> None:
    row = Row("section17", "a", "b", 1, 2, 0, "harm", 3, 0, None)
    assert row.gap is not None
    assert "promised and nothing is on record that delivers it" in row.gap
    assert "None of the evidence held is from the UK" in row.gap
    assert Row("a", "b", "c", 1, 1, 1, "supports", 2, 2, 5).gap is None
    assert "does not mean that it does not work" in str(Row("a", "b", "c", 0, 0, 0, "none_held", 2, 2, 5).gap)


def test_files_and_manifest_are_put_in_place_together(lake: Lake, database: Database, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = build_profile(
        lake, database, "E22999001", "public", ["html", "docx"], out, today=TODAY,
        options=ProfileOptions(region=REGION, owner="Board chair"),
    )  # fmt: skip
    assert sorted(path.name for path in out.iterdir()) == [
        "soc-profile-vale-csp-e22999001-public.docx",
        "soc-profile-vale-csp-e22999001-public.html",
        "soc-profile-vale-csp-e22999001-public.manifest.json",
    ]
    manifest = json.loads(result.files["manifest"].read_bytes())
    assert manifest["content_hash"] == result.hash
    assert manifest["marking"] == "Public"
    assert all(Figure.parse(figure) for figure in manifest["figures"])
    assert manifest["figures"]
    again = build_profile(lake, database, "E22999001", "public", ["html"], tmp_path / "b", today=TODAY,
                          options=ProfileOptions(region=REGION, owner="Board chair"))  # fmt: skip
    assert again.hash == result.hash
    later = build_profile(
        lake, database, "E22999001", "public", ["html"], out, today=TODAY + dt.timedelta(500)
    )
    assert "due for review" in " ".join(later.document.banners)


@pytest.mark.parametrize(("edition", "formats"), [("secret", ["html"]), ("public", ["odt"]), ("public", [])])
def test_an_unknown_edition_or_format_is_refused(
    edition: str, formats: list[str], lake: Lake, database: Database, tmp_path: Path
) -> None:
    with pytest.raises(UsageError):
        build_profile(lake, database, "E22999001", edition, formats, tmp_path, today=TODAY)


def test_a_place_that_cannot_be_written_is_named(lake: Lake, database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(MachineError, match="could not be written"):
        build_profile(lake, database, "E22999001", "public", ["html"], tmp_path / "file", today=TODAY)
