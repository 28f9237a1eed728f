"""Who is reading: a chosen name in a signed cookie."""

from __future__ import annotations

import re

import pytest

from asgi_client import Asking
from hedgerow.errors import UsageError
from hedgerow.web.reviewer import COOKIE, checked_name, way_back


def csrf(asking: Asking, path: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', asking.get(path).text)
    assert found
    return found[1]


def choose(asking: Asking, name: str, back: str = "/evidence") -> int:
    data = {"csrf": csrf(asking, "/reviews/who"), "name": name, "back": back}
    reply = asking.post("/reviews/who", data=data)
    if reply.status_code == 303:
        assert reply.headers["location"] == way_back(back)
    return reply.status_code


def test_a_chosen_name_is_kept_and_shown(empty: Asking) -> None:
    assert choose(empty, "  Zoë   O’Neill ") == 303
    assert "You are Zoë O’Neill." in empty.get("/reviews/who").text


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\u202eb"])
def test_what_is_no_name_is_refused(empty: Asking, name: str) -> None:
    assert choose(empty, name) == 400
    assert COOKIE not in empty.cookies


def test_a_forged_cookie_names_nobody(empty: Asking) -> None:
    choose(empty, "Ana")
    packed, _, signature = empty.cookies[COOKIE].partition(".")
    for value in (f"{b'Bob'.hex()}.{signature}", packed, f"{packed}.{'0' * 64}", "x."):
        empty.cookies.delete(COOKIE)
        empty.cookies.set(COOKIE, value)
        assert "Choose the name" in empty.get("/reviews/who").text


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https://evil.example/", "", "x"])
def test_the_way_back_stays_here(address: str) -> None:
    assert way_back(address) == "/evidence"


def test_the_way_back_keeps_its_query() -> None:
    assert way_back("/reviews/main/screen?stage=full_text") == "/reviews/main/screen?stage=full_text"


def test_names_that_look_alike_are_one() -> None:
    assert checked_name("Zoe\u0308") == checked_name("Zoë")
    with pytest.raises(UsageError):
        checked_name("\n")
