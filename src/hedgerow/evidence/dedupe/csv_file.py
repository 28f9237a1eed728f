"""Records from a CSV file, and placements and links to one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from hedgerow.disclosure.export import guarded
from hedgerow.errors import RecordError
from hedgerow.evidence.dedupe.links import Link, Placement
from hedgerow.evidence.dedupe.record import Record
from hedgerow.evidence.dedupe.settle import ANSWERS, Settlement
from hedgerow.evidence.imported import Rejected
from hedgerow.evidence.readers.text import decode

COLUMNS = tuple(field.name for field in fields(Record))
NEEDED = ("id", "title")
_OTHER_HEADINGS = {
    "authors": "author",
    "issue": "number",
    "volume_number": "volume",
    "database": "source",
    "accession_number": "accession",
}
csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class RecordsFile:
    """Every row of the file: kept as a record, or rejected with its number and the reason."""

    records: tuple[Record, ...]
    rejected: tuple[Rejected, ...]


def read_records(path: Path) -> RecordsFile:
    """Read the records of a CSV file with the columns of `Record`; only `id` and `title` must be there.

    Raises
    ------
    RecordError
        When the file is missing, lacks a needed column, or has no row that can be used.
    """
    rows = _rows(path)
    heads = [_OTHER_HEADINGS.get(name, name) for name in (head.strip().lower() for head in next(rows, []))]
    missing = [name for name in NEEDED if name not in heads]
    if missing:
        raise RecordError(
            f"{path.name} has no column {missing[0]!r}.",
            cause=f"Its columns are: {', '.join(heads)[:200] or 'none'}.",
            remedy=f"Give it the columns {', '.join(COLUMNS)}; only id and title must be there.",
        )
    kept: dict[str, Record] = {}
    rejected: list[Rejected] = []
    for number, row in enumerate(rows, start=1):
        if not any(cell.strip() for cell in row):
            continue
        record = _record(heads, row)
        reason = _reason(record, heads, row, kept)
        if reason:
            rejected.append(Rejected(number, reason, "id", record.id[:80]))
        else:
            kept[record.id] = record
    if not kept:
        said = (
            f"{len(rejected)} rows were rejected; the first: {rejected[0].reason}"
            if rejected
            else "It has no rows"
        )
        raise RecordError(
            f"{path.name} yields no record.", cause=f"{said}.", remedy="Export the records again."
        )
    return RecordsFile(tuple(kept.values()), tuple(rejected))


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        text, _ = decode(path.read_bytes())
    except OSError as error:
        raise RecordError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RecordError(
                f"{path.name} cannot be read as CSV at line {reader.line_num}.",
                cause=f"{error}.",
                remedy="Export the records again; look for a quotation mark that is not closed.",
            ) from error


def _delimiter(text: str) -> str:
    """Return what parts the headings: a comma, else what spreadsheets of other countries write."""
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _record(heads: Sequence[str], row: Sequence[str]) -> Record:
    given = {name: cell.strip() for name, cell in zip(heads, row, strict=False) if name in COLUMNS}
    return Record(**{"id": "", **given})


def _reason(record: Record, heads: Sequence[str], row: Sequence[str], kept: dict[str, Record]) -> str:
    if len(row) > len(heads):
        return f"{len(row)} cells for {len(heads)} headings"
    if not record.id:
        return "no id"
    return f"a row before it has the id {record.id}" if record.id in kept else ""


def read_settlements(path: Path) -> list[Settlement]:
    """Read what people have said of pairs: the columns one, other, answer; actor and at if known.

    Raises
    ------
    RecordError
        When the file is missing, lacks a needed column, or has an answer that is none of the four.
    """
    rows = _rows(path)
    heads = [head.strip().lower() for head in next(rows, [])]
    missing = [name for name in ("one", "other", "answer") if name not in heads]
    if missing:
        raise RecordError(
            f"{path.name} has no column {missing[0]!r}.", remedy="Give it one, other and answer."
        )
    events = []
    for number, row in enumerate(rows, start=1):
        given = {name: cell.strip() for name, cell in zip(heads, row, strict=False)}
        answer = ANSWERS.get(given.get("answer", ""))
        if answer is None:
            raise RecordError(
                f"{path.name}: row {number} has the answer {given.get('answer', '')!r}.",
                remedy=f"Use one of: {', '.join(ANSWERS)}.",
            )
        pair = given.get("one", ""), given.get("other", "")
        events.append(Settlement(*pair, answer, given.get("actor", ""), given.get("at", "")))
    return events


def placements_csv(placements: Sequence[Placement]) -> str:
    """Return one row a record: id, group, tier, score, rule."""
    return _csv(
        ("id", "group", "tier", "score", "rule"),
        (
            (guarded(p.id), guarded(p.group), p.tier, "" if p.score is None else f"{p.score:.4f}", p.rule)
            for p in placements
        ),
    )


def links_csv(links: Sequence[Link]) -> str:
    """Return one row a link: one, other, tier, kind, score, rule."""
    return _csv(
        ("one", "other", "tier", "kind", "score", "rule"),
        ((guarded(k.one), guarded(k.other), k.tier, k.kind, f"{k.score:.4f}", k.rule) for k in links),
    )


def _csv(heads: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue()
