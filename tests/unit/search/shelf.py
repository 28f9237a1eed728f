"""A shelf of made-up records beside the starter library, for tests of the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from hedgerow.evidence import shipped
from hedgerow.evidence.tables.search import build_search
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Row = dict[str, object]


def reference(number: int, **given: object) -> Row:
    """Return an imported reference as the lake holds it."""
    empty: Row = {column.name: None for column in catalogue.spec("evidence_record").columns}
    made: Row = {
        "id": f"import-{number:04}",
        "title": "",
        "kind": "not_coded",
        "approaches": "",
        "interventions": "",
        "outcomes": "",
        "verified": "not_checked",
        "finding_recorded": False,
        "tier": "X",
        "claim_awaiting_evaluation": False,
        "origin": "mine.ris",
        "file_id": "f",
        "row_number": number,
    }
    return empty | made | given


def lake_of(folder: Path, records: Iterable[Mapping[str, object]]) -> Lake:
    """Return a lake that holds some records and no effects but the library's."""
    lake = Lake(folder)
    rows = [dict(record) for record in records]
    for name, part in (("evidence_record", rows), ("evidence_effect", shipped.effect_rows())):
        lake.write(name, pa.Table.from_pylist(part, schema=catalogue.spec(name).schema))
    build_search(lake, rows)
    return lake
