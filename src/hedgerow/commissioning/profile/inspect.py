"""The export inspector: reopen each written file and refuse what nobody approved.

Why: hidden rows and properties of spreadsheets and documents have given away thousands of people.
"""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pypdfium2

from hedgerow.commissioning.profile.model import ChartBlock, Document, TableBlock
from hedgerow.commissioning.profile.render.grid import grid, month_grid
from hedgerow.errors import DisclosureError

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORBIDDEN_PARTS = ("comments", "footnotes", "endnotes", "embeddings", "vbaProject", "customXml/item")
_FORBIDDEN_TAGS = {"vanish", "ins", "del", "comment", "object", "altChunk"}
_SPACE = re.compile(r"\s+")


def inspect(document: Document, kind: str, data: bytes) -> None:
    """Refuse a file without its marking, with something hidden, or with a cell that nobody approved.

    Raises
    ------
    DisclosureError
        Naming the file's kind and what was found.
    """
    {"html": _html, "docx": _docx, "pdf": _pdf}[kind](document, data)


def approved(document: Document) -> frozenset[str]:
    """Return every cell and heading that the released tables show."""
    found: set[str] = set()
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, TableBlock | ChartBlock):
                made = grid(block.table) if isinstance(block, TableBlock) else month_grid(block)
                found |= {_flat(cell) for row in (made.header, *made.rows) for cell in row}
    return frozenset(found)


def _refuse(kind: str, what: str) -> DisclosureError:
    return DisclosureError(
        f"The {kind} file was not let out: {what}.",
        cause="Each file is opened again and held against what was approved.",
        remedy="Nothing was written; report this, it is a fault of Hedgerow.",
    )


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


class _Page(HTMLParser):
    """Gathers the markings, the cells and what must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.markings: list[str] = []
        self.cells: list[str] = []
        self.faults: list[str] = []
        self._cell: list[str] | None = None
        self._marking = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for scripts, hidden parts and addresses outside."""
        names = dict(attrs)
        if tag in {"script", "iframe", "object", "embed", "link", "form", "input", "img"}:
            self.faults.append(f"an element {tag}")
        if "hidden" in names or names.get("aria-hidden") == "true" or "style" in names:
            self.faults.append(f"a hidden or styled {tag}")
        for key in ("href", "src"):
            if (names.get(key) or "#").partition("#")[0]:
                self.faults.append(f"an address outside: {names[key]}")
        self.faults += [f"a script in {key}" for key in names if key.startswith("on")]
        if tag in {"td", "th"}:
            self._cell = []
        self._marking = names.get("class") == "marking"

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag in {"td", "th"} and self._cell is not None:
            self.cells.append(_flat("".join(self._cell)))
            self._cell = None
        self._marking = False

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if self._marking:
            self.markings.append(data)
        if self._cell is not None:
            self._cell.append(data)

    def handle_comment(self, data: str) -> None:
        """Refuse comments."""
        self.faults.append(f"a comment: {data[:40]}")


def _html(document: Document, data: bytes) -> None:
    page = _Page()
    page.feed(data.decode())
    if page.faults:
        raise _refuse("HTML", page.faults[0])
    if [_flat(text) for text in page.markings].count(_flat(document.marking)) < 2:
        raise _refuse("HTML", "it does not carry its marking at head and foot")
    _only_approved("HTML", document, page.cells)


def _docx(document: Document, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        bad = [name for name in archive.namelist() if any(part in name for part in _FORBIDDEN_PARTS)]
        if bad:
            raise _refuse("DOCX", f"it holds {bad[0]}")
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    outside = [
        name for name, part in parts.items() if name.endswith(".rels") and b'TargetMode="External"' in part
    ]
    if outside:
        raise _refuse("DOCX", f"{outside[0]} points outside")
    body = _tree(parts["word/document.xml"])
    hidden = {element.tag.removeprefix(WORD) for element in body.iter()} & _FORBIDDEN_TAGS
    if hidden:
        raise _refuse("DOCX", f"it has hidden or tracked content ({', '.join(sorted(hidden))})")
    margins = [name for name in parts if re.fullmatch(r"word/(header|footer)\d*\.xml", name)]
    kinds = {re.sub(r"\d", "", name) for name in margins if document.marking in _words(_tree(parts[name]))}
    if len(kinds) < 2:
        raise _refuse("DOCX", "it does not carry its marking in header and footer")
    tables = list(body.iter(f"{WORD}tbl"))[1:]  # the first one is the cover
    _only_approved(
        "DOCX", document, [_flat(_words(cell)) for table in tables for cell in table.iter(f"{WORD}tc")]
    )


def _tree(part: bytes) -> ElementTree.Element:
    # The file was written a moment ago by this program: no entity or outside part can be in it.
    return ElementTree.fromstring(part)  # noqa: S314


def _words(element: ElementTree.Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{WORD}t"))


def _pdf(document: Document, data: bytes) -> None:
    with pypdfium2.PdfDocument(data) as pages:
        for number, page in enumerate(pages, 1):
            text = page.get_textpage().get_text_range()
            if [_flat(line) for line in text.splitlines()].count(_flat(document.marking)) < 2:
                raise _refuse("PDF", f"page {number} does not carry its marking at head and foot")
        if pages.count_attachments():
            raise _refuse("PDF", "it holds an attachment")


def _only_approved(kind: str, document: Document, cells: list[str]) -> None:
    allowed = approved(document)
    strange = [cell for cell in cells if cell not in allowed]
    if strange:
        raise _refuse(kind, f"the cell “{strange[0][:60]}” is in no released table")
