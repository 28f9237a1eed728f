"""What one record of the lake states that bears on its transfer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.evidence.tables.record import evidence_record
from hedgerow.evidence.transfer import (
    Bearing,
    StatedFactor,
    UkResult,
    UkTrial,
    bearings,
    stated_factors,
    uk_results,
    uk_trials,
)
from hedgerow.store.lake import Lake


@dataclass(frozen=True)
class StatedModerators:
    """A record, and all that it states, or that is known of it, which bears on transfer.

    `factors` are conditions that a place can meet; `bearings` are facts about the evidence itself;
    `uk` and `trials` are results from the United Kingdom of the same interventions, warnings first.
    """

    id: str
    title: str
    counted: bool
    finding: str | None
    uk_evidence: bool | None
    interventions: tuple[str, ...]
    factors: tuple[StatedFactor, ...]
    bearings: tuple[Bearing, ...]
    uk: tuple[UkResult, ...]
    trials: tuple[UkTrial, ...]


def stated_moderators(lake: Lake, record: str) -> StatedModerators:
    """Return what a record states.

    Raises
    ------
    NotFoundError
        When no record has that id.
    """
    rows = lake.read("evidence_record").to_pylist()
    row = next((one for one in rows if one["id"] == record), None)
    if row is None:
        evidence_record(lake, record)  # says which records have a like name
        raise AssertionError(record)
    effects: dict[str, list[Mapping[str, object]]] = {}
    for effect in lake.read("evidence_effect").to_pylist():
        effects.setdefault(str(effect["id"]), []).append(effect)
    stated = stated_factors(row)
    return StatedModerators(
        id=record,
        title=str(row["title"]),
        counted=row["tier"] in {"A", "B"}
        and not row["superseded_by"]
        and not row["claim_awaiting_evaluation"],
        finding=row["finding"],
        uk_evidence=row["uk_evidence"],
        interventions=tuple(word for word in str(row["interventions"] or "").split("|") if word),
        factors=tuple(factor for factor in stated if factor.is_condition),
        bearings=bearings(row, effects.get(record, ()), stated),
        uk=uk_results(row, rows, effects),
        trials=uk_trials(row),
    )
