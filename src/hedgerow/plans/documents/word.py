"""Read the paragraphs and tables of a DOCX in their order. A DOCX has no pages of its own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from hedgerow.plans.documents.lines import BULLET, with_pillars
from hedgerow.plans.documents.refusal import Refused

UNPACKED_MOST = 200 << 20
TEXT_MOST = 20 << 20
RATIO_MOST = 100
ENTRIES_MOST = 2000
CHARACTERS_MOST = 3_000_000


def read(path: Path) -> dict[str, Any]:
    """Return paragraphs, headings and cells; there are no pages.

    Raises
    ------
    Refused
        When it is not a DOCX, is broken, or unpacks to far more than a document should.
    """
    check_archive(path)
    try:
        document = docx.Document(str(path))
    except Exception as error:
        raise Refused("broken") from error
    rows: list[dict[str, Any]] = []
    levels: list[int] = []
    for row, level in _blocks(document):
        rows.append(row)
        levels.append(level)
    if sum(len(row["text"]) for row in rows) > CHARACTERS_MOST:
        raise Refused("long")
    title = document.core_properties.title or ""
    return {"pages": None, "paragraphs": with_pillars(rows, levels), "title": title, "notes": []}


def check_archive(path: Path) -> None:
    """Refuse an archive that is not a DOCX or that declares too much, before any of it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused("broken") from error
    names = {entry.filename for entry in entries}
    if "EncryptedPackage" in names or any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    if "word/document.xml" not in names:
        raise Refused("kind")
    total = sum(entry.file_size for entry in entries)
    xml = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    packed = max(1, sum(entry.compress_size for entry in entries))
    nested = any(name.lower().endswith((".zip", ".docx", ".gz")) for name in names)
    if len(entries) > ENTRIES_MOST or total > UNPACKED_MOST or xml > TEXT_MOST or nested:
        raise Refused("bomb")
    if total > 1 << 20 and total / packed > RATIO_MOST:
        raise Refused("bomb")


def _blocks(document: Any) -> Iterator[tuple[dict[str, Any], int]]:
    for child in document.element.body.iterchildren():
        if child.tag == qn("w:p"):
            yield from _paragraph(WordParagraph(child, document))
        elif child.tag == qn("w:tbl"):
            yield from _table(Table(child, document))


def _paragraph(paragraph: Any) -> Iterator[tuple[dict[str, Any], int]]:
    text = " ".join(paragraph.text.split())
    if not text:
        return
    style = str(paragraph.style.name or "") if paragraph.style is not None else ""
    heading = re.fullmatch(r"(?:Heading|heading) (\d)|(Title)", style)
    if heading:
        yield _row("heading", text), int(heading.group(1) or 0) + 1
        return
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    mark = BULLET.match(text)
    if numbered or style.startswith("List") or mark:
        yield _row("bullet", text[mark.end() :] if mark else text), 0
    elif _is_bold_line(paragraph, text):
        yield _row("heading", text), 8
    else:
        yield _row("paragraph", text), 0


def _is_bold_line(paragraph: Any, text: str) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return len(text) <= 90 and not text.endswith((".", ":", ";")) and bool(runs) and all(r.bold for r in runs)


def _table(table: Any) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield each cell once: a merged cell is one cell."""
    seen: set[Any] = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc in seen:
                continue
            seen.add(cell._tc)
            for paragraph in cell.paragraphs:
                text = " ".join(paragraph.text.split())
                if text:
                    yield _row("cell", text), 0


def _row(kind: str, text: str) -> dict[str, Any]:
    return {"kind": kind, "text": text, "page": None, "turns": []}
