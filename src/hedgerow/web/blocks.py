"""What pages are made of: facts, tables, charts, links, texts. Numbers come from `Released` tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from hedgerow.disclosure import REASONS, Released, ReleasedColumn, shown
from hedgerow.web.charts import Chart
from hedgerow.web.months import cell_in_words, in_words


@dataclass(frozen=True)
class Block:
    """The root: a block says which template draws it, what it says as JSON and which tables it carries."""

    template: ClassVar[str] = ""

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        raise NotImplementedError

    def table_blocks(self) -> Iterator[TableBlock]:
        """Yield the tables that are shown."""
        return iter(())


@dataclass(frozen=True)
class Link:
    """A way onward: text, address and a word about it."""

    text: str
    href: str
    note: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    snippet: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class TableBlock(Block):
    """A released table as rows and columns.

    Attributes
    ----------
    table
        What is shown.
    links
        ``(row, column name)`` to an address.
    columns
        Which columns are shown and in which order; all by default. Files and JSON hold all.
    start, stop
        Which rows are shown; the rest are on other pages, and in every download.
    folded
        Whether it stands closed behind `opener`.
    mark
        Whether each row carries the code in its first column, for the map to find it by.
    """

    template: ClassVar[str] = "table"
    table: Released
    links: Mapping[tuple[int, str], str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    start: int = 0
    stop: int | None = None
    folded: bool = False
    opener: str = "View as a table"
    caption: str = ""
    narrow: bool = False
    mark: bool = False
    before: Link | None = None
    after: Link | None = None

    def shown_columns(self) -> tuple[ReleasedColumn, ...]:
        """Return the columns in the order that they are shown."""
        named = {column.name: column for column in self.table.columns}
        chosen = tuple(named[name] for name in self.columns if name in named)
        return tuple(column for column in chosen if self._says(column)) or chosen or self.table.columns

    def _says(self, column: ReleasedColumn) -> bool:
        """Whether a column applies to any of the rows that are shown."""
        reasons = self.table.reasons
        return any(reasons.get((row, column.name)) != "not_applicable" for row in self.numbers())

    def numbers(self) -> range:
        """Return the numbers of the rows that are shown."""
        stop = len(self.table) if self.stop is None else min(self.stop, len(self.table))
        return range(self.start, stop)

    def is_missing(self, row: int, column: ReleasedColumn) -> bool:
        """Whether the cell has a reason instead of a value."""
        return (row, column.name) in self.table.reasons

    def why(self, row: int, column: ReleasedColumn) -> str:
        """Return why the cell has no value, in full words."""
        return REASONS[self.table.reasons[row, column.name]]

    def cell(self, row: int, column: ReleasedColumn) -> str:
        """Return the cell as printed."""
        return cell_in_words(shown(self.table, row, column))

    def is_number(self, column: ReleasedColumn) -> bool:
        """Whether the column holds numbers, which are set to the right."""
        return column.name in self._numeric

    @cached_property
    def _numeric(self) -> frozenset[str]:
        """The columns of numbers, told once a table: a template asks for every cell."""
        found = set()
        for place, column in enumerate(self.table.columns):
            values = [row[place] for row in self.table.rows if row[place] is not None]
            if values and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
                found.add(column.name)
        return frozenset(found)

    def table_blocks(self) -> Iterator[TableBlock]:
        """Yield itself."""
        yield self

    def as_dict(self) -> dict[str, Any]:
        """Return the table with the rows that are shown."""
        whole = self.table.as_dict()
        rows = whole["rows"]
        assert isinstance(rows, list)
        shown_rows = rows[self.start : self.stop]
        return {"kind": "table", **whole, "rows": shown_rows, "rows_in_all": len(rows), "first": self.start}


@dataclass(frozen=True)
class ChartBlock(Block):
    """A chart drawn on the server, with the table that it shows."""

    template: ClassVar[str] = "chart"
    chart: Chart
    beside: TableBlock
    headline: str
    subtitle: str = ""

    def table_blocks(self) -> Iterator[TableBlock]:
        """Yield the table beside the chart."""
        yield self.beside

    def as_dict(self) -> dict[str, Any]:
        """Return the headline and the table."""
        return {
            "kind": "chart",
            "headline": self.headline,
            "subtitle": self.subtitle,
            "table": self.beside.as_dict(),
        }


@dataclass(frozen=True)
class Fact:
    """One headline number, taken from a cell of a released table."""

    label: str
    value: str
    note: str = ""
    missing: bool = False
    figure: str = ""
    words: bool = False
    href: str = ""


def fact(table: Released, row: int, column: str, label: str, note: str = "", unit: str = "") -> Fact:
    """Return the headline of one cell; a missing one says why."""
    found = next(c for c in table.columns if c.name == column)
    missing = (row, column) in table.reasons
    text = REASONS[table.reasons[row, column]] if missing else shown(table, row, found) + unit
    words = not missing and not any(letter.isdigit() for letter in text)
    return Fact(label, text, note, missing, table.figures.get((row, column), ""), words)


@dataclass(frozen=True)
class FactsBlock(Block):
    """Headline numbers side by side."""

    template: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return label, value and note of each."""
        return {"kind": "facts", "facts": [vars(one) for one in self.facts]}


