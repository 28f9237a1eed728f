"""Rendering: JSON on standard output and nothing else, or words and tables; errors on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hedgerow.cli.columns import columns_to_draw
from hedgerow.errors import HedgerowError

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.disclosure import Released, ReleasedColumn

Render = Callable[["Console"], None]


def answer(data: object, *, as_json: bool, render: Render) -> None:
    """Print `data` as JSON, or let `render` put it into words."""
    if as_json:
        sys.stdout.write(json.dumps(plain(data), ensure_ascii=False, indent=1, allow_nan=False) + "\n")
        sys.stdout.flush()
        return
    render(out())


def plain(value: Any) -> Any:
    """Return JSON-ready values from dataclasses, released tables, mappings and sequences."""
    if hasattr(value, "as_dict"):
        return plain(value.as_dict())
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(entry) for entry in value]
    if isinstance(value, Path):
        return str(value)
    return value


def out() -> Console:
    """Return the console of standard output."""
    from rich.console import Console

    return Console(highlight=False)


def whisper(text: str) -> None:
    """Say something on standard error, so that standard output stays what was asked for."""
    sys.stderr.write(f"{text}\n")


def failure(error: HedgerowError, *, as_json: bool) -> None:
    """Print an error: as JSON, or what is wrong, why, and what to do."""
    if as_json:
        sys.stderr.write(json.dumps(error.as_dict(), ensure_ascii=False) + "\n")
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    console.print(Text.assemble((f"{error.code} ", "bold red"), (error.message, "bold")))
    for label, text in (("Why", error.cause), ("What to do", error.remedy)):
        if text:
            console.print(Text(f"{label}: {text}"))


def view(console: Console, page: object) -> None:
    """Print a view: its plain fields as words, and every released table in it."""
    from hedgerow.disclosure import Released

    if isinstance(page, Released):
        table(console, page)
        return
    if isinstance(page, tuple):
        for entry in page:
            view(console, entry)
        return
    if not is_dataclass(page) or isinstance(page, type):
        console.print(str(page))
        return
    for field in fields(page):
        _field(console, field.name, getattr(page, field.name))


def _field(console: Console, name: str, value: Any) -> None:
    from rich.text import Text

    if value is None or value == () or value == "":
        return
    if is_dataclass(value):
        view(console, value)
    elif isinstance(value, tuple | list) and value and is_dataclass(value[0]):
        for entry in value:
            view(console, entry)
    elif isinstance(value, tuple | list):
        console.print(Text.assemble((f"{name.replace('_', ' ')}: ", "dim"), ", ".join(map(str, value))))
    elif not isinstance(value, Mapping):
        console.print(Text.assemble((f"{name.replace('_', ' ')}: ", "dim"), str(value)))


def table(console: Console, released: Released, *, limit: int = 60) -> None:
    """Print a released table with its marking, its notes and its sources."""
    from hedgerow.disclosure import missing_notes

    columns = columns_to_draw(released, console.width)
    rows = min(len(released), limit)
    if columns is None:
        _cards(console, released, rows)
    else:
        _grid(console, released, rows, columns)
    if len(released) > limit:
        console.print(f"… and {len(released) - limit} more rows; --json gives all of them.", style="dim")
    if columns is not None and len(columns) < len(released.columns):
        left = len(released.columns) - len(columns)
        console.print(f"{left} columns are left out here; --json gives all of them.", style="dim")
    for note in (*missing_notes(released), *released.notes):
        console.print(note, style="dim", markup=False)
    if released.sources:
        words = f"Sources: {_sources(released)}. --json gives publishers and licences."
        console.print(words, style="dim", markup=False)
    console.print(f"{released.marking}\n", style="dim", markup=False)


def _sources(released: Released) -> str:
    """Return each source once, with the first and the last of its vintages."""
    vintages: dict[str, set[str]] = {}
    for note in released.sources:
        vintages.setdefault(note.name, set()).update({note.vintage} - {""})
    spans = {name: sorted(held) for name, held in vintages.items()}
    return "; ".join(
        f"{name}{f', {held[0]}' if held else ''}{f' to {held[-1]}' if held[1:] else ''}"
        for name, held in spans.items()
    )


def _grid(console: Console, released: Released, rows: int, columns: tuple[ReleasedColumn, ...]) -> None:
    from rich.table import Table

    console.print(released.title, style="italic", markup=False)
    if not rows:
        console.print("None.")
        return
    drawn = Table(header_style="bold", box=None, pad_edge=False)
    places = [released.columns.index(column) for column in columns]
    for column in columns:
        label = f"{column.label} ({column.unit})" if column.unit else column.label
        drawn.add_column(label, justify=_side(released, column.name), overflow="fold")
    for row in range(rows):
        drawn.add_row(*(_cell(released, row, number) for number in places))
    console.print(drawn)


def _cards(console: Console, released: Released, rows: int) -> None:
    """Print each row as lines of label and value: a table too wide for the window."""
    from rich.text import Text

    console.print(Text(released.title, "italic"))
    for row in range(rows):
        console.print()
        for number, column in enumerate(released.columns):
            unit = f" ({column.unit})" if column.unit else ""
            console.print(Text.assemble((f"{column.label}{unit}: ", "bold"), _cell(released, row, number)))
    console.print()


def _cell(released: Released, row: int, number: int) -> Any:
    from rich.text import Text

    from hedgerow.disclosure import shown

    value = released.rows[row][number]
    return Text(shown(released, row, released.columns[number]), style="dim italic" if value is None else "")


def _side(released: Released, name: str) -> Any:
    place = [column.name for column in released.columns].index(name)
    numbers = any(
        isinstance(row[place], int | float) and not isinstance(row[place], bool) for row in released.rows
    )
    return "right" if numbers else "left"
