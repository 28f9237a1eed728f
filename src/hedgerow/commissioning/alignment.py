"""The alignment matrix: the report's table, live, and each gap in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

STATES = {
    "supports": "supports it",
    "mixed": "is mixed",
    "no_effect": "found no effect",
    "harm": "found harm",
    "inconclusive": "is inconclusive",
    "none_held": "is not held",
}


@dataclass(frozen=True)
class Row:
    """One approach of the founding report with what is held, promised and done for it.

    `commitments` is `None` when no plan is held, `initiatives` when none is recorded at all, `need_areas`
    when the index is not built: missing is not nought.
    """

    approach: str
    activity: str
    asset: str
    reviews: int
    studies: int
    uk: int
    evidence_state: str
    commitments: int | None
    initiatives: int | None
    need_areas: int | None

    @property
    def gap(self) -> str | None:
        """The gap in words, or `None` where none is seen."""
        parts = [*_evidence(self), *_action(self)]
        return " ".join(parts) or None


def _evidence(row: Row) -> Sequence[str]:
    if row.evidence_state == "none_held":
        return ("No evaluation is held; that does not mean that it does not work.",)
    parts = []
    if row.evidence_state == "inconclusive":
        parts.append("The evidence held does not answer whether it works.")
    if row.uk == 0:
        parts.append("None of the evidence held is from the UK.")
    return parts


def _action(row: Row) -> Sequence[str]:
    parts = []
    if row.commitments is None:
        parts.append("No plan is held, so what is promised is not known.")
    elif row.commitments == 0:
        parts.append("No plan held promises it.")
    if row.initiatives is None:
        parts.append("No initiative is recorded yet.")
    elif row.initiatives == 0:
        parts.append("No initiative on record uses it.")
    if row.commitments and row.initiatives == 0:
        parts.append("It is promised and nothing is on record that delivers it.")
    if row.initiatives and row.evidence_state in {"harm", "no_effect"}:
        parts.append("It is being done although the evidence held finds no benefit.")
    return parts
