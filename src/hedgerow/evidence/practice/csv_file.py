"""Records of practice in a CSV file: a column a field, by its name or its label."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from hedgerow.errors import RecordError, UsageError
from hedgerow.evidence.extraction.form import form_named
from hedgerow.evidence.practice.record import checked_practice
from hedgerow.evidence.readers.text import decode

LARGEST = 20 << 20


@dataclass(frozen=True)
class Refused:
    """One row that could not be taken: its line, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class PracticeFile:
    """What a file held: ``rows == len(records) + len(refused)``.

    Attributes
    ----------
    records
        Line and values of each record that was taken.
    unknown
        Columns that are no field of the form; what they hold is not taken.
    """

    name: str
    rows: int
    records: tuple[tuple[int, dict[str, str]], ...]
    refused: tuple[Refused, ...]
    unknown: tuple[str, ...]


def read_practice(path: Path) -> PracticeFile:
    """Read records of practice.

    Raises
    ------
    RecordError
        When the file cannot be read, has no column for the name, or holds no row.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise RecordError(f"{path.name} is larger than {LARGEST >> 20} MB.", remedy="Split it.")
        text, _ = decode(path.read_bytes())
    except OSError as error:
        raise RecordError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error
    return parse_practice(text, path.name)


def parse_practice(text: str, name: str) -> PracticeFile:
    """Read records of practice from the text of a CSV file."""
    lead = sum(len(line) for line in takewhile(_is_remark, text.splitlines(keepends=True)))
    before, text = text[:lead].count("\n"), text[lead:]
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        heads = [_column(head) for head in next(reader, [])]
        lines = [(before + reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise RecordError(
            f"{name} cannot be read as CSV.", cause=f"{error}.", remedy="Save it again as CSV."
        ) from error
    known = form_named("practice").fields
    if "title" not in heads:
        raise RecordError(
            f"{name} has no column “title”.", cause=f"Its columns are: {', '.join(heads)[:300] or 'none'}.",
            remedy=f"Name the columns after the fields: {', '.join(list(known)[:8])} and so on.",
        )  # fmt: skip
    if not lines:
        raise RecordError(f"{name} holds no record.", remedy="Fill in a row below the names of the columns.")
    records, refused = [], []
    for line, cells in lines:
        try:
            if len(cells) > len(heads):
                raise UsageError("The row has more cells than there are columns.")
            values = dict(zip(heads, map(_unguarded, cells), strict=False))
            records.append(
                (line, checked_practice({key: text for key, text in values.items() if key in known}))
            )
        except UsageError as error:
            refused.append(Refused(line, " ".join(part for part in (error.message, error.remedy) if part)))
    unknown = tuple(head for head in heads if head and head not in known and not _of_export(head))
    return PracticeFile(name, len(lines), tuple(records), tuple(refused), unknown)


def _is_remark(line: str) -> bool:
    return line.lstrip("\ufeff").startswith("# ")


def _unguarded(cell: str) -> str:
    """Take off the mark that an export puts before what a spreadsheet would run."""
    return cell[1:] if re.match(r"'[=+\-@\t]", cell) else cell


def _of_export(head: str) -> bool:
    """Whether a column is one that an export adds to the fields."""
    return head in {"id", "told", "of", "standing"} or head.endswith("_missing")


def _column(head: str) -> str:
    plain = head.strip()
    labels = {field.label.lower(): name for name, field in form_named("practice").fields.items()}
    return labels.get(plain.lower(), plain.lower().replace(" ", "_"))
