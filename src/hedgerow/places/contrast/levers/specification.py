"""The shipped list of levers and the negative control, held against their schema."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import SchemaError
from hedgerow.places.contrast.specification import variables

Array = npt.NDArray[np.float64]
ROLES = ("assets", "cohesion", "engagement", "services", "guardianship", "own")
# Protected characteristics (Equality Act 2010, section 4) and words that stand for them: never a lever.
PROTECTED = (
    "age",
    "disab",
    "ethnic",
    "gender",
    "language",
    "marital",
    "marriage",
    "migra",
    "nationalit",
    "pregnan",
    "proficien",
    "race",
    "racial",
    "religio",
    "sex",
    "country_of_birth",
)


@dataclass(frozen=True)
class Lever:
    """One figure of strength; `sign` turns its values so that more is more strength."""

    name: str
    title: str
    role: str
    sign: int


@dataclass(frozen=True)
class Control:
    """The negative-control outcome: crime types that a lever should hardly move, and why."""

    types: tuple[str, ...]
    title: str
    why: str


@dataclass(frozen=True)
class LeverValues:
    """Levers and their values, n x k in the order of the places, NaN where missing, as published."""

    levers: tuple[Lever, ...]
    values: Array


@cache
def levers() -> tuple[Lever, ...]:
    """Return the shipped levers; raise `SchemaError` for one that does not fit or may not be one."""
    return parse_levers(_text())


@cache
def control() -> Control:
    """Return the negative-control outcome."""
    entry = tomllib.loads(_text())["negative_control"]
    return Control(tuple(entry["types"]), str(entry["title"]), str(entry["why"]))


def parse_levers(text: str) -> tuple[Lever, ...]:
    """Read the list of levers from TOML text."""
    found = tuple(_lever(entry) for entry in tomllib.loads(text)["lever"])
    context = {variable.name for variable in variables()}
    for lever in found:
        if is_protected(lever.name):
            raise SchemaError(
                f"{lever.name} is or stands for a protected characteristic and may not be a lever.",
                remedy="Levers are what a community, a service or a landlord can build.",
            )
        if lever.name in context:
            raise SchemaError(
                f"{lever.name} is context of expected crime and may not be a lever as well.",
                cause="What explains the expected count cannot explain what is left.",
            )
    return found


def is_protected(name: str) -> bool:
    """Whether a name holds a word of a protected characteristic."""
    parts = name.lower().replace("-", "_").replace(" ", "_").split("_")
    whole = "_".join(parts)
    return any(part.startswith(word) for part in parts for word in PROTECTED if word != "age") or (
        "age" in parts or "ages" in parts or "aged" in parts or "country_of_birth" in whole
    )


def is_own_lever(measure: str) -> bool:
    """Whether the name of a person's own measure says that it is a figure of strength."""
    name = measure.lower().replace(" ", "_").replace("-", "_")
    words = tomllib.loads(_text())["own"]["words"]
    return not is_protected(measure) and any(word in name for word in words)


def _lever(entry: dict[str, Any]) -> Lever:
    if set(entry) != {"name", "title", "role", "sign"} or entry["role"] not in ROLES:
        raise SchemaError(
            f"The lever {entry} does not fit.",
            remedy=f"Give name, title, role and sign; roles are: {', '.join(ROLES)}.",
        )
    if entry["sign"] not in (1, -1):
        raise SchemaError(f"The sign of the lever {entry['name']} is neither 1 nor -1.")
    return Lever(str(entry["name"]), str(entry["title"]), str(entry["role"]), int(entry["sign"]))


@cache
def _text() -> str:
    return (files("hedgerow.places.contrast.levers") / "levers.toml").read_text("utf-8")
