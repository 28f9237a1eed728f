"""Tables of references: CSV, TSV or semicolons, found by content; a row with a fault hides no other."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import ReadFile
from hedgerow.evidence.readers.account import Entry
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.headings import automatic, mapped, normal, usable
from hedgerow.evidence.readers.table import Table, read_table

_DELIMITERS = (",", ";", "\t", "|")
_HEAD = 100_000
# One cell may be this long: what is longer is set aside by the account of the file, not by the parser.
_LONGEST_CELL = 1 << 30
# How often a quotation mark that is never closed is stepped over; after that the marks mean nothing any more.
_STEPS = 50
# The row of headings is looked for in this many lines.
_TOP = 25
_SEPARATOR = re.compile(r"^\s*\"?sep=.\"?\s*$", re.IGNORECASE)
_UNCLOSED = "a quotation mark is not closed"


def looks_delimited(given: Given) -> bool:
    """Whether the first line is a row of headings with one for titles, abstracts or DOIs."""
    headings = headings_of(given)
    return usable(automatic(headings)) if not given.columns else len(headings) > 0


def looks_table(given: Given) -> bool:
    """Whether the first line is a row of several known headings, which no other format begins with."""
    places = automatic(headings_of(given))
    return usable(places) and len(places) > 1


def headings_of(given: Given) -> list[str]:
    """Return the cells of the first line, by the delimiter that fits it best."""
    return _cells(_first_line(given), delimiter_of(given))


def read_delimited(given: Given) -> ReadFile:
    """Read every row after the headings; one that does not fit them is rejected with its reason."""
    try:
        table = table_of(given)
    except csv.Error as error:
        raise RecordError(
            f"{given.name} cannot be read as a table.",
            cause=f"{error}.",
            remedy="Save it again as CSV or XLSX.",
        ) from error
    delimiter = delimiter_of(given)
    note = f"delimiter {'tab' if delimiter == chr(9) else delimiter}"
    return replace(read_table("csv", given.encoding, table), note=note)


def table_of(given: Given) -> Table:
    """Return the headings, the places of the fields and the rows; see `mapped` for what it refuses."""
    headings, rows = rows_of(given)
    return Table(headings, mapped(given.name, headings, given.columns), rows)


def rows_of(given: Given) -> tuple[Sequence[str], list[Entry[Sequence[str]]]]:
    """Return the headings and every row below them.

    Raises
    ------
    RecordError
        When there is no row of headings.
    """
    lines = given.text.split("\n")
    rows = list(_rows(lines, _top(given)[0], delimiter_of(given), len(headings_of(given))))
    if not rows or rows[0].fault:
        raise RecordError(
            f"{given.name} has no row of headings.", remedy="Put the headings in the first line."
        )
    return rows[0].what, rows[1:]


def delimiter_of(given: Given) -> str:
    """Return the delimiter that gives the most wanted or known headings, then the most columns."""
    line = _first_line(given)
    wanted = {normal(heading) for heading in given.columns.values()}
    best, chosen = (0, 0), ","
    for delimiter in _DELIMITERS:
        headings = _cells(line, delimiter)
        known = sum(len(found) for found in automatic(headings).values())
        score = (known + sum(normal(heading) in wanted for heading in headings), len(headings))
        if score > best:
            best, chosen = score, delimiter
    return chosen


def _first_line(given: Given) -> str:
    return _top(given)[1]


def _top(given: Given) -> tuple[int, str]:
    """Return the row of headings and its place; a few lines about the export may stand above it."""
    lines = given.text[:_HEAD].split("\n")[:_TOP]
    wanted = {normal(heading) for heading in given.columns.values() if heading}
    for at, line in enumerate(lines):
        if any(_are_headings(_cells(line, delimiter), wanted) for delimiter in _DELIMITERS):
            return at, line
    plain = ((at, line) for at, line in enumerate(lines) if line.strip() and not _SEPARATOR.match(line))
    return next(plain, (0, ""))


def _are_headings(cells: Sequence[str], wanted: set[str]) -> bool:
    places = automatic(cells)
    known = usable(places) and len(places) > 1
    return wanted <= {normal(cell) for cell in cells} if wanted else known


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), []) if line.strip() else []


def _rows(lines: list[str], place: int, delimiter: str, width: int) -> Iterator[Entry[Sequence[str]]]:
    """Yield every row with its text and line; an unclosed quotation mark costs one line, not the rest."""
    csv.field_size_limit(_LONGEST_CELL)
    steps = 0
    while place < len(lines):
        reader = csv.reader((f"{line}\n" for line in lines[place:]), delimiter=delimiter)
        begin = place
        for row in reader:
            end = place + reader.line_num
            if end - begin > 1 and _is_swallowed(lines[begin:end], row, delimiter, width):
                break
            if row and (len(row) > 1 or row[0].strip()):
                yield Entry(row, "\n".join(lines[begin:end]), begin + 1)
            begin = end
        else:
            return
        steps += 1
        place = begin + 1 if steps < _STEPS else len(lines)
        yield from _plain_rows(lines, begin, place, delimiter, width)


def _plain_rows(
    lines: list[str], begin: int, end: int, delimiter: str, width: int
) -> Iterator[Entry[Sequence[str]]]:
    """Yield one row a line; one that has another number of cells than there are headings is faulty."""
    for at in range(begin, end):
        if lines[at].strip():
            cells = _unquoted(lines[at], delimiter)
            yield Entry(cells, lines[at], at + 1, "" if len(cells) == width else _UNCLOSED)


def _unquoted(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line in which quotation marks mean nothing."""
    return line.split(delimiter)


def _is_swallowed(lines: list[str], row: list[str], delimiter: str, width: int) -> bool:
    """Whether a row of several lines is one only because a quotation mark was not closed.

    Marks within a cell that are not doubled are against the rules as well, but harmless: then the row has its
    cells, and most of its lines by themselves have not.
    """
    try:
        list(csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error) or len(row) != width:
            return True
        rows = sum(len(_unquoted(line, delimiter)) == width for line in lines)
        return 2 * rows > len(lines)
    return False
