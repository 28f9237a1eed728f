"""The content hash of a file, remembered by its path, size and time of change."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

from hedgerow.provenance import sha256_file
from hedgerow.workspace import durable

# A file that changed within the last moments may change again without its time of change moving.
_SETTLED_NS = 2_000_000_000


class Hashes:
    """SHA-256 of files, computed once for each path, size and time of change.

    Parameters
    ----------
    store
        File in which the answers are kept between runs; a damaged one is ignored.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._known: dict[str, list[int | str]] = {}
        self._changed = False
        with suppress(OSError, ValueError):
            self._known = dict(json.loads(store.read_text("utf-8")))

    def of(self, path: Path) -> str:
        """Return the SHA-256 of one file."""
        stat = path.stat()
        known = self._known.get(str(path))
        if known and known[:2] == [stat.st_size, stat.st_mtime_ns]:
            return str(known[2])
        digest = sha256_file(path)
        if time.time_ns() - stat.st_mtime_ns > _SETTLED_NS:
            self._known[str(path)] = [stat.st_size, stat.st_mtime_ns, digest]
            self._changed = True
        return digest

    def save(self) -> None:
        """Keep the answers for the next run."""
        if self._changed:
            durable.write_text(self._store, json.dumps(self._known, sort_keys=True))
            self._changed = False
