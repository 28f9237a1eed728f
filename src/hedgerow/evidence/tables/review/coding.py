"""Coding in the log of a review: what is coded, and every act of a coder as an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hedgerow.errors import ConflictError, UsageError
from hedgerow.evidence.coding import Code, CodeTree, CodingState, Shelf, coding_state, shelf_of, tree_values
from hedgerow.evidence.coding.state import TYPES as CODING
from hedgerow.evidence.coding.studies import Unit, alone
from hedgerow.evidence.coding.tree_events import TYPES as TREES
from hedgerow.evidence.coding.tree_events import added, amended
from hedgerow.evidence.intake import OUTSIDE, told
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review.log import ReviewLog, Turn

VALUED = ("number", "text")
NOT_APPLIED = "heading"


@dataclass(frozen=True)
class Coding:
    """The trees of a review and what is coded with them."""

    shelf: Shelf
    state: CodingState


@dataclass(frozen=True)
class Words:
    """What goes with a code: the words of the text, where they stand, the arm, a note, a value."""

    quote: str = ""
    page: str = ""
    start: int | None = None
    end: int | None = None
    document: str = ""
    arm: str = ""
    note: str = ""
    value: str = ""

    def payload(self, code: str) -> dict[str, Any]:
        """Return what is said of a code, without what is empty."""
        said = {name: value for name, value in vars(self).items() if value not in ("", None)}
        return {"code": code, **said}


def coding_of(log: ReviewLog, unit: Unit = alone) -> Coding:
    """Return what is coded in a review, other libraries that were taken in included."""
    events = told(log.events((*CODING, *TREES, OUTSIDE)))
    return Coding(shelf_of(events), coding_state(events, unit))


def apply_code(
    log: ReviewLog, study: str, code: str, *, actor: str, words: Words | None = None, unit: Unit = alone
) -> str:
    """Apply a code to a study; another choice of the same question is taken off. Return the event's id.

    Raises
    ------
    NotFoundError
        When no tree has the code.
    UsageError
        When it is a heading, or a code of a number without one.
    ConflictError
        When the coder has finished the study.
    """
    words = words or Words()
    with log.turn(actor) as turn:
        coding = _open(turn, study, actor, unit)
        _check(coding.shelf.code(code), words)
        held = {one.key for one in coding.state.by(coding.state.studies.of(study), actor)}
        drafts = [
            EventDraft("uncoded", (study,), {"code": other, **({"arm": words.arm} if words.arm else {})})
            for other in coding.shelf.siblings(code)
            if (other, words.arm) in held
        ]
        return turn.append(*drafts, EventDraft("coded", (study,), words.payload(code)))[-1]


def remove_code(
    log: ReviewLog, study: str, code: str, *, actor: str, arm: str = "", unit: Unit = alone
) -> str:
    """Take one's own code off a study, with its quotes; return the event's id.

    Raises
    ------
    UsageError
        When the coder did not apply it.
    ConflictError
        When the coder has finished the study.
    """
    with log.turn(actor) as turn:
        coding = _open(turn, study, actor, unit)
        if (code, arm) not in {one.key for one in coding.state.by(coding.state.studies.of(study), actor)}:
            raise UsageError(f"You have not applied “{coding.shelf.name(code)}” to this study.")
        payload = {"code": code, **({"arm": arm} if arm else {})}
        return turn.append(EventDraft("uncoded", (study,), payload))[0]


@dataclass(frozen=True)
class Ticks:
    """What a form of codes says: of the codes that it showed, those ticked and those with a value."""

    among: Sequence[str]
    chosen: Sequence[str] = ()
    values: Mapping[str, str] = field(default_factory=dict)


def set_codes(log: ReviewLog, study: str, ticks: Ticks, *, actor: str, unit: Unit = alone) -> list[str]:
    """Make the codes that a form showed what it says: apply the new, take off what is gone; return the ids.

    Raises
    ------
    NotFoundError
        When no tree has a code.
    UsageError
        When a code was not shown, may not be ticked, or two answers of one question are.
    ConflictError
        When the coder has finished the study.
    """
    with log.turn(actor) as turn:
        coding = _open(turn, study, actor, unit)
        wanted = dict.fromkeys(ticks.chosen, "")
        wanted |= {name: value.strip() for name, value in ticks.values.items() if value.strip()}
        for name, value in wanted.items():
            if name not in ticks.among:
                raise UsageError(f"“{name}” is not among the codes of this form.")
            _check(coding.shelf.code(name), Words(value=value))
        _one_choice(coding.shelf, tuple(wanted))
        mine = coding.state.by(coding.state.studies.of(study), actor)
        held = {one.code: one.value for one in mine if not one.arm and one.code in ticks.among}
        gone = sorted(set(held) - set(wanted))
        new = [name for name, value in wanted.items() if name not in held or (value and held[name] != value)]
        drafts = [EventDraft("uncoded", (study,), {"code": name}) for name in gone]
        drafts += [EventDraft("coded", (study,), Words(value=wanted[name]).payload(name)) for name in new]
        return turn.append(*drafts) if drafts else []


def finish_coding(log: ReviewLog, study: str, *, actor: str, unit: Unit = alone) -> str:
    """Say that one has finished a study: from then on the blind coding stands; return the event's id.

    Raises
    ------
    UsageError
        When nothing was coded.
    ConflictError
        When the coder has finished before.
    """
    with log.turn(actor) as turn:
        coding = _open(turn, study, actor, unit)
        if not coding.state.by(coding.state.studies.of(study), actor):
            raise UsageError("Nothing is coded yet.", remedy="Apply at least one code, then finish.")
        return turn.append(EventDraft("coding_finished", (study,)))[0]


def reopen_coding(log: ReviewLog, study: str, *, actor: str, unit: Unit = alone) -> str:
    """Take back one's finishing, while nobody else has finished; return the event's id.

    Raises
    ------
    ConflictError
        When another coder has finished, so that the codings could have been seen.
    UsageError
        When it was not finished.
    """
    with log.turn(actor) as turn:
        events = turn.events(CODING)
        state = coding_state(events, unit)
        name = state.studies.of(study)
        if actor not in state.finishers(name):
            raise UsageError("You have not finished this study.")
        if len(state.finishers(name)) > 1:
            raise ConflictError(
                "Another coder has finished this study too, and you may have seen that coding.",
                remedy="Settle the differences on the page that compares the codings.",
            )
        mine = [
            event.id
            for event in events
            if event.type == "coding_finished"
            and event.actor == actor
            and name in {state.studies.of(target) for target in event.targets}
        ]
        return turn.append(EventDraft("undone", tuple(mine)))[0]


@dataclass(frozen=True)
class Decision:
    """What was settled of a code: whether it is applied, with which value, and why."""

    applied: bool
    value: str = ""
    note: str = ""
    arm: str = ""

    def payload(self, code: str) -> dict[str, Any]:
        """Return what is said of a code, without what is empty."""
        texts = {"value": self.value.strip(), "note": self.note.strip(), "arm": self.arm}
        given = {name: text for name, text in texts.items() if text}
        return {"code": code, "decision": "applied" if self.applied else "not_applied", **given}


def agree(
    log: ReviewLog, study: str, code: str, decision: Decision, *, actor: str, unit: Unit = alone
) -> str:
    """Settle a code on which coders differ; return the event's id.

    Raises
    ------
    UsageError
        When fewer than two have finished the study, or no tree has the code.
    """
    with log.turn(actor) as turn:
        coding = _held(turn, unit)
        coding.shelf.code(code)
        if len(coding.state.finishers(coding.state.studies.of(study))) < 2:
            raise UsageError(
                "Fewer than two people have finished this study, so there is nothing to settle.",
                remedy="Wait until both have finished.",
            )
        payload = decision.payload(code)
        return turn.append(EventDraft("coding_agreed", (study,), payload, "resolver"))[0]


def form_study(log: ReviewLog, reports: Sequence[str], *, actor: str, name: str = "", study: str = "") -> str:
    """Take several reports as one study; return the study's id.

    Raises
    ------
    UsageError
        When no report is named.
    """
    if not reports:
        raise UsageError("No report is named.", remedy="Name the reports that tell of the same study.")
    made = study or min(reports)
    payload = {"study": made, **({"name": name.strip()} if name.strip() else {})}
    log.append(EventDraft("study_formed", tuple(dict.fromkeys(reports)), payload), actor=actor)
    return made


def tree_draft(tree: CodeTree) -> EventDraft:
    """Return the event that adds a tree, such as one that an imported file carries."""
    return EventDraft("tree_added", (), {"tree": tree_values(tree)})


def add_tree(log: ReviewLog, tree: CodeTree, *, actor: str) -> str:
    """Add a tree to a review; return the event's id."""
    with log.turn(actor) as turn:
        return turn.append(tree_draft(added(_held(turn, alone).shelf, tree)))[0]


