"""The key that signs names and forms: kept in the workspace's state folder, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

NAME = "signing.key"
_LENGTH = 32


def kept_key(folder: Path) -> bytes:
    """Return the key of a workspace; one of this process alone where none can be kept.

    A key that others may read, or that is not whole, is replaced: what it signed is then not accepted.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / NAME
        try:
            key = _sound(path)
        except FileNotFoundError:
            return _made(path, first=True)
        return key or _made(path, first=False)
    except OSError:
        return secrets.token_bytes(_LENGTH)


def _sound(path: Path) -> bytes | None:
    with path.open("rb") as handle:
        ours = not os.fstat(handle.fileno()).st_mode & 0o077
        key = handle.read(_LENGTH + 1)
    return key if ours and len(key) == _LENGTH else None


def _made(path: Path, *, first: bool) -> bytes:
    """Write a key whole, then put it in its place; of two servers that start at once, both take the first."""
    own = path.with_name(f"{NAME}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(secrets.token_bytes(_LENGTH))
    if first:
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    else:
        own.replace(path)
    return _sound(path) or secrets.token_bytes(_LENGTH)
