"""Build the evidence tables: the shipped library, the references of reviews, the gap map and the search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from hedgerow.errors import RecordError
from hedgerow.evidence import shipped
from hedgerow.evidence.gapmap import cells
from hedgerow.evidence.readers import read_file
from hedgerow.evidence.tables.review.library_rows import coded_columns, coded_effects
from hedgerow.evidence.tables.reviewed import (
    ReviewedRows,
    file_row,
    record_row,
    rejected_row,
    reviewed_rows,
)
from hedgerow.evidence.tables.search import build_search
from hedgerow.provenance import sha256_file
from hedgerow.store import catalogue
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
Row = dict[str, object]
PART = "evidence"


def build_evidence(
    lake: Lake, imports: Sequence[Path], progress: Progress, database: Database | None = None
) -> None:
    """Write evidence_record, evidence_effect, evidence_cell and the search file.

    Parameters
    ----------
    lake
        Where the tables go.
    imports
        Files of references that lie in the workspace and in no review. Their records are catalogued and
        never counted until coded.
    progress
        Told what is done.
    database
        Where the reviews of the workspace are held; each unit of theirs is a record.

    Raises
    ------
    RecordError
        When an import cannot be read; nothing is written then.
    """
    total = len(imports) + 4
    progress(0, total, "the shipped library")
    records, effects = shipped.record_rows(), shipped.effect_rows()
    files = [_shipped_file("evidence"), _shipped_file("effects")]
    dois = {str(row["doi"]): str(row["id"]) for row in records if row["doi"]}
    progress(1, total, "references of the reviews")
    held = reviewed_rows(database, dois, coded_columns) if database else ReviewedRows()
    effects += coded_effects(database) if database else []
    for number, path in enumerate(imports, start=2):
        progress(number, total, path.name)
        _import(path, held, dois)
    records += held.records
    progress(total - 2, total, "tables and gap map")
    _write(lake, "evidence_record", records)
    _write(lake, "evidence_effect", effects)
    _write(lake, "evidence_cell", _cell_rows(records))
    _write(lake, "source_file", files + held.files, part=PART)
    _write(lake, "rejected_row", held.rejected, part=PART)
    progress(total - 1, total, "full-text search")
    build_search(lake, records)
    progress(total, total, "evidence")


def _import(path: Path, held: ReviewedRows, dois: dict[str, str]) -> None:
    """Add the records of a file that lies in the workspace, unless a review holds the same bytes."""
    sha256 = sha256_file(path) if path.is_file() else ""
    if sha256 and sha256 in {row["sha256"] for row in held.files}:
        return
    found = read_file(path)
    file_id = sha256[:16]
    held.records += [
        record_row(entry, f"import-{file_id}-{entry.row_number}", path.name, file_id, entry.row_number)
        for entry in found.records
    ]
    held.rejected += [rejected_row(file_id, vars(entry)) for entry in found.rejected]
    known = sum(1 for entry in found.records if entry.doi in dois)
    notes = [f"read as {found.format}, {found.encoding}", found.note, "in no review"]
    if known:
        notes.append(f"{known} have the DOI of a record already held; they stay apart until they are coded")
    counts = (found.expected, len(found.records), len(found.rejected))
    note = "; ".join(note for note in notes if note)
    held.files.append(file_row(sha256, path.name, size=path.stat().st_size, counts=counts, note=note))


def _shipped_file(name: str) -> Row:
    source = shipped.shipped(name)
    return {
        "file_id": source.file_id,
        "sha256": source.sha256,
        "path": f"hedgerow/evidence/library/{source.name}",
        "source": shipped.ORIGIN,
        "title": source.title,
        "publisher": "Hedgerow",
        "licence": "Apache-2.0, as Hedgerow; facts only, in our own words",
        "vintage": shipped.VINTAGE,
        "bytes": source.size,
        "rows_in": len(source.rows),
        "rows_kept": len(source.rows),
        "rows_rejected": 0,
        "note": "coded once, not double-coded; mostly read from abstracts",
    }


def _cell_rows(records: list[Row]) -> list[Row]:
    return [
        {**vars(cell), "ids": "|".join(cell.ids) or None, "gaps": "|".join(cell.gaps) or None}
        for cell in cells(records)
    ]


def _write(lake: Lake, name: str, rows: list[Row], *, part: str | None = None) -> None:
    try:
        table = pa.Table.from_pylist(rows, schema=catalogue.spec(name).schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise RecordError(f"The table {name} could not be made.", cause=f"{error}.") from error
    lake.write(name, table, part=part)
