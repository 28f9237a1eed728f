"""How a running job tells how far it is."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from hedgerow.workspace.opening import Workspace

# A row is written at most so often, whatever the work says.
PAUSE_SECONDS = 0.2


@dataclass
class Report:
    """How a running job tells how far it is; safe to call as often as one likes."""

    workspace: Workspace
    job: str
    lines: list[str] = field(default_factory=list)
    _last: float = 0.0

    def phase(self, text: str) -> None:
        """Say that a new part of the work begins."""
        self.lines.append(text)
        self.workspace.database.jobs.set(self.job, phase=text, log="\n".join(self.lines))

    def progress(self, done: int, total: int, message: str) -> None:
        """Say how far the work is."""
        if done < total and time.monotonic() - self._last < PAUSE_SECONDS:
            return
        self._last = time.monotonic()
        self.workspace.database.jobs.set(self.job, done=done, total=total, message=message)
