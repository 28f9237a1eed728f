"""The command line: pure JSON, errors in words with a status for each kind, never a stack before a user."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from hedgerow.cli import show
from hedgerow.cli.main import run
from hedgerow.errors import HedgerowError, MachineError


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEDGEROW_WORKSPACE", raising=False)
    monkeypatch.delenv("HEDGEROW_DEBUG", raising=False)
    return tmp_path


def error(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    found: dict[str, str] = json.loads(captured.err)
    assert set(found) == {"code", "message", "cause", "remedy", "exit_status"}
    return found


def commands() -> list[tuple[str, ...]]:
    """Every command of the tree, by its words."""
    from hedgerow.cli.app import app

    found = [(command.name or command.callback.__name__,) for command in app.registered_commands]  # type: ignore[union-attr]
    for group in app.registered_groups:
        assert group.typer_instance is not None
        found += [
            (str(group.name), str(command.name)) for command in group.typer_instance.registered_commands
        ]
    return found


def test_help_reads_like_a_table_of_contents(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    headings = [text.index(f"{number}. ") for number in range(1, 6)]
    assert headings == sorted(headings)
    for words in commands():
        assert words[0] in text


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_json_and_says_what_it_does(
    words: tuple[str, ...], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words, "--help"]) == 0
    assert "--json" in capsys.readouterr().out


def test_init_and_doctor_speak_pure_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "here", "--region", "east-midlands", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["region"] == "east-midlands"
    assert run(["doctor", "here", "--json"]) == 0
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert captured.err == ""
    assert {step["state"] for step in report["steps"]} == {"pending"}
    assert report["missing"]
    assert not report["healthy"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "version"],
        ["version", "--json"],
        ["--json", "vocabulary", "partner"],
        ["vocabulary", "--json", "partner"],
        ["--json", "source", "list"],
        ["source", "--json", "list"],
    ],
    ids=" ".join,
)
def test_json_may_stand_anywhere(
    arguments: list[str], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 0
    assert json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "arguments",
    [
        ["area", "show", "E01000001"],
        ["area", "find", "Lincoln"],
        ["profile", "build", "Lincoln"],
        ["alignment"],
        ["evidence", "list"],
        ["evidence", "map"],
        ["trace", "panel/lsoa21=E01000001,month=2025-01/n"],
    ],
    ids=" ".join,
)
def test_before_the_first_build_each_command_says_so(
    arguments: list[str], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "here", "--region", "east-midlands"]) == 0
    capsys.readouterr()
    assert run([*arguments, "--workspace", "here", "--json"]) == 4
    assert "has not been built" in error(capsys)["message"]


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (["dance"], "HR100", 2),
        (["init", "x"], "HR100", 2),
        (["init", "x", "--region", "atlantis"], "HR110", 2),
        (["doctor", "nowhere"], "HR300", 4),
        (["trace", "not a figure", "--workspace", "here"], "HR100", 2),
        (["trace", "panle/a=b/n", "--workspace", "here"], "HR300", 4),
        (["vocabulary", "colours"], "HR300", 4),
        (["evidence", "import", "absent.ris", "--workspace", "here"], "HR260", 3),
        (["plans", "map", "absent.pdf", "--workspace", "here"], "HR250", 3),
        (["restore", "absent.zip", "there"], "HR200", 3),
        (["source", "add", "absent.csv", "--workspace", "here"], "HR200", 3),
    ],
)
def test_each_kind_of_error_has_a_code_a_remedy_and_a_status(
    arguments: list[str], code: str, status: int, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init", "here", "--region", "east-midlands"])
    capsys.readouterr()
    assert run([*arguments, "--json"]) == status
    found = error(capsys)
    assert found["code"] == code
    assert found["remedy"]


def test_an_error_for_people_says_what_why_and_what_to_do(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor", "nowhere"]) == 4
    text = " ".join(capsys.readouterr().err.split())
    assert "There is no workspace" in text
    assert "Why: It has no hedgerow.toml." in text
    assert "What to do: Make one with: hedgerow init" in text


def test_a_fault_of_ours_gives_a_reference_and_no_stack(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["init", "here", "--region", "east-midlands"])
    capsys.readouterr()
    monkeypatch.setattr("hedgerow.workspace.doctor.doctor", lambda path: 1 / 0)
    assert run(["doctor", "here", "--json"]) == 9
    found = error(capsys)
    assert found["code"] == "HR999"
    assert "Traceback" not in str(found)
    log = (place / "here" / ".hedgerow" / "hedgerow.log").read_text()
    reference = found["cause"].split()[-1].rstrip(".")
    assert reference in log
    assert "ZeroDivisionError" in log
    monkeypatch.setenv("HEDGEROW_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run(["doctor", "here"])


def test_a_port_in_use_is_named_before_anything_starts(place: Path) -> None:
    from hedgerow.cli.server import claim_port

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(MachineError, match=f"Port {port} is in use") as caught:
            claim_port(port)
    assert f"--port {port + 1}" in caught.value.remedy


def test_a_missing_value_is_printed_as_words_never_as_nought(capsys: pytest.CaptureFixture[str]) -> None:
    from hedgerow.disclosure import Draft, ReleasedColumn, release

    columns = (ReleasedColumn("area", "Area"), ReleasedColumn("n", "Crimes", missing="gap"))
    table = release(Draft("t", "Crimes", columns, (("A", 3), ("B", None), ("C", 0))))
    show.table(show.out(), table)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["A", "3"] in rows
    assert ["B", "gap"] in rows
    assert ["C", "0"] in rows


def test_the_version_is_the_packages_own(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    assert run(["version", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"version": version("hedgerow")}


def test_exit_statuses_differ_by_kind() -> None:
    kinds = HedgerowError.__subclasses__()
    assert len({kind.exit_status for kind in kinds}) == len(kinds)


def test_each_column_to_draw_is_one_that_a_view_has() -> None:
    from hedgerow.cli.columns import ESSENTIAL

    text = "\n".join(path.read_text("utf-8") for path in Path(show.__file__).parents[1].rglob("*.py"))
    for name, columns in ESSENTIAL.items():
        assert f'"{name}"' in text
        for column in columns:
            assert f'"{column}"' in text, column


def test_a_wide_table_keeps_what_matters_and_says_what_it_leaves_out(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["init", "here", "--region", "east-midlands"]) == 0
    plan = place / "plan.txt"
    plan.write_text("We will fund youth work in every district by March 2027.\n", "utf-8")
    capsys.readouterr()
    assert run(["plans", "map", str(plan), "--workspace", "here"]) == 0
    text = capsys.readouterr().out
    assert "Commitment, word for word" in text
    assert "Strength of the words" not in text
    assert "columns are left out here" in text


@pytest.mark.parametrize("group", ["places", "evidence", "plans"])
def test_a_group_without_a_command_shows_its_help_and_no_empty_error(
    group: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([group]) == 2
    shown = capsys.readouterr()
    assert "Usage" in shown.out + shown.err
    assert "HR100" not in shown.err
