"""Local practice: told by five Is and EMMIE, no persons, how much is told and never how good it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hedgerow.disclosure import Edition, released_to_csv
from hedgerow.errors import ConflictError, NotFoundError, RecordError, UsageError
from hedgerow.evidence.extraction.form import form_named
from hedgerow.evidence.practice import checked_practice, parse_practice, read_practice, richness
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.practice import (
    PracticeQuery,
    chosen,
    practice_table,
    practice_view,
    practices_in,
    record_practice,
    take_in_practice,
)
from hedgerow.store.database import Database

TOLD = {
    "title": "Operation Hawthorn",
    "kind": "operation",
    "area": "E01025699",
    "problem": "Cuckooing of flats above shops, nine addresses in a year, known from officers and a survey.",
    "tried": "Weekly joint visits by housing and police, locks changed, letters to landlords.",
    "how_measured": "Repeat reports to the landlord over twelve months, counted by the housing team.",
    "result": "Repeat reports fell from nine to four in the year.",
    "comparison": "none",
    "cost": "14,500",
    "cost_of": "Locks and one officer day a week, the council",
    "approach": "local_operations",
}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[ReviewLog]:
    with Database(f"sqlite:///{tmp_path / 'hedgerow.db'}") as database:
        yield ReviewLog(database)


def test_the_form_has_the_five_is_and_every_field_says_what_would_be_useful() -> None:
    form = form_named("practice")
    ids = [section.id for section in form.sections]
    assert {"intelligence", "intervention", "implementation", "involvement", "impact"} <= set(ids)
    without = [name for name, field in form.fields.items() if not field.useful]
    assert without == ["title", "until"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("result", "Call j.smith@example.org"),
        ("contact", "07700 900 123"),
        ("contact", "+44 115 496 0123"),
        ("problem", "The flat at 12 Mill Lane was used."),
        ("problem", "seen near NG1 5DT often"),
        ("problem", "a van, FG18 KLM"),
        ("delivered", "led by PC Marsh"),
        ("delivered", "Cllr J Holt opened it"),
        ("problem", "a boy, DOB 2009"),
        ("lead", "Mrs Holt"),
    ],
)
def test_what_looks_like_a_person_is_refused_and_not_repeated(field: str, text: str) -> None:
    with pytest.raises(UsageError, match="seems to hold") as caught:
        checked_practice({**TOLD, field: text})
    assert text not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "Crimestoppers 0800 555 111 was printed on posters",
        "Stop Loan Sharks 0300 555 2222",
        "999 or 101",
        "Inspectors visited 14 shops; E01025699; 120 to 90 in 2023",
        "PCSO patrols and Dr surgeries",
    ],
)
def test_public_numbers_offices_and_areas_pass(text: str) -> None:
    assert checked_practice({**TOLD, "delivered": text})["delivered"] == text


def test_richness_counts_what_is_told_and_stop_gaps_do_not_count() -> None:
    base = richness(TOLD)
    assert base.told == len(TOLD)
    hollow = richness({**TOLD, "lessons": "tbc", "mechanism": "not known", "causes": "poverty", "stage": ""})
    assert hollow.told == base.told
    more = richness(
        {
            **TOLD,
            "mechanism": "Regular visits show that the flat is watched, so it is less easy to take over.",
        }
    )
    assert more.told == base.told + 1
    assert sum(part.told for part in more.sections) == more.told
    assert sum(part.fields for part in more.sections) == more.fields == len(form_named("practice").fields) - 1
    assert len(base.missing) == base.fields - base.told


def test_without_context_cost_or_outcome_a_record_is_marked_incomplete_not_hidden(log: ReviewLog) -> None:
    assert richness(TOLD).incomplete == ()
    assert richness({"title": "Operation Hazel"}).incomplete == ("context", "cost", "outcome")
    name = record_practice(log, {"title": "Operation Hazel"}, actor="Ann")
    (row,) = practice_table(practices_in(log)).records()
    assert row["id"] == name and "incomplete" in str(row["standing"])


def test_a_result_without_comparison_is_a_claim(log: ReviewLog) -> None:
    name = record_practice(log, TOLD, actor="Ann")
    assert "claim awaiting evaluation" in practice_view(log, name).summary
    record_practice(log, {**TOLD, "comparison": "similar_place"}, practice=name, actor="Ann")
    assert "claim" not in practice_view(log, name).summary


def test_a_change_is_a_version_and_one_that_was_overtaken_is_refused(log: ReviewLog) -> None:
    name = record_practice(log, TOLD, actor="Ann")
    seen = practices_in(log)[0].versions[-1].event
    record_practice(
        log, {**TOLD, "lead": "The council"}, practice=name, based_on=seen, actor="Ben", reason="asked"
    )
    with pytest.raises(ConflictError, match="Ben changed"):
        record_practice(log, {**TOLD, "lead": "The force"}, practice=name, based_on=seen, actor="Ann")
    rows = list(practice_view(log, name).versions.records())
    assert [row["actor"] for row in rows] == ["Ben", "Ann"]
    assert rows[0]["changed"] == "Leading organisation" and rows[0]["reason"] == "asked"
    with pytest.raises(NotFoundError):
        practice_view(log, "no-such")


def test_an_export_is_read_back_and_nothing_is_taken_twice(log: ReviewLog) -> None:
    told = {**TOLD, "lessons": "-20 % was hoped for and not reached in any of the four wards"}
    record_practice(log, told, actor="Ann")
    exported = released_to_csv(practice_table(practices_in(log))).decode()
    assert "'-20 %" in exported
    file = parse_practice(exported, "practice.csv")
    assert [values for _, values in file.records] == [checked_practice(told)] and not file.unknown
    assert take_in_practice(log, file, actor="Ben") == (0, 1)


def test_rows_of_a_file_are_taken_or_refused_with_line_and_reason(log: ReviewLog, tmp_path: Path) -> None:
    path = tmp_path / "ops.csv"
    path.write_text(
        "title,Place,comparison,colour\nOperation Elm,E01025699,none,red\n,E01,none,\n"
        "Operation Oak,X,sideways,\nOperation Ash,call 07700 900123,none,\n",
        encoding="utf-8",
    )
    file = read_practice(path)
    assert file.rows == len(file.records) + len(file.refused) == 4
    assert [one.line for one in file.refused] == [3, 4, 5] and file.unknown == ("colour",)
    assert take_in_practice(log, file, actor="Ann") == (1, 0)
    with pytest.raises(RecordError, match="no column"):
        parse_practice("a,b\n1,2\n", "x.csv")
    with pytest.raises(RecordError, match="no record"):
        parse_practice("title\n", "x.csv")


def test_the_list_is_narrowed_and_shown_only_as_the_strictest_record_allows(log: ReviewLog) -> None:
    record_practice(log, {**TOLD, "marking": "public"}, actor="Ann")
    assert practice_table(practices_in(log)).edition == Edition.PUBLIC
    record_practice(log, {"title": "Operation Hazel", "marking": "restricted"}, actor="Ann")
    held = practices_in(log)
    assert practice_table(held).edition == Edition.RESTRICTED
    assert [one.title for one in chosen(held, PracticeQuery(text="housing locks"))] == ["Operation Hawthorn"]
    assert len(chosen(held, PracticeQuery(approach="local_operations"))) == 1


def test_an_undo_takes_the_newest_version_back(log: ReviewLog) -> None:
    name = record_practice(log, TOLD, actor="Ann")
    record_practice(log, {**TOLD, "lead": "The council"}, practice=name, actor="Ann")
    log.undo([practices_in(log)[0].versions[-1].event], actor="Ann")
    assert "lead" not in practices_in(log)[0].values
