"""Jobs run once, tell how far they are, and end in a state that their owner can read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.workspace import Workspace, create_workspace, jobs
from hedgerow.workspace.jobs import report
from hedgerow.workspace.jobs.report import Report


def count(workspace: Workspace, arguments: Mapping[str, Any], report: Report) -> str:
    report.phase("counting")
    for number in range(arguments["to"]):
        report.progress(number + 1, arguments["to"], f"{number + 1}")
    return "out/counted.txt"


def refuse(workspace: Workspace, arguments: Mapping[str, Any], report: Report) -> str:
    raise NotFoundError("No area is called “Nowhere”.", remedy="Search for it.")


def break_(workspace: Workspace, arguments: Mapping[str, Any], report: Report) -> str:
    raise ZeroDivisionError


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(report, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(
        "hedgerow.workspace.jobs.queue.KINDS", {"count": count, "refuse": refuse, "break": break_}
    )
    workspace = create_workspace(tmp_path / "jobs", region="east-midlands")
    yield workspace
    workspace.database.close()


def test_a_job_waits_runs_once_and_leaves_its_result(place: Workspace) -> None:
    job = jobs.start(place, "count", actor="an analyst", to=3)
    assert place.database.jobs.get(job)["state"] == "queued"
    assert jobs.run_waiting(place) == 1
    assert jobs.run_waiting(place) == 0
    row = place.database.jobs.get(job)
    assert (row["state"], row["done"], row["total"], row["phase"]) == ("done", 3, 3, "counting")
    assert row["result"] == "out/counted.txt"
    assert row["log"] == "counting"
    assert [record["id"] for record in jobs.newest(place).records()] == [job]


def test_a_job_that_is_refused_says_why_and_one_that_breaks_gives_a_reference(place: Workspace) -> None:
    refused, broken = jobs.start(place, "refuse"), jobs.start(place, "break")
    jobs.run_waiting(place)
    error = json.loads(place.database.jobs.get(refused)["error"])
    assert (error["code"], error["remedy"]) == ("HR300", "Search for it.")
    error = json.loads(place.database.jobs.get(broken)["error"])
    assert error["code"] == "HR999"
    assert "ZeroDivisionError" not in error["message"]
    assert "ZeroDivisionError" in (place.state / "hedgerow.log").read_text()


def test_an_unknown_kind_is_refused_by_name(place: Workspace) -> None:
    with pytest.raises(UsageError, match=r"no kind of job “dance”.*count"):
        jobs.start(place, "dance")


def test_the_worker_runs_jobs_and_marks_those_that_a_stopped_server_left(place: Workspace) -> None:
    left = place.database.jobs.new("count", arguments='{"to": 1}')
    place.database.jobs.set(left, state="running")
    lost = place.database.jobs.new("count", arguments='{"to": 1}')  # written down, but killed before queueing
    with jobs.Worker(place):
        job = jobs.start(place, "count", to=1)
        deadline = time.monotonic() + 20
        while place.database.jobs.get(job)["state"] != "done" and time.monotonic() < deadline:
            time.sleep(0.02)
    assert place.database.jobs.get(job)["state"] == "done"
    assert place.database.jobs.get(lost)["state"] == "done"
    row = place.database.jobs.get(left)
    assert row["state"] == "failed"
    assert "start it again" in row["error"]
