"""What is found: links between records, never deletions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["merge", "ask", "none"]
Kind = Literal["copy", "related"]


@dataclass(frozen=True)
class Link:
    """Two records that are one report (a copy), or two reports of one work (related).

    Attributes
    ----------
    tier
        ``merge``: taken as one without a person, and undoable; ``ask``: a person says.
    score
        Share of what can be compared that agrees, from 0 to 1. It orders questions; it is not a probability.
    rule
        Name of the rule that made the link or of the veto that sent it to a person.
    """

    one: str
    other: str
    tier: Tier
    kind: Kind
    score: float
    rule: str


@dataclass(frozen=True)
class Placement:
    """Where one record stands: records of one group with the tier ``merge`` are one."""

    id: str
    group: str
    tier: Tier
    score: float | None
    rule: str


@dataclass(frozen=True)
class Found:
    """All links, and one placement a record in the order of the records."""

    links: tuple[Link, ...]
    placements: tuple[Placement, ...]

    @property
    def surplus(self) -> int:
        """How many records go when each group of the merge tier is taken as one."""
        merged = [placement.group for placement in self.placements if placement.tier == "merge"]
        return len(merged) - len(set(merged))
