"""What reading one file gave: the rows that were kept, and those that were not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import pyarrow as pa

WHOLE_FILE = 0  # the row number of a fault that lies in the file, not in one of its rows
CUT = 80


class Reject(NamedTuple):
    """A row that was not kept; row number 0 is the file as a whole."""

    row_number: int
    reason: str
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class FileRead:
    """The rows of one file; `table` is None when nothing of it could be used."""

    file_id: str
    sha256: str
    rows_in: int
    table: pa.Table | None
    rejects: tuple[Reject, ...]
    note: str = ""

    @property
    def rows_kept(self) -> int:
        """How many rows were kept."""
        return 0 if self.table is None else int(self.table.num_rows)

    @property
    def rows_rejected(self) -> int:
        """How many rows were not."""
        return self.rows_in - self.rows_kept


class FileFault(Exception):  # never leaves this package: it becomes a whole-file reject
    """Why nothing of a file can be used, with what to do."""

    def __init__(self, reason: str, rows_in: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.rows_in = rows_in


def refuse(sha256: str, fault: FileFault) -> FileRead:
    """Return a file of which nothing is kept: every one of its rows is listed with the same reason."""
    rejects = tuple(Reject(row, fault.reason) for row in range(WHOLE_FILE, fault.rows_in + 1))
    return FileRead(sha256[:16], sha256, fault.rows_in, None, rejects, f"REFUSED: {fault.reason}")


def in_order(*lists: Iterable[Reject]) -> tuple[Reject, ...]:
    """Return rejects from several checks in the order of the file."""
    return tuple(sorted(chain(*lists), key=lambda reject: reject.row_number))
