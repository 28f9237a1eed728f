"""What the evidence library does for a person who asks what is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from hedgerow.disclosure import Released
from hedgerow.errors import NotFoundError, RecordError, UsageError
from hedgerow.evidence import state_of
from hedgerow.evidence.gapmap.filters import Filters
from hedgerow.evidence.tables import (
    EvidenceQuery,
    GapMapQuery,
    build_evidence,
    claims,
    disagreements,
    evidence_list,
    evidence_record,
    gap_map,
)
from hedgerow.evidence.tables.search import FILE_NAME
from hedgerow.store.lake import Lake

RIS = "TY  - JOUR\nTI  - Imported lighting study\nDO  - 10.1111/1745-9133.12585\nER  - \nTY  - GEN\nER  - \n"


def quiet(_done: int, _total: int, _text: str) -> None:
    return


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("evidence")
    (folder / "mine.ris").write_text(RIS, "utf-8")
    made = Lake(folder / "lake")
    build_evidence(made, [folder / "mine.ris", folder / "mine.ris"], quiet)
    return made


def state(lake: Lake, **asked: object) -> str:
    tables = lake.read("evidence_record"), lake.read("evidence_effect")
    return state_of(*tables, **asked).state  # type: ignore[arg-type]


def test_the_library_is_there_without_any_data_at_hand(lake: Lake) -> None:
    assert evidence_list(lake).total == 183
    assert evidence_list(lake, EvidenceQuery(tier="A")).total == 111


def test_an_import_is_catalogued_counted_in_full_and_never_evidence(lake: Lake) -> None:
    files = {row["source"]: row for row in lake.read("source_file").to_pylist()}
    mine = files["evidence_import"]
    assert (mine["rows_in"], mine["rows_kept"], mine["rows_rejected"]) == (2, 2, 0)
    assert "DOI of a record already held" in mine["note"]
    imported = evidence_list(lake, EvidenceQuery(tier="X")).results
    row, without_title = sorted(imported.records(), key=lambda found: "no title" in str(found["title"]))
    assert without_title["title"] == "[no title in the file]"
    assert row["standing"] == "imported, not yet coded"
    assert row["uk"] is None and row["effects"] is None
    assert row["id"] not in {
        name for cell in gap_map(lake).cells.records() for name in str(cell["ids"]).split("|")
    }


def test_an_import_that_cannot_be_read_stops_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "bad.ris").write_text("nothing here", "utf-8")
    with pytest.raises(RecordError, match=r"bad\.ris"):
        build_evidence(Lake(tmp_path / "lake"), [tmp_path / "bad.ris"], quiet)
    assert not (tmp_path / "lake").exists()


def test_building_twice_gives_the_same_bytes(lake: Lake, tmp_path: Path) -> None:
    mine = lake.root.parent / "mine.ris"
    build_evidence(Lake(tmp_path), [mine], quiet)
    for name in ("evidence_record.parquet", "evidence_effect.parquet", "evidence_cell.parquet", FILE_NAME):
        assert (tmp_path / name).read_bytes() == (lake.root / name).read_bytes(), name


def test_search_finds_forms_of_a_word_and_marks_them(lake: Lake) -> None:
    found = evidence_list(lake, EvidenceQuery(text="street lights"))
    assert "welsh-2022-street-lighting" in [row["id"] for row in found.results.records()][:4]
    marked = [piece.text for piece in found.snippets["welsh-2022-street-lighting"] if piece.marked]
    assert "lighting" in marked


def test_search_by_field_phrase_and_left_out_word(lake: Lake) -> None:
    by_title = evidence_list(lake, EvidenceQuery(text="title:cctv")).results
    assert {row["id"] for row in by_title.records()} == {"ashby-2017-cctv-investigation", "piza-2019-cctv"}
    assert evidence_list(lake, EvidenceQuery(text='"county lines" -school')).total > 0


def test_search_says_when_it_had_to_take_any_word(lake: Lake) -> None:
    assert evidence_list(lake, EvidenceQuery(text="lighting zzzzz")).mode == "any"
    nothing = evidence_list(lake, EvidenceQuery(text='"*('))
    assert (nothing.mode, nothing.total) == ("nothing", 0)


def test_facets_count_what_each_choice_would_give(lake: Lake) -> None:
    whole = evidence_list(lake, EvidenceQuery(approach="modern_slavery"))
    assert whole.total == 13
    kinds = {row["value"]: row["records"] for row in whole.facets.records() if row["facet"] == "kind"}
    for kind, records in kinds.items():
        asked = EvidenceQuery(approach="modern_slavery", kind=str(kind))
        assert evidence_list(lake, asked).total == records
    approaches = [row for row in whole.facets.records() if row["facet"] == "approach"]
    assert len(approaches) == 12
    assert [row["value"] for row in approaches if row["chosen"]] == ["modern_slavery"]


def test_pages_cover_the_list_once(lake: Lake) -> None:
    pages = evidence_list(lake, EvidenceQuery(size=50)).pages
    seen = [
        row["id"]
        for page in range(1, pages + 1)
        for row in evidence_list(lake, EvidenceQuery(size=50, page=page)).results.records()
    ]
    assert len(seen) == len(set(seen)) == 183
    assert evidence_list(lake, EvidenceQuery(page=99)).query.page == evidence_list(lake).pages
    with pytest.raises(UsageError, match="newest"):
        evidence_list(lake, EvidenceQuery(sort="loudest"))


def test_a_record_shows_its_effects_editions_and_a_link_that_may_be_printed(lake: Lake) -> None:
    view = evidence_record(lake, "welsh-2022-street-lighting")
    assert view.link == "https://doi.org/10.1111/1745-9133.12585"
    assert [row["relation"] for row in view.chain.records()] == ["replaced by this one"]
    older = evidence_record(lake, "welsh-farrington-2008-street-lighting")
    assert older.standing == "replaced by a newer record"
    assert [row["id"] for row in older.chain.records()] == ["welsh-2022-street-lighting"]
    assert (0, "estimate") in view.effects.figures


def test_a_grade_that_is_not_there_is_not_rated_and_never_nought(lake: Lake) -> None:
    grades = evidence_record(lake, "piza-2019-cctv").grades
    assert grades.reasons[0, "grade"] == "not_rated"


def test_an_unknown_record_is_refused_with_near_names(lake: Lake) -> None:
    with pytest.raises(NotFoundError, match="braga-2019-hot-spots"):
        evidence_record(lake, "hot-spots")


@pytest.mark.parametrize(
    ("interventions", "expected"),
    [
        (["scared_straight"], "harm"),
        (["hot_spots_policing"], "supports"),
        (["clear_hold_build"], "mixed"),
        (["restorative_justice"], "mixed"),
        (["after_school_programmes"], "no_effect"),
        (["cuckooing_prevention"], "inconclusive"),
        (["county_lines_support"], "none_held"),
    ],
)
def test_what_the_library_says_of_some_interventions(
    lake: Lake, interventions: list[str], expected: str
) -> None:
    assert state(lake, interventions=interventions) == expected


@pytest.mark.parametrize(
    "approach", ["section17", "police_crime_plans", "vulnerability_hubs", "super_zero_output"]
)
def test_an_approach_that_was_never_evaluated_is_not_said_to_work(lake: Lake, approach: str) -> None:
    assert state(lake, approach=approach) == "inconclusive"


def test_the_map_tells_nothing_found_from_never_searched_and_from_filtered_away(lake: Lake) -> None:
    whole = gap_map(lake)
    assert (len(whole.cells), sum(whole.counts.values())) == (135, 135)
    assert set(whole.counts) == {"held", "empty_after_search", "not_searched"}
    uk = gap_map(lake, GapMapQuery(filters=Filters(uk="yes")))
    assert uk.counts["held"] + uk.counts["held_elsewhere"] == whole.counts["held"]
    assert {row["state"] for row in whole.gaps.records()} == {"empty_after_search", "not_searched"}
    assert len(gap_map(lake, GapMapQuery(filters=Filters(four_p="pursue"))).rows) < len(whole.rows)
    with pytest.raises(NotFoundError):
        gap_map(lake, GapMapQuery(filters=Filters(approach="nothing")))


def test_the_built_cells_are_those_of_the_map(lake: Lake) -> None:
    built = {(row["row"], row["column"]): row for row in lake.read("evidence_cell").to_pylist()}
    for cell in gap_map(lake).cells.records():
        same = built[cell["row"], cell["column"]]
        assert [same[name] for name in ("reviews", "studies", "claims", "state")] == [
            cell[name] for name in ("reviews", "studies", "claims", "state")
        ]


def test_disagreements_stand_side_by_side_with_what_makes_them_differ(lake: Lake) -> None:
    view = disagreements(lake)
    assert len(view.topics) == 7
    by_topic: dict[object, set[object]] = {}
    for row in view.sides.records():
        by_topic.setdefault(row["topic"], set()).add(row["id"])
        assert row["verified"] and row["kind"]
    assert all(len(sides) >= 2 for sides in by_topic.values())
    bounds = [row["bounds"] for row in view.sides.records() if row["topic"] == "drink_drive_media"]
    assert bounds == ["interquartile range, not a confidence interval", "95 % confidence interval"]


def test_claims_are_labelled_and_apart(lake: Lake) -> None:
    view = claims(lake)
    assert len(view.claims) == 7
    assert {row["standing"] for row in view.claims.records()} == {"claim awaiting evaluation"}


def test_everything_shown_has_passed_the_door(lake: Lake) -> None:
    shown = [
        evidence_list(lake).results,
        evidence_list(lake).facets,
        gap_map(lake).cells,
        gap_map(lake).gaps,
        disagreements(lake).sides,
        claims(lake).claims,
        claims(lake).figures,
    ]
    assert all(isinstance(table, Released) for table in shown)
    assert all(table.sources for table in shown if table.name != "evidence_facets")


@pytest.mark.real_data
def test_every_ris_export_at_hand_is_accounted_for(shared: Path) -> None:
    import re

    from hedgerow.evidence import read_file

    read = 0
    for path in sorted((shared / "data" / "evidence" / "parsers").iterdir()):
        starts = len(
            re.findall(rb"(?m)^TY  -", path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n"))
        )
        if not starts:
            continue
        found = read_file(path)
        assert (found.format, found.expected) == ("ris", starts), path.name
        assert len(found.records) + len(found.rejected) == starts, path.name
        read += 1
    assert read >= 40


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "records", "rejected"),
    [
        ("asreview_embase.csv", 6, 0),
        ("asreview_embase_newpage.csv", 6, 0),
        ("asreview_generic_semicolon.csv", 2, 0),
        ("asreview_generic_tab.csv", 2, 0),
        ("asreview_generic_column_names_with_spaces.csv", 2, 0),
        ("asreview_generic_labels_no_title.csv", 6, 0),
        ("asreview_missing_values.csv", 4, 0),
        ("asreview_record_id.csv", 10, 0),
        ("asreview_duplicate_records.csv", 14, 0),
        ("asreview_generic_tab.tsv", 2, 0),
    ],
)
def test_tables_of_references_at_hand(shared: Path, name: str, records: int, rejected: int) -> None:
    from hedgerow.evidence import read_file

    found = read_file(shared / "data" / "evidence" / "parsers" / name)
    assert (len(found.records), len(found.rejected)) == (records, rejected)


def test_the_figures_of_the_explanation_are_those_of_the_library(lake: Lake) -> None:
    text = (Path(__file__).parents[2] / "docs" / "explanation" / "evidence-and-gaps.md").read_text("utf-8")
    view = gap_map(lake)
    assert view.summary.startswith(
        "Of 135 cells, 69 hold evidence, 1 empty after a search, 65 never searched."
    )
    assert view.counts == {"held": 69, "empty_after_search": 1, "not_searched": 65}
    for words in ("(69 cells)", "(1 cell is empty", "(65 cells)", f"{len(view.gaps)} **named gaps**"):
        assert words in text, words


def test_a_filter_that_does_not_exist_is_refused_and_not_an_empty_list(lake: Lake) -> None:
    with pytest.raises(NotFoundError, match="section17"):
        evidence_list(lake, EvidenceQuery(approach="sectoin17"))
    with pytest.raises(UsageError, match="rct"):
        evidence_list(lake, EvidenceQuery(kind="trial"))
    with pytest.raises(UsageError, match="yes, no"):
        evidence_list(lake, EvidenceQuery(uk="true"))
