"""Profiles that were made, in the database: so that the next edition knows the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hedgerow.commissioning.facts import Earlier
from hedgerow.store.database import Database

KIND = "soc_local_profile"


def record_report(database: Database, values: Mapping[str, object], manifest: Mapping[str, object]) -> str:
    """Write down that a profile was made and return the id of the record."""
    return database.add(
        "profile_report",
        {**values, "kind": KIND, "status": "made", "manifest": json.dumps(manifest, sort_keys=True)},
    )


def earlier_reports(database: Database, area: str, today: str) -> tuple[Earlier, ...]:
    """Return the last edition of each kind that was made for an area on an earlier day."""
    rows = database.current("profile_report", area=area, kind=KIND)
    last: dict[str, Earlier] = {}
    for row in sorted(rows, key=lambda row: str(row["recorded_at"])):
        made = json.loads(row["manifest"] or "{}").get("made_on", "")
        if made and made < today:
            last[row["edition"]] = Earlier(
                str(row["edition"]), str(row["data_cut"] or ""), str(row["next_review"] or ""), str(made)
            )
    return tuple(last.values())
