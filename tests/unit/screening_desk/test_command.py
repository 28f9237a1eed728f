"""The road without a browser: next, decide, undo, status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hedgerow.cli.main import run
from hedgerow.workspace import create_workspace
from screening_reviews import protocol, review_with


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = create_workspace(tmp_path / "region", region="east-midlands")
    review_with(made.database, tmp_path, 8, protocol("double"))
    made.database.close()
    return made.root


def screen(capsys: pytest.CaptureFixture[str], folder: Path, *words: str, status: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["evidence", "screen", *words, "--workspace", str(folder), "--json"]) == status
    printed = capsys.readouterr()
    found: dict[str, Any] = json.loads(printed.err if status else printed.out)
    return found


def test_two_people_screen_without_a_browser(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = screen(capsys, folder, "next", "--as", "Ana")
    assert screen(capsys, folder, "next", "--as", "Ben")["record"] == first["record"]
    assert {"title", "abstract", "has_abstract"} <= set(first)
    record = first["record"]
    assert screen(capsys, folder, "decide", record, "include", "--as", "Ana")["event"]
    assert screen(capsys, folder, "decide", record, "include", "--as", "Ana")["event"] is None
    screen(capsys, folder, "decide", record, "exclude", "--as", "Ben", "--reason", "Not an evaluation")
    status = screen(capsys, folder, "status")
    assert status["title_abstract"]["conflict"] == 1
    assert status["title_abstract"]["units"] == 8
    assert status["agreement"]["overlap"] == 1
    assert screen(capsys, folder, "undo", "--as", "Ben")["record"] == record
    assert screen(capsys, folder, "status")["title_abstract"]["undecided"] == 1


def test_what_is_wrong_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = screen(capsys, folder, "next", "--as", "Ana")["record"]
    assert (
        "no decision" in screen(capsys, folder, "decide", record, "yes", "--as", "Ana", status=2)["message"]
    )
    assert screen(capsys, folder, "decide", "f" * 40, "include", "--as", "Ana", status=4)["code"] == "HR300"
    assert "no stage" in screen(capsys, folder, "next", "--stage", "abstract", status=2)["message"]


def test_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evidence", "screen", "next", "--as", "Ana", "--workspace", str(folder)]) == 0
    assert "Record " in capsys.readouterr().out
    assert run(["evidence", "screen", "status", "--workspace", str(folder)]) == 0
    assert "agreement is not known" in capsys.readouterr().out
