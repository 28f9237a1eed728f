"""Events written by hand, for folds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Told:
    """One event: enough of it for a fold."""

    id: str
    at: str
    actor: str
    type: str
    targets: tuple[str, ...]
    payload: dict[str, Any] = field(default_factory=dict)


class Story:
    """A log that is told line by line; each line a second later."""

    def __init__(self) -> None:
        self.events: list[Told] = []

    def say(self, actor: str, type_: str, *targets: str, **payload: Any) -> str:
        """Add an event and return its id."""
        number = len(self.events)
        self.events.append(
            Told(f"e{number:03}", f"2026-11-22T10:00:{number:02}", actor, type_, targets, payload)
        )
        return self.events[-1].id
