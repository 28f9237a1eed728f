"""CSV with the headings that ASReview and spreadsheets know; text that begins as a formula is guarded."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from hedgerow.disclosure.export import guarded
from hedgerow.evidence.writers.outgoing import Outgoing

COLUMNS = (
    "id",
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "number",
    "pages",
    "doi",
    "url",
    "abstract",
    "keywords",
    "kind",
    "publisher",
    "place",
    "language",
    "issn",
    "accession",
    "asreview_label",
    "stage",
    "reason",
    "sources",
    "ids",
)


def write_csv(records: Sequence[Outgoing]) -> str:
    """Return one row a record under `COLUMNS`; `asreview_label` is 1, 0 or empty while it is open."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in records:
        writer.writerow([guarded(cell) for cell in _cells(record)])
    return out.getvalue()


def _cells(record: Outgoing) -> tuple[str, ...]:
    said = record.said
    return (
        record.id,
        record.title,
        said.authors or "",
        str(said.year or ""),
        said.journal or "",
        said.volume or "",
        said.issue or "",
        said.pages or "",
        said.doi or "",
        said.link or "",
        said.abstract or "",
        "; ".join(said.keywords),
        said.kind or "",
        said.publisher or "",
        said.place or "",
        said.language or "",
        said.standard_number or "",
        said.accession or "",
        record.label,
        record.stage,
        record.reason,
        "; ".join(record.sources),
        "; ".join(record.ids),
    )
