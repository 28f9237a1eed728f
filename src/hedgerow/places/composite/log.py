"""The log of an index: each step with its arguments, what it did and the hash of what it gave."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """One step: its arguments, a sentence, and the SHA-256 of the numbers that it gave."""

    name: str
    arguments: Mapping[str, object]
    says: str
    digest: str


def step(name: str, arguments: Mapping[str, object], says: str, values: Array) -> Step:
    """Make an entry of the log."""
    held = np.ascontiguousarray(values, dtype="<f8")
    return Step(name, dict(arguments), says, hashlib.sha256(held.tobytes()).hexdigest())
