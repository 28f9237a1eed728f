"""What surrounds every answer."""

from __future__ import annotations

import pytest

from asgi_client import Asking
from hedgerow.web.guard import POLICY

PAGES = ["/accessibility", "/vocabulary", "/nothing-here"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_strict_headers(empty: Asking, path: str) -> None:
    for _ in range(2):  # the second answer may come from memory
        headers = empty.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "frame-ancestors 'none'" in POLICY


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_an_inline_script_style_or_handler(empty: Asking, path: str) -> None:
    text = empty.get(path).text
    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "127.0.0.1.evil.example:80", ""])
def test_another_host_name_is_refused(empty: Asking, host: str) -> None:
    assert empty.get("/accessibility", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("path", ["//evil.example/places", "/\\evil.example", "//evil.example/%2e%2e"])
def test_doubled_slashes_never_lead_off_the_site(empty: Asking, path: str) -> None:
    reply = empty.get(f"http://testserver{path}")
    assert reply.status_code in {400, 404}
    assert "evil.example" not in reply.headers.get("location", "")


def test_a_remembered_answer_is_the_same_and_says_when_it_is_unchanged(empty: Asking) -> None:
    first, second = empty.get("/vocabulary"), empty.get("/vocabulary")
    assert first.text == second.text
    assert "x-hedgerow-kept" not in second.headers
    unchanged = empty.get("/vocabulary", headers={"if-none-match": second.headers["etag"]})
    assert unchanged.status_code == 304


def test_the_json_twin_has_the_same_address_and_answers_accept_too(empty: Asking) -> None:
    by_ending = empty.get("/accessibility.json").json()
    by_header = empty.get("/accessibility", headers={"accept": "application/json"}).json()
    assert by_ending == by_header
    assert by_ending["summary"] in empty.get("/accessibility").text
