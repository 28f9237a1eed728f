"""Conflicts, agreement and stopping in the browser's pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Thread

from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.workspace import Workspace
from screening_web_person import Person

BASE = "/reviews/main"
People = Callable[[str], Person]


def differ(people: People) -> tuple[Person, Person, str]:
    """Two people who differ on one record, agree on two, and it is said with notes."""
    ana, ben = people("Ana"), people("Ben")
    unit = ana.unit()
    ana.send(f"{BASE}/screen", unit=unit, decision="include", note="clear mechanism")
    ben.send(f"{BASE}/screen", unit=unit, decision="exclude", reason_own="Not an evaluation")
    for _ in range(2):
        for person in (ana, ben):
            person.send(f"{BASE}/screen", unit=person.unit(), decision="exclude")
    return ana, ben, unit


def seen(person: Person) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', person.get(f"{BASE}/conflicts").text)
    assert found
    return found[1]


def test_a_third_person_sees_both_and_settles(people: People, workspace: Workspace) -> None:
    ana, _, unit = differ(people)
    cas = people("Cas")
    page = cas.get(f"{BASE}/conflicts").text
    assert "Ana: include" in page
    assert "Ben: exclude" in page
    assert "as a third person" in page
    assert "what you settle is a consensus" in ana.get(f"{BASE}/conflicts").text
    settle = {"unit": unit, "stage": "title_abstract", "decision": "include", "seen": seen(cas)}
    assert cas.send(f"{BASE}/conflicts", **settle).status_code == 303
    after = cas.get(f"{BASE}/conflicts").text
    assert "No record is in conflict" in after
    assert "Conflicts that were settled" in after
    assert len(ReviewLog(workspace.database).events(("screened",))) == 6  # all stay
    again = cas.send(f"{BASE}/conflicts", **settle)
    assert (again.status_code, "no conflict" in again.text) == (400, True)


def test_a_conflict_that_changed_meanwhile_is_not_settled(people: People) -> None:
    ana, _, unit = differ(people)
    before = seen(ana)
    ana.send(f"{BASE}/screen", unit=unit, decision="maybe")
    sent = ana.send(f"{BASE}/conflicts", unit=unit, stage="title_abstract", decision="include", seen=before)
    assert (sent.status_code, "has changed since you looked" in sent.text) == (400, True)


def test_agreement_is_of_the_overlap_and_says_how_it_arose(people: People) -> None:
    ana, *_ = differ(people)
    first = ana.get(f"{BASE}/agreement").text
    assert "3 of 3 records" in first
    assert "likeliest first" in first  # nine records are unread: those read came by rank
    ana.send(f"{BASE}/screen", unit=ana.unit(), decision="include")
    page = ana.get(f"{BASE}/agreement").text
    assert "3 of 4 records" in page
    assert "every record is read twice" in page
    assert "not a random part of all" in page
    table = ana.get(f"{BASE}/agreement.csv?table=agreement-title_abstract").text
    assert "Cohen" not in table.splitlines()[0]
    assert "Kappa" in table
    assert "0.6666" in table


def test_agreement_without_overlap_is_not_known(people: People) -> None:
    assert "No record was read by two people" in people("Ana").get(f"{BASE}/agreement").text


def test_an_audit_is_drawn_read_and_bounds_what_is_left(people: People) -> None:
    ana, ben = people("Ana"), people("Ben")
    for _ in range(3):
        for person in (ana, ben):
            person.send(f"{BASE}/screen", unit=person.unit(), decision="include")
    assert ana.send(f"{BASE}/stop", act="audit", size="x").status_code == 400
    assert ana.send(f"{BASE}/stop", act="audit", size="9").status_code == 303
    refused = ana.send(f"{BASE}/stop", act="audit", size="2")
    assert (refused.status_code, "An audit is open" in refused.text) == (400, True)
    for _ in range(9):
        for person in (ana, ben):
            person.send(f"{BASE}/screen", unit=person.unit(), decision="exclude")
    page = ana.get(f"{BASE}/stop").text
    assert "All 12 records have been read" in page
    assert "100.0%" in page


def test_an_audit_that_is_asked_for_twice_at_once_is_drawn_once(people: People, workspace: Workspace) -> None:
    ana = people("Ana")
    ana.get(f"{BASE}/stop")
    form = re.search(r'name="csrf" value="([^"]+)"', ana.get("/reviews/who").text)
    assert form
    data = {"csrf": form[1], "act": "audit", "size": "3"}
    threads = [Thread(target=lambda: ana.post(f"{BASE}/stop", data=data)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ReviewLog(workspace.database).events(("audit_drawn",))) == 1


def test_stopping_and_taking_up_again(people: People) -> None:
    ana = people("Ana")
    assert ana.send(f"{BASE}/stop", act="stop", rule=" ").status_code == 400
    assert ana.send(f"{BASE}/stop", act="stop", rule="=audit of 3").status_code == 303
    assert "Reading was stopped" in ana.get(f"{BASE}/screen").text
    assert "=audit of 3" in ana.get(f"{BASE}/stop").text
    assert ana.send(f"{BASE}/stop", act="resume").status_code == 303
    assert ana.unit()


def test_the_checklist_is_kept_and_says_what_the_log_shows(people: People) -> None:
    ana = people("Ana")
    ana.send(f"{BASE}/stop", act="checks", point="key")
    page = ana.get(f"{BASE}/stop").text
    assert re.search(r'id="point-key" name="point" value="key" checked', page)
    assert "the log does not show it" in page
    assert "needs records of both kinds" in ana.get(f"{BASE}/stop?second=1").text


def test_the_second_model_lists_the_unread(people: People) -> None:
    ana = people("Ana")
    for decision in ("include", "exclude"):
        ana.send(f"{BASE}/screen", unit=ana.unit(), decision=decision)
    page = ana.get(f"{BASE}/stop?second=1").text
    assert "A second model’s first 10" in page


def test_the_rest_of_the_pages_ask_who_reads(people: People) -> None:
    people("Ana")
    stranger = Person(people("Ben").app)
    assert stranger.get(f"{BASE}/conflicts").status_code == 303
    assert stranger.send(f"{BASE}/stop", act="resume").headers["location"].startswith("/reviews/who")
