"""Forms are accepted only from our own pages."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from hedgerow.web.csrf import COOKIE, ForgedFormError, check, sign

SECRET = b"k" * 32
VALUE = "v" * 43


def request(*, cookie: str | None = VALUE, **headers: str) -> Request:
    sent = [(b"host", b"127.0.0.1:8765")]
    if cookie is not None:
        sent.append((b"cookie", f"{COOKIE}={cookie}".encode()))
    sent += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": sent, "query_string": b""})


def test_our_own_form_is_accepted() -> None:
    check(SECRET, request(origin="http://127.0.0.1:8765", sec_fetch_site="same-origin"), sign(SECRET, VALUE))


@pytest.mark.parametrize(
    ("made", "given"),
    [
        (request(cookie=None), sign(SECRET, VALUE)),
        (request(), ""),
        (request(), sign(b"another server".ljust(32), VALUE)),
        (request(cookie="w" * 43), sign(SECRET, VALUE)),
        (request(origin="http://evil.example"), sign(SECRET, VALUE)),
        (request(origin="null"), sign(SECRET, VALUE)),
        (request(sec_fetch_site="cross-site"), sign(SECRET, VALUE)),
        (request(sec_fetch_site="same-site"), sign(SECRET, VALUE)),
    ],
    ids=["no cookie", "no token", "another server", "another session", "origin", "null", "cross", "sibling"],
)
def test_any_other_form_is_refused(made: Request, given: str) -> None:
    with pytest.raises(ForgedFormError):
        check(SECRET, made, given)
