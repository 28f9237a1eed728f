"""The build runs each step when something changed, never otherwise, and survives whatever a step does."""

from __future__ import annotations

import errno
import fcntl
import json
from dataclasses import replace
from pathlib import Path

import pytest

from hedgerow.errors import MachineError, SourceFileError
from hedgerow.workspace import Workspace, staging
from hedgerow.workspace.build import BuildResult, build
from hedgerow.workspace.discovery import is_damaged
from hedgerow.workspace.doctor import doctor
from hedgerow.workspace.manifest import read_manifest
from hedgerow.workspace.step import Step, Task, no_settings
from toy_steps import FIRST, SECOND, TITLE, broken, first, neighbours

ROAD = (FIRST, SECOND)


def ran(result: BuildResult) -> dict[str, bool]:
    return {step.name: step.ran for step in result.steps}


def states(result: BuildResult) -> dict[str, str]:
    return {step.name: step.state for step in result.steps}


def contents(root: Path) -> dict[str, bytes]:
    places = (root / "lake", root / "out")
    return {
        str(path.relative_to(root)): path.read_bytes()
        for place in places
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def test_a_build_runs_every_step_once_and_then_none(toy: Workspace) -> None:
    once = build(toy.root, steps=ROAD)
    assert states(once) == {"first": "done", "second": "done"}
    assert (toy.root / "out" / "map" / "rows.txt").read_text() == "3\n"
    before = contents(toy.root)
    again = build(toy.root, steps=ROAD)
    assert ran(again) == {"first": False, "second": False}
    assert contents(toy.root) == before
    assert not (toy.root / "lake" / staging.FOLDER).exists()


def test_a_changed_file_runs_only_what_depends_on_it(toy: Workspace) -> None:
    build(toy.root, steps=ROAD)
    (toy.root / "sources" / "a.txt").write_text("AA BB CC DD")
    assert ran(build(toy.root, steps=ROAD)) == {"first": True, "second": True}
    assert (toy.root / "out" / "map" / "rows.txt").read_text() == "4\n"
    raised = (FIRST, replace(SECOND, version="2"))
    assert ran(build(toy.root, steps=raised)) == {"first": False, "second": True}


def test_a_table_that_comes_out_the_same_does_not_wake_the_steps_behind_it(toy: Workspace) -> None:
    build(toy.root, steps=ROAD)
    raised = (replace(FIRST, version="2"), SECOND)
    assert ran(build(toy.root, steps=raised)) == {"first": True, "second": False}


def test_an_output_that_somebody_changed_or_deleted_is_made_again(toy: Workspace) -> None:
    build(toy.root, steps=ROAD)
    before = contents(toy.root)
    (toy.root / "out" / "map" / "rows.txt").write_text("999\n")
    (toy.root / "lake" / "area_neighbour.parquet").unlink()
    assert ran(build(toy.root, steps=ROAD)) == {"first": True, "second": True}
    assert contents(toy.root) == before


def test_a_step_without_its_sources_is_skipped_and_says_what_to_do(toy: Workspace) -> None:
    build(toy.root, steps=ROAD)
    (toy.root / "sources" / "a.txt").unlink()
    result = build(toy.root, steps=ROAD)
    assert states(result) == {"first": "skipped", "second": "skipped"}
    assert "police-street" in result.steps[0].reason
    assert "hedgerow source get" in result.steps[0].remedy
    assert contents(toy.root).keys() == {"lake/manifest.json"}, "what rests on nothing must go"


def test_a_failing_step_keeps_what_stood_and_the_others_go_on(toy: Workspace) -> None:
    build(toy.root, steps=ROAD)
    other = Step("other", TITLE, lambda task: None, settings=no_settings)
    bad = replace(FIRST, run=broken, version="2")
    before = contents(toy.root)
    result = build(toy.root, steps=(bad, SECOND, other))
    assert states(result) == {"first": "failed", "second": "pending", "other": "done"}
    assert result.failed[0].code == "HR600"
    assert "ZeroDivisionError" in result.failed[0].reason
    after = contents(toy.root)
    assert {k: v for k, v in after.items() if "manifest" not in k} == {
        k: v for k, v in before.items() if "manifest" not in k
    }
    assert states(build(toy.root, steps=ROAD)) == {"first": "done", "second": "done"}


def test_a_step_sees_only_what_it_declared(toy: Workspace) -> None:
    def peek(task: Task) -> None:
        task.lake.read("area_neighbour")

    nosy = Step("nosy", TITLE, peek, settings=no_settings)
    assert states(build(toy.root, steps=(FIRST, nosy)))["nosy"] == "failed"


def test_a_step_that_writes_what_it_did_not_declare_fails(toy: Workspace) -> None:
    sly = replace(FIRST, gives=("area",))
    result = build(toy.root, steps=(sly,))
    assert "does not declare" in result.steps[0].reason
    assert not (toy.root / "lake" / "area_neighbour.parquet").exists()


def test_a_full_disk_is_named_and_leaves_nothing_half_written(toy: Workspace) -> None:
    def full(task: Task) -> None:
        task.lake.write("area_neighbour", neighbours([("half", "half")]))
        raise OSError(errno.ENOSPC, "No space left on device")

    build(toy.root, steps=ROAD)
    before = contents(toy.root)
    with pytest.raises(MachineError, match="disk is full") as caught:
        build(toy.root, steps=(replace(FIRST, run=full, version="2"), SECOND))
    assert "resumes" in caught.value.remedy
    assert contents(toy.root) == before


def test_two_builds_do_not_collide_and_a_dead_builds_lock_does_not_matter(toy: Workspace) -> None:
    toy.state.mkdir()
    lock = toy.state / "build.lock"
    lock.write_text("99999999")
    build(toy.root, steps=ROAD)
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(MachineError, match="Another build"):
            build(toy.root, steps=ROAD)


def test_a_build_killed_while_moving_files_is_rolled_forward(
    toy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    build(toy.root, steps=ROAD)
    whole = contents(toy.root)
    for path in (*toy.root.glob("lake/*"), *toy.root.glob("out/map/*")):
        path.unlink()

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(staging.durable, "move", killed)
        with pytest.raises(Killed):
            build(toy.root, steps=ROAD)
    assert (toy.root / "lake" / staging.FOLDER / "first" / staging.JOURNAL).is_file()
    result = build(toy.root, steps=ROAD)
    assert ran(result) == {"first": False, "second": True}, "the first step was whole and is only moved"
    assert contents(toy.root) == whole


def test_the_manifest_names_every_input_and_holds_no_time(toy: Workspace) -> None:
    build(toy.root, steps=ROAD)
    record = read_manifest(toy.settings.lake).steps["first"]
    assert "source:a.txt" in record.inputs
    assert len(record.outputs[0].sha256) == 64
    text = (toy.settings.lake / "manifest.json").read_text()
    assert str(toy.root) not in text, "the same build elsewhere gives the same bytes"
    runs = [json.loads(line) for line in (toy.state / "runs.jsonl").read_text().splitlines()]
    assert runs[0]["steps"][0]["name"] == "first"
    assert first.__doc__


def test_a_source_folder_that_went_away_takes_nothing_with_it(toy: Workspace, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    settings = toy.root / "hedgerow.toml"
    settings.write_text(settings.read_text().replace("sources = []", f'sources = ["{away.as_posix()}"]'))
    build(toy.root, steps=ROAD)
    before = contents(toy.root)
    away.rmdir()
    with pytest.raises(SourceFileError, match="away is not there"):
        build(toy.root, steps=ROAD)
    assert contents(toy.root) == before
    report = doctor(toy.root)
    assert not report.healthy
    assert "away" in report.refused[0]


@pytest.mark.parametrize(
    ("strange", "damaged"),
    [
        ("a.zip: The zip is cut short or damaged (File is not a zip file): fetch it again.", True),
        ("a.zip!b.csv: The member cannot be read (Bad CRC-32): fetch the zip again.", True),
        ("imd.parquet: It is empty, damaged or holds no table.", True),
        ("README.md: Files ending in “.md” are not read.", False),
        ("costs.xlsx: It is empty, damaged or holds no table.", False),
        ("x.csv: No source has its columns: a, b.", False),
    ],
)
def test_a_damaged_file_is_told_from_one_of_another_kind(strange: str, damaged: bool) -> None:
    assert is_damaged(strange) is damaged
