"""The page on which one record at a time is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from hedgerow.web import create_app
from hedgerow.workspace import Workspace
from screening_web_person import Person

SCREEN = "/reviews/main/screen"
People = Callable[[str], Person]


def block(person: Person, name: str, path: str = SCREEN) -> dict[str, Any]:
    page = json.loads(person.get(f"{path}.json" if "?" not in path else path.replace("?", ".json?")).text)
    blocks = [one for section in page["sections"] for one in section["blocks"]]
    return next(one for one in blocks if one["kind"] == name)


def test_who_has_no_name_is_asked_and_comes_back(workspace: Workspace, people: People) -> None:
    from asgi_client import Asking

    people("Ana")
    reply = Asking(create_app(workspace, hosts=("testserver",))).get(SCREEN)
    assert (reply.status_code, reply.headers["location"]) == (303, "/reviews/who?back=/reviews/main/screen")


def test_a_name_outlasts_the_server(workspace: Workspace, people: People) -> None:
    ana = people("Ana")
    unit = ana.unit()
    ana.app = create_app(workspace, hosts=("testserver",))
    assert ana.unit() == unit
    for desk in ana.app.state.desks.values():
        desk.order.wait()


def test_a_decision_leads_to_the_next_record(people: People) -> None:
    ana = people("Ana")
    first = ana.unit()
    assert ana.send(SCREEN, unit=first, decision="include").status_code == 303
    second = ana.unit()
    assert second != first
    assert "Your last: <strong>include</strong>" in ana.get(SCREEN).text


def test_nobody_sees_what_another_said_before_deciding(people: People) -> None:
    ana, ben = people("Ana"), people("Ben")
    unit = ana.unit()
    ana.send(SCREEN, unit=unit, decision="exclude", reason_own="Not about young people", note="A plain no")
    before = ben.get(f"{SCREEN}?record={unit}").text
    told = block(ben, "screen_record", f"{SCREEN}?record={unit}")
    for secret in ("Not about young people", "A plain no", "Ana decided"):
        assert secret not in before
    assert (told["others"], told["terms"], told["mine"]) == ([], [], None)
    ben.send(SCREEN, unit=unit, decision="include")
    after = block(ben, "screen_record", f"{SCREEN}?record={unit}")
    assert after["others"][0]["decision"] == "exclude"


def test_undo_brings_the_record_back(people: People) -> None:
    ana = people("Ana")
    first = ana.unit()
    ana.send(SCREEN, unit=first, decision="exclude")
    ana.send(SCREEN, act="undo")
    assert ana.unit() == first
    assert "Your last" not in ana.get(SCREEN).text


def test_a_record_without_an_abstract_says_so(people: People) -> None:
    ana = people("Ana")
    found = block(ana, "screen_find", f"{SCREEN}?find=deterrence+13")["found"]
    assert found == []
    for number in (10, 11):
        found = block(ana, "screen_find", f"{SCREEN}?find={number}")["found"]
        assert len(found) == 1
        assert "No abstract." in ana.get(f"{SCREEN}?record={found[0]}").text


def test_words_of_the_protocol_and_ones_own_are_marked(people: People) -> None:
    ana = people("Ana")
    unit = block(ana, "screen_find", f"{SCREEN}?find=Mentoring")["found"][0]
    assert '<mark class="protocol">young</mark>' in ana.get(f"{SCREEN}?record={unit}").text
    ana.send(f"{SCREEN}/settings", words="reoffend*, trial", keys="on")
    text = ana.get(f"{SCREEN}?record={unit}").text
    assert '<mark class="own">reoffending</mark>' in text
    assert '<mark class="own">trial</mark>' in text


def test_single_keys_can_be_switched_off(people: People) -> None:
    ana = people("Ana")
    assert "<kbd>i</kbd>" in ana.get(SCREEN).text
    assert re.search(r"/screening-\w+\.js", ana.get(SCREEN).text)
    assert ana.send(f"{SCREEN}/settings", words="").status_code == 303
    text = ana.get(SCREEN).text
    assert "<kbd>" not in text
    assert not re.search(r"/screening-\w+\.js", text)


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(people: People) -> None:
    ana = people("Ana")
    reply = ana.send(SCREEN, unit=ana.unit(), decision="perhaps", note="keep me")
    assert reply.status_code == 400
    assert "“perhaps” is no decision" in reply.text
    assert "keep me" in reply.text
    assert ana.send(SCREEN, unit="0" * 40, decision="include").status_code in (400, 404)


def test_full_text_needs_its_reason_and_knows_what_could_not_be_had(people: People) -> None:
    ana, ben = people("Ana"), people("Ben")
    unit = ana.unit()
    for person in (ana, ben):
        person.send(SCREEN, unit=unit, decision="include")
    full = f"{SCREEN}/full-text"
    assert ana.unit(full) == unit
    refused = ana.send(full, unit=unit, decision="exclude")
    assert (refused.status_code, "needs its reason" in refused.text) == (400, True)
    assert ana.send(full, unit=unit, act="not_obtained").status_code == 400
    ana.send(full, unit=unit, act="not_obtained", why_not="No answer")
    assert "Nothing is left for you" in ana.get(full).text
    assert ana.send(full, unit=unit, act="obtained").status_code == 303
    assert ana.send(full, unit=unit, decision="exclude", reason="Not an evaluation").status_code == 303


def test_a_random_record_may_be_asked_for(people: People) -> None:
    ana = people("Ana")
    ana.send(SCREEN, act="random")
    ana.send(SCREEN, unit=ana.unit(), decision="exclude")
    assert "excluded" in ana.get(SCREEN).text


def test_an_empty_review_says_what_to_do(workspace: Workspace) -> None:
    ana = Person(create_app(workspace, hosts=("testserver",))).named("Ana")
    reply = ana.get(SCREEN)
    assert reply.status_code == 200
    assert "There is nothing to read yet" in reply.text
    assert ana.get("/reviews/nowhere/screen").status_code == 404
