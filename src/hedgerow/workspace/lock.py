"""One build at a time: a lock that the system itself lets go of when a build is killed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hedgerow.errors import MachineError


@contextmanager
def only_build(state: Path) -> Iterator[None]:
    """Hold the workspace's build lock.

    Raises
    ------
    MachineError
        When another process is building the same workspace.
    """
    state.mkdir(parents=True, exist_ok=True)
    with (state / "build.lock").open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            raise MachineError(
                f"Another build of this workspace is running (process {handle.read().strip() or 'unknown'}).",
                remedy="Wait until it has finished, then run the command again.",
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield
