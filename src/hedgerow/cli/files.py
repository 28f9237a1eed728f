"""Files that a command writes where a person says: whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from hedgerow.errors import MachineError


def write_whole(path: Path, content: str | bytes) -> None:
    """Put `content` at `path` in one move; an older file stands until then.

    Raises
    ------
    MachineError
        When it cannot be written there. A folder that is missing is made.
    """
    from hedgerow.workspace import durable

    try:
        durable.write_bytes(path, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise MachineError(
            f"{path} cannot be written.", cause=f"{error.strerror}.", remedy="Choose another place."
        ) from error
