"""hedgerow places export: the layers listed, one of them written, and what is said when it cannot be."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

from typer.testing import CliRunner

from hedgerow.cli.app import app
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.tables.views import layer_values
from hedgerow.store.lake import Lake


def ask(workspace: Path, *more: str) -> str:
    reply = CliRunner().invoke(app, ["places", "export", str(workspace), *more], catch_exceptions=False)
    assert reply.exit_code == 0, reply.output
    return reply.stdout


def test_the_layers_are_listed_with_those_that_are_not_built(demo_workspace: Path) -> None:
    said = json.loads(ask(demo_workspace, "--json"))
    names = {one["name"] for one in said["layers"]}
    assert {"need", "strength", "ratio:all_crime", "crime:all_crime"} <= names
    assert all("hedgerow build" in one["remedy"] for one in said["not_built"])


def test_a_table_holds_every_place_and_the_answer_its_hash(demo_workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "ratio.csv"
    said = json.loads(ask(demo_workspace, "--layer", "ratio:all_crime", "--out", str(path), "--json"))
    assert said["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    lines = [line for line in path.read_text("utf-8-sig").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    held = layer_values(Lake(demo_workspace / "lake"), "ratio:all_crime").by_code()
    assert len(rows) == said["areas"] == len(held)
    for row in rows:
        value = held[row["code"]]
        assert row["value"] == ("" if value is None else str(value))


def test_a_picture_is_the_same_each_time(demo_workspace: Path, tmp_path: Path) -> None:
    made = []
    for name in ("a.png", "b.png"):
        ask(demo_workspace, "--layer", "need", "--format", "png", "--out", str(tmp_path / name))
        made.append((tmp_path / name).read_bytes())
    assert made[0].startswith(b"\x89PNG")
    assert made[0] == made[1]


def test_an_unknown_layer_and_an_unknown_form_are_named(demo_workspace: Path, tmp_path: Path) -> None:
    for more, kind, words in (
        (("--layer", "nonsense"), NotFoundError, "nonsense"),
        (("--layer", "need", "--format", "pdf"), UsageError, "pdf"),
    ):
        out = ("--out", str(tmp_path / "x"))
        reply = CliRunner().invoke(app, ["places", "export", str(demo_workspace), *more, *out])
        assert isinstance(reply.exception, kind)
        assert words in str(reply.exception)
        assert not (tmp_path / "x").exists()
