"""Grades, costs and records of practice are taken back where they were kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.coding import apply_code
from hedgerow.workspace import Workspace
from screening_web_person import Person

BASE = "/reviews/main"
People = Callable[[str], Person]
COST = {"cost:amount": "90000", "cost:currency": "GBP", "cost:price_year": "2024", "cost:per": "year"}


def undo(person: Person, page: str) -> None:
    """Press the first button of the list of what was kept."""
    kept = person.get(page).text.partition('id="kept"')[2]
    found = re.search(r'name="event" value="([0-9a-f]{64})".*?name="back" value="([^"]+)"', kept)
    assert found, kept[:2000]
    answer = person.send(f"{BASE}/undo", event=found[1], back=found[2])
    assert (answer.status_code, answer.headers["location"]) == (303, found[2])


@pytest.mark.parametrize(
    ("page", "told", "kept"),
    [
        ("appraise", {"scale": "maryland_sms", "value": "4"}, "Maryland Scientific Methods Scale: 4"),
        (
            "extract",
            {"form": "cost", "cost:what": "Two officers for a year", **COST},
            "Two officers for a year",
        ),
    ],
)
def test_what_was_kept_of_a_study_is_taken_back(
    people: People, workspace: Workspace, page: str, told: dict[str, str], kept: str
) -> None:
    ana = people("Ana")
    unit = ana.unit()
    apply_code(ReviewLog(workspace.database, "main"), unit, "design.evaluation", actor="Ana")
    here = f"{BASE}/code/{unit}/{page}"
    answer = ana.send(here, **told)
    assert answer.status_code == 303, re.findall(r'role="alert".{0,400}', answer.text, re.S)
    assert kept in ana.get(here).text and "taken back</span>" not in ana.get(here).text
    undo(ana, here)
    assert "taken back</span>" in ana.get(here).text


def test_a_version_of_practice_is_taken_back(people: People) -> None:
    ana = people("Ana")
    first = ana.send(f"{BASE}/practice/add", title="Operation Heron").headers["location"]
    changed = ana.send(f"{first}/change", title="Operation Grey Heron", reason="its name")
    assert changed.status_code == 303 and "Operation Grey Heron" in ana.get(first).text
    undo(ana, first)
    assert "<h1>Operation Heron" in ana.get(first).text.replace("\n", "")
    undo(ana, first)
    assert ana.get(first).status_code == 404 and ana.get(f"{BASE}/practice").status_code == 200
