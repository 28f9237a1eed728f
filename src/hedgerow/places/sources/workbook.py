"""The sheets of an XLSX file as published: the first rows without reading the rest, or one sheet whole."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

Rows = list[list[str]]
MAX_BYTES = 1 << 30  # a workbook that unpacks to more is not read
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FAULTS = (zipfile.BadZipFile, ElementTree.ParseError, CalamineError, KeyError, OSError, EOFError)


def first_rows(handle: BinaryIO, rows: int) -> Iterator[Rows]:
    """Yield the first rows of each sheet as text, in the order of the sheets; of no workbook, nothing."""
    try:
        with zipfile.ZipFile(handle) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
                return
            heads = [_head(archive, path, rows) for path in _sheets(archive)]
            words = _shared(archive, heads)
    except (*FAULTS, ValueError):
        return
    for head in heads:
        yield [[words.get(cell, "") if isinstance(cell, int) else cell for cell in row] for row in head]


def all_rows(data: bytes) -> Iterator[Rows]:
    """Yield every sheet whole, as text."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for number in range(len(book.sheet_names)):
        sheet = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
        yield [[_text(cell) for cell in row] for row in sheet]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _sheets(archive: zipfile.ZipFile) -> list[str]:
    links = _tree(archive, "xl/_rels/workbook.xml.rels")
    targets = {link.attrib["Id"]: link.attrib["Target"] for link in links}
    book = _tree(archive, "xl/workbook.xml")
    named = [targets[sheet.attrib[_LINK]] for sheet in book.iter(f"{_MAIN}sheet")]
    paths = [name.lstrip("/") if name.startswith("/") else posixpath.normpath(f"xl/{name}") for name in named]
    return [path for path in paths if "worksheets/" in path]


def _head(archive: zipfile.ZipFile, path: str, rows: int) -> list[list[str | int]]:
    """Return the first rows; a whole number stands for a text that several cells share."""
    found: list[list[str | int]] = []
    with archive.open(path) as part:
        for element in _elements(part):
            if element.tag == f"{_MAIN}row":
                found.append([_cell(cell) for cell in element.iter(f"{_MAIN}c")])
                element.clear()
                if len(found) == rows:
                    break
    return found


def _tree(archive: zipfile.ZipFile, path: str) -> ElementTree.Element:
    with archive.open(path) as part:
        *_, root = _elements(part)
    return root


def _elements(part: IO[bytes]) -> Iterator[ElementTree.Element]:
    """Yield the elements as they end; a document type, which no workbook has, is refused."""
    parser: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(("end",))
    while block := part.read(1 << 16):
        if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
            raise ValueError("a workbook with a document type")
        parser.feed(block)
        for event in parser.read_events():
            if isinstance(event[-1], ElementTree.Element):
                yield event[-1]


def _cell(cell: ElementTree.Element) -> str | int:
    if cell.attrib.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
    value = cell.findtext(f"{_MAIN}v") or ""
    return int(value) if cell.attrib.get("t") == "s" else value


def _shared(archive: zipfile.ZipFile, heads: list[list[list[str | int]]]) -> dict[int, str]:
    """Return the shared texts that the first rows need."""
    wanted = {cell for head in heads for row in head for cell in row if isinstance(cell, int)}
    found: dict[int, str] = {}
    if not wanted:
        return found
    last, number = max(wanted), 0
    with archive.open("xl/sharedStrings.xml") as part:
        for element in _elements(part):
            if element.tag == f"{_MAIN}si":
                if number in wanted:
                    found[number] = "".join(text.text or "" for text in element.iter(f"{_MAIN}t"))
                number += 1
                element.clear()
            if number > last:
                break
    return found
