"""The harm switch of the pages: a plain form, status in view, and a wrong value refused."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from asgi_client import Asking
from hedgerow.places.tables.harm import scheme_names
from hedgerow.web import create_app
from hedgerow.web.pages.harm_switch import TITLES
from hedgerow.workspace import open_workspace
from hedgerow.workspace.trace import trace


@pytest.fixture(scope="module")
def demo(demo_workspace: Path) -> Iterator[Asking]:
    workspace = open_workspace(demo_workspace)
    yield Asking(create_app(workspace, hosts=("testserver",)))
    workspace.database.close()


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


@pytest.mark.parametrize("address", ["/", "/places", "/places/E07900001"])
def test_the_switch_is_a_form_that_works_without_script(demo: Asking, address: str) -> None:
    page = demo.get(address).text
    form = re.search(r'<form[^>]*method="get"[^>]*>(?:(?!</form>).)*name="harm".*?</form>', page, re.DOTALL)
    assert form
    assert len(re.findall(r"<option", form[0])) >= 6
    assert 'type="submit"' in form[0]


def test_every_scheme_that_can_be_chosen_has_a_title(demo_workspace: Path) -> None:
    assert set(scheme_names(open_workspace(demo_workspace).lake)) <= set(TITLES)


def test_an_area_says_status_edition_and_both_versions(demo: Asking) -> None:
    said = words(demo.get("/places/E07900001?harm=cchi").text)
    assert "Status of the weights: unverified. Edition: 2026, third-party summary." in said
    assert "Victim-reported: without the crimes that police mostly discover" in said
    assert "Including the crimes that police mostly discover" in said
    assert "Never rank places of organised crime on category medians alone" in said


def test_a_category_without_a_weight_is_not_nought(demo: Asking) -> None:
    page = demo.get("/places/E07900001?harm=cost").text
    table = page[page.index('data-table="area_harm_types"') :]
    line = next(row for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL) if "Drugs" in row)
    assert words(line).count("no weight") >= 2


def test_the_list_shows_the_change_of_rank_and_what_must_be_read(demo: Asking) -> None:
    page = demo.get("/places?harm=cost&version=with_discovered").text
    said = words(page)
    assert 'data-table="harm_by_area"' in page
    assert "Places up by harm" in said
    assert "2015/16 prices, recorded crime only." in said
    assert "carry no weight" in said


def test_the_two_forms_of_the_list_keep_what_the_other_has_set(demo: Asking) -> None:
    page = demo.get("/places?harm=cost&version=with_discovered&q=bridge&kind=lsoa").text
    forms = re.findall(r'<form class="filters".*?</form>', page, re.DOTALL)
    search, weigh = (next(one for one in forms if f'id="f-{name}"' in one) for name in ("q", "harm"))
    for name, value in (("harm", "cost"), ("version", "with_discovered")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in search
    for name, value in (("q", "bridge"), ("kind", "lsoa")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in weigh
    assert 'type="hidden"' not in "".join(
        one for one in re.findall(r'<form class="filters".*?</form>', demo.get("/places").text, re.DOTALL)
    )


@pytest.mark.parametrize("address", ["/places?harm=cchi", "/places/E07900001?harm=css", "/?harm=cost"])
def test_the_method_card_goes_with_harm(demo: Asking, address: str) -> None:
    page = demo.get(address).text
    assert 'data-table="card_harm"' in page
    assert "Not for adding the schemes" in words(page)


@pytest.mark.parametrize("address", ["/places?harm=dollars", "/?version=all", "/places/E07900001?harm=x"])
def test_a_wrong_value_is_refused_and_the_right_ones_named(demo: Asking, address: str) -> None:
    reply = demo.get(address)
    assert reply.status_code == 400
    assert "Give one of" in words(reply.text)


def test_a_printed_value_is_weighed_again_from_the_panel(demo: Asking, demo_workspace: Path) -> None:
    page = demo.get("/places/E07900001?harm=css").text
    address = re.search(r"harm_score/[^\"&<]+?/value", unquote(html.unescape(page)))
    assert address
    trail = trace(open_workspace(demo_workspace), address[0])
    assert trail.agrees is True
    assert {part.figure.partition("/")[0] for part in trail.via} == {"panel"}
