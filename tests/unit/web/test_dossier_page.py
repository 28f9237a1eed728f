"""The page of a dossier says what its file says; the shortlist links to dossiers and refuses by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from asgi_client import Asking
from hedgerow.places.tables.dossier import dossier_view
from hedgerow.web import create_app
from hedgerow.workspace import open_workspace


@pytest.fixture
def demo(demo_workspace: Path) -> Asking:
    return Asking(create_app(open_workspace(demo_workspace), hosts=("testserver",)))


def test_the_page_holds_every_part_of_the_dossier(demo: Asking, demo_workspace: Path) -> None:
    lake = open_workspace(demo_workspace).lake
    low = lake.query("SELECT lsoa21, family FROM contrast WHERE own = 'low' ORDER BY ratio").to_pylist()[0]
    made = dossier_view(lake, low["lsoa21"], low["family"])
    page = demo.get(f"/places/{low['lsoa21']}/dossier?family={low['family']}")
    assert page.status_code == 200
    for part in made.parts:
        assert f'id="{part.id}"' in page.text
        assert f"#{part.id}" in page.text
    assert "<style" not in page.text
    assert demo.get(f"/area/{low['lsoa21']}/dossier").status_code == 307
    assert f"/places/{low['lsoa21']}/dossier" in demo.get(f"/places/{low['lsoa21']}").text


def test_the_shortlist_leads_to_dossiers(demo: Asking) -> None:
    page = demo.get("/shortlist?tenths=10")
    assert page.status_code == 200
    assert "None can be told apart" in page.text or "to learn from" in page.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/shortlist?family=treason", 400),
        ("/shortlist?tenths=many", 400),
        ("/places/E07900001/dossier", 400),
        ("/places/E99999999/dossier", 404),
    ],
)
def test_what_does_not_fit_is_refused(demo: Asking, address: str, status: int) -> None:
    assert demo.get(address).status_code == status


def test_nothing_built_is_said(empty: Asking) -> None:
    assert "Nothing has been built" in empty.get("/shortlist").text
