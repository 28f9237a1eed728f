"""The dossier of a place, its three kinds of file, the site-visit protocol and the shortlist."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from hedgerow.cli.main import run
from hedgerow.errors import SchemaError, UsageError
from hedgerow.places.dossier import protocol, to_html, to_markdown, to_word
from hedgerow.places.dossier.visit import parse
from hedgerow.places.tables.dossier import dossier_view
from hedgerow.places.tables.shortlist import shortlist_view
from hedgerow.store.lake import Lake
from hedgerow.workspace import open_workspace

PARTS = {
    "counted",
    "expected",
    "questions",
    "gates",
    "persistence",
    "twins",
    "levers",
    "otherwise",
    "visit",
    "test",
    "trail",
}


@pytest.fixture
def lake(demo_workspace: Path) -> Lake:
    return open_workspace(demo_workspace).lake


def low_place(lake: Lake) -> tuple[str, str]:
    rows = lake.query("SELECT lsoa21, family FROM contrast WHERE own = 'low' ORDER BY ratio").to_pylist()
    return rows[0]["lsoa21"], rows[0]["family"]


def test_a_dossier_says_all_of_it_and_each_number_has_a_trail(lake: Lake, demo_workspace: Path) -> None:
    from hedgerow.workspace.trace import trace

    code, family = low_place(lake)
    made = dossier_view(lake, code, family)
    assert {part.id for part in made.parts} == PARTS
    counted = next(part for part in made.parts if part.id == "counted")
    row = next(iter(counted.tables[0].records()))
    held = lake.query(
        "SELECT observed FROM contrast WHERE lsoa21 = $code AND family = $family",
        {"code": code, "family": family},
    ).to_pylist()
    assert row["observed"] == held[0]["observed"]
    assert f"{row['observed']:,.0f} crimes" in counted.paragraphs[0]
    figure = re.search(r'"(contrast/[^"]+/observed)"', made.parts[-1].bullets[0])
    assert figure
    followed = trace(open_workspace(demo_workspace), figure.group(1))
    assert followed.value == held[0]["observed"]
    assert followed.agrees


def test_three_files_say_the_same_and_are_the_same_twice(lake: Lake) -> None:
    code, family = low_place(lake)
    made = dossier_view(lake, code, family)
    markdown, html, word = to_markdown(made), to_html(made), to_word(made)
    assert word == to_word(dossier_view(lake, code, family))
    with zipfile.ZipFile(io.BytesIO(word)) as opened:
        body = opened.read("word/document.xml").decode()
    for heading in (part.heading for part in made.parts):
        assert heading in markdown
        assert heading in html
        assert heading in body
    assert "<script" not in html
    assert html.count("<h1") == 1


def test_the_files_of_a_folder_hold_the_twins_too(
    lake: Lake, demo_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, family = low_place(lake)
    asked = ["places", "dossier", str(demo_workspace), code, "--family", family, "--json"]
    assert run([*asked, "--out", str(tmp_path / "all")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["files"]) == 2 * (1 + len(found["twins"]))
    assert all(Path(name).is_file() for name in found["files"])
    assert run([*asked, "--out", str(tmp_path / "one.xyz")]) == 2
    assert ".docx" in json.loads(capsys.readouterr().err)["remedy"]


def test_a_district_has_no_dossier(lake: Lake) -> None:
    with pytest.raises(UsageError, match="no LSOA"):
        dossier_view(lake, "E07900001")
    with pytest.raises(UsageError, match="treason"):
        dossier_view(lake, "E01900001", "treason")


def test_the_protocol_refuses_what_does_not_fit_and_what_turns_a_visit_on_persons() -> None:
    from importlib.resources import files

    text = (files("hedgerow.places.dossier") / "visit.toml").read_text("utf-8")
    assert len(protocol().themes) >= 6
    assert all(theme.disprove and theme.look and theme.residents for theme in protocol().themes)
    with pytest.raises(SchemaError, match="disproove"):
        parse(text.replace("disprove =", "disproove =", 1))
    with pytest.raises(SchemaError, match="number plate"):
        parse(text.replace("Through routes", "Write each number plate; through routes"))


def test_the_shortlist_holds_low_places_of_deprived_areas_and_says_so_where_none_can_be_told(
    lake: Lake,
) -> None:
    found = shortlist_view(lake, deprived=10)
    rows = list(found.places.records())
    assert found.firm + found.leads == len(rows)
    assert all(float(str(row["ratio_upper"])) < 1 for row in rows)
    assert all(row["standing"] in ("zero output", "a lead") for row in rows)
    narrow = shortlist_view(lake, deprived=1)
    assert all(row["decile"] == 1 for row in narrow.places.records())
    assert narrow.searched <= found.searched
    if not narrow.firm:
        assert any("None can be told apart" in line for line in narrow.sentences)
    with pytest.raises(UsageError, match="tenth"):
        shortlist_view(lake, deprived=0)
