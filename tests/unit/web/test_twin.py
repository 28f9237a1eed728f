"""A page and its JSON twin say the same, on the demonstration region."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asgi_client import Asking
from browser.addresses import PAGES
from hedgerow.web import create_app
from hedgerow.workspace import open_workspace

CELL = re.compile(r"<t[dh](?: [^>]*)?>(.*?)</t[dh]>", re.DOTALL)
TABLE = re.compile(r'<table class="data[^"]*" data-table="([^"]+)">(.*?)</table>', re.DOTALL)


@pytest.fixture(scope="session")
def demo(demo_workspace: Path) -> Iterator[Asking]:
    workspace = open_workspace(demo_workspace)
    yield Asking(create_app(workspace, hosts=("testserver",)))
    workspace.database.close()


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def tables_of(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every table of a JSON twin, wherever it stands."""
    if isinstance(value, dict):
        if "rows_in_all" in value:
            yield value
        for part in value.values():
            yield from tables_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from tables_of(part)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_and_its_twin_say_the_same(demo: Asking, path: str) -> None:
    page = demo.get(path)
    twin = demo.get(path, headers={"accept": "application/json"}).json()
    assert page.status_code == 200
    shown = text_of(page.text)
    assert twin["question"] in shown
    assert twin["summary"] in shown
    drawn = [
        (name, [text_of(cell) for cell in CELL.findall(body)]) for name, body in TABLE.findall(page.text)
    ]
    held = [table for table in tables_of(twin) if table["rows"]]
    assert len(drawn) == len(held)
    for (name, cells), table in zip(drawn, held, strict=True):
        assert name.startswith(table["name"])
        heads = sum(
            1 for column in table["columns"] if any(cell.startswith(column["label"]) for cell in cells)
        )
        assert heads >= 1
        texts = {value for row in table["rows"] for value in row.values() if isinstance(value, str)}
        body = cells[len(cells) - len(table["rows"]) * (len(cells) // (len(table["rows"]) + 1)) :]
        assert sum(cell in texts for cell in body) >= len(table["rows"]), f"{path}: {name}"


@pytest.mark.parametrize("path", ["/places/E01900001", "/evidence?q=crime", "/alignment", "/map?layer=need"])
def test_every_table_can_be_taken_away(demo: Asking, path: str) -> None:
    text = demo.get(path).text
    links = {html.unescape(link) for link in re.findall(r'href="([^"]+\.(?:csv|xlsx)\?[^"]*)"', text)}
    assert links
    for link in links:
        reply = demo.get(link)
        assert reply.status_code == 200, link
        assert reply.headers["content-disposition"].startswith("attachment")
        assert reply.content[:3] in {b"\xef\xbb\xbf", b"PK\x03"}


def test_a_number_that_is_not_known_is_never_printed_as_nought(demo: Asking) -> None:
    twin = demo.get("/places/E01900001.json").json()
    missing = [
        (name, row[name])
        for table in tables_of(twin)
        for row in table["rows"]
        for name in row.get("_missing", {})
    ]
    assert missing
    assert all(value is None for _, value in missing)


def test_a_page_of_authored_records_is_made_again_when_one_changes(demo: Asking) -> None:
    first, second = demo.get("/alignment"), demo.get("/alignment")
    assert first.text == second.text
    assert "x-hedgerow-kept" not in second.headers