@dataclass(frozen=True)
class TextBlock(Block):
    """Paragraphs; `tone` is plain, note, care, wrong, empty or verdict."""

    template: ClassVar[str] = "text"
    paragraphs: tuple[str, ...]
    tone: str = "plain"
    heading: str = ""
    links: tuple[Link, ...] = ()

    def __post_init__(self) -> None:
        """Write months as words."""
        object.__setattr__(self, "paragraphs", tuple(map(in_words, self.paragraphs)))

    def as_dict(self) -> dict[str, Any]:
        """Return the words."""
        links = [vars(link) for link in self.links]
        return {"kind": "text", "heading": self.heading, "paragraphs": list(self.paragraphs), "links": links}


@dataclass(frozen=True)
class LinksBlock(Block):
    """Ways onward; `style` is doors, cards, onward or records."""

    template: ClassVar[str] = "links"
    links: tuple[Link, ...]
    style: str = "onward"

    def as_dict(self) -> dict[str, Any]:
        """Return text, address and note of each."""
        return {"kind": "links", "links": [vars(link) for link in self.links]}


@dataclass(frozen=True)
class PairsBlock(Block):
    """Terms and what they hold, as a description list."""

    template: ClassVar[str] = "pairs"
    pairs: tuple[tuple[str, str], ...]
    links: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the pairs."""
        return {"kind": "pairs", "pairs": [list(pair) for pair in self.pairs]}


@dataclass(frozen=True)
class SourcesBlock(Block):
    """“Where does this come from?”: the sources, notes and marking of tables."""

    template: ClassVar[str] = "sources"
    of: tuple[Released, ...]

    @property
    def sources(self) -> tuple[tuple[str, str, str, str], ...]:
        """Name, publisher, licence and vintage of each source, once."""
        notes = [(n.name, n.publisher, n.licence, n.vintage) for table in self.of for n in table.sources]
        return tuple(dict.fromkeys(notes))

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be read beside the tables, once."""
        return tuple(dict.fromkeys(note for table in self.of for note in table.notes))

    def as_dict(self) -> dict[str, Any]:
        """Return sources and notes."""
        return {"kind": "sources", "sources": [list(s) for s in self.sources], "notes": list(self.notes)}


@dataclass(frozen=True)
class OwnBlock(Block):
    """A block with a template of its own (a form, the map, the gap map) and the values it needs."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    beside: tuple[TableBlock, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:  # type: ignore[override]
        """Name of its template."""
        return self.name

    def table_blocks(self) -> Iterator[TableBlock]:
        """Yield the tables that it shows."""
        yield from self.beside

    def as_dict(self) -> dict[str, Any]:
        """Return what is said apart from the tables, and the tables."""
        return {"kind": self.name, **self.said, "tables": [block.as_dict() for block in self.beside]}
