"""Where a number came from: content hashes, canonical JSON and the addresses of figures.

A *figure* is one number that a page, chart or document prints. Its address says how to find it again:
``table/key=value,key=value/column``, for example ``panel/lsoa21=E01026122,month=2025-06/n``. Following an
address to the file and the row is the work of `hedgerow.workspace.trace`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hedgerow.errors import UsageError

_CHUNK = 1 << 20


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits, reading it in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while piece := handle.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys and no spaces: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def sha256_value(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


@dataclass(frozen=True, order=True)
class Figure:
    """The address of one printed number.

    Attributes
    ----------
    table
        Name of the catalogue table that holds it.
    keys
        Column and value pairs that select its rows, sorted by column.
    column
        The column whose value, or sum of values, is printed.
    """

    table: str
    keys: tuple[tuple[str, str], ...]
    column: str

    @classmethod
    def of(cls, table: str, column: str, keys: Mapping[str, object]) -> Figure:
        """Build an address from its parts; the order of `keys` does not matter."""
        return cls(table, tuple(sorted((name, str(value)) for name, value in keys.items())), column)

    @classmethod
    def parse(cls, text: str) -> Figure:
        """Read an address as it is printed.

        Raises
        ------
        UsageError
            When the text is not ``table/key=value,.../column``.
        """
        parts = text.strip().split("/")
        pairs = [pair.partition("=") for pair in parts[1].split(",")] if len(parts) == 3 and parts[1] else []
        if len(parts) != 3 or not parts[0] or not parts[2] or any(not sep for _, sep, _ in pairs):
            raise UsageError(
                f"“{text}” is not the address of a figure.",
                remedy="Copy it from a page or document: table/key=value,key=value/column.",
            )
        return cls.of(parts[0], parts[2], {name: value for name, _, value in pairs})

    def __str__(self) -> str:
        keys = ",".join(f"{name}={value}" for name, value in self.keys)
        return f"{self.table}/{keys}/{self.column}"
