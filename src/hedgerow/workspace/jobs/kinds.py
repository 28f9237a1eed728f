"""The kinds of job: a name and the function that does the work."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

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


Work = Callable[[Workspace, Mapping[str, Any], Report], str]


def _profile(workspace: Workspace, arguments: Mapping[str, Any], report: Report) -> str:
    from hedgerow.workspace.making import build_profile

    report.phase("Gathering the facts")
    made = build_profile(
        workspace,
        str(arguments["area"]),
        edition=str(arguments["edition"]),
        formats=tuple(arguments["formats"]),
        progress=report.progress,
    )
    report.phase("Finished")
    return ", ".join(str(path.relative_to(workspace.root)) for path in made.files.values())


def _build(workspace: Workspace, _arguments: Mapping[str, Any], report: Report) -> str:
    from hedgerow.workspace.build import build
    from hedgerow.workspace.jobs.watching import Watching

    result = build(workspace.root, watcher=Watching(report))
    return ", ".join(f"{step.name} {step.state}" for step in result.steps)


KINDS: Mapping[str, Work] = {"profile": _profile, "build": _build}
