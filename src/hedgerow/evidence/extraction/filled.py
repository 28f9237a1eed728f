"""Forms as they were filled in for a study: a fold of the events `form_filled`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hedgerow.evidence.coding.said import Said, in_order
from hedgerow.evidence.coding.studies import Studies
from hedgerow.evidence.extraction.form import Form


@dataclass(frozen=True)
class Filled:
    """One filled form: of which study, by whom, with which values."""

    id: str
    form: str
    study: str
    values: Mapping[str, str]
    actor: str
    at: str
    event: str


def entry_id(form: Form, study: str, values: Mapping[str, str]) -> str:
    """Return the id of a new entry: the form's own for a form of which a study has one."""
    if form.single:
        return f"{form.id}:{study}"
    told = "\n".join([form.id, study, *(f"{name}={values[name]}" for name in sorted(values))])
    return f"f{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def filled_of(events: Iterable[Said], studies: Studies | None = None) -> tuple[Filled, ...]:
    """Fold the events: a later one with the same id stands in place of the earlier."""
    of = studies or Studies()
    held: dict[str, Filled] = {}
    for event in in_order(events):
        if event.type != "form_filled" or not event.targets or "entry" not in event.payload:
            continue
        said = event.payload
        values = MappingProxyType({str(name): str(value) for name, value in said["values"].items()})
        held[said["entry"]] = Filled(
            said["entry"], said["form"], of.of(event.targets[0]), values, event.actor, event.at, event.id
        )
    return tuple(held.values())
