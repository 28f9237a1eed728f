"""A step of the build: what it reads, what it needs, what it gives and how it is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from hedgerow.settings import Region, Settings
from hedgerow.store.lake import Lake

if TYPE_CHECKING:
    from hedgerow.places.sources import FoundFile
    from hedgerow.workspace.opening import Workspace

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Task:
    """What a step is handed when it runs.

    Attributes
    ----------
    lake
        A staged lake: the tables that the step declared, and room for those that it gives.
    out
        A staged folder for files that people take away, such as the map.
    files
        The source files that the step declared, in a fixed order.
    imports
        Evidence files that a person added.
    region, progress, workspace
        The region, whom to tell, and the workspace (for authored records only).
    """

    lake: Lake
    out: Path
    files: tuple[FoundFile, ...]
    imports: tuple[Path, ...]
    region: Region
    progress: Progress
    workspace: Workspace


def region_settings(settings: Settings) -> object:
    """Return the settings that most steps depend on: the region."""
    return settings.region


def no_settings(_settings: Settings) -> object:
    """Return nothing: the step depends on no setting."""
    return None


def nothing_authored(_workspace: Workspace) -> str:
    """Return an empty state: the step reads nothing that a person typed."""
    return ""


@dataclass(frozen=True)
class Step:
    """One named step.

    Attributes
    ----------
    name, title
        Short name, and what it does in words.
    run
        The work; it writes into the task's lake and folder only.
    reads
        Names of sources, ``*`` allowed at the end.
    required
        The step is skipped unless a file of one of these sources is found.
    needs, uses
        Tables (or ``table/part``) without which it cannot run; tables that it reads where they are built.
    gives
        Tables, parts or files of the lake that it makes; ``out/…`` for folders that people take away.
    code
        Modules that do the work; when they, or what they import, change, the step runs again.
    version
        Raised when the same inputs should give other outputs although no listed code changed.
    remedy
        What a person does when its sources are absent.
    settings, authored
        Which settings, and which state of the authored records, it depends on.
    imports
        Whether it reads the evidence files that a person added.
    """

    name: str
    title: str
    run: Callable[[Task], None]
    reads: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    version: str = "1"
    remedy: str = "Add the files to the folder sources/, or run: hedgerow source get."
    settings: Callable[[Settings], object] = region_settings
    authored: Callable[[Workspace], str] = field(default=nothing_authored)
    imports: bool = False

    def takes(self, source: str) -> bool:
        """Whether files of this source belong to the step."""
        return matches(source, self.reads)

    def makes(self, path: str) -> bool:
        """Whether a file of the staged folder (``lake/…`` or ``out/…``) is one that the step declared."""
        return any(belongs(path, given) for given in self.gives)


def matches(source: str, patterns: tuple[str, ...]) -> bool:
    """Whether a source's name is one of the names or patterns."""
    return any(fnmatchcase(source, pattern) for pattern in patterns)


def belongs(path: str, given: str) -> bool:
    """Whether the file at `path`, below the workspace's folder, is of the table, part or folder `given`."""
    place = given if given.startswith("out/") else f"lake/{given}"
    return path in {place, f"{place}.parquet"} or path.startswith(f"{place}/")
