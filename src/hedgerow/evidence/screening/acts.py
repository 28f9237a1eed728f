"""What a person may do in screening: each act as an event, refused where the state does not allow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hedgerow.errors import ConflictError, NotFoundError, UsageError
from hedgerow.evidence.review import Event, EventDraft
from hedgerow.evidence.screening.reading import DECISIONS, FULL_TEXT, TITLE_ABSTRACT, Unit
from hedgerow.evidence.screening.state import Screening, Stage
from hedgerow.stats.stopping import audit_size

STAGES = (TITLE_ABSTRACT, FULL_TEXT)


@dataclass(frozen=True)
class Word:
    """What a person says of one record: include, exclude or maybe, with the reason and a note."""

    decision: str
    reason: str = ""
    note: str = ""

    def checked(self, stage: str) -> Word:
        """Return it tidied.

        Raises
        ------
        UsageError
            When it is no decision, or an exclusion at full text has no reason.
        """
        if self.decision not in DECISIONS:
            raise UsageError(
                f"“{self.decision[:20]}” is no decision.", remedy=f"There are: {', '.join(DECISIONS)}."
            )
        reason = " ".join(self.reason.split())[:300] if self.decision == "exclude" else ""
        if stage == FULL_TEXT and self.decision == "exclude" and not reason:
            raise UsageError(
                "An exclusion at full text needs its reason.",
                remedy="Choose one of the protocol's criteria, or say it in your own words.",
            )
        return Word(self.decision, reason, self.note.strip()[:4000])

    def payload(self) -> dict[str, object]:
        """Return what an event says."""
        said: dict[str, object] = {"decision": self.decision}
        return said | {name: text for name in ("reason", "note") if (text := getattr(self, name))}


def checked_stage(name: str) -> str:
    """Return the name of a stage.

    Raises
    ------
    UsageError
        When there is none of this name.
    """
    if name not in STAGES:
        raise UsageError(f"“{name[:30]}” is no stage.", remedy=f"There are: {', '.join(STAGES)}.")
    return name


def member(stage: Stage, name: str) -> Unit:
    """Return a unit of a stage.

    Raises
    ------
    NotFoundError
        When it is not one of this stage.
    """
    if name not in stage.members:
        raise NotFoundError(f"There is no record “{name[:12]}” at this stage of the review.")
    return stage.unit(name)


def screen(
    state: Screening,
    stage: str,
    unit: str,
    word: Word,
    *,
    reviewer: str,
    how: str,
    seconds: float | None = None,
) -> EventDraft | None:
    """Return the event of a decision; `None` when this reviewer has said exactly this already.

    Raises
    ------
    ConflictError
        When reading was stopped and nobody had begun the record.
    """
    here = state.stage(stage)
    found = member(here, unit)
    word = word.checked(stage)
    if here.stopped and found.outcome == "unread":
        raise ConflictError(
            "Reading was stopped at this stage.", remedy="Take it up again on the page of stopping first."
        )
    mine = found.reading_of(reviewer)
    same = mine and (mine.decision, mine.reason, mine.note) == (word.decision, word.reason, word.note)
    if same and not any(one.reviewer == reviewer for one in found.apart):
        return None
    said = {"stage": stage, **word.payload(), "how": how}
    earlier = [one.event for one in found.said if one.reviewer == reviewer]
    if earlier:
        said["replaces"] = earlier
    if seconds is not None:
        said["seconds"] = round(seconds, 1)
    return EventDraft("screened", (unit,), said)


def resolve(
    state: Screening, stage: str, unit: str, word: Word, *, resolver: str, seen: Sequence[str] | None = None
) -> EventDraft:
    """Return the event that settles a conflict: by a third person, or by consensus where a reader says it.

    Parameters
    ----------
    seen
        Ids of the decisions that were before the person; refused when they have changed since.

    Raises
    ------
    ConflictError
        When the record is in no conflict, or its decisions have changed.
    """
    found = member(state.stage(stage), unit)
    word = word.checked(stage)
    standing = [one.event for one in found.said]
    if found.outcome != "conflict":
        raise ConflictError("This record is in no conflict.", remedy="Look at the list of conflicts again.")
    if seen is not None and set(seen) != set(standing):
        raise ConflictError(
            "A decision on this record has changed since you looked.", remedy="Look at it again."
        )
    if stage == FULL_TEXT and word.decision == "maybe":
        raise UsageError("A conflict at full text is settled by include or exclude.")
    how = "consensus" if found.reading_of(resolver) else "third"
    said = {"stage": stage, **word.payload(), "how": how, "settles": standing}
    return EventDraft("conflict_resolved", (unit,), said, "resolver")


def stop(state: Screening, stage: str, *, rule: str, note: str = "") -> EventDraft:
    """Return the event that stops the reading: what nobody has read is then left by the rule that is named.

    Raises
    ------
    ConflictError
        When it is stopped.
    UsageError
        When no rule is named.
    """
    here = state.stage(stage)
    if here.stopped:
        raise ConflictError("Reading is stopped already.", remedy="Take it up again first.")
    if not rule.strip():
        raise UsageError("To stop needs its rule.", remedy="Say by which rule you stop, in your own words.")
    left = tuple(unit.id for unit in here.of("unread"))
    read = len(here.population) - len(left)
    said = {"stage": stage, "rule": rule.strip()[:300], "unread": len(left), "read": read}
    return EventDraft(
        "stopped", left, said | ({"note": note.strip()[:2000]} if note.strip() else {}), "owner"
    )


def resume(state: Screening, stage: str) -> EventDraft:
    """Return the event that takes reading up again.

    Raises
    ------
    ConflictError
        When it is not stopped.
    """
    if not state.stage(stage).stopped:
        raise ConflictError("Reading is not stopped.")
    return EventDraft("resumed", (), {"stage": stage}, "owner")


def draw_audit(
    state: Screening, stage: str, *, seed: int, target: float, confidence: float, size: int | None = None
) -> EventDraft:
    """Return the event that draws a random sample of the unread, with its share of the error declared.

    The first audit has half of the error that the protocol allows, the second a quarter, and so on. Without a
    size it is the smallest sample that proves the target when nothing relevant is in it.

    Raises
    ------
    ConflictError
        When an audit is open, somebody must still read or settle something, or nothing is unread.
    """
    here = state.stage(stage)
    earlier = [event for event in state.drawn if event.payload["stage"] == stage]
    if any(here.unit(name).outcome in ("unread", "undecided", "conflict") for name in _last(earlier)):
        raise ConflictError(
            "An audit is open.", remedy="Read its records first; they come before all others."
        )
    if here.stopped:
        raise ConflictError("Reading was stopped at this stage.", remedy="Take it up again first.")
    waiting = here.of("undecided", "conflict")
    if waiting:
        raise ConflictError(
            f"{len(waiting)} records are still in dispute or wait for another reader.",
            remedy="Settle them first: an audit needs to know what was found before it.",
        )
    unread = sorted(unit.id for unit in here.of("unread"))
    found = len(here.of("included"))
    if not unread:
        raise ConflictError("Nothing is unread, so there is nothing to audit.")
    share = (1 - confidence) / 2 ** (len(earlier) + 1)
    count = audit_size(found, len(unread), target=target, confidence=1 - share) if size is None else size
    if not 1 <= count <= len(unread):
        raise UsageError(f"A sample of {count} cannot be drawn from {len(unread)} unread records.")
    chance = np.random.default_rng([seed, len(earlier)])
    drawn = tuple(unread[place] for place in chance.choice(len(unread), size=count, replace=False))
    said = {
        "stage": stage,
        "seed": seed,
        "number": len(earlier) + 1,
        "size": count,
        "records": len(here.population),
        "unread": len(unread),
        "found": found,
        "error": share,
        "target": target,
    }
    return EventDraft("audit_drawn", drawn, said, "owner")


def _last(audits: Sequence[Event]) -> tuple[str, ...]:
    return audits[-1].targets if audits else ()
