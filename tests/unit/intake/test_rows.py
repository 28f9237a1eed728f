"""What a review holds is in the built tables: one row a unit, catalogued until coded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hedgerow.evidence.tables import EvidenceQuery, build_evidence, evidence_list
from hedgerow.evidence.tables.review import ReviewLog, review_state, search_duplicates, standing, take_in_file
from hedgerow.evidence.tables.reviewed import reviewed_rows
from hedgerow.store.lake import Lake

Write = Callable[..., Path]
ONE = {
    "TI": "Focused deterrence and gun violence in one city",
    "AU": "Braga, A.",
    "PY": "2019",
    "DO": "10.1000/a",
}
TWO = {"TI": "Youth work and knives, a controlled trial", "AU": "Okafor, N.", "PY": "2021", "DO": "10.1000/b"}


def quiet(_done: int, _total: int, _text: str) -> None:
    return


def test_a_unit_is_one_row_under_the_lowest_id_of_its_references(
    review: ReviewLog, ris: Write, tmp_path: Path
) -> None:
    take_in_file(review, ris("a.ris", ONE, TWO), source="Scopus", actor="Ana")
    take_in_file(review, ris("b.ris", {**ONE, "AB": "We tested it."}), source="WoS", actor="Ana")
    lake = Lake(tmp_path / "lake")
    build_evidence(lake, [], quiet, review.database)
    assert evidence_list(lake, EvidenceQuery(tier="X")).total == 3
    now = search_duplicates(review, actor="Ana").standing
    build_evidence(lake, [], quiet, review.database)
    rows = {row["id"]: row for row in lake.read("evidence_record").to_pylist() if row["tier"] == "X"}
    [(unit, members)] = now.groups.members.items()
    assert len(rows) == 2
    assert rows[f"ref-{unit}"]["abstract"] == "We tested it."
    assert unit == min(members)
    files = [row for row in lake.read("source_file").to_pylist() if row["source"] == "evidence_import"]
    assert {(row["path"], row["rows_in"], row["rows_kept"]) for row in files} == {
        ("a.ris", 2, 2),
        ("b.ris", 1, 1),
    }


def test_what_is_coded_takes_the_place_of_not_coded(review: ReviewLog, ris: Write) -> None:
    take_in_file(review, ris("a.ris", ONE, TWO), actor="Ana")
    unit = next(iter(standing(review).file_of))
    rows = reviewed_rows(review.database, {}, lambda _log, _now: {unit: {"tier": "A", "kind": "evaluation"}})
    tiers = {row["id"]: (row["tier"], row["kind"]) for row in rows.records}
    assert tiers.pop(f"ref-{unit}") == ("A", "evaluation")
    assert set(tiers.values()) == {("X", "not_coded")}


def test_two_reviews_that_hold_one_file_give_its_rows_once(review: ReviewLog, ris: Write) -> None:
    path = ris("a.ris", ONE, TWO)
    take_in_file(review, path, actor="Ana")
    take_in_file(ReviewLog(review.database, "second"), path, actor="Ana")
    rows = reviewed_rows(review.database, {})
    assert (len(rows.records), len(rows.files)) == (2, 1)


def test_the_state_moves_with_what_is_shown_and_not_with_reading(review: ReviewLog, ris: Write) -> None:
    from hedgerow.evidence.review import EventDraft

    assert review_state(review.database) == ""
    take_in_file(review, ris("a.ris", ONE), actor="Ana")
    before = review_state(review.database)
    decision = EventDraft("screened", ("x",), {"stage": "title_abstract", "decision": "include"})
    review.append(decision, actor="Ana")
    assert review_state(review.database) == before
    take_in_file(review, ris("b.ris", TWO), actor="Ana")
    assert review_state(review.database) != before
