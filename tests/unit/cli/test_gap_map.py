"""`hedgerow evidence map`: written, kept, compared, overlaid; and refused in words."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eppi_page import eppi_page
from hedgerow.cli.app import app
from hedgerow.evidence.tables import build_evidence
from hedgerow.workspace import create_workspace, open_workspace


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("map") / "ws"
    workspace = create_workspace(folder, region="east-midlands")
    build_evidence(workspace.lake, [], lambda *_: None)
    return folder


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "ws"))


def run(place: Path, *said: str) -> Any:
    result = CliRunner().invoke(app, ["evidence", "map", "--workspace", str(place), "--json", *said])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return json.loads(result.stdout)


def test_the_map_is_written_in_three_forms(place: Path, tmp_path: Path) -> None:
    for ending, start in (("html", "<!doctype html>"), ("svg", "<svg"), ("csv", "\ufeff# Title")):
        out = tmp_path / "out" / f"map.{ending}"
        assert run(place, "--out", str(out))["format"] == ending
        assert out.read_text("utf-8").startswith(start)


def test_filters_and_axes_reach_the_file(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.csv"
    run(place, "--out", str(out), "--with", "rows=intervention", "--with", "uk=yes")
    lines = [line for line in out.read_text("utf-8-sig").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    view = run(place, "--with", "rows=intervention", "--with", "uk=yes")
    assert len(rows) == view["all_rows"] * 9 > len(view["cells"]["rows"])
    assert {row["uk"] for row in rows if row["state"] == "held"} != {"0"}
    assert all(int(row["uk"]) == int(row["reviews"]) + int(row["studies"]) for row in rows)


def test_a_version_is_kept_and_compared(place: Path) -> None:
    kept = run(place, "--keep", "spring")
    assert kept["new"] and kept["counts"]["cells_held"] == 69
    changes = run(place, "--since", "spring")
    assert changes["since"]["name"] == "spring" and changes["cells"]["rows"] == []


def test_an_overlay_is_suggested_then_confirmed_by_a_file(place: Path, tmp_path: Path) -> None:
    page, crosswalk, out = tmp_path / "map.html", tmp_path / "crosswalk.csv", tmp_path / "both.html"
    page.write_bytes(eppi_page())
    said = ("--overlay", str(page), "--with", "terms=for reading", "--with", "owner=Owner")
    first = run(place, *said)
    assert first["status"] == "suggested" and first["laid"]["placed"] == 0
    rows = [f"{row['code']},{row['suggested'] or ''}" for row in first["crosswalk"]["rows"]]
    crosswalk.write_text("\n".join(["code,value", *rows]), "utf-8")
    second = run(place, *said, "--crosswalk", str(crosswalk), "--out", str(out))
    assert second["status"] == "confirmed" and second["laid"]["placed"] == 4
    assert "A made-up map" in out.read_text("utf-8")
    assert len(open_workspace(place).database.current("map_layer")) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("--out", "map.pdf"), ".pdf"),
        (("--with", "uk"), "NAME=VALUE"),
        (("--with", "colour=red"), "colour"),
        (("--with", "approach=nothing"), "nothing"),
        (("--since", "spring"), "No version"),
        (("--since", "2026", "--keep", "now"), "cannot go together"),
        (("--since", "2026", "--out", "map.html"), "cannot go together"),
        (("--crosswalk", "c.csv"), "goes with --overlay"),
        (("--overlay", "no-such-file.html"), "no-such-file.html"),
    ],
)
def test_what_cannot_be_done_is_said(place: Path, said: tuple[str, ...], words: str) -> None:
    from hedgerow.errors import HedgerowError

    with pytest.raises(HedgerowError) as refused:
        run(place, *said)
    assert words in refused.value.message and refused.value.remedy
