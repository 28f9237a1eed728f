"""Which source files are at hand: looked up once for each state of the folders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hedgerow.errors import SourceFileError
from hedgerow.provenance import sha256_value
from hedgerow.workspace import durable
from hedgerow.workspace.code import sha256_code

if TYPE_CHECKING:
    from hedgerow.places.sources import FoundFile
    from hedgerow.workspace.opening import Workspace


@dataclass(frozen=True)
class AtHand:
    """The files found, in a fixed order, and those that no source knows (paths in words)."""

    files: tuple[FoundFile, ...]
    unrecognised: tuple[str, ...]
    imports: tuple[Path, ...]


def discover(workspace: Workspace) -> AtHand:
    """Find the source files of a workspace; the answer is remembered until a folder or a reader changes."""
    folders = workspace.settings.source_folders
    store = workspace.state / "found.json"
    key = sha256_value([_listing(folders), sha256_code(("hedgerow.places.sources",))])
    with suppress(OSError, ValueError, KeyError):
        data = json.loads(store.read_text("utf-8"))
        if data["key"] == key:
            return _read(data, workspace)
    data = {"key": key, **_look(workspace)}
    durable.write_text(store, json.dumps(data))
    return _read(data, workspace)


def absent_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Return the source folders that the settings name and that are not there."""
    own, *named = workspace.settings.source_folders
    return tuple(folder for folder in named if folder != own and not folder.is_dir())


def require_folders(workspace: Workspace) -> None:
    """Refuse to go on without a source folder: what was made from it would be taken for out of date.

    Raises
    ------
    SourceFileError
        When a folder that the settings name is not there.
    """
    if absent := absent_folders(workspace):
        raise SourceFileError(
            f"The source folder {absent[0]} is not there.",
            cause="The settings name it; nothing was built and nothing was changed.",
            remedy="Connect the disk that holds it, or take it out of “sources” in hedgerow.toml.",
        )


def is_damaged(strange: str) -> bool:
    """Whether a file that no source knows is one that cannot be read, rather than one of another kind."""
    path, _, reason = strange.partition(": ")
    unreadable = reason.startswith(("The zip is cut", "The member cannot be read", "It cannot be opened"))
    return unreadable or (path.endswith((".parquet", ".csv")) and reason.startswith("It is empty, damaged"))


def _listing(folders: Sequence[Path]) -> list[list[object]]:
    seen: list[list[object]] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file():
                stat = path.stat()
                seen.append([str(path), stat.st_size, stat.st_mtime_ns])
    return seen


def _look(workspace: Workspace) -> dict[str, object]:
    from hedgerow.places import sources

    folders = workspace.settings.source_folders
    found = sources.discover(folders)
    files = [(str(file.path), file.member or "", file.source) for file in found.files]
    strange = [
        f"{below(item.path, folders)}{f'!{item.member}' if item.member else ''}: {item.reason}"
        for item in found.unrecognised
        if not item.path.is_relative_to(workspace.imports)
    ]
    return {"files": files, "unrecognised": sorted(strange)}


def _read(data: dict[str, object], workspace: Workspace) -> AtHand:
    from hedgerow.places.sources import FoundFile

    listed = data["files"]
    strange = data["unrecognised"]
    assert isinstance(listed, list)
    assert isinstance(strange, list)
    files = tuple(FoundFile(Path(path), member or None, source) for path, member, source in listed)
    folder = workspace.imports
    imports = tuple(sorted(path for path in folder.iterdir() if path.is_file())) if folder.is_dir() else ()
    return AtHand(files, tuple(str(item) for item in strange), imports)


def below(path: Path, folders: Sequence[Path]) -> str:
    """Return a file's path below its source folder: what the same file would be called on another machine."""
    for folder in folders:
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.name