def amend_tree(log: ReviewLog, tree: CodeTree, *, reason: str, actor: str) -> str:
    """Amend a tree, a shipped one too, with the reason; return the event's id."""
    with log.turn(actor) as turn:
        new = amended(_held(turn, alone).shelf, tree, reason)
        payload: Mapping[str, Any] = {"tree": tree_values(new), "reason": reason.strip()}
        return turn.append(EventDraft("tree_amended", (), payload, "owner"))[0]


def _held(turn: Turn, unit: Unit) -> Coding:
    events = told(turn.events((*CODING, *TREES, OUTSIDE)))
    return Coding(shelf_of(events), coding_state(events, unit))


def _open(turn: Turn, study: str, actor: str, unit: Unit) -> Coding:
    coding = _held(turn, unit)
    if actor in coding.state.finishers(coding.state.studies.of(study)):
        raise ConflictError(
            "You have finished this study, so your own coding of it stands.",
            cause="A coding that could change after others were seen would no longer be blind.",
            remedy="Reopen it while nobody else has finished, or settle the differences.",
        )
    return coding


def _check(code: Code, words: Words) -> None:
    if code.kind == NOT_APPLIED:
        raise UsageError(f"“{code.name}” is a heading.", remedy="Apply one of the codes below it.")
    if code.kind in VALUED and not words.value.strip():
        raise UsageError(f"“{code.name}” needs a value.", remedy="Type what the study says.")
    if code.kind == "number" and not _is_number(words.value):
        raise UsageError(f"“{words.value}” is not a number.", remedy=f"“{code.name}” takes a number.")


def _is_number(text: str) -> bool:
    try:
        return float(text.replace(",", "")) == float(text.replace(",", ""))  # NaN differs from itself
    except ValueError:
        return False


def _one_choice(shelf: Shelf, chosen: Sequence[str]) -> None:
    for name in chosen:
        also = set(shelf.siblings(name)) & set(chosen)
        if also:
            raise UsageError(
                f"“{shelf.name(name)}” and “{shelf.name(min(also))}” are answers to one question.",
                remedy="Choose one of them.",
            )
