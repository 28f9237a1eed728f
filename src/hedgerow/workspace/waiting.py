"""Files that were sent and wait until a person says what to do with them; a day later they are gone."""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path

from hedgerow.errors import NotFoundError
from hedgerow.workspace import durable
from hedgerow.workspace.opening import Workspace

KEPT_SECONDS = 24 * 3600


def keep(workspace: Workspace, name: str, content: bytes) -> str:
    """Keep a file under its hash and return the hash; what has waited for a day is removed."""
    folder = workspace.state / "waiting"
    digest = hashlib.sha256(content).hexdigest()
    with durable.machine_faults("keeping the file"):
        _sweep(folder)
        place = folder / digest
        place.mkdir(parents=True, exist_ok=True)
        for old in place.iterdir():
            old.unlink()
        (place / (Path(name).name or "file")).write_bytes(content)
    return digest


def waiting(workspace: Workspace, digest: str) -> Path:
    """Return a file that waits.

    Raises
    ------
    NotFoundError
        When it waits no longer.
    """
    folder = workspace.state / "waiting" / digest
    found = next(folder.iterdir(), None) if digest.isalnum() and folder.is_dir() else None
    if found is None:
        raise NotFoundError("That file no longer waits to be imported.", remedy="Send it again.")
    return found


def let_go(workspace: Workspace, digest: str) -> None:
    """Remove a file that waits."""
    if digest.isalnum():
        shutil.rmtree(workspace.state / "waiting" / digest, ignore_errors=True)


def _sweep(folder: Path) -> None:
    for place in folder.iterdir() if folder.is_dir() else ():
        if place.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(place, ignore_errors=True)
