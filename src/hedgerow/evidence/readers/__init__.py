"""Readers of reference files, one a format, chosen by content and not by the file's name.

Adding a format means one file here, one line in `READERS` and one in the order of recognition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from hedgerow.errors import RecordError, UsageError
from hedgerow.evidence.imported import ReadFile
from hedgerow.evidence.readers.asreview import looks_asreview, read_asreview
from hedgerow.evidence.readers.bibtex import looks_bibtex, read_bibtex
from hedgerow.evidence.readers.csl_json import looks_csl_json, read_csl_json
from hedgerow.evidence.readers.delimited import looks_delimited, looks_table, read_delimited
from hedgerow.evidence.readers.endnote_xml import looks_endnote_xml, read_endnote_xml
from hedgerow.evidence.readers.eppi_json import looks_eppi_json, read_eppi_json
from hedgerow.evidence.readers.eppi_mapper import looks_map_page, read_map_page
from hedgerow.evidence.readers.foreign import with_foreign
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.ris import looks_ris, read_ris
from hedgerow.evidence.readers.spreadsheet import looks_workbook, read_workbook
from hedgerow.evidence.readers.tagged import looks_pubmed, looks_wos, read_pubmed, read_wos
from hedgerow.evidence.readers.threeie import looks_threeie, read_threeie

Reader = Callable[[Given], ReadFile]
# A file larger than this is refused before it is read.
FILE_LIMIT = 1024 * 1024 * 1024
TABLES = frozenset(("csv", "xlsx"))

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "ris": read_ris,
        "csv": read_delimited,
        "xlsx": read_workbook,
        "wos": read_wos,
        "nbib": read_pubmed,
        "bibtex": read_bibtex,
        "endnote-xml": read_endnote_xml,
        "csl-json": read_csl_json,
        "eppi-json": read_eppi_json,
        "eppi-mapper": read_map_page,
        "asreview": read_asreview,
        "3ie-json": read_threeie,
    }
)
# The first that fits reads the file: those that are told by how it begins, then those told by a line in it.
_SNIFFERS: tuple[tuple[str, Callable[[Given], bool]], ...] = (
    ("asreview", looks_asreview),
    ("xlsx", looks_workbook),
    ("eppi-mapper", looks_map_page),
    ("endnote-xml", looks_endnote_xml),
    ("3ie-json", looks_threeie),
    ("eppi-json", looks_eppi_json),
    ("csl-json", looks_csl_json),
    ("nbib", looks_pubmed),
    ("wos", looks_wos),
    ("csv", looks_table),
    ("bibtex", looks_bibtex),
    ("ris", looks_ris),
    ("csv", looks_delimited),
)
# Formats that are recognised only to say so.
_OTHERS = (
    (b"%0 ", "EndNote's tagged export"),
    (b"FN ", "Web of Science tagged text without a record"),
    (b"<", "XML or HTML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"PK", "a zip or DOCX file"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
)


def read_file(path: Path, columns: Mapping[str, str] | None = None) -> ReadFile:
    """Read one reference file, whatever its name, and account for every record.

    Parameters
    ----------
    columns
        For a table: which heading holds which field, such as ``{"title": "Paper name"}``.

    Raises
    ------
    RecordError
        When the file is missing, empty, too large, of no known format, or yields nothing.
    UsageError
        When columns are given for a file that is no table, or name a field that no record has.
    """
    try:
        size = path.stat().st_size
        if size <= FILE_LIMIT:
            return read_bytes(path.name, path.read_bytes(), columns)
    except OSError as error:
        raise RecordError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error
    raise _too_large(path.name, size)


def read_bytes(name: str, data: bytes, columns: Mapping[str, str] | None = None) -> ReadFile:
    """Read a reference file from its bytes, as `read_file` does; the name is for messages only."""
    if len(data) > FILE_LIMIT:
        raise _too_large(name, len(data))
    if not data.strip():
        raise RecordError(f"{name} is empty.", remedy="Export the references again.")
    given = Given(name, data, columns or {})
    chosen = format_of(given)
    if columns and chosen not in TABLES:
        raise UsageError(
            f"{name} is read as {chosen}, which has no columns to choose.", remedy="Leave the columns out."
        )
    found = _read(given, chosen)
    _check(name, found)
    return found


def _read(given: Given, chosen: str) -> ReadFile:
    """Read by the reader that fits best; by another that fits as well, where the first finds no record."""
    first = with_foreign(given, READERS[chosen](given))
    if first.records or first.trees:
        return first
    others = (name for name, fits in _SNIFFERS if name != chosen and not given.columns and fits(given))
    for name in others:
        try:
            found = with_foreign(given, READERS[name](given))
        except RecordError:
            continue
        if found.records:
            return found
    return first


def format_of(given: Given) -> str:
    """Return the name of the reader that fits the content.

    Raises
    ------
    RecordError
        When none does.
    """
    for name, fits in _SNIFFERS:
        if fits(given):
            return name
    start = given.data.lstrip(b"\xef\xbb\xbf \t\r\n")
    looks = next((words for mark, words in _OTHERS if start.startswith(mark)), "")
    raise RecordError(
        f"{given.name} is not a reference file that Hedgerow reads.",
        cause=f"It looks like {looks}." if looks else "It has no RIS record and no column of titles.",
        remedy="Export the references as RIS, or as CSV with a title column; for a table, say which column "
        "holds the titles.",
    )


def _check(name: str, found: ReadFile) -> None:
    """Refuse a file whose account does not add up, or that yields nothing."""
    if found.expected != len(found.records) + len(found.rejected):
        raise RecordError(
            f"{name}: {found.expected} records were counted, {len(found.records)} kept and "
            f"{len(found.rejected)} rejected, which does not add up.",
            remedy="Send the file to Hedgerow's maintainers; nothing was imported.",
        )
    if not found.records and not found.trees:
        first = found.rejected[0] if found.rejected else None
        where = f" (line {first.line})" if first and first.line else ""
        raise RecordError(
            f"{name} yields no record.",
            cause=f"{found.expected} were counted; {f'{first.reason}{where}' if first else 'none'}.",
            remedy="Export the references again as RIS, or as CSV with a title column.",
        )


def _too_large(name: str, size: int) -> RecordError:
    return RecordError(
        f"{name} has {size // 1024 // 1024:,} MB; at most {FILE_LIMIT // 1024 // 1024:,} MB are read.",
        remedy="Export fewer records at a time.",
    )
