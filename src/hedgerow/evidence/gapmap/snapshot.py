"""A map as it stands at one time: its cells, the standing and grades of its records, and its named gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hedgerow.evidence.gapmap.axes import axis
from hedgerow.evidence.gapmap.grid import grid
from hedgerow.evidence.gapmap.scales import NOT_RATED, scales
from hedgerow.evidence.gapmap.values import Row, stands
from hedgerow.provenance import sha256_value
from hedgerow.vocabulary import terms

# What the counts rest on besides the data; it changes only with the rules themselves.
RULES = (
    "counted: tier A or B, current, a review or an evaluation, no claim; in progress: catalogued, not coded"
)
_AXES = ("intervention_group", "outcome_group")


@dataclass(frozen=True)
class Snapshot:
    """A map at one time.

    Attributes
    ----------
    cells
        ``row|column`` to state, evidence, claims and in_progress.
    records
        Id to title, year, kind, standing, what replaced it, and its grades by scale.
    gaps
        Named gap to its state.
    frame
        Hash of rows, columns, named gaps and rules.
    """

    cells: Mapping[str, Mapping[str, Any]]
    records: Mapping[str, Mapping[str, Any]]
    gaps: Mapping[str, str]
    frame: str

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "cells": dict(self.cells),
            "records": dict(self.records),
            "gaps": dict(self.gaps),
            "frame": self.frame,
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Snapshot:
        """Read what `as_dict` wrote."""
        return cls(values["cells"], values["records"], values["gaps"], values["frame"])

    @property
    def sha256(self) -> str:
        """The hash that stands for exactly this map."""
        return sha256_value(self.as_dict())

    def counts(self) -> dict[str, int]:
        """Return cells by state and records by standing."""
        found = Counter(f"cells_{cell['state']}" for cell in self.cells.values())
        found.update(f"records_{record['stands']}" for record in self.records.values())
        return dict(sorted(found.items()))


def snapshot(records: Iterable[Row]) -> Snapshot:
    """Return the map of the frame as these records make it; imports that are not coded are not on it."""
    known = [record for record in records if record["tier"] != "X"]
    cells = grid(known, axis(_AXES[0]), axis(_AXES[1]))
    return Snapshot(
        cells={
            f"{row}|{column}": {
                "state": cell.state,
                "evidence": sorted(cell.ids),
                "claims": sorted(cell.claims),
                "in_progress": sorted(cell.in_progress),
            }
            for (row, column), cell in cells.items()
        },
        records={str(record["id"]): _record(record) for record in known},
        gaps={term.id: str(term.data["state"]) for term in terms("evidence_gap").values()},
        frame=frame_hash(),
    )


def frame_hash() -> str:
    """Return the hash of what the map is drawn in: rows, columns, named gaps and rules of counting."""
    words = {name: list(terms(name)) for name in _AXES}
    groups = {name: {t.id: t.parent for t in terms(name).values()} for name in ("intervention", "outcome")}
    gaps = {
        term.id: {"state": term.data["state"], "rows": term.data["rows"], "columns": term.data["columns"]}
        for term in terms("evidence_gap").values()
    }
    return sha256_value({"axes": words, "groups": groups, "gaps": gaps, "rules": RULES})


def _record(record: Row) -> dict[str, Any]:
    grades = {
        scale.id: level
        for scale in scales().values()
        if scale.id != "kind" and (level := scale.level(record)) != NOT_RATED
    }
    return {
        "title": record["title"],
        "year": record["year"],
        "kind": record["kind"],
        "stands": stands(record),
        "replaced_by": record["superseded_by"],
        "grades": grades,
    }
