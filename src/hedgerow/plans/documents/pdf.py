"""Read the lines of a PDF with their page, size of type and place."""

from __future__ import annotations

import ctypes
import re
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from hedgerow.plans.documents.lines import Line, paragraphs
from hedgerow.plans.documents.refusal import Refused

PAGES_MOST = 600
LETTERS_LEAST = 25  # a page with fewer letters holds no text to speak of
BOLD = 600
# PDFium writes U+0002 for a hyphen at the end of a line, and then no line break.
_LINE = re.compile(r"[^\r\n\x02]+\x02?")


def read(path: Path) -> dict[str, Any]:
    """Return pages and paragraphs.

    Raises
    ------
    Refused
        When it is encrypted, broken, too long, or a scan.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "broken") from error
    try:
        if len(document) > PAGES_MOST:
            raise Refused("long")
        return _read_pages(document)
    finally:
        document.close()


def _read_pages(document: Any) -> dict[str, Any]:
    lines: list[Line] = []
    silent: list[int] = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        found = _lines(page, number)
        if sum(character.isalpha() for line in found for character in line.text) < LETTERS_LEAST:
            silent.append(number)
        lines += found
        page.close()
    if len(silent) == len(document):
        raise Refused("scan")
    notes = []
    if silent:
        listed = ", ".join(str(number) for number in silent)
        notes.append(f"No text could be read on page {listed}: empty, or a picture.")
    title = (document.get_metadata_dict().get("Title") or "").strip()
    return {"pages": len(document), "paragraphs": paragraphs(lines), "title": title, "notes": notes}


def _lines(page: Any, number: int) -> list[Line]:
    """Return the lines of one page in reading order."""
    text = page.get_textpage()
    height = page.get_height() or 1.0
    try:
        starts, found = _split(text)
        return [_line(text, start, words, number, height) for start, words in zip(starts, found, strict=True)]
    finally:
        text.close()


def _split(text: Any) -> tuple[list[int], list[str]]:
    """Return where each line that is not empty starts, and its characters."""
    get = raw.FPDFText_GetUnicode
    characters = "".join(_character(get(text.raw, index)) for index in range(text.count_chars()))
    starts, lines = [], []
    for match in _LINE.finditer(characters):
        words = match.group()
        if words.strip():
            starts.append(match.start() + len(words) - len(words.lstrip()))
            lines.append(words.strip(" \t"))
    return starts, lines


def _character(code: int) -> str:
    """One character for each index, so that offsets in the text are indices of the page."""
    if code in (0, 0xFFFF) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return " "
    return chr(code) if code != 0xA0 else " "


def _line(text: Any, start: int, words: str, page: int, height: float) -> Line:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text.raw, start, ctypes.byref(box))
    weight = raw.FPDFText_GetFontWeight(text.raw, start)
    return Line(
        text=words,
        page=page,
        size=abs(box.top - box.bottom) / height,
        bold=weight >= BOLD or _is_bold(text, start),
        top=1 - box.bottom / height,
        left=box.left,
    )


def _is_bold(text: Any, index: int) -> bool:
    """Whether the name of the font says bold, for fonts that do not give their weight."""
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text.raw, index, buffer, 128, ctypes.byref(flags))
    name = buffer.value.decode("ascii", "replace").lower()
    return any(word in name for word in ("bold", "black", "heavy", "semibold"))
