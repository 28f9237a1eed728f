"""Make what people take away from an open workspace: a mapped plan, a local profile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hedgerow.workspace.area import find_code
from hedgerow.workspace.opening import Workspace, open_workspace

if TYPE_CHECKING:
    from hedgerow.commissioning.profile import ProfileResult
    from hedgerow.plans.tables import PlanDetail
    from hedgerow.workspace.step import Progress

# Which kind of area a name means where several have it: the local one first.
PROFILE_KINDS = ("lad", "csp", "bcu", "pfa")


def map_plan(
    where: Workspace | Path | str,
    file: Path,
    *,
    title: str | None = None,
    body: str | None = None,
    period: str | None = None,
) -> PlanDetail:
    """Read a plan, keep it, and return its commitments with quote, page, approaches and evidence state.

    Parameters
    ----------
    where
        A workspace, or its folder.
    file
        A PDF, DOCX or text file.
    title, body, period
        What it is called, who wrote it and for which years, where the file does not say.

    Raises
    ------
    DocumentError
        When the file cannot be read as text, as when it is a scan.
    """
    from hedgerow.plans.tables import map_plan as read

    workspace = where if isinstance(where, Workspace) else open_workspace(where)
    return read(workspace.database, workspace.lake, file, title, body, period)


def build_profile(
    where: Workspace | Path | str,
    area: str,
    *,
    edition: str = "restricted",
    formats: Sequence[str] = (),
    out: Path | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> ProfileResult:
    """Make the local profile of serious and organised crime of one area.

    Parameters
    ----------
    where
        A workspace, or its folder.
    area
        Code or name of a partnership, district, BCU or police force area.
    edition
        ``restricted``, ``partner`` or ``public``.
    formats
        Of ``docx``, ``pdf`` and ``html``; all by default.
    out
        Folder for the files; ``out/profiles`` of the workspace by default.
    today
        The day of making, from which ages are counted.

    Raises
    ------
    NotFoundError
        When there is no such area.
    UsageError
        When the edition or a format is unknown, or nothing is built.
    """
    from hedgerow.commissioning import profile
    from hedgerow.commissioning.profile.build import ProfileOptions

    workspace = where if isinstance(where, Workspace) else open_workspace(where)
    settings = workspace.settings
    return profile.build_profile(
        workspace.lake,
        workspace.database,
        find_code(workspace, area, kinds=PROFILE_KINDS),
        edition,
        tuple(formats) or profile.FORMATS,
        out or settings.out / "profiles",
        today=today or datetime.now(UTC).date(),
        options=ProfileOptions(region=settings.region, small_count=settings.small_count, progress=progress),
    )
