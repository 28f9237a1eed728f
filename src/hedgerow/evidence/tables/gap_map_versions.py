"""Versions of the map, in the database: a build that changes the map keeps one, a person may name one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.evidence.gapmap.snapshot import Snapshot, snapshot
from hedgerow.evidence.gapmap.values import COLUMNS
from hedgerow.evidence.shipped import VINTAGE
from hedgerow.evidence.tables.coded import coded_rows
from hedgerow.evidence.tables.gap_map_face import logged_protocols, logged_searches
from hedgerow.evidence.tables.sourcing import SOURCES
from hedgerow.provenance import canonical_json
from hedgerow.store.lake import Lake

if TYPE_CHECKING:
    from hedgerow.store.database import Database

_TIME = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class KeptVersion:
    """A version of the map; `new` is false where the map has not changed and nothing was written."""

    id: str
    name: str | None
    at: str
    sha256: str
    counts: Mapping[str, int]
    new: bool = False

    @property
    def title(self) -> str:
        """How people call it."""
        day = self.at[:10]
        return f"{self.name} ({day})" if self.name else day


def map_now(lake: Lake) -> Snapshot:
    """Return the map as the lake makes it now."""
    return snapshot(coded_rows(lake, COLUMNS))


def keep_version(
    database: Database, lake: Lake, *, name: str | None = None, actor: str = "local"
) -> KeptVersion:
    """Keep the map as it stands; without a name only where it differs from the newest version.

    Raises
    ------
    UsageError
        When the name is taken, or could be read as a date.
    """
    now = map_now(lake)
    kept = versions(database)
    if name is None and kept and kept[-1].sha256 == now.sha256:
        return kept[-1]
    _check_name(name, kept)
    values: dict[str, Any] = {
        "name": name,
        "sha256": now.sha256,
        "content": canonical_json(now.as_dict()),
        "counts": canonical_json(now.counts()),
        "library": VINTAGE,
        "searched": canonical_json(logged_searches(database)),
        "frame": now.frame,
        "protocols": canonical_json(logged_protocols(database)),
    }
    record = database.add("map_version", values, actor=actor, reason=None if name else "the map changed")
    return next(KeptVersion(**{**vars(one), "new": True}) for one in versions(database) if one.id == record)


def _check_name(name: str | None, kept: tuple[KeptVersion, ...]) -> None:
    if name is None:
        return
    if not name.strip() or _TIME.fullmatch(name.strip()):
        raise UsageError(f"“{name}” is no name for a version.", remedy="Use a word, not a date.")
    if any(one.name == name for one in kept):
        raise UsageError(f"A version called “{name}” is kept already.", remedy="Choose another name.")


def versions(database: Database) -> tuple[KeptVersion, ...]:
    """Return every kept version, oldest first."""
    rows = sorted(database.current("map_version"), key=lambda row: (row["recorded_at"], row["id"]))
    return tuple(
        KeptVersion(row["id"], row["name"], row["recorded_at"], row["sha256"], json.loads(row["counts"]))
        for row in rows
    )


def content_of(database: Database, version: str) -> Snapshot:
    """Return the map as a version kept it."""
    return Snapshot.of(json.loads(database.record("map_version", version)["content"]))


def version_since(database: Database, since: str) -> tuple[KeptVersion, str]:
    """Return the version that stood when a time began, and a word of caution where none is that old.

    Parameters
    ----------
    database
        The authored records.
    since
        Id or name of a version; or a year, month or day (``2026``, ``2026-03``, ``2026-03-05``): what stood
        when it began.

    Raises
    ------
    NotFoundError
        When no version is kept, or none has that id or name.
    UsageError
        When a date is none.
    """
    kept = versions(database)
    if not kept:
        raise NotFoundError(
            "No version of the map is kept yet.",
            remedy="Run: hedgerow build, or hedgerow evidence map --keep NAME.",
        )
    named = [one for one in kept if since in {one.id, one.name}]
    if named:
        return named[-1], ""
    if not _TIME.fullmatch(since):
        names = ", ".join(one.name or one.id for one in kept[-5:])
        raise NotFoundError(
            f"No version of the map is called “{since}”.",
            remedy=f"Give a date such as 2026-03, or one of: {names}.",
        )
    begin = _day(since)
    before = [one for one in kept if one.at[:10] < begin]
    if before:
        return before[-1], ""
    return kept[0], f"No version is older than {since}: the oldest, of {kept[0].at[:10]}, is compared."


def _day(text: str) -> str:
    try:
        return date.fromisoformat(
            (text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10]
        ).isoformat()
    except ValueError as error:
        raise UsageError(f"“{text}” is no date.", remedy="Write 2026, 2026-03 or 2026-03-05.") from error


def version_table(database: Database) -> Released:
    """Return the kept versions, newest first, as a table."""
    columns = (
        ReleasedColumn("id", "Version"),
        ReleasedColumn("title", "Kept on"),
        ReleasedColumn("held", "Cells that hold evidence"),
        ReleasedColumn("evidence", "Records that count"),
        ReleasedColumn("sha256", "Hash of the content"),
    )
    rows = tuple(
        (
            one.id,
            one.title,
            one.counts.get("cells_held", 0),
            one.counts.get("records_evidence", 0),
            one.sha256[:12],
        )
        for one in reversed(versions(database))
    )
    return release(Draft("gap_map_versions", "Versions of the map", columns, rows, sources=SOURCES))
