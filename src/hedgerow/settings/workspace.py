"""The settings of one workspace, read from its ``hedgerow.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from hedgerow.errors import NotFoundError, SettingsError, UsageError
from hedgerow.settings.region import Region, read_region

FILE_NAME = "hedgerow.toml"


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
        folders = tuple((root / entry).resolve() for entry in data.get("sources", []))
        return Settings(
            root=root,
            region=read_region(region_name),
            source_folders=(root / "sources", *folders),
            database_url=str(data.get("database", f"sqlite:///{root / 'hedgerow.db'}")),
            small_count=int(data.get("disclosure", {}).get("small_count", 10)),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} cannot be understood.",
            cause=f"{type(error).__name__}: {error}.",
            remedy="Correct the named line, or make a new workspace and compare.",
        ) from error


def write_new(root: Path, *, region: str, sources: tuple[Path, ...] = ()) -> Settings:
    """Create a workspace at `root` and return its settings.

    Raises
    ------
    UsageError
        When `root` already is a workspace, or a source folder does not exist.
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
    for part in ("sources", "lake", "out"):
        (root / part).mkdir(parents=True, exist_ok=True)
    region_entry = region
    if region.endswith(".toml"):
        region_entry = "region.toml"
        (root / region_entry).write_text(Path(region).read_text("utf-8"), "utf-8")
    listed = ", ".join(f'"{folder.resolve().as_posix()}"' for folder in sources)
    (root / FILE_NAME).write_text(
        f"# The workspace of {chosen.name}. Change what you like; `hedgerow build` reads it again.\n"
        f'region = "{region_entry}"\n'
        f"sources = [{listed}]   # folders with files as published, besides ./sources\n"
        "\n[disclosure]\nsmall_count = 10   # partner counts below this never leave\n",
        "utf-8",
    )
    return load(root)
