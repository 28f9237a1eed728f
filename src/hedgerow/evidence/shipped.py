"""The starter library that Hedgerow ships, read with every rule that its coders set.

The rules, by number, are in docs/explanation/evidence-and-gaps. Facts only, in our own words.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

ORIGIN = "starter_library"
VINTAGE = "2026-11"

# Before-and-after figures, or a provider's own figures: never counted as evaluations.
CLAIMS = frozenset(
    {
        "st-giles-2019-county-lines-pilot",
        "st-giles-2023-clic",
        "mopac-rescue-response-london",
        "justice-care-victim-navigator",
        "herts-2022-county-lines-assemblies",
        "dti-2007-illegal-money-lending",
        "high-point-dmi-assessment-2010",
    }
)
REVIEWS = frozenset({"systematic_review", "meta_analysis"})
TRIALS = frozenset({"rct", "quasi_experiment"})
STUDIES = TRIALS | {"evaluation"}

Row = dict[str, object]


@dataclass(frozen=True)
class ShippedFile:
    """One file of the library: its bytes' identity and its rows as text."""

    name: str
    title: str
    sha256: str
    size: int
    rows: tuple[Mapping[str, str], ...]

    @property
    def file_id(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256, as every source file is named."""
        return self.sha256[:16]


@cache
def shipped(name: str) -> ShippedFile:
    """Read ``evidence`` or ``effects`` from the shipped library."""
    data = (files("hedgerow.evidence") / "library" / f"{name}.csv").read_bytes()
    titles = {"evidence": "Starter evidence library: publications", "effects": "Starter library: effects"}
    rows = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
    return ShippedFile(
        name=f"{name}.csv",
        title=titles[name],
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        rows=tuple(MappingProxyType(row) for row in rows),
    )


def record_rows() -> list[Row]:
    """Return the library's publications as rows of the table evidence_record."""
    source = shipped("evidence")
    return [_record(row, source.file_id, number) for number, row in enumerate(source.rows, start=1)]


def effect_rows() -> list[Row]:
    """Return the library's effects as rows of the table evidence_effect."""
    source = shipped("effects")
    return [_effect(row, source.file_id, number) for number, row in enumerate(source.rows, start=1)]


def printable_link(row: Mapping[str, str]) -> str | None:
    """Return an address that may be printed: the DOI, else a page that is not a re-hosted copy."""
    if row["doi"]:
        return f"https://doi.org/{row['doi']}"
    if row["link_ok"] != "1" or not row["doi_or_url"].startswith("http"):
        return None
    same_copy = row["doi_or_url"] == row["source_seen"] and "rehost" in row["source_type"]
    return None if same_copy else row["doi_or_url"]


def poolable(row: Mapping[str, str]) -> bool:
    """Whether an effect may be pooled: a number, a 95 % interval, a clear sign, and checked at the source."""
    return bool(
        row["estimate"]
        and row["bounds_type"] == "ci95"
        and row["sign_convention"]
        and row["verified"] != "secondary"
    )


def _record(row: Mapping[str, str], file_id: str, number: int) -> Row:
    grade = row["grade_value"]
    unseen = not grade or "not visible" in grade or "not seen" in grade
    return {
        **{name: _seen(row[name]) for name in _TEXT},
        "id": row["id"],
        "title": row["title"],
        "kind": row["kind"],
        "year": _integer(row["year"]),
        "link": printable_link(row),
        "approaches": row["approaches"],
        "interventions": row["interventions"],
        "outcomes": row["crime_types_outcomes"],
        "uk_evidence": row["uk_evidence"] == "1",
        "east_midlands": row["east_midlands"] == "1",
        "n_studies": _integer(row["n_studies"]),
        "n_units": _number(row["n_units"]),
        "grade_value": None if unseen else grade,
        "source_seen": None if "rehost" in row["source_type"] else row["source_seen"] or None,
        "verified": row["verified"],
        "finding_recorded": row["finding_recorded"] == "1",
        "tier": row["tier"],
        "claim_awaiting_evaluation": row["id"] in CLAIMS,
        "abstract": None,
        "origin": ORIGIN,
        "file_id": file_id,
        "row_number": number,
    }


_TEXT = (
    "authors",
    "journal_or_publisher",
    "doi",
    "place_scope",
    "unit_label",
    "finding",
    "caveats",
    "grade_scheme",
    "source_type",
    "superseded_by",
)


def _effect(row: Mapping[str, str], file_id: str, number: int) -> Row:
    return {
        "effect_id": row["effect_id"],
        "id": row["id"],
        "outcome": row["outcome"],
        "measure": row["measure"],
        "estimate": _number(row["estimate"]),
        "ci_low": _number(row["ci_low"]),
        "ci_high": _number(row["ci_high"]),
        "bounds_type": row["bounds_type"] or None,
        "direction": row["direction"] or None,
        "sign_convention": row["sign_convention"] or None,
        "numeric": row["numeric"] == "1",
        "conversion": row["conversion"] or None,
        "note": row["note"] or None,
        "verified": row["verified"],
        "poolable": poolable(row),
        "file_id": file_id,
        "row_number": number,
    }


def _seen(text: str) -> str | None:
    """Return what the source printed; `None` where the coder wrote that it printed nothing."""
    return None if not text or "not shown at source" in text.lower() else text


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None


def _integer(text: str) -> int | None:
    return int(float(text)) if text.strip() else None
