"""A record of local practice and its versions: a fold of the events `practice_recorded`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hedgerow.errors import NotFoundError
from hedgerow.evidence.coding.said import Said, in_order
from hedgerow.evidence.extraction.form import checked_form, form_named
from hedgerow.evidence.practice.persons import refuse_persons
from hedgerow.evidence.practice.richness import Richness, richness


@dataclass(frozen=True)
class Version:
    """One version: what was told, by whom, when, and why it was changed."""

    values: Mapping[str, str]
    actor: str
    at: str
    event: str
    reason: str = ""


@dataclass(frozen=True)
class Practice:
    """A record of practice: its versions, the newest last."""

    id: str
    versions: tuple[Version, ...]

    @property
    def values(self) -> Mapping[str, str]:
        """What it tells now."""
        return self.versions[-1].values

    @property
    def title(self) -> str:
        """Its name."""
        return self.values["title"]

    @property
    def richness(self) -> Richness:
        """How much of it is told."""
        return richness(self.values)

    @property
    def claim(self) -> bool:
        """Whether a result is told without a comparison: a claim awaiting evaluation."""
        told = bool(self.values.get("result", "").strip())
        return told and self.values.get("comparison", "") not in {"similar_place", "whole_area", "random"}


def checked_practice(given: Mapping[str, str]) -> dict[str, str]:
    """Return what was told, when it is about places and organisations and each field holds what it takes.

    Raises
    ------
    UsageError
        Naming the field.
    """
    form = form_named("practice")
    values = checked_form(form, given)
    labels = {name: field.label for name, field in form.fields.items()}
    refuse_persons({name: text for name, text in values.items() if form.fields[name].kind in _TYPED}, labels)
    return values


_TYPED = frozenset(("text", "area"))


def practice_id(values: Mapping[str, str]) -> str:
    """Return an id for a new record, of its name and of all that it tells first."""
    slug = "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in values["title"].lower()
    )
    slug = "-".join(part for part in slug.split("-") if part)[:40].strip("-")
    told = "\n".join(f"{name}={values[name]}" for name in sorted(values))
    return f"{slug or 'practice'}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def practices_of(events: Iterable[Said]) -> tuple[Practice, ...]:
    """Return the records in the order of their names, each with its versions."""
    held: dict[str, list[Version]] = {}
    for event in in_order(events):
        if event.type != "practice_recorded":
            continue
        said = event.payload["practice"]
        values = MappingProxyType({str(name): str(text) for name, text in said["values"].items()})
        reason = str(event.payload.get("reason", ""))
        held.setdefault(said["id"], []).append(Version(values, event.actor, event.at, event.id, reason))
    found = [Practice(name, tuple(versions)) for name, versions in held.items()]
    return tuple(sorted(found, key=lambda one: (one.title.lower(), one.id)))


def practice_named(found: Iterable[Practice], name: str) -> Practice:
    """Return a record by its id; raise `NotFoundError` for one that is not there."""
    for one in found:
        if one.id == name:
            return one
    raise NotFoundError(
        f"There is no record of practice “{name}”.", remedy="List them with: hedgerow evidence practice list."
    )
