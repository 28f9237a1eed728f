"""Build the evidence tables: the shipped library, a person's own imports, the gap map and the search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from hedgerow.errors import RecordError
from hedgerow.evidence import shipped
from hedgerow.evidence.gapmap import cells
from hedgerow.evidence.imported import Imported, ReadFile
from hedgerow.evidence.readers import read_file
from hedgerow.evidence.tables.search import build_search
from hedgerow.provenance import sha256_file
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
Row = dict[str, object]
PART = "evidence"


def build_evidence(lake: Lake, imports: Sequence[Path], progress: Progress) -> None:
    """Write evidence_record, evidence_effect, evidence_cell and the search file.

    Parameters
    ----------
    lake
        Where the tables go.
    imports
        A person's own reference files. Their records are catalogued and never counted until coded.
    progress
        Told what is done.

    Raises
    ------
    RecordError
        When an import cannot be read; nothing is written then.
    """
    total = len(imports) + 3
    progress(0, total, "the shipped library")
    records, effects = shipped.record_rows(), shipped.effect_rows()
    files = [_shipped_file("evidence"), _shipped_file("effects")]
    rejected: list[Row] = []
    dois = {str(row["doi"]): str(row["id"]) for row in records if row["doi"]}
    seen: dict[str, Path] = {}
    for number, path in enumerate(imports, start=1):
        progress(number, total, path.name)
        _import(path, records, rejected, files, dois, seen)
    progress(total - 2, total, "tables and gap map")
    _write(lake, "evidence_record", records)
    _write(lake, "evidence_effect", effects)
    _write(lake, "evidence_cell", _cell_rows(records))
    _write(lake, "source_file", files, part=PART)
    _write(lake, "rejected_row", rejected, part=PART)
    progress(total - 1, total, "full-text search")
    build_search(lake, records)
    progress(total, total, "evidence")


def _import(
    path: Path,
    records: list[Row],
    rejected: list[Row],
    files: list[Row],
    dois: dict[str, str],
    seen: dict[str, Path],
) -> None:
    sha256 = sha256_file(path) if path.is_file() else ""
    if sha256 and sha256 in seen:
        return
    found = read_file(path)
    seen[sha256] = path
    file_id = sha256[:16]
    records += [_imported_row(entry, path.name, file_id) for entry in found.records]
    rejected += [
        {
            "file_id": file_id,
            "row_number": entry.row_number,
            "reason": entry.reason,
            "column": entry.column,
            "value": entry.value,
        }
        for entry in found.rejected
    ]
    known = sum(1 for entry in found.records if entry.doi in dois)
    files.append(_imported_file(path, sha256, found, known))


def _imported_row(entry: Imported, origin: str, file_id: str) -> Row:
    empty: Row = {column.name: None for column in catalogue.spec("evidence_record").columns}
    return {
        **empty,
        "id": f"import-{file_id}-{entry.row_number}",
        "title": entry.title,
        "authors": entry.authors,
        "year": entry.year,
        "kind": "not_coded",
        "journal_or_publisher": entry.journal,
        "link": f"https://doi.org/{entry.doi}" if entry.doi else entry.link,
        "doi": entry.doi,
        "approaches": "",
        "interventions": "",
        "outcomes": "",
        "verified": "not_checked",
        "finding_recorded": False,
        "tier": "X",
        "claim_awaiting_evaluation": False,
        "abstract": entry.abstract,
        "origin": origin,
        "file_id": file_id,
        "row_number": entry.row_number,
    }


def _imported_file(path: Path, sha256: str, found: ReadFile, known: int) -> Row:
    notes = [f"read as {found.format.upper()}, {found.encoding}", found.note]
    if known:
        notes.append(f"{known} have the DOI of a record already held; they stay apart until they are coded")
    return {
        "file_id": sha256[:16],
        "sha256": sha256,
        "path": path.name,
        "source": "evidence_import",
        "title": f"Imported references: {path.name}",
        "publisher": "imported by the owner of this workspace",
        "licence": "as the owner of this workspace holds it",
        "vintage": "as imported",
        "bytes": path.stat().st_size,
        "rows_in": found.expected,
        "rows_kept": len(found.records),
        "rows_rejected": len(found.rejected),
        "note": "; ".join(note for note in notes if note),
    }


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
