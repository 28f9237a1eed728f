"""Zip files from outside, opened with suspicion: names, sizes and checksums are looked at before anything."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from hedgerow.errors import RecordError

# What one file, and all files of a zip together, may hold once unpacked, and how many there may be.
UNPACKED_LIMIT = 512 * 1024 * 1024
MEMBERS_LIMIT = 10_000
_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


@contextmanager
def opened(name: str, data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a zip whose names all stay inside it; whatever is broken in it is an error by name.

    Raises
    ------
    RecordError
        When it is broken, encrypted, has names that lead out of it, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_unsafe(name, archive.infolist())
            yield archive
    except _BROKEN as error:
        raise RecordError(
            f"{name} is not a whole zip file.",
            cause=f"{str(error)[:120] or type(error).__name__}.",
            remedy="Export or copy it again.",
        ) from error


def member(name: str, archive: zipfile.ZipFile, path: str) -> bytes:
    """Return one file of the zip, never more of it than is allowed.

    Raises
    ------
    RecordError
        When the zip does not hold it, or it is larger than it says.
    """
    try:
        found = archive.getinfo(path)
    except KeyError as error:
        held = ", ".join(archive.namelist()[:8]) or "nothing"
        raise RecordError(
            f"{name} does not hold {path}.", cause=f"It holds {held}.", remedy="Export the file again."
        ) from error
    whole = io.BytesIO()
    with archive.open(found) as stream:
        while chunk := stream.read(_CHUNK):
            whole.write(chunk)
            if whole.tell() > UNPACKED_LIMIT:
                raise _too_large(name)
    return whole.getvalue()


def check_sizes(name: str, archive: zipfile.ZipFile) -> None:
    """Unpack every file once, holding none of it, so that a zip which lies about its sizes is found out."""
    total = 0
    for found in archive.infolist():
        with archive.open(found) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > UNPACKED_LIMIT:
                    raise _too_large(name)


def _refuse_unsafe(name: str, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS_LIMIT or sum(found.file_size for found in members) > UNPACKED_LIMIT:
        raise _too_large(name)
    for found in members:
        path = PurePosixPath(found.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in found.filename:
            raise RecordError(
                f"{name} holds a file whose name leads out of it: {found.filename[:80]!r}.",
                remedy="Do not use this file; ask for it to be exported again.",
            )
        if found.flag_bits & 1:
            raise RecordError(f"{name} is encrypted.", remedy="Save it without a password.")


def _too_large(name: str) -> RecordError:
    return RecordError(
        f"{name} unpacks to more than {UNPACKED_LIMIT // 1024 // 1024} MB or {MEMBERS_LIMIT:,} files.",
        remedy="Export fewer records at a time.",
    )
