"""The protocol in the browser: written, amended with a reason, refused with what was typed kept."""

from __future__ import annotations

import re

import pytest

from asgi_client import Asking
from hedgerow.errors import NotFoundError
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review import ReviewLog

TYPED = {
    "title": "Mentoring",
    "question": "Does mentoring keep young people out of county lines?",
    "inside": "Young people under 25\n\n Young people  under 25 \nA comparison group",
    "outside": "Adults only",
    "title_abstract": "double",
    "full_text": "single",
    "target": "0.9",
    "confidence": "0.95",
}


@pytest.fixture
def reader(empty: Asking) -> Asking:
    post(empty, "/reviews/who", {"name": "Ada", "back": "/evidence"})
    return empty


def post(asking: Asking, path: str, data: dict[str, str]) -> int:
    found = re.search(r'name="csrf" value="([^"]+)"', asking.get(path).text)
    assert found
    reply = asking.post(path, data={"csrf": found[1], **data})
    asking.last = reply.text  # type: ignore[attr-defined]
    return reply.status_code


def log_of(asking: Asking) -> ReviewLog:
    return ReviewLog(asking.app.state.site.database)


def test_a_protocol_is_written_once_and_its_lines_are_criteria(reader: Asking) -> None:
    assert "No protocol is written yet" in reader.get("/reviews/main/protocol").text
    assert post(reader, "/reviews/main/protocol", TYPED) == 303
    held = log_of(reader).protocol()
    assert [(one.kind, one.text) for one in held.criteria] == [
        ("include", "Young people under 25"),
        ("include", "A comparison group"),
        ("exclude", "Adults only"),
    ]
    assert (held.policy("title_abstract"), held.target) == ("double", 0.9)
    assert post(reader, "/reviews/main/protocol", TYPED) == 303
    assert len(log_of(reader).events()) == 1  # nothing changed, so nothing is written


def test_after_the_reading_has_begun_a_change_needs_its_reason(reader: Asking) -> None:
    post(reader, "/reviews/main/protocol", TYPED)
    read = {"stage": "title_abstract", "decision": "include"}
    log_of(reader).append(EventDraft("screened", ("a",), read), actor="Ada")
    wider = TYPED | {"outside": "Adults only\nNo outcome"}
    assert post(reader, "/reviews/main/protocol", wider) == 400
    assert "No outcome" in reader.last  # type: ignore[attr-defined]
    assert len(log_of(reader).protocol().criteria) == 3
    assert post(reader, "/reviews/main/protocol", wider | {"reason": "the board asked"}) == 303
    assert "the board asked" in reader.get("/reviews/main/protocol").text


def test_what_cannot_be_is_refused(reader: Asking) -> None:
    for change in ({"title": " "}, {"target": "most"}, {"title_abstract": "nobody"}):
        assert post(reader, "/reviews/main/protocol", TYPED | change) == 400
    with pytest.raises(NotFoundError):
        log_of(reader).protocol()
