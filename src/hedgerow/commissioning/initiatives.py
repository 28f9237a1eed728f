"""Initiatives: what is commissioned or done, where, by whom, at what cost, and which outcome is measured."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from hedgerow.errors import HedgerowError, RecordError
from hedgerow.vocabulary import terms

# Other headings that files of initiatives use.
ALIASES = {"from_month": "starts", "to_month": "ends", "outcome": "outcome_measured"}
STATUSES = ("proposed", "planned", "running", "completed", "stopped")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?")


@dataclass(frozen=True)
class Initiative:
    """One initiative; lists are tuples, an unknown cost is `None` and never nought.

    Attributes
    ----------
    approach, interventions
        Ids of the vocabulary.
    places
        Codes of the areas that it serves.
    starts, ends
        YYYY, YYYY-MM or YYYY-MM-DD.
    cost, price_year
        Pounds, in prices of that year.
    outcome_measured
        What is measured, with baseline and target.
    """

    name: str
    approach: str | None = None
    activity: str | None = None
    interventions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    starts: str | None = None
    ends: str | None = None
    status: str | None = None
    partners: tuple[str, ...] = ()
    lead: str | None = None
    cost: float | None = None
    price_year: int | None = None
    outcome_measured: str | None = None
    source: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse what a reader could not understand."""
        if not self.name.strip():
            raise RecordError("An initiative has no name.", remedy="Give it a short name.")
        self._check_words()
        self._check_dates()
        if self.cost is not None and self.cost < 0:
            raise RecordError(f"“{self.name}” costs {self.cost}.", remedy="Give pounds, or leave it empty.")

    def _check_words(self) -> None:
        if self.approach and self.approach not in terms("approach"):
            known = ", ".join(terms("approach"))
            raise RecordError(f"“{self.approach}” is not an approach.", remedy=f"Choose one of: {known}.")
        unknown = [name for name in self.interventions if name not in terms("intervention")]
        if unknown:
            raise RecordError(
                f"“{unknown[0]}” is not an intervention.", remedy="See the vocabulary of interventions."
            )
        if self.status and self.status not in STATUSES:
            raise RecordError(f"“{self.status}” is not a status.", remedy=f"Use: {', '.join(STATUSES)}.")

    def _check_dates(self) -> None:
        for date in (self.starts, self.ends):
            if date and not _is_date(date):
                raise RecordError(
                    f"“{date}” is not a date (“{self.name}”).", remedy="Use YYYY, YYYY-MM or YYYY-MM-DD."
                )
        if self.starts and self.ends and self.ends < self.starts[: len(self.ends)]:
            raise RecordError(f"“{self.name}” ends before it starts.", remedy="Check the two dates.")

    def as_row(self) -> dict[str, Any]:
        """Return the values as the database keeps them: lists joined by |."""
        row = asdict(self)
        return {name: ("|".join(v) or None) if isinstance(v, tuple) else v for name, v in row.items()}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Initiative:
        """Read it from a row of the database or of a table of text."""
        values: dict[str, Any] = {entry.name: row.get(entry.name) for entry in fields(cls)}
        for name in ("interventions", "places", "partners"):
            values[name] = tuple(part.strip() for part in str(values[name] or "").split("|") if part.strip())
        return cls(**values)


@dataclass(frozen=True)
class ReadInitiatives:
    """A file of initiatives: those kept, and those rejected as (row, why)."""

    rows_in: int
    kept: tuple[Initiative, ...]
    rejected: tuple[tuple[int, str], ...]


def read_csv(data: bytes, *, name: str = "the file") -> ReadInitiatives:
    """Read initiatives from CSV: one a row, columns named as the fields, lists joined by |.

    Raises
    ------
    RecordError
        When the file is not UTF-8, or its columns are not those of an initiative.
    """
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        reader.fieldnames = [ALIASES.get(heading, heading) for heading in reader.fieldnames or ()]
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise RecordError(
            f"{name} is not a CSV file in UTF-8.", cause=f"{error}.", remedy="Save it so."
        ) from error
    known = {entry.name for entry in fields(Initiative)}
    headings = set(reader.fieldnames or ())
    if "name" not in headings or headings - known:
        wrong = ", ".join(sorted(str(heading) for heading in headings - known)) or "none"
        raise RecordError(
            f"{name} does not have the columns of initiatives.",
            cause=f"It needs “name”; unknown are: {wrong}.",
            remedy=f"The columns are: {', '.join(sorted(known))}.",
        )
    kept, rejected = [], []
    for number, row in enumerate(rows, 1):
        try:
            kept.append(_from_text(row))
        except (HedgerowError, ValueError) as error:
            rejected.append((number, str(error)))
    return ReadInitiatives(len(rows), tuple(kept), tuple(rejected))


def _from_text(row: Mapping[str, str | None]) -> Initiative:
    if None in row:
        raise ValueError("The row has more cells than the header.")
    values: dict[str, Any] = {name: (text or "").strip() or None for name, text in row.items()}
    values["name"] = values["name"] or ""
    if values.get("cost"):
        values["cost"] = float(values["cost"].replace(",", "").removeprefix("£"))
    if values.get("price_year"):
        values["price_year"] = int(values["price_year"])
    return Initiative.from_row(values)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
