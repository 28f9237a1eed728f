"""Rows of the evidence tables for what the reviews hold: one a unit, catalogued until coded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from hedgerow.evidence.imported import Imported
from hedgerow.evidence.intake import ImportedFile, Unit
from hedgerow.evidence.tables.review import ReviewLog, Standing, read_units, review_names, standing
from hedgerow.store import catalogue
from hedgerow.store.database import Database

Row = dict[str, object]
# What coding adds: by the id of a unit, the columns of evidence_record that its coded study fills (tier among
# them). A unit that is not named stays “imported, not yet coded”.
CodedRows = Callable[[ReviewLog, Standing], Mapping[str, Row]]
PREFIX = "ref-"


@dataclass
class ReviewedRows:
    """Rows of evidence_record, source_file and rejected_row."""

    records: list[Row] = field(default_factory=list)
    files: list[Row] = field(default_factory=list)
    rejected: list[Row] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def reviewed_rows(
    database: Database, dois: Mapping[str, str], coded: CodedRows | None = None
) -> ReviewedRows:
    """Return the rows of every review; a file or a unit that two reviews hold comes once.

    Parameters
    ----------
    dois
        Ids of the records of the library, by DOI: a file says how many of its records are among them.
    coded
        What coding adds.
    """
    rows = ReviewedRows()
    for name in review_names(database):
        review = ReviewLog(database, name)
        now = standing(review)
        known: dict[str, int] = {}
        with database.reading() as connection:
            for unit, row in _units(connection, now, coded(review, now) if coded else {}):
                _count_known(unit, dois, known)
                if row["id"] not in rows.seen:
                    rows.seen.add(str(row["id"]))
                    rows.records.append(row)
        _add_files(rows, now, known)
    return rows


def _units(connection: Connection, now: Standing, coded: Mapping[str, Row]) -> Iterator[tuple[Unit, Row]]:
    names = {file.sha256: file.name for file in now.files}
    for unit in read_units(connection, now):
        first = unit.references[0]
        row = record_row(unit.said, f"{PREFIX}{unit.id}", names[first.file], first.file[:16], first.ordinal)
        yield unit, row | dict(coded.get(unit.id, {}))


def record_row(said: Imported, name: str, origin: str, file_id: str, number: int) -> Row:
    """Return the row of a record that nobody has coded."""
    empty: Row = {column.name: None for column in catalogue.spec("evidence_record").columns}
    return {
        **empty,
        "id": name,
        "title": said.title,
        "authors": said.authors,
        "year": said.year,
        "kind": "not_coded",
        "journal_or_publisher": said.journal,
        "link": f"https://doi.org/{said.doi}" if said.doi else said.link,
        "doi": said.doi,
        "approaches": "",
        "interventions": "",
        "outcomes": "",
        "verified": "not_checked",
        "finding_recorded": False,
        "tier": "X",
        "claim_awaiting_evaluation": False,
        "abstract": said.abstract,
        "origin": origin,
        "file_id": file_id,
        "row_number": number,
    }


def _count_known(unit: Unit, dois: Mapping[str, str], known: dict[str, int]) -> None:
    for one in unit.references:
        if one.said.doi in dois:
            known[one.file] = known.get(one.file, 0) + 1


def _add_files(rows: ReviewedRows, now: Standing, known: Mapping[str, int]) -> None:
    held = {row["sha256"] for row in rows.files}
    for file in now.files:
        if file.sha256 in held:
            continue
        rows.files.append(_file(file, now.review, known.get(file.sha256, 0)))
        rows.rejected += [rejected_row(file.sha256[:16], vars(entry)) for entry in file.rejected]


def rejected_row(file_id: str, entry: Mapping[str, object]) -> Row:
    """Return the row of a record that could not be used."""
    names = ("row_number", "reason", "column", "value")
    return {"file_id": file_id, **{name: entry[name] for name in names}}


def _file(file: ImportedFile, review: str, known: int) -> Row:
    where = f"review {review}, from {file.source}" + (f", merged from {file.library}" if file.library else "")
    notes = [f"read as {file.format}, {file.encoding}", file.note, where]
    if known:
        notes.append(f"{known} have the DOI of a record already held; they stay apart until they are coded")
    return file_row(
        file.sha256,
        file.name,
        size=file.bytes,
        counts=(file.expected, file.records, len(file.rejected)),
        note="; ".join(note for note in notes if note),
    )


def file_row(sha256: str, name: str, *, size: int, counts: tuple[int, int, int], note: str) -> Row:
    """Return the row of a file that a person brought in."""
    return {
        "file_id": sha256[:16],
        "sha256": sha256,
        "path": name,
        "source": "evidence_import",
        "title": f"Imported references: {name}",
        "publisher": "imported by the owner of this workspace",
        "licence": "as the owner of this workspace holds it",
        "vintage": "as imported",
        "bytes": size,
        "rows_in": counts[0],
        "rows_kept": counts[1],
        "rows_rejected": counts[2],
        "note": note,
    }
