"""What a fold needs of an event: enough to read one without knowing how it is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class Said(Protocol):
    """One thing that somebody said, at a time; `hedgerow.evidence.review.Event` is one."""

    @property
    def id(self) -> str: ...

    @property
    def at(self) -> str: ...

    @property
    def actor(self) -> str: ...

    @property
    def type(self) -> str: ...

    @property
    def targets(self) -> tuple[str, ...]: ...

    @property
    def payload(self) -> Mapping[str, Any]: ...


def in_order(events: Iterable[Said]) -> list[Said]:
    """Return events by time, then id: the order in which every copy of a log tells them."""
    return sorted(events, key=lambda event: (event.at, event.id))
