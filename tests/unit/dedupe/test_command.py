"""`hedgerow evidence dedupe`: a CSV in, a row for every record out, and every bad row named."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from hedgerow.cli.main import run

HEADS = "id,title,author,year,journal,volume,number,pages,abstract,doi"
ROWS = (
    'a,Gangs in the prisons of the region,"Braga, A.",2012,Criminology,49,3,323-358,,10.1000/x',
    "b,Gangs in the prisons of the region,Braga A,2012,Criminology,49,,323-58,,",
    "=c,Something else altogether,,,,,,,,",
    ",No id here,,,,,,,,",
    "a,An id that is taken,,,,,,,,",
    "d,Too,many,,,,,,,,,,cells",
)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.csv"
    path.write_text("\n".join((HEADS, *ROWS)) + "\n", "utf-8")
    return path


def test_each_record_has_a_row_and_each_bad_row_a_reason(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, pairs = tmp_path / "links.csv", tmp_path / "pairs.csv"
    assert run(["evidence", "dedupe", str(records), "--out", str(out), "--pairs", str(pairs), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["records"], said["surplus"]) == (3, 1)
    assert [row["row"] for row in said["rejected"]] == [4, 5, 6]
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [(row["id"], row["group"], row["tier"]) for row in rows] == [
        ("a", "a", "merge"),
        ("b", "a", "merge"),
        ("'=c", "'=c", "none"),
    ]
    assert [row["one"] for row in csv.DictReader(pairs.read_text("utf-8").splitlines())] == ["a"]


def test_answers_of_people_are_kept(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text("one,other,answer\na,b,different\n", "utf-8")
    assert run(["evidence", "dedupe", str(records), "--settled", str(answers), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["surplus"] == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,title\n1,x\n", "no column 'id'"),
        (b"id,title\n", "yields no record"),
        (b"id,title\n,x\n", "yields no record"),
        (b"", "no column 'id'"),
    ],
)
def test_a_file_that_is_not_one_of_records_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    assert run(["evidence", "dedupe", str(path), "--json"]) == 3
    error = json.loads(capsys.readouterr().err)
    assert words in error["message"]
    assert "bad.csv" in error["message"]


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_an_answer_that_is_none_is_refused(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text(f"one,other,answer\na,b,{answer}\n", "utf-8")
    assert run(["evidence", "dedupe", str(records), "--settled", str(answers), "--json"]) == 3
    assert "row 1" in json.loads(capsys.readouterr().err)["message"]


def test_no_file_and_no_such_file_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evidence", "dedupe", "--json"]) == 2
    assert run(["evidence", "dedupe", str(tmp_path / "none.csv"), "--json"]) == 3
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("mark", [";", "\t"])
def test_headings_parted_by_other_marks(
    mark: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "records.csv"
    path.write_text(f"id{mark}title{mark}author\n1{mark}Gangs, and prisons{mark}Ng\n", "utf-8")
    assert run(["evidence", "dedupe", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["records"] == 1
