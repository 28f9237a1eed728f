"""Published maps of EPPI-Mapper: one page of HTML whose data stand in two constants of its script.

The constants are decoded as JSON from where they begin; nothing of the page is ever executed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hedgerow.errors import RecordError
from hedgerow.evidence.coding.tree import Code, CodeTree
from hedgerow.evidence.imported import Imported, ReadFile, Rejected
from hedgerow.evidence.readers.account import Entry, account
from hedgerow.evidence.readers.eppi_codes import identifier
from hedgerow.evidence.readers.eppi_reference import reference
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.json_items import DECODER, items_of
from hedgerow.evidence.readers.text import clean

_START = re.compile(r"\b(?:const|let|var)\s{1,9}(csvData|referenceData)\s{0,9}=\s{0,99}(?=[\[{])")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,2000})", re.IGNORECASE)
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(name|property|content)\s{0,9}=\s{0,9}(?:\"([^\"]{0,1500})\"|'([^']{0,1500})')", re.IGNORECASE
)
_OWNERS = ("author", "owner", "citation_author", "publisher", "og:site_name", "dc.creator")
_TRIES = 5
_HEAD = 20_000


@dataclass(frozen=True)
class MapAxis:
    """One axis of a published map.

    Attributes
    ----------
    title
        As the page prints it.
    is_column
        Whether its codes are the columns; else they are rows.
    codes
        The codes of the axis as a tree; `Imported.codes` refer to their ids.
    """

    title: str
    is_column: bool
    codes: CodeTree


@dataclass(frozen=True)
class MapPage:
    """A published map: its axes, and its references with the codes that place them.

    Attributes
    ----------
    axes
        In the order of the page.
    references, rejected
        Every reference of the page is in one of the two.
    expected
        References counted before they were read.
    title, owner
        As the page gives them; empty where it does not.
    loose
        Cells whose axis is not on the page.
    """

    axes: tuple[MapAxis, ...]
    references: tuple[Imported, ...]
    rejected: tuple[Rejected, ...]
    expected: int
    title: str = ""
    owner: str = ""
    loose: tuple[Code, ...] = ()


def looks_map_page(given: Given) -> bool:
    """Whether the text holds the references of a published map."""
    text = given.text
    return "referenceData" in text and any(m.group(1) == "referenceData" for m in _START.finditer(text))


def decode_map_page(text: str) -> MapPage:
    """Return the map that a page of EPPI-Mapper shows.

    Raises
    ------
    RecordError
        When one of the two constants is missing or cannot be decoded.
    """
    axes, loose = _axes(_cells(_table(text)))
    entries = _references(text)
    found = account("eppi-mapper", "", entries, lambda item, number: reference(item, number, {}))
    return MapPage(axes, found.records, found.rejected, found.expected, *_face(text), loose)


def read_map_page(given: Given) -> ReadFile:
    """Read the references of a published map; its axes are the code trees of the file."""
    page = decode_map_page(given.text)
    return ReadFile(
        "eppi-mapper",
        given.encoding,
        page.expected,
        page.references,
        page.rejected,
        note="; ".join(filter(None, (page.title, page.owner))),
        trees=tuple(axis.codes for axis in page.axes),
        source=page.title or "EPPI-Mapper",
    )


def _places(text: str, name: str) -> list[int]:
    """Return where the value of a constant may begin: its name may also stand in the text of the page."""
    return [found.end() for found in _START.finditer(text) if found.group(1) == name][:_TRIES]


def _table(text: str) -> Mapping[str, Any]:
    cause = "The page has no constant csvData."
    for place in _places(text, "csvData"):
        try:
            value, _ = DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            cause = f"Its constant csvData cannot be decoded: {str(error)[:80] or 'nested too deep'}."
            continue
        if isinstance(value, dict):
            return value
        cause = "Its constant csvData is not a table."
    raise _no_map(cause)


def _references(text: str) -> list[Entry[Any]]:
    """Return the references of the first list of that name that can be decoded from its beginning."""
    cause = "The page has no constant referenceData."
    for place in _places(text, "referenceData"):
        entries = list(items_of(text, place)) if text[place] == "[" else []
        if entries and isinstance(entries[0].what, dict):
            return entries
        cause = "Its constant referenceData is empty or cannot be decoded."
    raise _no_map(cause)


def _no_map(cause: str) -> RecordError:
    return RecordError(
        "The page is not a whole map of EPPI-Mapper.",
        cause=cause,
        remedy="Save the published page again as one HTML file, with its source, not as a print.",
    )


def _cells(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the cells of the rows, each id once, in the order of the page."""
    found: dict[str, Mapping[str, Any]] = {}
    rows = table.get("rows")
    for row in rows if isinstance(rows, list) else ():
        for cell in row if isinstance(row, list) else [row]:
            number = identifier(cell.get("id")) if isinstance(cell, dict) else ""
            if number:
                found.setdefault(number, cell)
    return list(found.values())


