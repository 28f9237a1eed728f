"""A build's progress as a job's progress."""

from __future__ import annotations

from hedgerow.workspace.jobs.report import Report
from hedgerow.workspace.manifest import StepRecord
from hedgerow.workspace.step import Step


class Watching:
    """Tells a job's report how the build goes."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def began(self, step: Step, number: int, of: int) -> None:
        """Name the step as the phase of the job."""
        self._report.phase(f"{number} of {of}: {step.title}")

    def moved(self, done: int, total: int, message: str) -> None:
        """Pass the progress on."""
        self._report.progress(done, total, message)

    def ended(self, step: Step, record: StepRecord, *, ran: bool) -> None:
        """Note a step that did not finish."""
        if ran and record.state != "done":
            self._report.phase(f"{step.title}: {record.state}. {record.reason}")
