"""The pages of the flow and of the export, with nothing, with something and with a wrong question."""

from __future__ import annotations

import json
import re

from asgi_client import Asking
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.standing import standing
from review_files import bring_in


def csrf(asking: Asking, path: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', asking.get(path).text)
    assert found
    return found[1]


def choose(asking: Asking, name: str) -> None:
    data = {"csrf": csrf(asking, "/reviews/who"), "name": name, "back": "/evidence"}
    assert asking.post("/reviews/who", data=data).status_code == 303


def log_of(asking: Asking) -> ReviewLog:
    return ReviewLog(asking.app.state.site.database)


def test_an_empty_review_says_where_to_begin(empty: Asking) -> None:
    page = empty.get("/reviews/main/flow")
    assert page.status_code == 200
    assert "Nothing has been imported yet" in page.text
    assert "<svg" not in page.text.partition("<main")[2].partition("</main")[0]


def test_the_drawing_and_its_files_hold_the_same_numbers(empty: Asking) -> None:
    log = log_of(empty)
    bring_in(log, "a.ris", ("One", "Two", "Three"), source="Ovid & co", unreadable=1)
    first = next(iter(standing(log).file_of))
    log.append(
        EventDraft("screened", (first,), {"stage": "title_abstract", "decision": "include"}), actor="Ada"
    )
    page = empty.get("/reviews/main/flow")
    assert "Ovid &amp; co: 4" in page.text
    assert "4 records were identified and 0 were copies" in page.text
    values = json.loads(
        re.search(r'<metadata id="prisma-2020">(.*?)</metadata>', page.text)[1]
        .replace("&quot;", '"')
        .replace("&amp;", "&")
    )  # type: ignore[index]
    assert (values["database_results"], values["records_screened"], values["hedgerow_unread"]) == (4, 1, 2)
    assert "records_screened,node9,box4" in empty.get("/reviews/main/flow/boxes").text
    drawing = empty.get("/reviews/main/flow/drawing")
    assert drawing.text.startswith("<svg")
    assert drawing.headers["content-type"].startswith("image/svg+xml")


def test_a_date_that_is_none_is_told(empty: Asking) -> None:
    page = empty.get("/reviews/main/flow?since=March")
    assert page.status_code == 400
    assert "is not a date" in page.text


def test_an_export_asks_who_you_are_then_writes_and_notes_it(empty: Asking) -> None:
    log = log_of(empty)
    bring_in(log, "a.ris", ("One", "Two"), source="Ovid")
    data = {"csrf": csrf(empty, "/reviews/main/export"), "format": "ris", "which": "all"}
    assert empty.post("/reviews/main/export", data=data).status_code == 303
    choose(empty, "Ada")
    data["csrf"] = csrf(empty, "/reviews/main/export")
    reply = empty.post("/reviews/main/export", data=data)
    assert reply.status_code == 200
    assert reply.text.count("TY  - JOUR") == 2
    assert 'filename="main-all.ris"' in reply.headers["content-disposition"]
    assert log.events(("exported",))[0].actor == "Ada"


def test_an_export_of_nothing_keeps_the_form(empty: Asking) -> None:
    choose(empty, "Ada")
    data = {"csrf": csrf(empty, "/reviews/main/export"), "format": "csv", "which": "all"}
    reply = empty.post("/reviews/main/export", data=data)
    assert reply.status_code == 400
    assert "no record to write" in reply.text
