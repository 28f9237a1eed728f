"""All that one profile is told, read from the lake, the database and the vocabulary."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hedgerow.commissioning.facts import CommitmentRow, ProfileFacts
from hedgerow.commissioning.tables import held
from hedgerow.commissioning.tables.areas import resolve_area
from hedgerow.commissioning.tables.crime import read_crime, read_window
from hedgerow.commissioning.tables.places import read_places
from hedgerow.commissioning.tables.reports import earlier_reports
from hedgerow.evidence import state_of
from hedgerow.settings import Region
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms


def read_facts(
    lake: Lake,
    database: Database,
    area_code: str,
    *,
    today: dt.date,
    region: Region | None = None,
) -> ProfileFacts:
    """Return the facts of one area; what is not built or not held is empty or `None`, never invented.

    Raises
    ------
    NotFoundError
        When no profile can be made for this code.
    """
    area = resolve_area(lake, area_code, region)
    window = read_window(lake, area)
    evidence, cells = held.read_evidence(lake)
    plans, commitments = held.read_plans(database)
    return ProfileFacts(
        area=area,
        today=today.isoformat(),
        data_cut=window.all[-1] if window else "no crime data held",
        crime=read_crime(lake, area, window) if window else None,
        places=read_places(lake, area, window),
        indicators=held.read_indicators(lake, area),
        signs=held.read_signs(),
        evidence=evidence,
        cells=cells,
        plans=plans,
        commitments=_with_states(lake, commitments),
        actions=held.read_actions(database, area),
        partners=held.read_partners(),
        harm=held.read_harm(lake, area),
        own=held.read_own(lake, area),
        earlier=earlier_reports(database, area_code, today.isoformat()),
        sources=held.read_sources(lake),
        approach_titles={key: term.title for key, term in terms("approach").items()},
        intervention_titles={key: term.title for key, term in terms("intervention").items()},
    )


def _with_states(lake: Lake, commitments: tuple[CommitmentRow, ...]) -> tuple[CommitmentRow, ...]:
    """Return the commitments with what the library says of their first approach."""
    if not commitments or not lake.has("evidence_record"):
        return commitments
    records, effects = lake.read("evidence_record"), lake.read("evidence_effect")
    states = {
        key: state_of(records, effects, approach=key).state
        for key in {row.approaches[0] for row in commitments if row.approaches}
    }
    return tuple(
        replace(row, state=states[row.approaches[0]]) if row.approaches else row for row in commitments
    )
