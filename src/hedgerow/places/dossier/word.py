"""A dossier as a Word document, to be filled in on a visit; the same dossier gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from hedgerow.disclosure import Released, missing_notes, shown
from hedgerow.places.dossier.document import Dossier, Part

_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def to_word(dossier: Dossier) -> bytes:
    """Return the dossier as the bytes of a .docx file."""
    import docx  # slow to import, and most commands write no Word

    word = docx.Document()
    about = word.core_properties
    about.title, about.author, about.language = dossier.title, "Hedgerow", "en-GB"
    about.comments, about.created, about.modified = dossier.marking, _EPOCH, _EPOCH
    word.sections[0].header.paragraphs[0].text = dossier.marking
    word.sections[0].footer.paragraphs[0].text = dossier.people
    word.add_heading(dossier.title, 0)
    word.add_paragraph().add_run(dossier.answer).bold = True
    for part in dossier.parts:
        _part(word, part, 1)
    buffer = io.BytesIO()
    word.save(buffer)
    return _fixed(buffer.getvalue())


def _part(word: Any, part: Part, level: int) -> None:
    word.add_heading(part.heading, level)
    for paragraph in part.paragraphs:
        word.add_paragraph(paragraph)
    for line in part.bullets:
        word.add_paragraph(line, style="List Bullet")
    for table in part.tables:
        _table(word, table)
    for below in part.within:
        _part(word, below, level + 1)


def _table(word: Any, table: Released) -> None:
    word.add_paragraph().add_run(table.title).bold = True
    if not len(table):
        word.add_paragraph("None.")
        return
    made = word.add_table(rows=1, cols=len(table.columns))
    made.style = "Light List"
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        cell.text = f"{column.label} ({column.unit})" if column.unit else column.label
    for row in range(len(table)):
        for cell, column in zip(made.add_row().cells, table.columns, strict=True):
            cell.text = shown(table, row, column)
    for note in (*missing_notes(table), table.marking):
        word.add_paragraph(note)


def _fixed(data: bytes) -> bytes:
    """Return the archive with one date for all its members, so that equal dossiers give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            member = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            new.writestr(member, old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
