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
from hedgerow.disclosure.shown import SHORT_REASONS
from hedgerow.web import create_app
from hedgerow.web.months import cell_in_words
from hedgerow.workspace import open_workspace

CELL = re.compile(r"<t[dh](?: [^>]*)?>(.*?)</t[dh]>", re.DOTALL)
ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
TABLE = re.compile(r'<table class="data[^"]*" data-table="([^"]+)">(.*?)</table>', re.DOTALL)


@pytest.fixture(scope="session")
def demo(demo_workspace: Path) -> Iterator[Asking]:
    workspace = open_workspace(demo_workspace)
    asking = Asking(create_app(workspace, hosts=("testserver",)))
    token = re.search(r'name="csrf" value="([^"]+)"', asking.get("/reviews/who").text)
    assert token
    reply = asking.post("/reviews/who", data={"csrf": token[1], "name": "Ada", "back": "/evidence"})
    assert reply.status_code == 303  # pages that ask who is reading show themselves from now on
    yield asking
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
    drawn = TABLE.findall(page.text)
    held = [table for table in tables_of(twin) if table["rows"]]
    assert len(drawn) == len(held)
    for (name, body), table in zip(drawn, held, strict=True):
        assert name.startswith(table["name"])
        compare(body, table)


def compare(body: str, table: dict[str, Any]) -> None:
    """Hold every cell that is drawn against the twin's value of the same row and column."""
    head, *rows = [[text_of(cell) for cell in CELL.findall(row)] for row in ROW.findall(body)]
    assert len(rows) == len(table["rows"])
    names = [column_of(title, table) for title in head]
    for cells, record in zip(rows, table["rows"], strict=True):
        assert len(cells) == len(names)
        for name, cell in zip(names, cells, strict=True):
            assert same(cell, record[name], name in record.get("_missing", {})), (name, cell, record[name])


def column_of(title: str, table: dict[str, Any]) -> str:
    for column in table["columns"]:
        if title == f"{column['label']} {column['unit']}".strip():
            return str(column["name"])
    raise AssertionError(f"{title} is no column of {table['name']}")


def same(cell: str, value: Any, missing: bool) -> bool:
    if value is None:
        return missing and cell in SHORT_REASONS.values()
    if isinstance(value, bool):
        return cell == ("yes" if value else "no")
    if isinstance(value, int | float):
        decimals = len(cell.partition(".")[2])
        return abs(float(cell.replace(",", "")) - value) <= 0.51 * 10**-decimals
    return " ".join(cell.split()) == " ".join(cell_in_words(str(value)).split())


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


@pytest.mark.parametrize("path", PAGES)
def test_no_link_of_a_page_is_broken_text(demo: Asking, path: str) -> None:
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*)"', demo.get(path).text)]
    assert not [link for link in links if not link.startswith(("/", "#", "http")) or "<" in link]
