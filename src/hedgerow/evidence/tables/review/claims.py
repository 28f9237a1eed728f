"""Who has which record on the desk just now, so that two people at once are not given the same one.

A small file beside the workspace's other scratch files, under a lock that the system lets go of when a
process ends; what is older than the limit counts no more. Losing it loses nothing that anybody decided.
"""

from __future__ import annotations

import fcntl
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LASTS = 20 * 60.0


@dataclass(frozen=True)
class Claim:
    """One record on one person's desk: since when (seconds since 1970), and how it came there."""

    unit: str
    since: float
    how: str


class Claims:
    """The claims of one review.

    Parameters
    ----------
    path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def held(self) -> Iterator[Desks]:
        """Hold the file; what is changed is kept."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+", encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            handle.seek(0)
            desks = Desks(_read(handle.read()))
            yield desks
            handle.seek(0)
            handle.truncate()
            json.dump(desks.rows, handle)


class Desks:
    """What lies on whose desk: one record for each person and stage."""

    def __init__(self, rows: dict[str, dict[str, list[Any]]]) -> None:
        now = time.time()
        self.rows = {
            stage: {who: row for who, row in people.items() if now - float(row[1]) < LASTS}
            for stage, people in rows.items()
        }

    def mine(self, stage: str, reviewer: str) -> Claim | None:
        """Return what lies before a person."""
        row = self.rows.get(stage, {}).get(reviewer)
        return Claim(str(row[0]), float(row[1]), str(row[2])) if row else None

    def others(self, stage: str, reviewer: str) -> dict[str, frozenset[str]]:
        """Return who else has which unit."""
        found: dict[str, set[str]] = defaultdict(set)
        for who, row in self.rows.get(stage, {}).items():
            if who != reviewer:
                found[str(row[0])].add(who)
        return {unit: frozenset(people) for unit, people in found.items()}

    def take(self, stage: str, reviewer: str, unit: str, how: str) -> Claim:
        """Put a unit on a person's desk, in the place of what was there."""
        claim = Claim(unit, time.time(), how)
        self.rows.setdefault(stage, {})[reviewer] = [claim.unit, claim.since, claim.how]
        return claim

    def leave(self, stage: str, reviewer: str) -> None:
        """Clear a person's desk."""
        self.rows.get(stage, {}).pop(reviewer, None)


def _read(text: str) -> dict[str, dict[str, list[Any]]]:
    try:
        found = json.loads(text or "{}")
    except ValueError:  # a process ended while it wrote: nothing that anybody decided is in here
        return {}
    return found if isinstance(found, dict) else {}
