"""What one record of the lake states that bears on its transfer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hedgerow.evidence.joined import split
from hedgerow.evidence.reading import read_record
from hedgerow.evidence.shipped import REVIEWS, STUDIES
from hedgerow.evidence.tables.coded import coded_rows
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
from hedgerow.vocabulary import terms

if TYPE_CHECKING:
    from hedgerow.store.database import Database

Row = Mapping[str, object]
IMPORTED = "ref-"


@dataclass(frozen=True)
class StatedModerators:
    """A record, and all that it states, or that is known of it, which bears on transfer.

    `verdict` is how the record itself reads: better, worse, none (no clear effect), mixed or unread.
    `factors` are conditions that a place can meet; `bearings` are facts about the evidence itself;
    `uk` and `trials` are results from the United Kingdom of the same interventions, warnings first.
    """

    id: str
    title: str
    counted: bool
    finding: str | None
    verdict: str
    uk_evidence: bool | None
    interventions: tuple[str, ...]
    approaches: tuple[str, ...]
    factors: tuple[StatedFactor, ...]
    bearings: tuple[Bearing, ...]
    uk: tuple[UkResult, ...]
    trials: tuple[UkTrial, ...]


def stated_moderators(lake: Lake, record: str, database: Database | None = None) -> StatedModerators:
    """Return what a record states; with the database, what the coders of a review state of it too.

    Raises
    ------
    NotFoundError
        When no record has that id.
    """
    held = _Held.read(lake, beside=record)
    row = next((one for one in held.rows if one["id"] == record), None)
    if row is None:
        evidence_record(lake, record)  # says which records have a like name
        raise AssertionError(record)
    return _with_coded(held.stated(row), database)


def all_stated_moderators(lake: Lake, database: Database | None = None) -> tuple[StatedModerators, ...]:
    """Return the same of every review and study that counts: coded, current, no claim awaiting evaluation."""
    held = _Held.read(lake)
    counted = (row for row in held.rows if row["kind"] in REVIEWS | STUDIES and _counted(row))
    chosen = (held.stated(row) for row in counted if row["tier"] == "A" and not _descriptive(row))
    return tuple(_with_coded(one, database) for one in chosen)


def _with_coded(stated: StatedModerators, database: Database | None) -> StatedModerators:
    """Return it with what coders say of an imported record, before what its fields say of the same."""
    if database is None or not stated.id.startswith(IMPORTED):
        return stated
    from hedgerow.evidence.tables.review.stated import coded_statements

    own, beside = coded_statements(database, stated.id)
    known = {factor.key for factor in own}
    rest = (factor for factor in stated.factors if factor.key not in known)
    return replace(stated, factors=(*own, *rest), bearings=(*stated.bearings, *beside))


@dataclass(frozen=True)
class _Held:
    """What is coded, the record that was asked for, and the effects, read once."""

    rows: list[Row]
    effects: Mapping[str, Sequence[Row]]

    @classmethod
    def read(cls, lake: Lake, *, beside: str = "") -> _Held:
        effects: dict[str, list[Row]] = {}
        for effect in lake.read("evidence_effect").to_pylist():
            effects.setdefault(str(effect["id"]), []).append(effect)
        return cls(list(coded_rows(lake, (), beside=beside)), effects)

    def stated(self, row: Row) -> StatedModerators:
        """Return what one record states."""
        name, stated = str(row["id"]), stated_factors(row)
        uk = row["uk_evidence"]
        reading = read_record(row, self.effects.get(name, ()), None)
        return StatedModerators(
            id=name,
            title=str(row["title"]),
            counted=_counted(row),
            finding=str(row["finding"]) if row["finding"] else None,
            verdict=reading.verdict if reading else "unread",
            uk_evidence=bool(uk) if uk is not None else None,
            interventions=split(row["interventions"]),
            approaches=split(row["approaches"]),
            factors=tuple(factor for factor in stated if factor.is_condition),
            bearings=bearings(row, self.effects.get(name, ()), stated),
            uk=uk_results(row, self.rows, self.effects),
            trials=uk_trials(row),
        )


def _counted(row: Row) -> bool:
    return row["tier"] in {"A", "B"} and not row["superseded_by"] and not row["claim_awaiting_evaluation"]


def _descriptive(row: Row) -> bool:
    """Whether all that a record is about only describes, so that there is nothing to do elsewhere."""
    known = terms("intervention")
    words = [word for word in split(row["interventions"]) if word in known]
    return all(known[word].data.get("descriptive") for word in words)
