"""A file as published: on disk or inside a zip, its bytes and its fingerprint."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hedgerow.errors import SourceFileError
from hedgerow.provenance import sha256_file

MAX_MEMBER = 2 << 30  # a member that unpacks to more than this is refused


@dataclass(frozen=True, order=True)
class FoundFile:
    """One recognised file; `member` is its name inside the zip at `path`, or None."""

    path: Path
    member: str | None
    source: str

    @property
    def name(self) -> str:
        """The file's own name, without folders."""
        return (self.member or self.path.name).rsplit("/", 1)[-1]

    @property
    def label(self) -> str:
        """How the file is named to people and in source_file: archive.zip!folder/member."""
        return f"{self.path.name}!{self.member}" if self.member else self.path.name


def open_bytes(found: FoundFile) -> bytes:
    """Return the whole content of a file or member, checked against the zip's own checksum.

    Raises
    ------
    SourceFileError
        When the file cannot be read, or the zip is cut short or damaged.
    """
    try:
        if found.member is None:
            return found.path.read_bytes()
        with zipfile.ZipFile(found.path) as archive:
            info = archive.getinfo(found.member)
            if info.file_size > MAX_MEMBER:
                raise SourceFileError(
                    f"{found.label} would unpack to {info.file_size:,} bytes.",
                    remedy="Publishers' files are far smaller; check where it came from.",
                )
            return archive.read(info)
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError) as error:
        raise SourceFileError(
            f"{found.label} cannot be read.",
            cause=f"{type(error).__name__}: {error}.",
            remedy="It may be cut short or damaged: fetch it again from its publisher.",
        ) from error


@lru_cache(maxsize=4096)
def _digest(path: Path, size: int, mtime: int) -> str:  # noqa: ARG001  # size and mtime are the cache's key
    return sha256_file(path)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, read once for each (path, size, modification time)."""
    stat = path.stat()
    return _digest(path, stat.st_size, stat.st_mtime_ns)


def digest_bytes(data: bytes) -> str:
    """Return the SHA-256 of bytes in memory."""
    return hashlib.sha256(data).hexdigest()
