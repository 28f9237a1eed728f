"""The shipped site-visit protocol: who goes, what to ask and look at, and how each idea could be wrong."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from hedgerow.errors import SchemaError

# Words that would turn a visit into work on persons, or residents into informants.
BANNED = ("find out more about", "name of the", "number plate", "photograph people", "suspect")


@dataclass(frozen=True)
class Theme:
    """One idea of why a place differs: what to look at, whom to ask, and what would show that it is wrong.

    `levers` are the roles of levers that it goes with.
    """

    id: str
    title: str
    why: str
    levers: tuple[str, ...]
    look: tuple[str, ...]
    residents: tuple[str, ...]
    partners: tuple[str, ...]
    disprove: str


@dataclass(frozen=True)
class Protocol:
    """The whole protocol: lists of sentences, and the themes."""

    version: str
    who: tuple[str, ...]
    before: tuple[str, ...]
    conduct: tuple[str, ...]
    never: tuple[str, ...]
    harms: tuple[str, ...]
    recording: tuple[str, ...]
    funded_test: tuple[str, ...]
    themes: tuple[Theme, ...]


@cache
def protocol() -> Protocol:
    """Return the protocol; raise `SchemaError` for an unknown or missing key, or a banned phrase."""
    return parse((files("hedgerow.places.dossier") / "visit.toml").read_text("utf-8"))


def parse(text: str) -> Protocol:
    """Read a protocol's TOML text."""
    data = tomllib.loads(text)
    themes = tuple(Theme(**_fitting(Theme, entry)) for entry in data.pop("theme", []))
    made = Protocol(**_fitting(Protocol, {**data, "themes": themes}))
    asked = text.casefold()
    for phrase in BANNED:
        if phrase in asked:
            raise SchemaError(
                f"The site-visit protocol says “{phrase}”.",
                cause="A visit is about a place; nobody is asked to gather anything about a person.",
            )
    if not themes or len({theme.id for theme in themes}) != len(themes):
        raise SchemaError("The site-visit protocol needs themes, each with an id of its own.")
    return made


def _fitting(kind: type[Any], entry: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    if set(entry) != names:
        raise SchemaError(
            f"{kind.__name__} of the site-visit protocol does not fit: {sorted(set(entry) ^ names)}.",
            remedy=f"Its keys are: {', '.join(sorted(names))}.",
        )
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
