"""Where two people or two libraries say different things of the same: shown until somebody settles it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hedgerow.evidence.dedupe.settle import Pair
from hedgerow.evidence.intake.corrections import Correction
from hedgerow.evidence.intake.files import IMPORTED, ImportedFile
from hedgerow.evidence.intake.groups import Groups
from hedgerow.evidence.intake.links import Answer
from hedgerow.evidence.intake.outside import origin
from hedgerow.evidence.review import Event

RESOLVER = "resolver"
SCREENED = "screened"
RESOLVED = "conflict_resolved"


@dataclass(frozen=True)
class Said:
    """One side of a conflict: what was said, by whom, where and when; the event that says it."""

    value: str
    actor: str
    library: str
    at: str
    event: str


@dataclass(frozen=True)
class Conflict:
    """Different things said of one subject.

    Attributes
    ----------
    kind
        pair, decision, field or source.
    subject
        Ids of the references that it is about.
    what
        Stage of a decision, or name of a field; empty else.
    said
        The sides, in the order of time; the last holds meanwhile, except that decisions never mix.
    """

    kind: str
    subject: tuple[str, ...]
    what: str
    said: tuple[Said, ...]


def pair_conflicts(answers: Mapping[Pair, Sequence[Answer]]) -> tuple[Conflict, ...]:
    """Return the pairs about which people differ and that nobody has settled since."""
    found = []
    for pair, given in sorted(answers.items()):
        sides = _sides(
            (Said(one.answer, one.actor, one.library, one.at, one.event), one.role) for one in given
        )
        if sides:
            found.append(Conflict("pair", pair, "", sides))
    return tuple(found)


def field_conflicts(
    corrections: Mapping[str, Mapping[str, Sequence[Correction]]],
) -> tuple[Conflict, ...]:
    """Return the fields that people corrected differently."""
    found = []
    for reference, fields in sorted(corrections.items()):
        for name, given in sorted(fields.items()):
            sides = _sides(
                (Said(one.value, one.actor, one.library, one.at, one.event), one.role) for one in given
            )
            if sides:
                found.append(Conflict("field", (reference,), name, sides))
    return tuple(found)


def _sides(given: Iterable[tuple[Said, str]]) -> tuple[Said, ...]:
    """Return the last word of each person where they differ; nothing where somebody has settled it since."""
    last: dict[tuple[str, str], Said] = {}
    for said, role in given:
        if role == RESOLVER:
            last.clear()
        last.pop((said.actor, said.library), None)
        last[said.actor, said.library] = said
    return tuple(last.values()) if len({said.value for said in last.values()}) > 1 else ()


def decision_conflicts(
    ours: Iterable[Event], theirs: Iterable[Event], groups: Groups
) -> tuple[Conflict, ...]:
    """Return the units that this library and another decided differently at a stage.

    What people of one library decide differently among themselves is settled where they screen. A resolution
    here, made after the other library was taken in or before, is this library's word.
    """
    here, there = _decisions(ours, groups), _decisions(theirs, groups)
    found = []
    for key in sorted(here.keys() & there.keys()):
        sides = [*here[key].values(), *there[key].values()]
        outside = {said.value for said in there[key].values()}
        if {said.value for said in here[key].values()} != outside or len(outside) > 1:
            unit, stage = key
            found.append(Conflict("decision", groups.of(unit), stage, tuple(sides)))
    return tuple(found)


def _decisions(events: Iterable[Event], groups: Groups) -> dict[tuple[str, str], dict[str, Said]]:
    """Return for each unit and stage the last decision of each person; a resolution takes their place."""
    found: dict[tuple[str, str], dict[str, Said]] = defaultdict(dict)
    for event in events:
        if event.type not in (SCREENED, RESOLVED):
            continue
        library = str(origin(event).get("workspace", ""))
        said = Said(str(event.payload["decision"]), event.actor, library, event.at, event.id)
        for unit in dict.fromkeys(groups.unit(name) for name in event.targets):
            key = (unit, str(event.payload["stage"]))
            if event.type == RESOLVED:
                found[key].clear()
            found[key][event.actor] = said
    return dict(found)


def source_conflicts(files: Sequence[ImportedFile], theirs: Iterable[Event]) -> tuple[Conflict, ...]:
    """Return the files that two libraries hold under different names of their source."""
    held = {file.sha256: file for file in files}
    found = []
    for event in theirs:
        file = held.get(str(event.payload.get("sha256", ""))) if event.type == IMPORTED else None
        if file is not None and file.source != event.payload["source"]:
            library = str(origin(event).get("workspace", ""))
            ours = Said(file.source, file.actor, file.library, file.at, file.event)
            other = Said(str(event.payload["source"]), event.actor, library, event.at, event.id)
            found.append(Conflict("source", (file.sha256,), file.name, (ours, other)))
    return tuple(found)
