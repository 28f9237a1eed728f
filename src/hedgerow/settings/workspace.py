"""The settings of one workspace, read from its ``hedgerow.toml``."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from hedgerow.errors import MachineError, NotFoundError, SettingsError, UsageError
from hedgerow.settings.region import Region, read_region

FILE_NAME = "hedgerow.toml"
SMALL_COUNT = 10
LEAST_SMALL_COUNT = 8  # the lowest threshold that the rules of disclosure allow


@dataclass(frozen=True)
class Settings:
    """What one workspace is: where it lies, which region it serves and which rules it keeps.

    Attributes
    ----------
    root
        Folder of the workspace.
    region
        The forces and areas that it serves.
    source_folders
        Folders with files as published, read and never written. ``root/sources`` is always the first.
    database_url
        SQLAlchemy address of the authored records; SQLite in the workspace by default.
    small_count
        Partner-class counts below this are suppressed (see `hedgerow.disclosure`).
    """

    root: Path
    region: Region
    source_folders: tuple[Path, ...]
    database_url: str
    small_count: int = 10

    @property
    def lake(self) -> Path:
        """Folder of the tables that can be rebuilt."""
        return self.root / "lake"

    @property
    def out(self) -> Path:
        """Folder of the documents and map files that were made."""
        return self.root / "out"


def load(root: Path) -> Settings:
    """Read the settings of the workspace at `root`.

    Raises
    ------
    NotFoundError
        When `root` holds no ``hedgerow.toml``.
    SettingsError
        When the file cannot be understood.
    """
    root = root.resolve()
    path = root / FILE_NAME
    if not path.is_file():
        raise NotFoundError(
            f"There is no workspace at {root}.",
            cause=f"It has no {FILE_NAME}.",
            remedy="Make one with: hedgerow init PATH --region east-midlands.",
        )
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        chosen = str(data["region"])
        region_name = str(root / chosen) if chosen.endswith(".toml") else chosen
        folders = tuple((root / entry).resolve() for entry in _listed(data.get("sources", [])))
        return Settings(
            root=root,
            region=read_region(region_name),
            source_folders=(root / "sources", *folders),
            database_url=str(data.get("database", f"sqlite:///{root / 'hedgerow.db'}")),
            small_count=_small_count(data.get("disclosure", {}).get("small_count", SMALL_COUNT)),
        )
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError(
            f"{path} cannot be understood.",
            cause=f"{type(error).__name__}: {error}.",
            remedy="Correct the named line, or make a new workspace and compare.",
        ) from error


def _listed(entries: object) -> list[str]:
    """Return the source folders as they are written; a list of names, and nothing else."""
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        raise TypeError("sources must be a list of folders, as in: sources = ['/data/published']")
    return entries


def _small_count(given: object) -> int:
    """Return the count below which a partner's number is withheld; it may be raised, and lowered to eight."""
    if not isinstance(given, int) or isinstance(given, bool) or given < LEAST_SMALL_COUNT:
        raise ValueError(f"small_count must be a whole number of at least {LEAST_SMALL_COUNT}, not {given!r}")
    return given


def write_new(root: Path, *, region: str, sources: tuple[Path, ...] = ()) -> Settings:
    """Create a workspace at `root` and return its settings.

    Raises
    ------
    UsageError
        When `root` already is a workspace, or a source folder does not exist.
    MachineError
        When the folder cannot be written.
    """
    root = root.resolve()
    if (root / FILE_NAME).exists():
        raise UsageError(
            f"{root} already is a workspace.", remedy="Choose another folder, or build this one."
        )
    for folder in sources:
        if not folder.is_dir():
            raise UsageError(
                f"The source folder {folder} does not exist.", remedy="Check the path of --sources."
            )
    chosen = read_region(region)
    own = region.endswith(".toml")
    text = _text(chosen.name, "region.toml" if own else region, [_entry(folder, root) for folder in sources])
    try:
        for part in ("sources", "lake", "out"):
            (root / part).mkdir(parents=True, exist_ok=True)
        if own:
            (root / "region.toml").write_text(Path(region).read_text("utf-8"), "utf-8")
        (root / FILE_NAME).write_text(text, "utf-8")
    except OSError as error:
        raise MachineError(
            f"No workspace could be made at {root}.",
            cause=f"{error.strerror or error}: {error.filename or root}.",
            remedy="Choose a folder that you may write to, on a disk with room, and try again.",
        ) from error
    return load(root)


def _entry(folder: Path, root: Path) -> str:
    """Return a source folder as it is written down: one in the workspace moves with it."""
    folder = folder.resolve()
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()


def _text(name: str, region: str, sources: list[str]) -> str:
    """Return the settings file of a new workspace."""
    listed = ", ".join(json.dumps(entry, ensure_ascii=False) for entry in sources)
    return (
        f"# The workspace of {name}. Change what you like; `hedgerow build` reads it again.\n"
        f'region = "{region}"\n'
        f"sources = [{listed}]   # folders with files as published, besides ./sources\n"
        f"\n[disclosure]\nsmall_count = {SMALL_COUNT}   # partner counts below this never leave\n"
    )
