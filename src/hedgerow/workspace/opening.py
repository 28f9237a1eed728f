"""Opening a workspace: its settings, its lake and, when first asked for, its database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hedgerow.settings import Settings, load, write_new
from hedgerow.store.lake import Lake

if TYPE_CHECKING:
    from hedgerow.store.database import Database

STATE = ".hedgerow"


@dataclass(frozen=True)
class Workspace:
    """One workspace, open.

    Attributes
    ----------
    settings
        What it is and which rules it keeps.
    lake
        The tables that can always be rebuilt.
    """

    settings: Settings
    lake: Lake

    @property
    def root(self) -> Path:
        """Folder of the workspace."""
        return self.settings.root

    @property
    def state(self) -> Path:
        """Folder of what the machine remembers for itself: hashes, run times, log, jobs. Safe to delete."""
        return self.settings.root / STATE

    @property
    def imports(self) -> Path:
        """Folder of the evidence files that a person added."""
        return self.settings.root / "sources" / "evidence"

    @cached_property
    def database(self) -> Database:
        """The authored records, opened and migrated when first asked for."""
        from hedgerow.store.database import Database

        return Database(self.settings.database_url).migrate()


def open_workspace(path: Path | str) -> Workspace:
    """Open the workspace at `path`.

    Raises
    ------
    NotFoundError
        When there is no workspace.
    SettingsError
        When its settings cannot be understood.
    """
    settings = load(Path(path))
    return Workspace(settings, Lake(settings.lake))


def create_workspace(path: Path | str, *, region: str, sources: tuple[Path, ...] = ()) -> Workspace:
    """Make a new workspace at `path` for a region, and open it; `sources` are folders that are only read."""
    settings = write_new(Path(path), region=region, sources=sources)
    return Workspace(settings, Lake(settings.lake))
