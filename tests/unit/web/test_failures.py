"""When something goes wrong."""

from __future__ import annotations

import re

import pytest
from starlette.requests import Request

from asgi_client import Asking
from hedgerow.errors import DisclosureError


def test_an_address_that_does_not_exist_has_a_page_with_ways_onward(empty: Asking) -> None:
    reply = empty.get("/no/such/page")
    assert reply.status_code == 404
    assert "There is no page at /no/such/page." in reply.text
    assert 'href="/places"' in reply.text


def test_the_page_has_a_json_twin(empty: Asking) -> None:
    twin = empty.get("/no/such/page.json")
    assert twin.status_code == 404
    assert dict(twin.json()["sections"][0]["blocks"][0]["pairs"])["Code"] == "HR300"


def test_an_error_of_ours_shows_message_remedy_and_code(empty: Asking) -> None:
    reply = empty.get("/vocabulary/aproach")
    assert reply.status_code == 404
    assert "aproach" in reply.text
    assert "approach" in reply.text
    assert "HR300" in reply.text


def test_a_fault_shows_a_reference_and_never_a_stack(empty: Asking) -> None:
    @empty.app.get("/breaks")
    def breaks(request: Request) -> None:
        raise RuntimeError("canary-7f3a in the message")

    reply = empty.get("/breaks")
    assert reply.status_code == 500
    assert re.search(r"reference [0-9a-f]{8}", reply.text)
    assert "canary" not in reply.text
    assert "Traceback" not in reply.text


def test_what_may_not_leave_is_a_page_too(empty: Asking) -> None:
    @empty.app.get("/refused")
    def refused(request: Request) -> None:
        raise DisclosureError("The partner table x may not go into a public edition.", remedy="Leave it out.")

    reply = empty.get("/refused")
    assert reply.status_code == 403
    assert "Leave it out." in reply.text


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}"]
)
def test_text_from_an_address_is_shown_as_text(empty: Asking, payload: str) -> None:
    for path in ("/vocabulary/", "/places?q=", "/nothing?q=", "/trace?figure="):
        text = empty.get(f"{path}{payload}").text
        assert payload not in text or payload == "{{7*7}}"
        assert "<img src=x" not in text


def test_a_file_of_a_page_that_does_not_exist_is_told_as_a_page(empty: Asking) -> None:
    for ending in ("csv", "xlsx", "table"):
        reply = empty.get(f"/nothing-here.{ending}")
        assert reply.status_code == 404
        assert "We could not find that page" in reply.text
