"""Events of screening made by hand, in a log of their own."""

from __future__ import annotations

import hashlib
from typing import Any

from hedgerow.evidence.review import Event, Protocol


def protocol(title: str = "single", full: str = "single", seed: int = 1) -> Protocol:
    return Protocol(
        "Custody and reoffending", policies=(("title_abstract", title), ("full_text", full)), seed=seed
    )


def event(number: int, kind: str, targets: tuple[str, ...], actor: str = "Ana", /, **payload: Any) -> Event:
    at = f"2026-03-01T{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}.000000Z"
    name = hashlib.sha256(f"{number}{kind}{targets}{actor}{payload}".encode()).hexdigest()
    return Event(name, number, "main", at, actor, "reviewer", kind, targets, payload, "test", "0" * 64)


def read(
    number: int, unit: str, decision: str, actor: str = "Ana", stage: str = "title_abstract", **more: Any
) -> Event:
    return event(number, "screened", (unit,), actor, stage=stage, decision=decision, **more)


def alone(*names: str) -> dict[str, str]:
    return {name: name for name in names}
