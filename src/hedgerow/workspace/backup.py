"""Backup and restore: what people typed, the settings and the sources' manifest in one checked file.

The lake is not in it: it can be built again. Files that a person added to ``sources/`` are, since nobody else
has them; folders named in the settings are not.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from hedgerow.errors import InputError, UsageError
from hedgerow.provenance import sha256_file
from hedgerow.workspace import durable
from hedgerow.workspace.opening import Workspace, open_workspace

MANIFEST = "backup.json"
DATABASE = "hedgerow.db"


@dataclass(frozen=True)
class Backup:
    """What was backed up or restored: where, how many files, and the head of the audit chain within."""

    file: Path
    workspace: Path
    at: str
    files: int
    bytes: int
    audit_entries: int
    audit_head: str


def backup(path: Path | str, file: Path) -> Backup:
    """Write a backup of the workspace at `path` to `file`, in one move; others may write meanwhile.

    Raises
    ------
    UsageError
        When the records are kept in PostgreSQL, which has its own tools.
    MachineError
        When the disk is full or may not be written.
    """
    workspace = open_workspace(path)
    database = _database_file(workspace)
    workspace.database.close()
    with durable.machine_faults("the backup"), tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / DATABASE
        _copy_database(database, copy)
        entries = {DATABASE: copy, **dict(_files(workspace.root))}
        done = _describe(workspace, copy, file, entries)
        waiting = file.with_name(f"{file.name}.writing")
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(waiting, entries, done)
            waiting.replace(file)
        finally:
            waiting.unlink(missing_ok=True)
        workspace.state.mkdir(exist_ok=True)
        with (workspace.state / "backups.jsonl").open("a", encoding="utf-8") as handle:
            handle.write(json.dumps({"at": done.at, "file": str(file)}) + "\n")
    return done


def restore(file: Path, path: Path) -> Backup:
    """Make the workspace that `file` holds at `path`; every byte is checked before anything is in place.

    Raises
    ------
    UsageError
        When `path` already is a workspace.
    InputError
        When the file is not a whole backup.
    """
    if (path / "hedgerow.toml").exists():
        raise UsageError(f"{path} already is a workspace.", remedy="Choose a folder that is not.")
    with durable.machine_faults("the restore"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".restore-") as scratch:
            data = _unpack(file, Path(scratch))
            path.mkdir(parents=True, exist_ok=True)
            names = sorted(data["sha256"], key=lambda name: name == "hedgerow.toml")
            for name in names:  # the settings last: until then it is no workspace
                durable.move(Path(scratch) / name, path / name)
    for folder in ("sources", "lake", "out"):
        (path / folder).mkdir(exist_ok=True)
    workspace = open_workspace(path)
    check = workspace.database.verify()
    workspace.database.close()
    if not check.passed or check.head.hash != data["audit_head"]:
        raise InputError(f"The audit chain in {file} does not hold.", cause=check.text, remedy=_OTHER)
    return Backup(
        file, path.resolve(), data["at"], data["files"], data["bytes"], check.head.count, check.head.hash
    )


_OTHER = "Use another backup; nothing that was there before has been changed."


def _database_file(workspace: Workspace) -> Path:
    url = workspace.settings.database_url
    if not url.startswith("sqlite:///"):
        raise UsageError(
            "The records of this workspace are kept in PostgreSQL.",
            remedy="Back them up with pg_dump, and copy the folder sources/ and hedgerow.toml.",
        )
    with workspace.database.reading():  # makes and migrates it where there is none yet
        return Path(url.removeprefix("sqlite:///"))


def _copy_database(source: Path, target: Path) -> None:
    """Copy a database that others may be writing, with SQLite's own backup."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for name in ("hedgerow.toml", "region.toml", "lake/manifest.json"):
        if (root / name).is_file():
            yield name, root / name
    for path in sorted((root / "sources").rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path


def _describe(workspace: Workspace, copy: Path, file: Path, entries: dict[str, Path]) -> Backup:
    from hedgerow.store.database import Database

    with Database(f"sqlite:///{copy}") as database:
        check = database.verify()
    size = sum(path.stat().st_size for path in entries.values())
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Backup(file, workspace.root, at, len(entries), size, check.head.count, check.head.hash)


def _write(path: Path, entries: dict[str, Path], done: Backup) -> None:
    hashes = {name: sha256_file(entry) for name, entry in sorted(entries.items())}
    manifest = {**asdict(done), "file": None, "workspace": None, "sha256": hashes}
    with path.open("wb") as handle:
        with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
            for name, entry in sorted(entries.items()):
                archive.write(entry, name)
        handle.flush()
        os.fsync(handle.fileno())


def _unpack(file: Path, target: Path) -> dict[str, Any]:
    """Unpack a backup into `target` and check every file in it; return its manifest."""
    if not file.is_file():
        raise InputError(f"There is no backup at {file}.", remedy="Check the path.")
    try:
        with zipfile.ZipFile(file) as archive:
            data: dict[str, Any] = json.loads(archive.read(MANIFEST))
            for name in data["sha256"]:
                if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                    raise InputError(f"{file} names a place outside the workspace: {name}.", remedy=_OTHER)
                archive.extract(name, target)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise InputError(
            f"{file} is not a whole backup.", cause=f"{type(error).__name__}: {error}.", remedy=_OTHER
        ) from error
    for name, sha in data["sha256"].items():
        if sha256_file(target / name) != sha:
            raise InputError(f"{name} in {file} is damaged.", remedy=_OTHER)
    return data
