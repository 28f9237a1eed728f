"""Every finding that counts, held against one place: one row each, in alphabetical order, never a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hedgerow.commissioning.tables.transfer_facts import Holdings, read_place
from hedgerow.commissioning.tables.transfer_judgements import judgements_of_area
from hedgerow.commissioning.transfer import Place, Profile, factors_of, profile_of
from hedgerow.disclosure import Draft, Edition, Released, ReleasedColumn, Value, release
from hedgerow.evidence.tables.sourcing import SOURCES
from hedgerow.evidence.tables.transfer import StatedModerators, all_stated_moderators
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import term

Column = ReleasedColumn
COLUMNS = (
    Column("id", "Record"),
    Column("title", "Finding"),
    Column("uk", "Evidence from the United Kingdom"),
    Column("uk_others", "Other results from here without clear benefit"),
    Column("stated", "Conditions stated"),
    Column("read", "Read from place and outcome"),
    Column("holds", "Known to hold"),
    Column("partly", "In part"),
    Column("does_not_hold", "Known not to hold"),
    Column("cannot_tell", "Not known"),
    Column("failing", "Critical, and not so here", missing="not_applicable"),
    Column("judged", "Judged by a person"),
)
NOTE = "In alphabetical order: this is no ranking, and the counts are not to be added up or compared."


@dataclass(frozen=True)
class TransferListView:
    """The findings held against one place."""

    area: str
    place: str
    approach: str
    stating: int
    findings: Released


def transfer_list(
    lake: Lake, database: Database, area: str, *, approach: str = "", edition: Edition = Edition.PUBLIC
) -> TransferListView:
    """Return every finding that counts, or those of one approach, held against a place.

    Raises
    ------
    NotFoundError
        When no area has this code, or there is no such approach.
    """
    if approach:
        term("approach", approach)
    stated = [
        one for one in all_stated_moderators(lake, database) if not approach or approach in one.approaches
    ]
    every = tuple(factor for one in stated for factor in one.factors)
    place = read_place(lake, database, area, stated=every)
    holdings = Holdings.read(lake, database, place.code)
    judged = judgements_of_area(database, place.code)
    rows = []
    for one in stated:
        here = _with(place, holdings, one)
        rows.append(_row(one, profile_of(factors_of(one.factors, here, judged.get(one.id, {})), place.name)))
    rows.sort(key=lambda row: str(row[1]).lower())
    draft = Draft(
        "transfer_findings",
        f"Findings held against {place.name}",
        COLUMNS,
        tuple(rows),
        sources=SOURCES[:1],
        notes=(NOTE,),
    )
    stating = sum(any(factor.in_words for factor in one.factors) for one in stated)
    return TransferListView(place.code, place.name, approach, stating, release(draft, edition=edition))


def _with(place: Place, holdings: Holdings, one: StatedModerators) -> Place:
    return replace(
        place,
        initiatives=holdings.initiatives(one.interventions),
        promises=holdings.promises(one.interventions),
    )


def _row(one: StatedModerators, profile: Profile) -> tuple[Value, ...]:
    return (
        one.id,
        one.title,
        {True: "yes", False: "none recorded", None: None}[one.uk_evidence],
        _others(one),
        profile.stated,
        profile.read,
        profile.holds,
        profile.partly,
        profile.does_not_hold,
        profile.cannot_tell,
        "; ".join(profile.failing) or None,
        profile.judged,
    )


def _others(one: StatedModerators) -> str:
    """Say how many other results from here there are, and how many of them show no clear benefit."""
    verdicts: Sequence[str] = [*(u.verdict for u in one.uk), *(t.verdict for t in one.trials)]
    without = sum(verdict in {"none", "worse", "mixed"} for verdict in verdicts)
    return f"{without} of {len(verdicts)}" if verdicts else "none held"
