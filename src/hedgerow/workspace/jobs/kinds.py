"""The kinds of job: a name and the function that does the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hedgerow.workspace.jobs.report import Report
from hedgerow.workspace.opening import Workspace

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


def _evidence(workspace: Workspace, _arguments: Mapping[str, Any], report: Report) -> str:
    from hedgerow.workspace.adding import SHOWN_BY
    from hedgerow.workspace.build import build
    from hedgerow.workspace.jobs.watching import Watching

    result = build(workspace.root, watcher=Watching(report), only=SHOWN_BY)
    return ", ".join(f"{step.name} {step.state}" for step in result.steps)


KINDS: Mapping[str, Work] = {"profile": _profile, "build": _build, "evidence": _evidence}
