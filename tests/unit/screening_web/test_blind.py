"""Where reading is blind, no page tells what another decided, nor lets anybody take it back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.workspace import Workspace
from screening_web_person import Person

BASE = "/reviews/main"
People = Callable[[str], Person]
TOLD = "screened: exclude"


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_a_decision_is_told_only_to_who_has_decided(people: People, ending: str) -> None:
    ana, ben = people("Ana"), people("Ben")
    unit = ana.unit()
    ana.send(f"{BASE}/screen", unit=unit, decision="exclude", reason_own="Not an evaluation")
    pages = (f"{BASE}{ending}", f"{BASE}/references/{unit}{ending}")
    for page in pages[: 1 if ending == ".csv" else 2]:  # the CSV of a reference holds its fields
        assert TOLD in ana.get(page).text
        assert "stays hidden" in ben.get(page).text
        assert TOLD not in ben.get(page).text
    ben.send(f"{BASE}/screen", unit=unit, decision="include")
    assert TOLD in ben.get(pages[0]).text


def test_another_persons_decision_is_not_taken_back(people: People) -> None:
    ana, ben = people("Ana"), people("Ben")
    unit = ana.unit()
    ana.send(f"{BASE}/screen", unit=unit, decision="exclude", reason_own="Not an evaluation")
    of_ana = set(re.findall(r'name="event" value="([0-9a-f]{64})"', ana.get(BASE).text))
    of_ben = set(re.findall(r'name="event" value="([0-9a-f]{64})"', ben.get(BASE).text))
    (decision,) = of_ana - of_ben
    assert "only Ana can take it back" in ben.send(f"{BASE}/undo", event=decision).text
    assert ana.send(f"{BASE}/undo", event=decision).status_code == 303


def test_one_coding_stays_hidden_from_who_could_still_code(people: People, workspace: Workspace) -> None:
    ana, ben = people("Ana"), people("Ben")
    log = ReviewLog(workspace.database, "main")
    unit = ana.unit()
    said = EventDraft("coded", (unit,), {"code": "design.evaluation"})
    log.append(said, EventDraft("coding_finished", (unit,)), actor="Ana")
    page = f"{BASE}/code/{unit}/compare"
    assert "design.evaluation" not in ben.get(f"{page}.json").text
    assert "design.evaluation" in ana.get(f"{page}.json").text
