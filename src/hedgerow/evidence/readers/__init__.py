"""Readers of reference files, one a format, chosen by content and not by the file's name.

Adding a format means one file here and one line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import ReadFile
from hedgerow.evidence.readers.bibtex import looks_bibtex, read_bibtex
from hedgerow.evidence.readers.csl_json import looks_csl_json, read_csl_json
from hedgerow.evidence.readers.delimited import looks_delimited, read_delimited
from hedgerow.evidence.readers.endnote_xml import looks_endnote_xml, read_endnote_xml
from hedgerow.evidence.readers.ris import looks_ris, read_ris
from hedgerow.evidence.readers.tagged import looks_pubmed, looks_wos, read_pubmed, read_wos
from hedgerow.evidence.readers.text import decode

Reader = Callable[[str, str], ReadFile]

READERS: MappingProxyType[str, Reader] = MappingProxyType(
    {
        "ris": read_ris,
        "csv": read_delimited,
        "wos": read_wos,
        "nbib": read_pubmed,
        "bibtex": read_bibtex,
        "endnote-xml": read_endnote_xml,
        "csl-json": read_csl_json,
    }
)
# The first that fits reads the file: those that are told by how it begins, then those told by a line in it.
_SNIFFERS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("endnote-xml", looks_endnote_xml),
    ("csl-json", looks_csl_json),
    ("nbib", looks_pubmed),
    ("wos", looks_wos),
    ("bibtex", looks_bibtex),
    ("ris", looks_ris),
    ("csv", looks_delimited),
)
# Formats that are recognised only to say so.
_OTHERS = (
    ("FN ", "Web of Science tagged text without a record"),
    ("<", "XML"),
    ("{", "JSON"),
    ("PK", "a zip, XLSX or DOCX file"),
    ("%PDF", "PDF"),
)


def read_file(path: Path) -> ReadFile:
    """Read one reference file, whatever its name, and account for every record.

    Raises
    ------
    RecordError
        When the file is missing, empty, of no known format, or yields nothing.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error
    if not data.strip():
        raise RecordError(f"{path.name} is empty.", remedy="Export the references again.")
    text, encoding = decode(data)
    name = _sniff(text, path)
    found = READERS[name](text, encoding)
    if found.expected != len(found.records) + len(found.rejected):
        raise RecordError(
            f"{path.name}: {found.expected} records were counted, {len(found.records)} kept and "
            f"{len(found.rejected)} rejected, which does not add up.",
            remedy="Send the file to Hedgerow's maintainers; nothing was imported.",
        )
    if not found.records:
        raise RecordError(
            f"{path.name} yields no record.",
            cause=f"{found.expected} were counted; {found.rejected[0].reason if found.rejected else 'none'}.",
            remedy="Export the references again as RIS, or as CSV with a title column.",
        )
    return found


def _sniff(text: str, path: Path) -> str:
    for name, fits in _SNIFFERS:
        if fits(text):
            return name
    start = text.lstrip()
    looks = next((words for mark, words in _OTHERS if start.startswith(mark)), "")
    raise RecordError(
        f"{path.name} is not a reference file that Hedgerow reads.",
        cause=f"It looks like {looks}." if looks else "It has no RIS record and no column of titles.",
        remedy="Export the references as RIS, or as CSV with a title column.",
    )
