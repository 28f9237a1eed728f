"""A labelled set: records with title, abstract and the final decision, from a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hedgerow.errors import RecordError
from hedgerow.evidence.readers.delimited import delimiter_of
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.headings import automatic
from hedgerow.evidence.readers.text import decode
from hedgerow.evidence.screening.features import record_text

COLUMNS = ("title", "abstract", "label_included")
_FIELDS = {"title": "title", "abstract": "abstract", "label_included": "label"}
_LABELS = {"0": 0, "1": 1, "0.0": 0, "1.0": 1}
_LARGEST_FIELD = 1 << 24


class Rows(Protocol):
    """What a CSV reader gives: rows, and the line that it has come to."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True)
class LabelledSet:
    """Texts and labels of records, in the order of the file.

    Attributes
    ----------
    texts
        Title and abstract of each record; empty where it has neither.
    labels
        1 for included, 0 for excluded, shape (records,).
    without_text
        Records that have neither title nor abstract; they are ranked last, never left out.
    """

    texts: tuple[str, ...]
    labels: npt.NDArray[np.int64]

    @property
    def without_text(self) -> int:
        """Return the number of records that have neither title nor abstract."""
        return sum(1 for text in self.texts if not text.strip())


def read_labelled(path: Path) -> LabelledSet:
    """Read a CSV file with the columns title, abstract and label_included (0 or 1).

    The delimiter is found, and other usual names of the three columns are taken where these are absent.

    Raises
    ------
    RecordError
        When the file cannot be read, lacks a column, has no rows, or a label is neither 0 nor 1; the line
        is named.
    """
    given = Given(path.name, _bytes(path))
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(io.StringIO(given.text, newline=""), delimiter=delimiter_of(given))
    try:
        return _read(path, reader)
    except csv.Error as error:
        raise RecordError(
            f"{path.name}, line {reader.line_num}: no CSV row.",
            cause=f"{error}.".capitalize(),
            remedy="Save the table again as CSV in UTF-8.",
        ) from error


def read_protocol(path: Path) -> tuple[str, ...]:
    """Read the passages of a protocol, one a line.

    Raises
    ------
    RecordError
        When the file cannot be read or says nothing.
    """
    passages = tuple(line.strip() for line in decode(_bytes(path))[0].splitlines() if line.strip())
    if not passages:
        raise RecordError(f"{path.name} says nothing.", remedy="Write the question and the criteria in it.")
    return passages


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path} cannot be read ({error.strerror}).", remedy="Check the path.") from error


def _read(path: Path, reader: Rows) -> LabelledSet:
    headings = [name.strip().lower() for name in next(reader, [])]
    places = _places(headings)
    lacking = [name for name in COLUMNS if name not in places]
    if lacking:
        raise RecordError(
            f"{path.name} has no column {', '.join(lacking)}.",
            cause=f"Its columns are: {', '.join(headings)[:200] or 'none'}.",
            remedy=f"Name the columns {', '.join(COLUMNS)}.",
        )
    title, abstract, label = (places[name] for name in COLUMNS)
    texts, labels = [], []
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(headings):
            raise _bad(path, reader.line_num, f"{len(row)} cells for {len(headings)} headings")
        if row[label].strip() not in _LABELS:
            said = f"{headings[label]} is “{row[label].strip()[:20]}”, not 0 or 1"
            raise _bad(path, reader.line_num, said)
        texts.append(record_text(row[title].strip(), row[abstract].strip()))
        labels.append(_LABELS[row[label].strip()])
    if not texts:
        raise RecordError(f"{path.name} has headings and no records.", remedy="Give a set with records.")
    return LabelledSet(tuple(texts), np.asarray(labels, dtype=np.int64))


def _places(headings: list[str]) -> dict[str, int]:
    """Return where each column stands: by its own name, else by another usual one."""
    usual = automatic(headings)
    found = {name: usual[field][0] for name, field in _FIELDS.items() if field in usual}
    return found | {name: headings.index(name) for name in COLUMNS if name in headings}


def _bad(path: Path, line: int, why: str) -> RecordError:
    return RecordError(
        f"{path.name}, line {line}: {why}.",
        remedy="Every record of a simulation needs a final decision, 0 or 1; correct or remove the row.",
    )
