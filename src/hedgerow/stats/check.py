"""A check that an estimate carries with it: did it pass, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Check:
    """One check of an estimate.

    Attributes
    ----------
    name
        Short, stable name.
    passed
        Whether it passed; `None` when it could not be made, which is never a pass.
    text
        The result in one sentence.
    figures
        The numbers behind the sentence.
    """

    name: str
    passed: bool | None
    text: str
    figures: Mapping[str, float] = field(default_factory=dict)
