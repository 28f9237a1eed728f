"""The queue: start a job, run what waits, and the worker that runs jobs while the server is up."""

from __future__ import annotations

import json
import threading
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.workspace.jobs.kinds import KINDS
from hedgerow.workspace.jobs.report import Report
from hedgerow.workspace.log import log_fault
from hedgerow.workspace.opening import Workspace, open_workspace

POLL_SECONDS = 0.25


def start(workspace: Workspace, kind: str, *, actor: str | None = None, **arguments: Any) -> str:
    """Queue a job and return its id; `arguments` are JSON-ready values of the kind.

    Raises
    ------
    UsageError
        When there is no such kind.
    """
    if kind not in KINDS:
        raise UsageError(f"There is no kind of job “{kind}”.", remedy=f"Kinds are: {', '.join(KINDS)}.")
    job: str = workspace.database.jobs.new(kind, arguments=json.dumps(arguments, sort_keys=True), actor=actor)
    _queue(workspace.state / "queue.db").perform(str(workspace.root), job)
    return job


def run_waiting(workspace: Workspace) -> int:
    """Run every job that waits, one after the other, in this thread; return how many ran."""
    queue = _queue(workspace.state / "queue.db")
    count = 0
    while (task := queue.huey.dequeue()) is not None:
        queue.huey.execute(task)
        count += 1
    return count


class _Queue:
    """Huey over one SQLite file, with the one task that all jobs are."""

    def __init__(self, path: Path) -> None:
        from huey import SqliteHuey

        path.parent.mkdir(parents=True, exist_ok=True)
        self.huey = SqliteHuey("hedgerow", filename=str(path), results=False, fsync=True)
        self.perform = self.huey.task()(perform)


@lru_cache(maxsize=8)
def _queue(path: Path) -> _Queue:
    return _Queue(path)


def perform(root: str, job: str) -> None:
    """Do one job, and write down how it ended: its result, or the error in words."""
    workspace = open_workspace(root)
    jobs = workspace.database.jobs
    row = jobs.get(job)
    if row["state"] != "queued":
        return
    jobs.set(job, state="running")
    try:
        result = KINDS[row["kind"]](workspace, json.loads(row["arguments"] or "{}"), Report(workspace, job))
        jobs.set(job, state="done", result=result)
    except HedgerowError as error:
        jobs.set(job, state="failed", error=json.dumps(error.as_dict(), ensure_ascii=False))
    except Exception as error:  # noqa: BLE001 - a job must end in a state that its owner can read
        reference = log_fault(workspace.state, f"job {job}", error)
        text = f"Hedgerow met a fault of its own; the log has it under {reference}."
        jobs.set(job, state="failed", error=json.dumps({"code": "HR999", "message": text}))
    finally:
        workspace.database.close()


class Worker:
    """One thread that runs jobs for as long as the block lasts.

    A job that ran when an earlier worker was stopped is marked as failed: nothing of it is half-kept, and its
    owner is told to start it again.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hedgerow-jobs", daemon=True)

    def __enter__(self) -> Worker:
        """Start the thread."""
        self._tidy()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop after the job that is running, or at once when the program ends."""
        self._stop.set()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        while not self._stop.is_set():
            if not run_waiting(self._workspace):
                self._stop.wait(POLL_SECONDS)

    def _tidy(self) -> None:
        text = "The server was stopped while the job ran; start it again."
        queue = _queue(self._workspace.state / "queue.db")
        for row in self._workspace.database.jobs.newest():
            if row["state"] == "queued":  # asked for twice, it runs once
                queue.perform(str(self._workspace.root), row["id"])
            if row["state"] == "running":
                error = json.dumps({"code": "HR600", "message": text})
                self._workspace.database.jobs.set(row["id"], state="failed", error=error)