def _axes(cells: Sequence[Mapping[str, Any]]) -> tuple[tuple[MapAxis, ...], tuple[Code, ...]]:
    """Return the axes, and the cells that hang on none of them."""
    below: dict[str, list[Mapping[str, Any]]] = {}
    for cell in cells:
        below.setdefault(_parent(cell), []).append(cell)
    placed: set[str] = set()
    axes = []
    for order, cell in enumerate(below.get("", [])):
        number = identifier(cell["id"])
        codes = tuple(_tree(number, below))
        placed |= {number, *(code.id for code in codes)}
        title = _title(cell)
        tree = CodeTree(id=number, name=title, kind="map", codes=codes, source=f"axis {order + 1}")
        axes.append(MapAxis(title, _is_column(cell, below.get(number, ())), tree))
    loose = (cell for cell in cells if identifier(cell["id"]) not in placed)
    return tuple(axes), tuple(_code(cell, "", place) for place, cell in enumerate(loose))


def _tree(axis: str, below: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Code]:
    waiting = [("", place, cell) for place, cell in enumerate(below.get(axis, ()))]
    waiting.reverse()
    while waiting:
        parent, place, cell = waiting.pop()
        code = _code(cell, parent, place)
        yield code
        children = [(code.id, at, child) for at, child in enumerate(below.get(code.id, ()))]
        waiting.extend(reversed(children))


def _code(cell: Mapping[str, Any], parent: str, place: int) -> Code:
    number = identifier(cell["id"])
    return Code(id=number, name=_title(cell), parent=parent, order=place, eppi_attribute_id=number)


def _parent(cell: Mapping[str, Any]) -> str:
    parent = identifier(cell.get("parentId"))
    return "" if parent in {"0", identifier(cell["id"])} else parent


def _title(cell: Mapping[str, Any]) -> str:
    return clean(html.unescape(str(cell.get("title") or ""))) or "[without a title]"


def _is_column(cell: Mapping[str, Any], children: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether an axis is of columns; where it does not say, its first code does."""
    for one in (cell, *children[:1]):
        value = one.get("isColumn")
        if value is not None:
            return str(value).strip().lower() in {"true", "1"}
    return False


def _face(text: str) -> tuple[str, str]:
    """Return the title and the owner that the page prints about itself."""
    head = text[:_HEAD]
    titled = _TITLE.search(head)
    metas: dict[str, str] = {}
    for found in _META.findall(head):
        pairs = {name.lower(): first or second for name, first, second in _ATTRIBUTE.findall(found)}
        named = (pairs.get("name") or pairs.get("property") or "").lower()
        metas.setdefault(named, pairs.get("content", ""))
    owner = next((metas[name] for name in _OWNERS if metas.get(name)), "")
    title = titled.group(1) if titled else metas.get("og:title", "")
    return clean(html.unescape(title)) or "", clean(html.unescape(owner)) or ""
