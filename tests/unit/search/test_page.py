"""The page of the list: what was asked stands in the form, how it was read is said, no text becomes HTML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from asgi_client import Asking
from hedgerow.evidence import shipped
from hedgerow.web import create_app
from hedgerow.web.vendor import VENDOR
from hedgerow.workspace import create_workspace
from unit.search.shelf import lake_of, reference


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    if not (VENDOR / "manifest.json").is_file():
        pytest.skip("the browser libraries are not built: make assets")
    root: Path = tmp_path_factory.mktemp("page") / "ws"
    workspace = create_workspace(root, region="east-midlands")
    rows = [
        *shipped.record_rows(),
        reference(1, title="<script>alert(1)</script> gangs", abstract="<b>gang</b>"),
    ]
    lake_of(workspace.lake.root, rows)
    return Asking(create_app(workspace, hosts=("testserver",)))


def page(app: Asking, path: str) -> str:
    answer = app.get(path)
    assert answer.status_code == 200, path
    return answer.text


def test_how_a_search_was_read_and_what_was_not_is_said(app: Asking) -> None:
    text = page(app, "/evidence?q=(gang* OR zzz kind:nonsense")
    assert "A bracket was not closed" in text
    assert "No record has kind:nonsense" in text
    assert "Read as: (gang* OR zzz) AND kind:nonsense" in text
    assert "No publication matches" in text


def test_a_plain_word_needs_no_reading(app: Asking) -> None:
    assert "Read as" not in page(app, "/evidence?q=gang")


def test_texts_of_records_and_of_the_address_are_never_html(app: Asking) -> None:
    text = page(app, "/evidence?q=<script>alert gangs")
    assert "<script>alert" not in text and "<b>gang" not in text
    assert "&lt;script&gt;alert(1)" in page(app, "/evidence?q=gangs&tier=X")


def test_what_narrows_stays_in_the_form_even_when_nothing_is_left(app: Asking) -> None:
    text = page(app, "/evidence?q=gangs&tier=X&country=england&year_from=2015")
    assert '<option value="england" selected>' in text
    assert 'name="year_from" value="2015"' in text
    assert '<details class="drawer" open>' in text


def test_near_in_meaning_and_like_a_record_say_what_judged(app: Asking) -> None:
    assert "no language model" in page(app, "/evidence?q=lighting&meaning=yes")
    text = page(app, "/evidence?similar_to=welsh-2022-street-lighting")
    assert "These are like one record." in text
    record = page(app, "/evidence/welsh-2022-street-lighting")
    assert "More like this" in record and "/evidence?similar_to=welsh-2022-street-lighting" in record


@pytest.mark.parametrize(
    "asked", ["year_from=soon", "kind=trial", "meaning=perhaps", "sort=loudest", "origin=theirs"]
)
def test_a_wrong_value_is_refused_with_a_remedy(app: Asking, asked: str) -> None:
    answer = app.get(f"/evidence?{asked}")
    assert answer.status_code == 400
    assert asked.partition("=")[2] in answer.text


def test_the_twin_says_the_same(app: Asking) -> None:
    twin: Any = json.loads(app.get("/evidence.json?q=hot spots&uk=yes").text)
    form = next(block for block in twin["sections"][0]["blocks"] if block["kind"] == "search_form")
    assert form["reading"] == "hot AND spots" and form["chosen"]["uk"] == "yes"
