"""What bringing references in promises, walked on the command line: import, dedupe, settle, undo, merge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hedgerow.cli.main import run
from hedgerow.workspace import create_workspace

ONE = "TY  - JOUR\nTI  - Focused deterrence and violence in three northern cities\nAU  - Braga, A.\n"
ONE += "PY  - 2019\n"
ONE += "JO  - Criminology\nVL  - 12\nSP  - 101\nEP  - 120\nDO  - 10.1000/one\n"
NEAR = (
    "TY  - JOUR\nTI  - Focused deterrence and violence in three northern city\nAU  - Braga, A.\nPY  - 2020\n"
)
NEAR += "JO  - Policing and Society\nVL  - 3\n"
END = "ER  - \n\n"


class Desk:
    """A person at the command line of one workspace."""

    def __init__(self, folder: Path, name: str, capture: pytest.CaptureFixture[str]) -> None:
        create_workspace(folder, region="east-midlands")
        self.folder, self.name, self.capture = folder, name, capture

    def ask(self, *words: str, status: int = 0) -> Any:
        """Run a command and return what it answers."""
        where = ("--workspace", str(self.folder), "--as", self.name, "--json")
        assert run(["evidence", *words, *where]) == status
        said = self.capture.readouterr()
        return json.loads(said.out if said.out.strip() else said.err)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "scopus.ris").write_text(ONE + END + NEAR + END, "utf-8")
    (tmp_path / "pubmed.ris").write_text(ONE.replace("A.\n", "Anthony\n") + END, "utf-8")
    return str(tmp_path / "scopus.ris"), str(tmp_path / "pubmed.ris")


def test_the_road_from_two_files_to_settled_duplicates(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ana = Desk(tmp_path / "north", "Ana", capsys)
    report = ana.ask("import", *files, "--no-show")
    assert [(one["expected"], one["records"], one["rejected"]) for one in report["imported"]] == [
        (2, 2, []),
        (1, 1, []),
    ]
    again = ana.ask("import", files[0], "--no-show")
    assert again["imported"][0]["already"]
    assert "Ana" in again["imported"][0]["note"]
    found = ana.ask("dedupe")
    assert (found["references"], found["units"], found["surplus"], found["asked_pairs"]) == (3, 2, 1, 1)
    pair = found["asked"][0]["one"], found["asked"][0]["other"]
    settled = ana.ask("dedupe", "--settle", *pair, "related", "--reason", "An abstract of it")
    assert (settled["asked_pairs"], settled["answers"]) == (0, 1)
    assert settled["settled"][0]["reason"] == "An abstract of it"
    undone = ana.ask("dedupe", "--undo", settled["settled"][0]["event"])
    assert (undone["asked_pairs"], undone["answers"]) == (1, 0)


def test_an_automatic_merge_that_is_undone_stays_undone(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ana = Desk(tmp_path / "north", "Ana", capsys)
    ana.ask("import", *files, "--no-show")
    one, other = ana.ask("dedupe")["groups"][0]["references"]
    assert ana.ask("dedupe", "--settle", one, other, "different")["merged_groups"] == 0
    (tmp_path / "later.ris").write_text(ONE.replace("Braga, A.", "Braga, A. A.") + END, "utf-8")
    ana.ask("import", str(tmp_path / "later.ris"), "--no-show")
    groups = ana.ask("dedupe")["groups"]
    assert not [group for group in groups if {one, other} <= set(group["references"])]


def test_one_bad_file_does_not_stop_the_good_ones_and_is_named(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ana = Desk(tmp_path / "north", "Ana", capsys)
    (tmp_path / "notes.txt").write_text("Nothing but a note.", "utf-8")
    where = ["--workspace", str(ana.folder), "--no-show", "--json"]
    assert run(["evidence", "import", files[0], str(tmp_path / "notes.txt"), *where]) == 3
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert [one["name"] for one in report["imported"]] == ["scopus.ris"]
    assert [one["name"] for one in report["refused"]] == ["notes.txt"]
    assert "notes.txt" in json.loads(said.err)["message"]


def test_what_is_imported_is_found_without_a_whole_build(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ana = Desk(tmp_path / "north", "Ana", capsys)
    assert ana.ask("import", files[0])["shown"]
    assert run(["evidence", "list", "--tier", "X", "--workspace", str(ana.folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["total"] == 2


def test_two_organisations_merge_and_see_what_they_say_differently(
    tmp_path: Path, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    ana, ben = Desk(tmp_path / "north", "Ana", capsys), Desk(tmp_path / "south", "Ben", capsys)
    for desk in (ana, ben):
        desk.ask("import", files[0], "--source", "Scopus", "--no-show")
    ben.ask("import", files[1], "--no-show")
    asked = ana.ask("dedupe")["asked"][0]
    ben.ask("dedupe")
    ana.ask("dedupe", "--settle", asked["one"], asked["other"], "related")
    ben.ask("dedupe", "--settle", asked["one"], asked["other"], "different")
    report = ana.ask("merge", str(ben.folder), "--name", "South")
    assert (report["joined"]["way"], report["references"], report["units"]) == ("library", 3, 2)
    [conflict] = report["conflicts"]
    assert {side["value"] for side in conflict["said"]} == {"related", "different"}
    assert {side["library"] for side in conflict["said"]} == {"", "South"}
    again = ana.ask("merge", str(ben.folder), "--name", "South")
    assert (again["joined"]["events"], again["joined"]["references"]) == (0, 0)
