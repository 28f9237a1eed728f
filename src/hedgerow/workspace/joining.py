"""Take the review of another workspace in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hedgerow.errors import UsageError
from hedgerow.workspace.opening import Workspace, open_workspace

if TYPE_CHECKING:
    from hedgerow.evidence.intake.conflicts import Conflict
    from hedgerow.evidence.tables.review.merging import Joined


@dataclass(frozen=True)
class JoinReport:
    """What a merge brought, and what is in conflict now."""

    joined: Joined
    references: int
    units: int
    asked: int
    conflicts: tuple[Conflict, ...]


def merge_workspace(
    workspace: Workspace, other: Path | str, *, actor: str, review: str = "main", name: str = ""
) -> JoinReport:
    """Take in the review of the same id of another workspace, then look for duplicates across both.

    Parameters
    ----------
    other
        The other workspace's folder; it is only read.
    name
        What its library is called here; the name of the folder by default.

    Raises
    ------
    UsageError
        When it is this workspace.
    NotFoundError
        When there is no workspace, or it has no such review.
    """
    from hedgerow.evidence.tables.review import ReviewLog, search_duplicates, standing
    from hedgerow.evidence.tables.review.conflicts import conflicts
    from hedgerow.evidence.tables.review.merging import merge_review
    from hedgerow.store.database import Database

    opened = open_workspace(other)
    if opened.settings.database_url == workspace.settings.database_url:
        raise UsageError("That is this workspace.", remedy="Name the folder of another one.")
    database = Database(opened.settings.database_url)
    mine = ReviewLog(workspace.database, review)
    try:
        theirs = ReviewLog(database, review)
        joined = merge_review(mine, theirs, name=name.strip() or opened.root.resolve().name, actor=actor)
    finally:
        database.close()
    if standing(mine).file_of:
        search_duplicates(mine, actor=actor)
    now = standing(mine)
    return JoinReport(joined, now.references, now.units, len(now.groups.asked), conflicts(mine).conflicts)
