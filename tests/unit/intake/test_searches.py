"""Searches are recorded as they were run, and undone like anything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.evidence.intake.searches import SearchRun
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.searches import record_search, searches_view
from hedgerow.store.database import Database
from review_files import bring_in

RUN = SearchRun("MEDLINE", 'gang*[tiab] AND "county lines"', "2026-03-01", "Ovid", hits=120)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[ReviewLog]:
    with Database(f"sqlite:///{tmp_path / 'a.db'}") as database:
        yield ReviewLog(database)


def test_a_search_is_kept_with_its_words_and_its_file(log: ReviewLog) -> None:
    bring_in(log, "a.ris", ("One", "Two"), source="MEDLINE")
    bring_in(log, "b.ris", ("Three",), source="ERIC")
    file = log.events(("file_imported",))[0].payload["sha256"]
    event = record_search(log, SearchRun(**{**vars(RUN), "file": file}), actor="Ada")
    view = searches_view(log)
    (row,) = view.searches.records()
    assert (row["query"], row["hits"], row["file"], row["records"]) == (RUN.query, 120, "a.ris", 2)
    assert [one.name for one in view.without] == ["b.ris"]
    log.undo([event], actor="Ada")
    assert len(searches_view(log).searches) == 0


def test_an_unknown_number_of_hits_is_missing_and_not_nought(log: ReviewLog) -> None:
    record_search(
        log, SearchRun("Council archive", "mentoring", "2026-03-01", kind="organisation"), actor="Ada"
    )
    (row,) = searches_view(log).searches.records()
    assert row["hits"] is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": " "}, "source and its words"),
        ({"query": ""}, "source and its words"),
        ({"date": "1 March"}, "not a date"),
        ({"date": "0206-03-01"}, "before any database"),
        ({"kind": "rumour"}, "no kind"),
        ({"hits": -1}, "below zero"),
    ],
)
def test_what_cannot_be_reported_is_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        SearchRun(**{**vars(RUN), **change})  # type: ignore[arg-type]


def test_a_file_that_was_not_imported_is_refused(log: ReviewLog) -> None:
    with pytest.raises(NotFoundError, match="was imported"):
        record_search(log, SearchRun(**{**vars(RUN), "file": "f" * 64}), actor="Ada")
    assert log.events() == ()
