"""The shipped specification: context variables with their shapes, and the words that name a signal."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import SchemaError

Array = npt.NDArray[np.float64]
SHAPES = ("line", "log", "curve")


@dataclass(frozen=True)
class Variable:
    """One context variable and the shape of its effect."""

    name: str
    shape: str


@cache
def variables() -> tuple[Variable, ...]:
    """Return the context variables; raise `SchemaError` for an unknown key or shape."""
    found = []
    for entry in _read("context.toml")["variable"]:
        if set(entry) != {"name", "shape"} or entry["shape"] not in SHAPES:
            raise SchemaError(
                f"The context variable {entry} does not fit.",
                remedy=f"Give name and shape; shapes are: {', '.join(SHAPES)}.",
            )
        found.append(Variable(str(entry["name"]), str(entry["shape"])))
    return tuple(found)


@dataclass(frozen=True)
class Spare(Variable):
    """A variable that stands in for another, in a nation where that one is not held."""

    instead_of: str


@cache
def spares() -> tuple[Spare, ...]:
    """Return what stands in for context that a nation does not have; raise `SchemaError` as `variables`."""
    known = {one.name for one in variables()}
    found = []
    for entry in _read("context.toml")["spare"]:
        right = set(entry) == {"name", "shape", "instead_of"} and entry["shape"] == "line"
        if not right or entry["instead_of"] not in known:
            raise SchemaError(
                f"The spare context variable {entry} does not fit.",
                remedy="Give name, shape (line) and instead_of, a context variable.",
            )
        found.append(Spare(**entry))
    return tuple(found)


@cache
def signal_words() -> tuple[str, ...]:
    """Return the words that name a source which would show unreported crime."""
    return tuple(str(word) for word in _read("signals.toml")["signals"]["words"])


def is_signal(measure: str) -> bool:
    """Whether a measure's name says that it would show unreported crime."""
    name = measure.lower().replace(" ", "_").replace("-", "_")
    return any(word in name for word in signal_words())


def shaped(values: Array, variable: Variable) -> list[tuple[str, Array]]:
    """Return the columns that a variable puts into the model."""
    if variable.shape == "log":
        return [(variable.name, np.log1p(values))]
    if variable.shape == "line":
        return [(variable.name, values)]
    middle, spread = np.nanmean(values), np.nanstd(values)
    return [
        (variable.name, values),
        (f"{variable.name} (curve)", ((values - middle) / (spread if spread > 0 else 1)) ** 2),
    ]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("hedgerow.places.contrast") / name).read_text("utf-8"))
