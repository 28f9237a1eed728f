"""Writing so that a kill or a full disk leaves the old file or the new one, never half of either."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hedgerow.errors import MachineError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_text(path: Path, text: str) -> None:
    """Put `text` at `path` in one move, safe on the disk before the old file goes."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one move, safe on the disk before the old file goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f"{path.name}.writing")
    try:
        with waiting.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
    except OSError:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise
    waiting.replace(path)
    sync_folder(path.parent)


def move(source: Path, target: Path) -> None:
    """Rename a whole file over `target`, replacing a folder that stands in its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def sync(path: Path) -> None:
    """Make sure that a file's bytes are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Make sure that a rename in the folder is on the disk."""
    with suppress(OSError):  # some file systems refuse to sync a folder; the rename stands all the same
        sync(path)


@contextmanager
def machine_faults(doing: str) -> Iterator[None]:
    """Turn what the machine refuses (a full disk, no permission) into a `MachineError` with a remedy."""
    try:
        yield
    except OSError as error:
        fault = as_machine_error(error, doing)
        if fault is None:
            raise
        raise fault from error


def as_machine_error(error: BaseException, doing: str) -> MachineError | None:
    """Return the `MachineError` for a full disk or a refused permission, or `None` for anything else."""
    number = getattr(error, "errno", None)
    where = getattr(error, "filename", None) or ""
    if number in _FULL or "No space left on device" in str(error):
        return MachineError(
            f"The disk is full: {doing} could not be finished.",
            cause=f"No space is left{f' for {where}' if where else ''}; what was there before still stands.",
            remedy="Free some space and run the same command again; it resumes where it stopped.",
        )
    if number in _REFUSED:
        return MachineError(
            f"The machine refuses: {doing} could not be finished.",
            cause=f"No permission{f' for {where}' if where else ''}.",
            remedy="Check who owns the folder, or choose another one.",
        )
    return None
