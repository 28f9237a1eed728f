"""The workspace's log: one JSON line an event, for whoever keeps the machine; never a row of data."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

LIMIT = 5_000_000


def log_path(state: Path) -> Path:
    """Where the log of a workspace is."""
    return state / "hedgerow.log"


def open_log(state: Path) -> FilteringBoundLogger:
    """Return a logger that appends to the workspace's log; a log that has grown long is turned over once."""
    import structlog

    path = log_path(state)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LIMIT:
        path.replace(path.with_suffix(".log.1"))
    logger: FilteringBoundLogger = structlog.wrap_logger(
        _Lines(path),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
    )
    return logger


def log_fault(state: Path, doing: str, error: BaseException) -> str:
    """Write an unexpected fault with its stack to the log and return the reference to quote."""
    reference = secrets.token_hex(4)
    open_log(state).error("fault", doing=doing, reference=reference, exc_info=error)
    return reference


class _Lines:
    """Append one line for each message; a handle is never held, so a log can be moved at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def msg(self, message: str) -> None:
        with self._path.open("a", encoding="utf-8") as handle:
            handle.write(message + "\n")

    debug = info = warning = error = critical = msg
