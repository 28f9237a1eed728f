"""What the gap map does for a person who asks where there is evidence and where nobody looked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pyarrow as pa
import pytest

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.evidence.gapmap.axes import axes
from hedgerow.evidence.gapmap.filters import Filters
from hedgerow.evidence.gapmap.scales import scales
from hedgerow.evidence.tables import (
    EvidenceQuery,
    GapMapQuery,
    build_evidence,
    evidence_list,
    gap_map,
    gap_map_changes,
    keep_version,
    map_face,
    record_table,
    versions,
)
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.store.open_lake import OpenLake
from hedgerow.vocabulary import terms
from hedgerow.web.gapmap.address import map_address, query_of, records_address
from hedgerow.web.gapmap.drawing import drawn_rows


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    made = Lake(tmp_path_factory.mktemp("gapmap") / "lake")
    build_evidence(made, [], lambda *_: None)
    return OpenLake(made.root)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'hedgerow.db'}").migrate()


def listed(lake: Lake, address: str) -> int:
    """Return how many records the list says an address holds."""
    asked = dict(parse_qsl(urlsplit(address).query))
    asked["text"] = asked.pop("q", "")
    return evidence_list(lake, EvidenceQuery(**asked, size=1)).total


QUERIES = (
    GapMapQuery(),
    GapMapQuery(filters=Filters(uk="yes", year_from="2015", year_to="2021")),
    GapMapQuery(filters=Filters(approach="section17", four_p="protect")),
    GapMapQuery(filters=Filters(text="violence", kind="systematic_review")),
    GapMapQuery(filters=Filters(grade="source_check:abstract", design="review")),
    GapMapQuery(filters=Filters(east_midlands="yes")),
    GapMapQuery(filters=Filters(intervention_group="situational_cpted", outcome_group="crime")),
    GapMapQuery(rows="region", columns="design", filters=Filters(uk="yes")),
    GapMapQuery(rows="period", columns="country", filters=Filters(year_from="2012")),
    GapMapQuery(rows="four_p", columns="outcome_group"),
    GapMapQuery(rows="approach", columns="kind", filters=Filters(country="england")),
)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: map_address(query) or "all")
def test_the_number_in_each_cell_is_the_number_on_the_list_that_it_opens(
    lake: Lake, query: GapMapQuery
) -> None:
    held = 0
    for cell in gap_map(lake, query).cells.records():
        number = int(cell["reviews"]) + int(cell["studies"])
        if number:
            address = records_address(query, str(cell["row"]), str(cell["column"]))
            assert listed(lake, address) == number, address
            held += 1
    assert held


def test_a_cell_without_evidence_opens_its_claims_or_what_is_in_progress(lake: Lake) -> None:
    opened = Counter[str]()
    view = gap_map(lake)
    records = {(r["row"], r["column"]): r for r in view.cells.records()}
    for row in drawn_rows(view, {}):
        for column, cell in zip(view.columns, row.cells, strict=True):
            record = records[row.id, column]
            if cell.href and not cell.n:
                stands = dict(parse_qsl(urlsplit(cell.href).query))["stands"]
                name = {"claim": "claims", "in_progress": "catalogued"}[stands]
                assert listed(lake, cell.href) == record[name]
                opened[stands] += 1
            assert bool(cell.href) == bool(record["ids"] or record["claims"] or record["catalogued"])
    assert set(opened) == {"claim", "in_progress"}


def test_fine_axes_hold_what_their_lists_hold(lake: Lake) -> None:
    query = GapMapQuery(rows="intervention", columns="outcome", filters=Filters(outcome_group="soc_specific"))
    paged, view = gap_map(lake, query), gap_map(lake, replace(query, page=0))
    assert paged.pages > 1 and paged.summary == view.summary and paged.counts == view.counts
    assert (
        sum(len(gap_map(lake, replace(query, page=n + 1)).rows) for n in range(paged.pages)) == view.all_rows
    )
    full = [cell for cell in view.cells.records() if cell["ids"]]
    assert view.pages == 1 and len(view.cells) == view.all_rows * len(view.columns)
    for cell in full[:25]:
        address = records_address(query, str(cell["row"]), str(cell["column"]))
        assert listed(lake, address) == len(str(cell["ids"]).split("|"))


def test_an_address_holds_the_whole_state(lake: Lake) -> None:
    for query in QUERIES:
        asked = dict(parse_qsl(urlsplit(map_address(query)).query))
        assert query_of(asked) == query
        assert gap_map(lake, query_of(asked)).summary == gap_map(lake, query).summary


def test_the_parts_of_a_cell_add_up_on_every_scale_and_scales_are_never_mixed(lake: Lake) -> None:
    for scale in scales():
        view = gap_map(lake, GapMapQuery(scale=scale))
        sums: Counter[tuple[object, object]] = Counter()
        for part in view.parts.records():
            sums[part["row"], part["column"]] += int(part["records"])
        for cell in view.cells.records():
            assert sums[cell["row"], cell["column"]] == int(cell["reviews"]) + int(cell["studies"])
        assert set(view.levels) - {"not_rated"} <= {str(part["level"]) for part in view.parts.records()}


def test_a_published_grade_is_its_own_and_a_missing_one_is_not_rated(lake: Lake) -> None:
    crime = gap_map(lake, GapMapQuery(scale="crimesolutions"))
    assert set(crime.levels) == {"Effective", "Promising", "not_rated"}
    emmie = gap_map(lake, GapMapQuery(scale="emmie_effect"))
    assert set(emmie.levels) == {"Q3", "not_rated"}
    assert emmie.levels["not_rated"] == "not rated"


def test_a_segment_holds_at_most_its_cell_and_a_strand_may_hold_a_record_twice(lake: Lake) -> None:
    view = gap_map(lake, GapMapQuery(segments="four_p"))
    whole: Counter[tuple[object, object]] = Counter()
    strands: Counter[tuple[object, object, object]] = Counter()
    for part in view.parts.records():
        if part["segment"] is None:
            whole[part["row"], part["column"]] += int(part["records"])
        else:
            strands[part["row"], part["column"], part["segment"]] += int(part["records"])
    assert strands and all(count <= whole[key[:2]] for key, count in strands.items())


def test_named_gaps_stand_in_their_cells_with_name_and_basis(lake: Lake) -> None:
    cells = {(cell["row"], cell["column"]): cell for cell in gap_map(lake).cells.records()}
    for gap in terms("evidence_gap").values():
        for row in gap.data["rows"]:  # type: ignore[union-attr]
            for column in gap.data["columns"]:  # type: ignore[union-attr]
                assert gap.title in str(cells[row, column]["gaps"])
                assert gap.about in str(cells[row, column]["gap_basis"])
    assert cells["hubs_mash", "displacement"]["state"] == "empty_after_search"
    fine = gap_map(lake, GapMapQuery(rows="intervention", page=0))
    marked = {cell["row"] for cell in fine.cells.records() if cell["gaps"]}
    assert {"cuckooing_prevention", "people_zones"} <= marked


def test_an_empty_cell_of_other_axes_says_nothing_of_a_search(lake: Lake) -> None:
    view = gap_map(lake, GapMapQuery(rows="approach", columns="kind"))
    assert set(view.counts) <= {"held", "no_record"}


def test_claims_and_uncoded_records_never_count(lake: Lake) -> None:
    view = gap_map(lake)
    inside = {name for cell in view.cells.records() for name in str(cell["ids"] or "").split("|")}
    standing = {str(row["id"]): row["stands"] for row in record_table(lake).records()}
    assert {standing[name] for name in inside if name} == {"evidence"}
    assert sum(int(cell["claims"]) for cell in view.cells.records()) > 0


def test_a_study_that_a_review_may_hold_is_listed_beside_it(lake: Lake) -> None:
    records = {str(row["id"]): row for row in record_table(lake).records()}
    rows = list(gap_map(lake).overlaps.records())
    assert rows
    for row in rows:
        review = records[str(row["review"])]
        for study in str(row["ids"]).split("|"):
            shared = set(str(review["intervention"]).split("|")) & set(
                str(records[study]["intervention"]).split("|")
            )
            assert shared
            if review["year"] and records[study]["year"]:
                assert int(records[study]["year"]) <= int(review["year"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (GapMapQuery(rows="nothing"), "no axis"),
        (GapMapQuery(rows="kind", columns="kind"), "two different"),
        (GapMapQuery(segments="approach"), "no segment"),
        (GapMapQuery(scale="stars"), "no scale"),
        (GapMapQuery(draw="pie"), "no way to draw"),
        (GapMapQuery(filters=Filters(year_from="20x5")), "no year"),
        (GapMapQuery(filters=Filters(year_from="2020", year_to="2010")), "earlier year"),
        (GapMapQuery(filters=Filters(uk="maybe")), "yes, no"),
        (GapMapQuery(filters=Filters(grade="stars:5")), "no grade"),
        (GapMapQuery(filters=Filters(grade="source_check:gold")), "gold"),
    ],
)
def test_what_no_record_can_have_is_refused_by_name(lake: Lake, query: GapMapQuery, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        gap_map(lake, query)
    with pytest.raises(NotFoundError, match="sectoin17"):
        gap_map(lake, GapMapQuery(filters=Filters(approach="sectoin17")))


def test_every_pair_of_axes_can_be_drawn(lake: Lake) -> None:
    for rows in axes():
        columns = "kind" if rows != "kind" else "region"
        view = gap_map(lake, GapMapQuery(rows=rows, columns=columns, segments="region", page=0))
        assert len(view.cells) == view.all_rows * len(view.columns)


def changed(lake: Lake, folder: Path) -> Lake:
    """Return a copy in which one record is gone, one is replaced, one is graded and one is added."""
    rows = lake.read("evidence_record").to_pylist()
    by_id = {row["id"]: row for row in rows}
    rows.remove(by_id["braga-2019-hot-spots"])
    by_id["faggiano-2014-school-drugs"]["superseded_by"] = "new-one"
    by_id["oesterle-2010-ctc"]["grade_value"] = "Model"
    new = {**by_id["mazerolle-2020-drug-enforcement-update"], "id": "new-one", "kind": "rct"}
    rows.append({**new, "interventions": "money_laundering_controls", "outcomes": "all_crime"})
    made = Lake(folder / "changed")
    made.write("evidence_record", pa.Table.from_pylist(rows, schema=lake.read("evidence_record").schema))
    return made


def test_what_changed_since_a_version_is_said_cell_by_cell(
    lake: Lake, database: Database, tmp_path: Path
) -> None:
    first = keep_version(database, lake, name="before")
    later = changed(lake, tmp_path)
    view = gap_map_changes(later, database, "before")
    assert view.since.id == first.id
    records = {row["id"]: row["change"] for row in view.records.records()}
    assert records == {
        "braga-2019-hot-spots": "removed",
        "faggiano-2014-school-drugs": "replaced",
        "new-one": "added",
    }
    (graded,) = [row for row in view.grades.records() if row["id"] == "oesterle-2010-ctc"]
    assert (graded["before"], graded["after"]) == ("Promising", "Model")
    went = {name for row in view.cells.records() for name in str(row["went"] or "").split("|")}
    assert {"braga-2019-hot-spots", "faggiano-2014-school-drugs"} <= went
    old = {(cell["row"], cell["column"]): cell["state"] for cell in gap_map(lake).cells.records()}
    for row in view.cells.records():
        if row["change"] == "gained":
            assert old[row["row"], row["column"]] != "held" and "new-one" in str(row["came"])
    assert not len(gap_map_changes(lake, database, "before").cells)
    assert gap_map_changes(lake, database, "before").summary.startswith("Nothing has changed")


def test_a_version_is_kept_once_for_each_state_of_the_map(
    lake: Lake, database: Database, tmp_path: Path
) -> None:
    assert keep_version(database, lake).new
    assert not keep_version(database, lake).new
    assert keep_version(database, changed(lake, tmp_path)).new
    assert len(versions(database)) == 2
    keep_version(database, lake, name="spring")
    with pytest.raises(UsageError, match="kept already"):
        keep_version(database, lake, name="spring")
    with pytest.raises(UsageError, match="no name"):
        keep_version(database, lake, name="2026-03")


def test_since_takes_a_date_and_says_when_nothing_is_that_old(lake: Lake, database: Database) -> None:
    with pytest.raises(NotFoundError, match="No version"):
        gap_map_changes(lake, database, "2020")
    kept = keep_version(database, lake)
    assert gap_map_changes(lake, database, "2020-03").caution.startswith("No version is older")
    assert gap_map_changes(lake, database, "2999").caution == ""
    assert gap_map_changes(lake, database, "2999").since.id == kept.id
    with pytest.raises(UsageError, match="no date"):
        gap_map_changes(lake, database, "2026-13")
    with pytest.raises(NotFoundError, match="summer"):
        gap_map_changes(lake, database, "summer")


def test_the_face_names_library_frame_protocol_and_expiry(database: Database) -> None:
    from hedgerow.evidence.review import EventDraft, Protocol
    from hedgerow.evidence.tables.review import ReviewLog

    face = map_face(database)
    assert face.read_again == "2027-11" and not face.searches and not face.protocols
    log = ReviewLog(database)
    protocol = Protocol("Gangs and resilience")
    log.start(protocol, actor="Ann")
    run = {"source": "Scopus", "query": "gang*", "date": "2027-02-03"}
    log.append(EventDraft("search_run", payload=run), actor="Ann")
    face = map_face(database)
    assert face.searches == (("Scopus", "2027-02-03"),)
    assert face.protocols == {"main": protocol.sha256}
    assert face.read_again == "2028-02"
