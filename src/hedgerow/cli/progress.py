"""A build's progress on the terminal: bars where a person looks on, silence where a program does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hedgerow.workspace.watch import Silent

if TYPE_CHECKING:
    from rich.progress import TaskID

    from hedgerow.workspace.manifest import StepRecord
    from hedgerow.workspace.step import Step
    from hedgerow.workspace.watch import Watcher

MARKS = {
    "done": "[green]done[/]",
    "skipped": "[yellow]skipped[/]",
    "failed": "[red]failed[/]",
    "pending": "pending",
}


def watcher(*, as_json: bool) -> Watcher:
    """Return somebody who shows the build's progress when standard error is a terminal."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    return Silent() if as_json or not console.is_terminal else Bars()


class Bars:
    """One line a step, with a bar while it works."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[message]}"),
        )
        self._progress = Progress(*columns, console=Console(stderr=True, highlight=False), transient=True)
        self._task: TaskID | None = None

    def began(self, step: Step, number: int, of: int) -> None:
        """Show a bar for the step."""
        self._progress.start()
        self._task = self._progress.add_task(f"{number:>2}/{of} {step.title}", total=None, message="")

    def moved(self, done: int, total: int, message: str) -> None:
        """Move the bar on."""
        if self._task is not None:
            self._progress.update(self._task, completed=done, total=total or None, message=message[:60])

    def ended(self, step: Step, record: StepRecord, *, ran: bool) -> None:
        """Put the step's state in the place of its bar."""
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None
            self._progress.stop()
        note = "" if ran or record.state != "done" else " [dim](nothing changed)[/]"
        self._progress.console.print(f"{MARKS[record.state]:<18} {step.title}{note}")
