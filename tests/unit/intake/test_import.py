"""Importing a file: the original, its references and one event, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hedgerow.errors import RecordError, UsageError
from hedgerow.evidence.review import Protocol, reference_id
from hedgerow.evidence.tables.review import ReviewLog, read_references, standing, take_in_file
from hedgerow.provenance import sha256_file

Write = Callable[..., Path]
ONE = {"TI": "Hot spots policing and crime", "AU": "Braga, A.", "PY": "2019", "DO": "10.1000/one"}
TWO = {"TI": "Cure violence in two cities", "AU": "Butts, J.", "PY": "2015", "AB": "An evaluation."}


def test_a_file_is_kept_with_its_original_its_references_and_one_event(review: ReviewLog, ris: Write) -> None:
    path = ris("export.ris", ONE, TWO)
    taken = take_in_file(review, path, source="Scopus", actor="Ana")
    assert (taken.expected, taken.records, taken.new, taken.already) == (2, 2, 2, False)
    with review.database.reading() as connection:
        held = list(read_references(connection, "main"))
    digest = sha256_file(path)
    assert [one.id for one in held] == [reference_id(digest, 1), reference_id(digest, 2)]
    assert [one.said.title for one in held] == [ONE["TI"], TWO["TI"]]
    assert {one.source for one in held} == {"Scopus"}
    [document] = review.database.rows("document")
    assert (document["sha256"], document["content"]) == (digest, path.read_bytes())
    [event] = review.events(("file_imported",))
    assert (event.actor, event.payload["records"], event.payload["rejected"]) == ("Ana", 2, 0)
    assert event.payload["source"] == "Scopus"
    assert event.payload["kind"] == "database"


def test_the_first_file_starts_the_review_and_leaves_a_protocol_that_stands(
    review: ReviewLog, ris: Write
) -> None:
    review.start(Protocol(title="Hot spots"), actor="Ana")
    take_in_file(review, ris("one.ris", ONE), actor="Ana")
    assert review.protocol().title == "Hot spots"
    other = ReviewLog(review.database, "second")
    take_in_file(other, ris("two.ris", TWO), actor="Ana")
    assert other.protocol().title == "Review “second”"


def test_the_same_bytes_twice_change_nothing_and_say_so(review: ReviewLog, ris: Write) -> None:
    path = ris("one.ris", ONE)
    take_in_file(review, path, actor="Ana")
    before = review.arrived()
    again = take_in_file(review, path.rename(path.with_name("another.ris")), actor="Ben")
    assert again.already
    assert "one.ris" in again.note
    assert "Ana" in again.note
    assert review.arrived() == before


def test_a_file_that_yields_nothing_is_refused_and_leaves_nothing(review: ReviewLog, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Nothing but a note.")
    with pytest.raises(RecordError, match=r"notes\.txt"):
        take_in_file(review, path, actor="Ana")
    assert review.arrived() == 0
    assert review.database.rows("document") == []


def test_rejected_records_are_told_with_their_reason(review: ReviewLog, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("title,year\nHot spots,2019\n,2020\n")
    taken = take_in_file(review, path, actor="Ana")
    assert taken.expected == taken.records + len(taken.rejected) == 2
    [file] = standing(review).files
    assert [one.reason for one in file.rejected] == [one.reason for one in taken.rejected]
    assert file.rejected[0].row_number == 2


def test_an_import_that_is_taken_back_leaves_every_list_and_can_be_made_again(
    review: ReviewLog, ris: Write
) -> None:
    path = ris("one.ris", ONE, TWO)
    take_in_file(review, path, actor="Ana")
    [event] = review.events(("file_imported",))
    undo = review.undo([event.id], actor="Ana")
    assert (standing(review).references, standing(review).files) == (0, ())
    assert not take_in_file(review, path, actor="Ana").already
    assert standing(review).references == 2
    review.undo([undo], actor="Ana")
    assert (standing(review).references, len(standing(review).files)) == (2, 1)


def test_a_source_is_of_a_known_kind(review: ReviewLog, ris: Write) -> None:
    with pytest.raises(UsageError, match="database, register"):
        take_in_file(review, ris("one.ris", ONE), actor="Ana", kind="cupboard")
