"""A table written in parts, so that memory does not grow with the number of files."""

from __future__ import annotations

import pyarrow as pa

from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

ROWS = 1 << 18  # rows of a part, unless one file alone has more


class PartWriter:
    """Gathers tables and writes a part when there are enough rows; `close` writes what is left.

    The parts of an earlier build that this one did not write are removed last.
    """

    def __init__(self, lake: Lake, name: str) -> None:
        self.lake = lake
        self.name = name
        self.written: list[str] = []
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def add(self, table: pa.Table) -> None:
        """Take one file's rows."""
        self._waiting.append(table.cast(self._schema))
        self._rows += table.num_rows
        if self._rows >= ROWS:
            self._flush()

    def close(self) -> None:
        """Write the rest, or an empty part when nothing came, and remove what is stale."""
        if self._waiting or not self.written:
            self._flush()
        folder = self.lake.root / self.name
        for path in folder.glob("*.parquet"):
            if path.stem not in self.written:
                path.unlink()

    @property
    def _schema(self) -> pa.Schema:
        return catalogue.spec(self.name).schema

    def _flush(self) -> None:
        table = pa.concat_tables(self._waiting) if self._waiting else self._schema.empty_table()
        part = f"part-{len(self.written):05d}"
        self.lake.write(self.name, table, part=part)
        self.written.append(part)
        self._waiting, self._rows = [], 0
