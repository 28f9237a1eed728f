"""A released table as a file: CSV, XLSX or JSON, with its marking, sources, notes and dictionary.

Text that a spreadsheet would run as a formula is defused; a missing value is an empty cell beside its reason.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re

import xlsxwriter

from hedgerow.disclosure.released import REASONS, Released, Value

# What a spreadsheet may take for the start of a formula; the last four are the full-width forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_INNER_FORMULA = re.compile(r"([,;]\s*)(?=[=+\-@|%\uff1d\uff0b\uff0d\uff20])")
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def guarded(value: Value) -> Value:
    """Return the value; text that starts as a formula would gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def released_to_json(table: Released) -> bytes:
    """Return the table as UTF-8 JSON, the same for the same table."""
    return json.dumps(table.as_dict(), ensure_ascii=False, indent=1).encode() + b"\n"


def released_to_csv(table: Released) -> bytes:
    """Return the table as UTF-8 CSV: lines that start with # say what it is, then header and rows."""
    buffer = io.StringIO(newline="")
    for label, text in _about(table):
        buffer.write(f"# {label}: {_one_line(text)}\r\n")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading, _ in _layout(table)])
    for row in _cells(table):
        writer.writerow(["" if cell is None else guarded(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def released_to_xlsx(table: Released) -> bytes:
    """Return the table as a workbook of three sheets: the table, about it, and its dictionary."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": table.title, "comments": table.marking, "created": _EPOCH})
        bold = book.add_format({"bold": True, "text_wrap": True})
        sheet = book.add_worksheet("Table")
        sheet.set_header(f"&C{table.marking.replace('&', '&&')}")
        sheet.set_footer(f"&C{table.marking.replace('&', '&&')}")
        _write(sheet, [[heading for heading, _ in _layout(table)], *_cells(table)], bold)
        sheet.freeze_panes(1, 0)
        about: list[list[Value]] = [["What", "Text"]]
        about += [[label, text] for label, text in _about(table)]
        _write(book.add_worksheet("About"), about, bold)
        _write(book.add_worksheet("Dictionary"), _dictionary(table), bold)
    return buffer.getvalue()


def _one_line(text: str) -> str:
    """Return text for one line in which no cell that a comma begins is a formula."""
    return _INNER_FORMULA.sub(r"\1'", " ".join(text.replace('"', "”").split()))


def _write(sheet: xlsxwriter.worksheet.Worksheet, rows: list[list[Value]], bold: object) -> None:
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, str(guarded(cell)), bold if number == 0 else None)
            elif isinstance(cell, bool):
                sheet.write_boolean(number, place, cell)
            elif cell is not None:
                sheet.write_number(number, place, cell)
    sheet.set_column(0, max((len(row) for row in rows), default=1), 22)


def _layout(table: Released) -> list[tuple[str, bool]]:
    """Return the headings; a column with missing values is followed by one that says why."""
    with_reason = {name for _, name in table.reasons}
    layout = []
    for column in table.columns:
        layout.append((column.name, False))
        if column.name in with_reason:
            layout.append((f"{column.name}_missing", True))
    return layout


def _cells(table: Released) -> list[list[Value]]:
    with_reason = {name for _, name in table.reasons}
    rows = []
    for number, row in enumerate(table.rows):
        cells: list[Value] = []
        for column, value in zip(table.columns, row, strict=True):
            cells.append(value)
            if column.name in with_reason:
                reason = table.reasons.get((number, column.name))
                cells.append(REASONS[reason] if reason else None)
        rows.append(cells)
    return rows


def _about(table: Released) -> list[tuple[str, str]]:
    lines = [("Title", table.title), ("Marking", table.marking), ("Edition", str(table.edition))]
    lines += [
        ("Source", f"{note.name}; {note.publisher}; {note.licence}; {note.vintage}") for note in table.sources
    ]
    return lines + [("Note", note) for note in table.notes]


def _dictionary(table: Released) -> list[list[Value]]:
    rows: list[list[Value]] = [["Column", "Meaning", "Unit", "When empty"]]
    for column in table.columns:
        rows.append([column.name, column.label, column.unit, REASONS.get(column.missing, column.missing)])
    return rows
