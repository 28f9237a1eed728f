"""The flow of a real log: imports, merges, screening, full texts, studies, an update, an undo."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.evidence.flow.diagram import flow_values
from hedgerow.evidence.intake.searches import SearchRun
from hedgerow.evidence.review import EventDraft, Protocol
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.flow import export, flow_view
from hedgerow.evidence.tables.review.intake import take_in_file
from hedgerow.evidence.tables.review.searches import record_search
from hedgerow.evidence.tables.review.standing import standing
from hedgerow.store.database import Database
from review_files import bring_in, merge

TITLES = ("Mentoring on the coast", "Hubs and harm", "School talks", "Landlords", "Loan sharks", "Hot spots")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[ReviewLog]:
    with Database(f"sqlite:///{tmp_path / 'a.db'}") as database:
        review = ReviewLog(database)
        review.start(Protocol("Community prevention"), actor="Ada")
        yield review


def screened(name: str, decision: str, stage: str = "title_abstract", reason: str = "") -> EventDraft:
    payload = {"stage": stage, "decision": decision, **({"reason": reason} if reason else {})}
    return EventDraft("screened", (name,), payload)


def of(log: ReviewLog, title: str) -> str:
    here = standing(log)
    with log.database.reading() as connection:
        from hedgerow.evidence.tables.review.units import read_units

        return next(unit.id for unit in read_units(connection, here) if unit.said.title == title)


def test_the_boxes_follow_what_happened(log: ReviewLog) -> None:
    bring_in(log, "ovid.ris", TITLES[:4], source="Ovid", unreadable=1)
    bring_in(log, "council.ris", (TITLES[0], TITLES[4]), source="County archive", kind="organisation")
    merge(log, TITLES[0])
    names = {title: of(log, title) for title in TITLES[:5]}
    log.append(
        screened(names[TITLES[0]], "include"),
        screened(names[TITLES[1]], "include"),
        screened(names[TITLES[2]], "exclude"),
        screened(names[TITLES[4]], "maybe"),
        EventDraft("fulltext_not_obtained", (names[TITLES[1]],), {"reason": "no reply"}),
        screened(names[TITLES[0]], "include", "full_text"),
        screened(names[TITLES[4]], "exclude", "full_text", "No comparison"),
        EventDraft("pooled", (names[TITLES[0]],), {"options": {}, "result": {}}),
        actor="Ada",
    )
    view = flow_view(log)
    assert view.wrong == ()
    values = flow_values(view.flow)
    expected = {
        "database_results": 5,
        "organisation_results": 2,
        "excluded_other": 1,
        "duplicates": 0,
        "hedgerow_other_duplicates": 1,
        "records_screened": 3,
        "records_excluded": 1,
        "dbr_sought_reports": 2,
        "dbr_notretrieved_reports": 1,
        "dbr_assessed": 1,
        "other_excluded": "No comparison, 1",
        "new_studies": 1,
        "total_studies_ma": 1,
        "hedgerow_unread": 1,
    }
    assert {key: values[key] for key in expected} == expected


def test_an_undo_takes_its_counts_back_and_an_import_that_was_undone_brought_nothing(log: ReviewLog) -> None:
    event = bring_in(log, "ovid.ris", TITLES[:2], source="Ovid")
    before = flow_values(flow_view(log).flow)
    acts = log.append(screened(of(log, TITLES[0]), "include"), actor="Ada")
    log.undo(acts, actor="Ada")
    assert flow_values(flow_view(log).flow) == before
    log.undo([event], actor="Ada")
    assert flow_values(flow_view(log).flow)["database_results"] == 0


def test_what_a_stop_left_unread_is_excluded_by_automation_and_what_comes_later_waits(log: ReviewLog) -> None:
    bring_in(log, "ovid.ris", TITLES[:3], source="Ovid")
    log.append(screened(of(log, TITLES[0]), "include"), actor="Ada")
    left = (of(log, TITLES[1]), of(log, TITLES[2]))
    log.append(EventDraft("stopped", left, {"stage": "title_abstract", "rule": "audit"}), actor="Ada")
    bring_in(log, "late.ris", TITLES[3:4], source="Scopus")
    values = flow_values(flow_view(log).flow)
    assert (values["excluded_automatic"], values["hedgerow_unread"], values["records_screened"]) == (2, 1, 1)
    assert flow_view(log).wrong == ()


def test_an_update_is_counted_apart_from_the_version_before(log: ReviewLog) -> None:
    bring_in(log, "ovid.ris", TITLES[:2], source="Ovid")
    first = of(log, TITLES[0])
    log.append(screened(first, "include"), screened(first, "include", "full_text"), actor="Ada")
    since = log.all_events()[-1].at
    bring_in(log, "ovid2.ris", (TITLES[0], TITLES[5]), source="Ovid, new")
    merge(log, TITLES[0])
    new = of(log, TITLES[5])
    log.append(screened(new, "include"), screened(new, "include", "full_text"), actor="Ada")
    values = flow_values(flow_view(log, since=since).flow)
    assert (values["previous_studies"], values["new_studies"], values["total_studies"]) == (1, 1, 2)
    assert (values["database_results"], values["duplicates"], values["records_screened"]) == (2, 1, 1)


def test_a_file_for_other_programs_says_what_was_decided_and_is_noted_in_the_log(log: ReviewLog) -> None:
    bring_in(log, "ovid.ris", TITLES[:3], source="Ovid")
    log.append(screened(of(log, TITLES[0]), "include"), screened(of(log, TITLES[1]), "exclude"), actor="Ada")
    done = export(log, "csv", actor="Ada")
    rows = {row["title"]: row["asreview_label"] for row in csv.DictReader(io.StringIO(done.text))}
    assert rows == {TITLES[0]: "1", TITLES[1]: "0", TITLES[2]: ""}
    (event,) = log.events(("exported",))
    assert (event.payload["records"], event.payload["sha256"]) == (3, done.sha256)
    only = export(log, "csl-json", actor="Ada", which="included")
    assert [item["title"] for item in json.loads(only.text)] == [TITLES[0]]
    with pytest.raises(UsageError, match="no choice"):
        export(log, "csv", actor="Ada", which="best")
    with pytest.raises(NotFoundError, match="docx"):
        export(log, "docx", actor="Ada")


def test_the_search_of_a_file_says_what_kind_of_source_it_is(log: ReviewLog) -> None:
    bring_in(log, "archive.ris", TITLES[:2], source="County archive")
    file = str(log.events(("file_imported",))[0].payload["sha256"])
    run = SearchRun("County archive", "mentoring", "2026-03-01", kind="organisation", file=file)
    record_search(log, run, actor="Ada")
    values = flow_values(flow_view(log).flow)
    assert (values["database_results"], values["organisation_results"]) == (0, 2)


def test_a_file_that_was_imported_from_a_website_is_counted_there(log: ReviewLog, tmp_path: Path) -> None:
    path = tmp_path / "site.ris"
    path.write_text(
        "TY  - RPRT\nTI  - Mentoring on the coast\nER  - \nTY  - RPRT\nER  -\nTY  - RPRT\n", "utf-8"
    )
    take_in_file(log, path, actor="Ada", source="Police site", kind="website")
    flow = flow_view(log).flow
    assert (flow.databases.identified, flow.other.identified) == (0, 3)
    assert [(one.name, one.kind) for one in flow.sources] == [("Police site", "website")]


def test_an_empty_review_has_a_flow_of_noughts_and_nothing_to_write(log: ReviewLog) -> None:
    assert flow_view(log).summary.startswith("0 records")
    with pytest.raises(UsageError, match="no record to write"):
        export(log, "ris", actor="Ada")
