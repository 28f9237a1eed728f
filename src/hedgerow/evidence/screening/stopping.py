"""Whether reading may stop: the audits, the ranked test and its curve, and the checklist, from the state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hedgerow.evidence.review import Event, Protocol
from hedgerow.evidence.screening.order import labels_of
from hedgerow.evidence.screening.state import Screening, Stage
from hedgerow.evidence.screening.stop import LEAD
from hedgerow.stats.stopping import RecallBound, audit_size, ranked_test, recall_bound

# Boetje and van de Schoot (2024): the heuristics of the SAFE procedure, in our words.
SAFE = (
    ("random", "A random part was read first, and its share of relevant records noted"),
    ("key", "Every key paper that was known beforehand has been found and taken on"),
    ("tenth", "At least a tenth of all records has been read"),
    ("twice", "At least twice as many records were read as are thought to be relevant"),
    ("run", "The last 50 records that were read held nothing relevant"),
    ("other", "A second, different model put its best 50 of the unread first, and none was relevant"),
    ("again", "What was excluded with the highest score was looked at again by somebody else"),
)
RUN = 50
POINTS = 60


@dataclass(frozen=True)
class Audit:
    """One audit: its draw, how far it is read, and what it proves once it is read.

    Attributes
    ----------
    error
        Its share of the error, declared when it was drawn.
    left
        Records of it that are unread, undecided or in conflict.
    bound
        `None` until nothing is left.
    later
        Records that came into the stage after the draw, while any is unread: the bound says nothing of them.
    """

    event: str
    at: str
    number: int
    size: int
    unread: int
    found: int
    error: float
    left: int
    hits: int
    bound: RecallBound | None
    later: int = 0


@dataclass(frozen=True)
class Point:
    """The ranked test after so many records: without an assumption, and with the lead."""

    read: int
    found: int
    plain: float
    ahead: float


@dataclass(frozen=True)
class Check:
    """One point of the checklist: what people ticked, and what the log itself says (`None`: it cannot)."""

    id: str
    text: str
    ticked: bool
    seen: bool | None


@dataclass(frozen=True)
class Stopping:
    """All that there is to weigh before stopping at one stage.

    Attributes
    ----------
    records, read, found
        All units, those read, and those taken on so far.
    curve
        The ranked test along the reading; the last point is now.
    late
        Records that came in after reading was stopped and that nobody has read: the stop is not about them.
    next_size
        The smallest audit that could prove the target if drawn now; `None` when nothing is unread.
    run
        Records read since the last relevant one.
    """

    stage: str
    target: float
    confidence: float
    records: int
    read: int
    found: int
    waiting: int
    run: int
    audits: tuple[Audit, ...]
    curve: tuple[Point, ...]
    checks: tuple[Check, ...]
    next_size: int | None
    next_error: float
    stopped: Event | None
    late: int = 0

    @property
    def unread(self) -> int:
        """Records that nobody has read."""
        return self.records - self.read

    @property
    def proved(self) -> Audit | None:
        """The first audit that proves the target of all the records that there are."""
        whole = (audit for audit in self.audits if audit.bound and not audit.later)
        return next((a for a in whole if a.bound and a.bound.recall >= self.target - 1e-9), None)

    @property
    def signals(self) -> bool:
        """Whether the ranked test speaks now, with the lead that it assumes."""
        return bool(self.curve) and self.curve[-1].ahead < 1 - self.confidence

    @property
    def signals_plainly(self) -> bool:
        """Whether it speaks now when nothing is assumed but an order no worse than chance."""
        return bool(self.curve) and self.curve[-1].plain < 1 - self.confidence

    def words(self) -> tuple[str, ...]:
        """Return what is known of the recall, in plain words."""
        if not self.unread:
            return (
                f"All {self.records:,} records have been read: no record is left that reading could find.",
            )
        said = [f"{self.found:,} relevant records were found in {self.read:,} of {self.records:,} read."]
        done = [audit for audit in self.audits if audit.bound]
        if not done:
            said.append("No audit has been read to its end, so how many were missed is not known.")
        else:
            bound = done[-1].bound
            assert bound is not None
            said.append(
                f"At {bound.confidence:.4g} confidence at most {bound.missed} relevant records were left by "
                f"the last audit: recall was at least {bound.recall:.1%} then."
            )
            if done[-1].later:
                said.append(
                    f"{done[-1].later:,} records came in after that audit was drawn: it says nothing of them."
                )
        if self.proved:
            said.append(
                f"That proves the target of {self.target:.0%}, within the {1 - self.confidence:.0%} of error "
                "that the protocol allows and that the audits share."
            )
        return tuple(said)


def stopping(state: Screening, stage: str, protocol: Protocol) -> Stopping:
    """Return what there is to weigh before stopping."""
    here = state.stage(stage)
    labels = labels_of(here)
    line = np.asarray(list(labels.values()), dtype=np.int64)
    found, records = int(line.sum()), len(here.population)
    audits = tuple(_audit(here, event) for event in state.drawn if event.payload["stage"] == stage)
    error = (1 - protocol.confidence) / 2 ** (len(audits) + 1)
    unread = records - len(line)
    size = audit_size(found, unread, target=protocol.target, confidence=1 - error) if unread else None
    finds = np.flatnonzero(line)
    run = len(line) - (int(finds[-1]) + 1 if len(finds) else 0)
    return Stopping(
        stage,
        protocol.target,
        protocol.confidence,
        records,
        len(line),
        found,
        len(here.of("undecided", "conflict")),
        run,
        audits,
        curve_of(line, records, protocol.target),
        _checks(state, here, line, run),
        size,
        error,
        here.stopped,
        len({unit.id for unit in here.of("unread")} - here.automatic) if here.stopped else 0,
    )


def curve_of(line: np.ndarray, records: int, target: float, points: int = POINTS) -> tuple[Point, ...]:
    """Return the ranked test at even steps along the reading, and at its end."""
    if not len(line):
        return ()
    step = max(1, -(-len(line) // points))
    counts = [*range(step, len(line), step), len(line)]
    return tuple(
        Point(
            count,
            int(line[:count].sum()),
            ranked_test(line[:count], records, target=target),
            ranked_test(line[:count], records, target=target, lead=LEAD),
        )
        for count in counts
    )


def _audit(stage: Stage, event: Event) -> Audit:
    said = event.payload
    units = [stage.unit(name) for name in event.targets]
    left = sum(unit.outcome in ("unread", "undecided", "conflict") for unit in units)
    hits = sum(unit.outcome == "included" for unit in units)
    whole = len(units) == said["size"]
    later = len(stage.population) - int(said.get("records", len(stage.population)))
    bound = None
    if not left and whole:
        bound = recall_bound(
            said["found"], said["unread"], said["size"], hits, confidence=1 - float(said["error"])
        )
    return Audit(
        event.id,
        event.at,
        int(said["number"]),
        int(said["size"]),
        int(said["unread"]),
        int(said["found"]),
        float(said["error"]),
        left,
        hits,
        bound,
        max(0, later) if stage.of("unread") else 0,
    )


def _checks(state: Screening, stage: Stage, line: np.ndarray, run: int) -> tuple[Check, ...]:
    seen: dict[str, bool | None] = {
        "random": _random_read(stage) or None,
        "tenth": len(line) * 10 >= len(stage.population) > 0,
        "twice": len(line) >= 2 * int(line.sum()) > 0,
        "run": run >= RUN,
    }
    return tuple(
        Check(name, text, state.checked.get((stage.name, name), False), seen.get(name)) for name, text in SAFE
    )


def _random_read(stage: Stage) -> bool:
    firsts: Sequence[str] = [unit.readings[0].how for unit in stage.touched.values() if unit.readings]
    return sum(how in ("chance", "random", "audit") for how in firsts) >= 1
