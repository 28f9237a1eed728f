"""What a database refuses, in words: a full disk, a lock, a read-only file, no server, no database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from hedgerow.errors import HedgerowError, MachineError

_FULL = (
    "has no room to write: the disk is full.",
    "Free some space and try again; nothing was half-written.",
)
_LOCKED = ("is busy: another program kept it locked.", "Close the other program, or try again in a moment.")
_READ_ONLY = ("may not be written.", "Check who owns the file and its folder, or the account's rights.")
_NO_OPEN = ("cannot be opened.", "Check that the folder exists and may be read, or that the server runs.")
_BROKEN = (
    "is not a whole database.",
    "Put back a backup of the file; the lake can be rebuilt, what was typed cannot.",
)
_IO = ("could not be read or written: the disk gave an error.", "Check the disk, then put back a backup.")

# SQLite's primary result codes (sqlite.org/rescode.html); PostgreSQL's SQLSTATE (its manual, appendix A).
_SQLITE = {13: _FULL, 5: _LOCKED, 6: _LOCKED, 8: _READ_ONLY, 14: _NO_OPEN, 11: _BROKEN, 26: _BROKEN, 10: _IO}
_POSTGRES = {
    "53100": _FULL,
    "55P03": _LOCKED,
    "40P01": _LOCKED,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "58030": _IO,
}


def _words(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return _SQLITE.get(code & 0xFF) if isinstance(code, int) else None
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return _POSTGRES.get(state, _NO_OPEN if state.startswith(("08", "28", "3D", "57")) else None)
    return _NO_OPEN if type(error).__name__ == "OperationalError" else None


@contextmanager
def spoken(name: str) -> Iterator[None]:
    """Turn what the engine says into a `MachineError` that names the database and the remedy."""
    try:
        yield
    except HedgerowError:
        raise
    except DBAPIError as error:
        words = _words(error.orig) if error.orig is not None else None
        if words is None:
            raise
        raise MachineError(
            f"The database {name} {words[0]}", cause=f"{error.orig}.", remedy=words[1]
        ) from error
