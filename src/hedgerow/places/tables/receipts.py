"""The receipts of one build step: which files it read, and which rows it could not use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from hedgerow.places.sources import SOURCES, FoundFile, digest, open_bytes
from hedgerow.places.sources.found import digest_bytes
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

SHOWN = 80


@dataclass
class Receipts:
    """Rows of source_file and rejected_row for one part; `write` puts both in place."""

    part: str
    files: dict[FoundFile, dict[str, Any]] = field(default_factory=dict)
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def enter(self, found: FoundFile, rows: int, note: str | None = None) -> str:
        """Note a file with all its rows kept and return its id; entering it again changes nothing."""
        if found in self.files:
            return str(self.files[found]["file_id"])
        data = None if found.member is None else open_bytes(found)
        sha = digest(found.path) if data is None else digest_bytes(data)
        source = SOURCES[found.source]
        self.files[found] = {
            "file_id": sha[:16],
            "sha256": sha,
            "path": found.label,
            "source": found.source,
            "title": source.title,
            "publisher": source.publisher,
            "licence": source.licence,
            "vintage": source.vintage,
            "bytes": found.path.stat().st_size if data is None else len(data),
            "rows_in": rows,
            "rows_kept": rows,
            "rows_rejected": 0,
            "note": note,
        }
        return sha[:16]

    def reject(
        self, found: FoundFile, rows: Sequence[int], reason: str, column: str, values: Sequence[object]
    ) -> None:
        """Note rows of a file that was entered as not used."""
        entry = self.files[found]
        entry["rows_kept"] -= len(rows)
        entry["rows_rejected"] += len(rows)
        self.rejected += [
            {
                "file_id": entry["file_id"],
                "row_number": row,
                "reason": reason,
                "column": column,
                "value": str(value)[:SHOWN],
            }
            for row, value in zip(rows, values, strict=True)
        ]

    def remark(self, found: FoundFile, note: str) -> None:
        """Add a note to a file that was entered."""
        entry = self.files[found]
        entry["note"] = f"{entry['note']} {note}" if entry["note"] else note

    def pass_over(self, found: FoundFile, files: Sequence[FoundFile]) -> None:
        """Note in the entry of a file the others of its source, which were not used."""
        others = sorted(other.label for other in files if other.source == found.source and other != found)
        if others:
            more = f" and {len(others) - 3} more" if len(others) > 3 else ""
            self.remark(found, f"Held and not used, this one being newer: {', '.join(others[:3])}{more}.")

    def leave_out(self, sources: Collection[str]) -> None:
        """Drop the files of sources that an earlier step enters in its own part: each is listed once."""
        dropped = {entry["file_id"] for found, entry in self.files.items() if found.source in sources}
        self.files = {found: entry for found, entry in self.files.items() if found.source not in sources}
        self.rejected = [row for row in self.rejected if row["file_id"] not in dropped]

    def write(self, lake: Lake) -> None:
        """Write both parts."""
        for name, rows in (("source_file", list(self.files.values())), ("rejected_row", self.rejected)):
            lake.write(name, pa.Table.from_pylist(rows, schema=catalogue.spec(name).schema), part=self.part)
