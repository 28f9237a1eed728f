"""A record that was read from a file, as de-duplication compares it."""

from __future__ import annotations

import re

from hedgerow.evidence.dedupe.record import Record
from hedgerow.evidence.imported import NO_TITLE, Imported

# Where the file names no database, the shape of the number often tells whose it is.
_SHAPES = (
    (re.compile(r"^(?:WOS|ISI):", re.IGNORECASE), "web of science"),
    (re.compile(r"^2-s2\.0-"), "scopus"),
    (re.compile(r"^CN-\d{6,9}$", re.IGNORECASE), "central"),
    (re.compile(r"^L\d{6,10}$"), "embase"),
    (re.compile(r"^\d{4}-\d{5}-\d{3}$"), "psycinfo"),
    (re.compile(r"^\d{7,8}$"), "pubmed"),
)
_NAMED = ("DB", "DP", "Database", "database", "remote-database-name")


def as_record(imported: Imported, id: str, source: str) -> Record:  # noqa: A002 - the name of the field
    """Return the record with the id that it has among those compared.

    Parameters
    ----------
    source
        Where the file came from. It is the database of the accession number only where neither the record nor
        the shape of the number names another: in a library gathered from several databases two numbers of
        different ones say nothing about two records.
    """
    return Record(
        id=id,
        title="" if imported.title == NO_TITLE else imported.title,
        author=imported.authors or "",
        year="" if imported.year is None else str(imported.year),
        journal=imported.journal or "",
        volume=imported.volume or "",
        number=imported.issue or "",
        pages=imported.pages or "",
        abstract=imported.abstract or "",
        doi=imported.doi or "",
        source=database_of(imported) or source,
        accession=imported.accession or "",
    )


def database_of(imported: Imported) -> str:
    """Return the database of a record, by its own word, else by its number; empty when unknown."""
    named = next((values[0] for name in _NAMED if (values := imported.extra.get(name))), "")
    if named.strip():
        return " ".join(named.lower().split())
    number = imported.accession or ""
    return next((database for shape, database in _SHAPES if shape.search(number)), "")
