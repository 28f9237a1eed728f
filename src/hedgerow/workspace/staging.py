"""Staging: a step works in a folder of its own, and what it made is moved into place when it is whole.

The staged lake holds links to the tables that the step declared and to nothing else, so a step cannot read
what it did not declare, and its answer does not depend on what else is built. Writing replaces a link, never
the file behind it. What is to be moved is written down first; a build that was killed while moving is rolled
forward by the next one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hedgerow.errors import BuildError
from hedgerow.provenance import sha256_file
from hedgerow.workspace import durable
from hedgerow.workspace.manifest import Manifest, Output, StepRecord, write_manifest
from hedgerow.workspace.step import Step

FOLDER = ".staging"
JOURNAL = "whole.json"


@dataclass(frozen=True)
class Stage:
    """The staging folder of one step in the workspace at `root`."""

    root: Path
    step: str

    @property
    def folder(self) -> Path:
        """Where the step works."""
        return self.root / "lake" / FOLDER / self.step

    @property
    def lake(self) -> Path:
        """Folder of the staged lake."""
        return self.folder / "lake"

    @property
    def out(self) -> Path:
        """Folder of the staged files that people take away."""
        return self.folder / "out"


def prepare(root: Path, step: Step, inputs: Iterable[str]) -> tuple[Stage, dict[str, int]]:
    """Make an empty stage with links to the step's input tables; return it with the links' inode numbers."""
    stage = Stage(root, step.name)
    discard(stage)
    stage.lake.mkdir(parents=True)
    stage.out.mkdir()
    links = {}
    for path in inputs:
        target = stage.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(root / path, target)
        links[path] = target.lstat().st_ino
    return stage, links


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        target.symlink_to(source)


def discard(stage: Stage) -> None:
    """Remove what a step left behind."""
    if stage.folder.exists():
        shutil.rmtree(stage.folder)
    with suppress(OSError):  # not there, or another stage is
        stage.folder.parent.rmdir()


def made(stage: Stage, step: Step, links: dict[str, int]) -> tuple[Output, ...]:
    """Return the files that the step made, in order, safe on the disk.

    Raises
    ------
    BuildError
        When the step made something that it did not declare, or did not make a table that it did.
    """
    paths = sorted(path for path in stage.folder.rglob("*") if path.is_file())
    named = {path.relative_to(stage.folder).as_posix(): path for path in paths}
    new = {name: path for name, path in named.items() if links.get(name) != path.lstat().st_ino}
    strange = [name for name in new if not step.makes(name)]
    if strange:
        raise BuildError(
            f"The step {step.name} wrote {strange[0]}, which it does not declare.",
            remedy="Declare it in hedgerow.workspace.road.",
        )
    for path in new.values():
        durable.sync(path)
    return tuple(Output(name, sha256_file(path), path.stat().st_size) for name, path in new.items())


def publish(
    stage: Stage, record: StepRecord, before: StepRecord | None, manifest: Manifest, order: tuple[str, ...]
) -> Manifest:
    """Move a step's files into place and record them: all of it, even if killed half-way."""
    kept = {output.path for output in record.outputs}
    gone = sorted({output.path for output in before.outputs} - kept) if before else []
    journal = {"record": record.as_dict(), "gone": gone}
    durable.write_text(stage.folder / JOURNAL, json.dumps(journal, sort_keys=True))
    return _finish(stage, record, gone, manifest, order)


def _finish(
    stage: Stage, record: StepRecord, gone: list[str], manifest: Manifest, order: tuple[str, ...]
) -> Manifest:
    remove(stage.root, gone)
    for output in record.outputs:
        staged = stage.folder / output.path
        if staged.exists():
            durable.move(staged, stage.root / output.path)
    for folder in sorted({(stage.root / output.path).parent for output in record.outputs}):
        durable.sync_folder(folder)
    updated = manifest.with_step(record)
    write_manifest(stage.root / "lake", updated, order)
    discard(stage)
    return updated


def remove(root: Path, paths: Iterable[str]) -> None:
    """Remove files of an earlier build that are no longer made, and the folders that this empties."""
    for path in paths:
        target = root / path
        target.unlink(missing_ok=True)
        folder = target.parent
        if folder not in {root / "lake", root / "out"} and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def recover(root: Path, manifest: Manifest, order: tuple[str, ...]) -> Manifest:
    """Finish the moves that a killed build had written down, and remove every other half-made stage."""
    folder = root / "lake" / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        stage = Stage(root, path.name)
        journal = path / JOURNAL
        if journal.is_file():
            data = json.loads(journal.read_text("utf-8"))
            manifest = _finish(stage, StepRecord.from_dict(data["record"]), data["gone"], manifest, order)
        discard(stage)
    shutil.rmtree(folder, ignore_errors=True)
    return manifest
