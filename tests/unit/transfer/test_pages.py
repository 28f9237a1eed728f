"""The pages of transferability: place, judgement, wrong place, record without conditions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from asgi_client import Asking
from hedgerow.web import create_app
from hedgerow.web.vendor import VENDOR
from hedgerow.workspace import open_workspace

PAGE = "/evidence/braga-2019-hot-spots/transfer"
HERE = f"{PAGE}?area=E07900001"


@pytest.fixture(scope="module")
def web(demo_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    if not (VENDOR / "manifest.json").is_file():
        pytest.skip("the browser libraries are not built: make assets")
    copy = tmp_path_factory.mktemp("own") / "workspace"
    shutil.copytree(demo_workspace, copy)  # judgements are written
    workspace = open_workspace(copy)
    yield Asking(create_app(workspace, hosts=("testserver",)))
    workspace.database.close()


def form(web: Asking, **fields: str) -> dict[str, str]:
    page = web.get(HERE).text
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return {"csrf": found.group(1), "area": "E07900001", "factor": "usual_services", **fields}


def test_a_place_is_chosen_first(web: Asking) -> None:
    page = web.get(PAGE)
    assert page.status_code == 200
    assert "Where is it to be done?" in page.text


def test_a_name_leads_to_its_code(web: Asking) -> None:
    reply = web.get(f"{PAGE}?place=Ferrybridge+Cross")
    assert (reply.status_code, reply.headers["location"]) == (303, HERE)


@pytest.mark.parametrize("path", [PAGE, "/evidence/transfer"])
def test_a_wrong_place_is_named_and_the_form_stays(web: Asking, path: str) -> None:
    page = web.get(f"{path}?area=E07111111")
    assert page.status_code == 404
    assert "That place was not found" in page.text and "E07111111" in page.text
    assert 'name="place"' in page.text


def test_a_wrong_record_is_refused_by_name(web: Asking) -> None:
    assert web.get("/evidence/nothing-of-the-kind/transfer?area=E07900001").status_code == 404


def test_each_state_says_itself_in_words_and_unknown_looks_unlike_failing(web: Asking) -> None:
    page = web.get("/evidence/peoria-drug-market-intervention/transfer?area=E07900001").text
    assert '<li class="tag none">Cannot tell</li>' in page
    assert '<li class="tag bad">Does not hold here</li>' in page  # tried in Peoria alone


def test_a_record_without_conditions_says_silence_is_no_sign(web: Asking) -> None:
    page = web.get("/evidence/taheri-2016-after-school/transfer?area=E07900001").text
    assert "states no condition of its effect" in page
    assert "silence, not a sign" in page


def test_a_judgement_is_recorded_shown_and_undone(web: Asking) -> None:
    sent = form(web, act="judge", state="holds", why="Asked the provider.", version="0")
    reply = web.post(PAGE, data=sent)
    assert (reply.status_code, reply.headers["location"]) == (303, f"{HERE}#f-usual_services")
    assert "Asked the provider." in web.get(HERE).text
    assert web.get(HERE, headers={"accept": "application/json"}).json()
    listed = web.get("/evidence/transfer?area=E07900001").text
    assert "Hot spots policing" in listed
    again = web.post(PAGE, data=form(web, act="judge", state="partly", why="Late.", version="0"))
    assert again.status_code == 400
    assert "judged by somebody else" in again.text and "Late." in again.text
    web.post(PAGE, data=form(web, act="undo"))
    assert "Asked the provider." not in web.get(HERE).text


def test_a_judgement_without_reason_or_state_comes_back_with_what_was_typed(web: Asking) -> None:
    reply = web.post(PAGE, data=form(web, act="judge", state="holds", why="  ", version="0"))
    assert reply.status_code == 400 and "needs a reason" in reply.text
    reply = web.post(PAGE, data=form(web, act="judge", why="A reason <b>here</b>", version="0"))
    assert reply.status_code == 400 and "A reason &lt;b&gt;here&lt;/b&gt;" in reply.text


def test_a_form_from_elsewhere_is_refused(web: Asking) -> None:
    sent = form(web, act="judge", state="holds", why="x") | {"csrf": "forged"}
    assert web.post(PAGE, data=sent).status_code >= 400
    assert "judged by a person" not in web.get(HERE).text


def test_the_line_stands_beside_the_effects_and_knows_the_place(web: Asking) -> None:
    page = web.get("/evidence/braga-2019-hot-spots").text
    assert "Evidence from the United Kingdom: none in this record" in page
    assert f'href="{PAGE}"' in page
    placed = web.get("/evidence/braga-2019-hot-spots?area=E07900001").text
    assert "in Ferrybridge Cross" in placed and f'href="{HERE}"' in placed


def test_area_and_alignment_lead_to_the_list(web: Asking) -> None:
    assert "/evidence/transfer?area=E07900001" in web.get("/places/E07900001").text
    assert "/evidence/transfer" in web.get("/alignment").text


def test_before_anything_is_built_nothing_is_shown(tmp_path: Path) -> None:
    from hedgerow.workspace import create_workspace

    if not (VENDOR / "manifest.json").is_file():
        pytest.skip("the browser libraries are not built: make assets")
    empty = Asking(
        create_app(create_workspace(tmp_path / "w", region="east-midlands"), hosts=("testserver",))
    )
    assert "Nothing has been built here yet" in empty.get(HERE).text
