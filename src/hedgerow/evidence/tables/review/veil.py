"""What a person may not see yet, and may not take back: where reading is blind, another's decision waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hedgerow.errors import ConflictError, UsageError
from hedgerow.evidence.coding.state import TYPES as CODING
from hedgerow.evidence.intake.words import sentence
from hedgerow.evidence.review import Event, Protocol, holding, protocol_of
from hedgerow.evidence.screening.reading import FULL_TEXT, TITLE_ABSTRACT
from hedgerow.evidence.screening.state import SCREENING_TYPES, screening_state
from hedgerow.evidence.tables.review.coding import coding_of, reopen_coding
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.standing import Standing

OWN = frozenset(("screened", "coded", "uncoded", "coding_finished"))
VEIL = "what was decided stays hidden until you have decided too, or nobody else is to read it"
_STAGES = {TITLE_ABSTRACT: "title and abstract", FULL_TEXT: "full text"}


def veiled(
    events: Iterable[Event], everything: Sequence[Event], now: Standing, viewer: str
) -> frozenset[str]:
    """Return the ids of those events whose decision the viewer may not see yet.

    Parameters
    ----------
    events
        Those that are to be shown, other libraries' too.
    everything
        The log as it is held.
    viewer
        Who looks; empty for nobody known, who has decided nothing.
    """
    said = [one for one in events if one.type == "screened" and one.actor != viewer]
    if not said:
        return frozenset()
    held = holding(everything)
    protocol = protocol_of(held) or Protocol(now.review)
    units = {name: now.groups.unit(name) for name in now.file_of}
    state = screening_state([one for one in held if one.type in SCREENING_TYPES], units, protocol)

    def waits(event: Event) -> bool:
        stage = str(event.payload.get("stage", ""))
        if stage not in _STAGES or protocol.policy(stage) == "single":
            return False
        here = state.stage(stage)
        found = [here.unit(name) for name in {units[one] for one in event.targets if one in units}]
        return any(unit.open and unit.reading_of(viewer) is None for unit in found if unit.id in here.members)

    return frozenset(event.id for event in said if waits(event))


def words_of(event: Event, hidden: frozenset[str]) -> str:
    """Return what an event says, without the decision where it is hidden."""
    if event.id not in hidden:
        return sentence(event)
    return f"A reference was screened, {_STAGES[str(event.payload['stage'])]}; {VEIL}"


def undoable(event: Event, viewer: str) -> bool:
    """Whether the viewer may take an event back: a decision or a code only by whoever made it."""
    return event.type not in OWN or event.actor == viewer


def undo_event(log: ReviewLog, event: str, now: Standing, *, actor: str) -> str:
    """Take back an event as the rules of blind work allow; return the id of the undo.

    Raises
    ------
    UsageError
        When it is another person's decision or code.
    ConflictError
        When the actor has finished the study, so that other codings could have been seen.
    NotFoundError
        When it is not in this log.
    """
    one = next((held for held in log.events(tuple(OWN)) if held.id == event), None)
    if one is None:
        return log.undo([event], actor=actor)
    if not undoable(one, actor):
        raise UsageError(
            f"{one.actor} decided this, so only {one.actor} can take it back.",
            remedy="Decide it yourself: where two people differ, the conflict is settled in its own place.",
        )
    if one.type == "coding_finished":
        return reopen_coding(log, one.targets[0], actor=actor, unit=now.groups.unit)
    if one.type in CODING:
        _refuse_finished(log, one, actor, now)
    return log.undo([event], actor=actor)


def _refuse_finished(log: ReviewLog, event: Event, actor: str, now: Standing) -> None:
    state = coding_of(log, now.groups.unit).state
    if any(actor in state.finishers(state.studies.of(name)) for name in event.targets):
        raise ConflictError(
            "You have finished this study, so your own coding of it stands.",
            remedy="Reopen it while nobody else has finished, or settle the differences.",
        )
