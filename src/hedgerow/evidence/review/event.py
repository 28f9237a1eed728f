"""Events: what may happen in a review, and what each must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from hedgerow.errors import UsageError

ROLES = ("owner", "reviewer", "resolver", "programme")


@dataclass(frozen=True)
class EventType:
    """One type of event: what it records, and the keys that its payload must hold."""

    title: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventDraft:
    """An event before it is written.

    Attributes
    ----------
    type
        One of `TYPES`.
    targets
        Ids of what it is about: references, studies, events, files.
    payload
        JSON-ready values.
    role
        In what part the actor acts; ``programme`` for what a rule or model did on a person's command.
    """

    type: str
    targets: tuple[str, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    role: str = "reviewer"


@dataclass(frozen=True)
class Event:
    """One event as it is held; `at` is UTC in ISO 8601, and order is by `at` and `id`."""

    id: str
    sequence: int
    review: str
    at: str
    actor: str
    role: str
    type: str
    targets: tuple[str, ...]
    payload: Mapping[str, Any]
    software: str
    previous: str


TYPES: Mapping[str, EventType] = MappingProxyType(
    {
        "review_started": EventType("The review was started with its protocol", ("protocol", "sha256")),
        "protocol_amended": EventType("The protocol was amended", ("protocol", "sha256", "reason")),
        "search_run": EventType("A source was searched", ("source", "query", "date")),
        "file_imported": EventType(
            "A file of references was imported", ("sha256", "name", "source", "records")
        ),
        "library_merged": EventType("Another copy or library was taken in", ("name", "events", "references")),
        "outside_event": EventType("An event of another library was taken in", ("from", "event")),
        "field_corrected": EventType("A field of a reference was corrected", ("field", "value")),
        "duplicates_found": EventType("Rules looked for duplicates", ("links", "rules_version")),
        "link_settled": EventType("A person said whether two references are one", ("answer",)),
        "model_trained": EventType("The ranking model was trained", ("seed", "labels", "stage")),
        "ranked": EventType("The order of reading was set", ("stage", "order")),
        "screened": EventType("A reference was screened", ("stage", "decision")),
        "conflict_resolved": EventType("A conflict was resolved", ("stage", "decision")),
        "audit_drawn": EventType("A random sample of the unread was drawn", ("stage", "seed", "size")),
        "safe_checked": EventType("A point of the stopping checklist was ticked", ("stage", "point", "done")),
        "stopped": EventType("Screening was stopped", ("stage", "rule")),
        "resumed": EventType("Screening was taken up again", ("stage",)),
        "fulltext_sought": EventType("The full text was sought"),
        "fulltext_obtained": EventType("The full text was obtained"),
        "fulltext_not_obtained": EventType("The full text could not be obtained", ("reason",)),
        "tree_added": EventType("A code tree was added", ("tree",)),
        "tree_amended": EventType("A code tree was amended", ("tree", "reason")),
        "coded": EventType("A code was applied", ("code",)),
        "uncoded": EventType("A code was taken off", ("code",)),
        "coding_finished": EventType("A coder finished a study, before seeing any other coding"),
        "study_formed": EventType("Reports were taken as one study", ("study",)),
        "form_filled": EventType("A form was filled in", ("form", "values")),
        "effect_extracted": EventType("An effect was extracted", ("effect",)),
        "rob_judged": EventType("Risk of bias was judged", ("tool", "domain", "judgement")),
        "graded": EventType("A grade was recorded", ("scale", "value")),
        "practice_recorded": EventType("Local practice was recorded", ("practice",)),
        "coding_agreed": EventType("Two codings were reconciled", ("code", "decision")),
        "pooled": EventType("Effects were pooled", ("options", "result")),
        "exported": EventType("A file was written", ("format", "sha256")),
        "undone": EventType("Earlier events were taken back"),
    }
)


def check_draft(draft: EventDraft) -> EventDraft:
    """Return the draft when its type is known and its payload says what it must.

    Raises
    ------
    UsageError
        When it does not.
    """
    kind = TYPES.get(draft.type)
    if kind is None:
        raise UsageError(f"“{draft.type}” is no type of event.", remedy=f"There are: {', '.join(TYPES)}.")
    missing = [name for name in kind.needs if name not in draft.payload]
    if missing:
        raise UsageError(f"An event “{draft.type}” must say: {', '.join(missing)}.")
    if draft.role not in ROLES:
        raise UsageError(f"“{draft.role}” is no role.", remedy=f"There are: {', '.join(ROLES)}.")
    if draft.type == "undone" and not draft.targets:
        raise UsageError("Nothing is named to be undone.", remedy="Name the id of an event.")
    return draft
