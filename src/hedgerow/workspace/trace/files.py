"""From a file's id to the file: what was recorded of it, and the file itself where it is still at hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hedgerow.workspace.discovery import below, discover
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace.trail import ROWS_SHOWN, Origin

if TYPE_CHECKING:
    from hedgerow.places.sources import FoundFile


@dataclass(frozen=True)
class Files:
    """The files that a workspace has read."""

    workspace: Workspace

    @cached_property
    def recorded(self) -> dict[str, dict[str, Any]]:
        """What was recorded of each file, by its id."""
        if not self.workspace.lake.has("source_file"):
            return {}
        return {row["file_id"]: row for row in self.workspace.lake.read("source_file").to_pylist()}

    @cached_property
    def _at_hand(self) -> dict[tuple[str, str], list[FoundFile]]:
        held: dict[tuple[str, str], list[FoundFile]] = {}
        for found in discover(self.workspace).files:
            held.setdefault((found.source, found.label), []).append(found)
        return held

    def found(self, file_id: str) -> FoundFile | None:
        """Return the file with that content, or nothing when it is no longer at hand."""
        row = self.recorded.get(file_id)
        candidates = self._at_hand.get((row["source"], row["path"]), []) if row else []
        return next((found for found in candidates if _sha(found).startswith(file_id)), None)

    def of_sources(self, names: Iterable[str]) -> list[str]:
        """Return the ids of the files of these sources."""
        wanted = set(names)
        return [file_id for file_id, row in self.recorded.items() if row["source"] in wanted]

    def origin(
        self,
        file_id: str,
        rows: Iterable[int],
        *,
        value: float | None = None,
        quote: str | None = None,
        label: str | None = None,
    ) -> Origin:
        """Return the origin of rows of one file."""
        listed = sorted(rows)
        row = self.recorded.get(file_id, {})
        found = self.found(file_id) if row else None
        return Origin(
            file=self._path(found) or label or row.get("path", f"file {file_id}"),
            sha256=row.get("sha256", ""),
            source=row.get("source", ""),
            publisher=row.get("publisher", ""),
            licence=row.get("licence", ""),
            vintage=row.get("vintage", ""),
            retrieved=_retrieved(found.path) if found else None,
            rows=tuple(listed[:ROWS_SHOWN]),
            row_count=len(listed),
            value=value,
            unchanged=True if found else None,
            quote=quote,
        )

    def _path(self, found: FoundFile | None) -> str:
        if found is None:
            return ""
        place = below(found.path, self.workspace.settings.source_folders)
        return f"{place}!{found.member}" if found.member else place


def _sha(found: FoundFile) -> str:
    from hedgerow.places.sources import digest, open_bytes
    from hedgerow.places.sources.found import digest_bytes

    return digest(found.path) if found.member is None else digest_bytes(open_bytes(found))


def _retrieved(path: Path) -> str | None:
    """Return the day on which a file came here: as noted when it was added, else its own time of change."""
    with suppress(OSError, ValueError):
        note = tomllib.loads((path.parent / "added.toml").read_text("utf-8"))
        return str(note["added"])[:10]
    with suppress(OSError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    return None
