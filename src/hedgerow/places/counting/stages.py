"""The stages: SQL in DuckDB's dialect over relations that earlier stages or the caller named.

The caller gives `raw` (the columns of `RAW_COLUMNS`, all text, as published) and `crime_type_word`
(`word`, `slug`). The counts need `kept` alone, so they run on the table `street` of a lake as well.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from hedgerow.vocabulary import terms

# As in the publisher's header, in its order, under canonical names; all text.
RAW_COLUMNS = (
    "crime_id",
    "month",
    "reported_by",
    "falls_within",
    "longitude",
    "latitude",
    "location",
    "lsoa_code",
    "lsoa_name",
    "crime_type",
    "last_outcome_category",
    "context",
)


@dataclass(frozen=True)
class Stage:
    """One step: its result is a relation called `name`, made from those in `needs`."""

    name: str
    about: str
    needs: tuple[str, ...]
    sql: str


CHECKED = Stage(
    "checked",
    "Each row with the first fault found in it, or none; no row is dropped.",
    ("raw", "crime_type_word"),
    r"""
    SELECT
        raw.*,
        crime_type_word.slug,
        CASE
            WHEN raw.month IS NULL OR NOT regexp_matches(raw.month, '^[0-9]{4}-(0[1-9]|1[0-2])$') THEN 'month'
            WHEN raw.reported_by IS NULL OR raw.reported_by = '' THEN 'reported_by'
            WHEN raw.crime_id <> '' AND NOT regexp_matches(raw.crime_id, '^[0-9a-f]{64}$') THEN 'crime_id'
            WHEN (coalesce(raw.longitude, '') = '') <> (coalesce(raw.latitude, '') = '') THEN 'longitude'
            WHEN coalesce(raw.longitude, '') <> '' AND NOT coalesce(
                TRY_CAST(raw.longitude AS DOUBLE) BETWEEN -9.0 AND 2.5
                AND TRY_CAST(raw.latitude AS DOUBLE) BETWEEN 49.5 AND 61.5, FALSE) THEN 'longitude'
            WHEN raw.lsoa_code <> '' AND NOT regexp_matches(raw.lsoa_code, '^[EW]01[0-9]{6}$')
                THEN 'lsoa_code'
            WHEN crime_type_word.slug IS NULL THEN 'crime_type'
        END AS fault
    FROM raw LEFT JOIN crime_type_word ON lower(raw.crime_type) = crime_type_word.word
    """,
)
KEPT = Stage(
    "kept",
    "The rows without a fault, under the names of the table street.",
    ("checked",),
    """
    SELECT month, reported_by AS "force", nullif(lsoa_code, '') AS lsoa_published, slug AS crime_type
    FROM checked WHERE fault IS NULL
    """,
)
RECONCILED = Stage(
    "reconciled",
    "Rows in, kept and rejected by fault: rows in = kept + rejected.",
    ("checked",),
    """
    SELECT coalesce(fault, '') AS fault, count(*) AS n FROM checked GROUP BY coalesce(fault, '')
    """,
)
LSOA_MONTH_TYPE = Stage(
    "lsoa_month_type",
    "Records by LSOA as published, month and crime type; empty LSOA: no location. Zero cells are absent.",
    ("kept",),
    """
    SELECT coalesce(lsoa_published, '') AS lsoa, month, crime_type, count(*) AS n
    FROM kept GROUP BY coalesce(lsoa_published, ''), month, crime_type
    """,
)
FORCE_MONTH = Stage(
    "force_month",
    "Records and unplaced records by force and month.",
    ("kept",),
    """
    SELECT "force", month, count(*) AS n, count(*) FILTER (WHERE lsoa_published IS NULL) AS unplaced
    FROM kept GROUP BY "force", month
    """,
)
COUNTS = (LSOA_MONTH_TYPE, FORCE_MONTH)
STAGES = (CHECKED, KEPT, RECONCILED, *COUNTS)


def crime_type_words() -> pa.Table:
    """Return the relation `crime_type_word`: the spellings of each crime type in use, in lower case."""
    words: dict[str, str] = {}
    for term in terms("crime_type").values():
        also = term.data.get("also", ())
        for word in (term.title, *(also if isinstance(also, tuple) else ())):
            if term.valid_to is None:
                words[word.lower()] = term.id
    return pa.table({"word": list(words), "slug": list(words.values())})


def describe(translate: Callable[[str], str] = textwrap.dedent) -> str:
    """Return the stages as text that can be read, or run by hand; `translate` gives another dialect."""
    parts = [
        f"-- {stage.name}: {stage.about}\n-- needs: {', '.join(stage.needs)}\n"
        + translate(stage.sql).strip()
        + "\n"
        for stage in STAGES
    ]
    return "\n".join(parts)
