"""Who watches a build: told when a step begins, moves on and ends."""

from __future__ import annotations

from typing import Protocol

from hedgerow.workspace.manifest import StepRecord
from hedgerow.workspace.step import Step


class Watcher(Protocol):
    """Somebody who is told how a build goes."""

    def began(self, step: Step, number: int, of: int) -> None:
        """A step begins to work."""

    def moved(self, done: int, total: int, message: str) -> None:
        """The step that is working has come this far."""

    def ended(self, step: Step, record: StepRecord, *, ran: bool) -> None:
        """A step has its state; `ran` is false when nothing had changed or it could not run."""


class Silent:
    """A watcher who looks away."""

    def began(self, step: Step, number: int, of: int) -> None:
        """Do nothing."""

    def moved(self, done: int, total: int, message: str) -> None:
        """Do nothing."""

    def ended(self, step: Step, record: StepRecord, *, ran: bool) -> None:
        """Do nothing."""
