"""Put files at hand into a workspace: copied under their content's name, with a note, never edited."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hedgerow.errors import InputError, MachineError, UsageError
from hedgerow.places.sources.discovery import OWN_FOLDER, discover
from hedgerow.places.sources.found import digest
from hedgerow.places.sources.own import Codes, Note, read_own
from hedgerow.places.sources.own.note import CLASSES


@dataclass(frozen=True)
class Added:
    """One file that was added: where it lies now, and what it was recognised as.

    `source` names the sources that were found in it (several for a zip); empty when nothing was recognised,
    and then `reason` says why. `already` is true when the same bytes were there before.
    """

    path: Path
    sha256: str
    bytes: int
    source: str
    reason: str
    already: bool


def add_files(root_sources: Path, files: Sequence[Path]) -> tuple[Added, ...]:
    """Copy `files` into `root_sources`, each in a folder named by its content.

    Raises
    ------
    InputError
        When a file is not there or is empty; nothing is copied then.
    MachineError
        When the disk is full or may not be written.
    """
    for path in files:
        _require(path)
    return tuple(_add_one(root_sources, path) for path in files)


def add_own_table(
    root_sources: Path,
    file: Path,
    *,
    title: str,
    owner: str,
    licence: str,
    source_class: str = "partner",
    period: str = "",
) -> Path:
    """Copy a person's own table into the folder ``own`` and write the note beside it; return its place.

    Raises
    ------
    UsageError
        When `source_class` is not one of the known classes.
    InputError
        When the file is not there or cannot be used as a table of areas (its kinds `SourceFileError` and
        `SchemaError` say why), or another table of that name is already held.
    """
    _require(file)
    if source_class not in CLASSES:
        raise UsageError(
            f"“{source_class}” is not a source class.", remedy=f"Choose one of: {', '.join(CLASSES)}."
        )
    note = Note(title=title, owner=owner, licence=licence, source_class=source_class, period=period)
    target = root_sources / OWN_FOLDER / file.name
    if target.exists() and digest(target) != digest(file):
        raise InputError(
            f"Another table called {file.name} is already held.",
            remedy="Rename the new one, for example with its year, so that both can be kept.",
        )
    read_own(file, note, Codes())  # refuses, by name, what could not be used later
    _copy(file, target)
    _write(target.with_suffix(".toml"), note.text())
    return target


def _require(path: Path) -> None:
    if not path.is_file():
        raise InputError(f"There is no file at {path}.", remedy="Check the path.")
    if path.stat().st_size == 0:
        raise InputError(f"{path} is empty.", remedy="Fetch it again from its publisher.")


def _add_one(root: Path, path: Path) -> Added:
    sha = digest(path)
    target = root / sha[:16] / path.name
    already = target.exists()
    if not already:
        _copy(path, target)
    found = discover([target.parent])
    sources = sorted({item.source for item in found.files})
    reason = "" if sources else (found.unrecognised[0].reason if found.unrecognised else "It holds no table.")
    if not already:
        _write(target.parent / "added.toml", _note(path, sha, sources))
    return Added(target, sha, target.stat().st_size, ", ".join(sources), reason, already)


def _note(path: Path, sha: str, sources: Sequence[str]) -> str:
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return (
        f"file = {json.dumps(path.name)}\nsha256 = {json.dumps(sha)}\n"
        f"sources = {json.dumps(list(sources))}\nadded = {json.dumps(when)}\n"
    )


def _copy(path: Path, target: Path) -> None:
    waiting = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, waiting)
        waiting.replace(target)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise MachineError(
            f"{target} cannot be written.",
            cause=f"{error.strerror}.",
            remedy="Free space, or check permissions.",
        ) from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise MachineError(
            f"{path} cannot be written.",
            cause=f"{error.strerror}.",
            remedy="Free space, or check permissions.",
        ) from error
