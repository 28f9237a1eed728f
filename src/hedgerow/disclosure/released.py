"""What has passed the door: a table that may be shown, with its reasons, sources and marking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from hedgerow.errors import DisclosureError

Value = str | int | float | bool | None

# Why a value is missing. A reader never has to guess whether nothing happened or nothing is known.
REASONS = MappingProxyType(
    {
        "missing": "not known",
        "gap": "the force’s data are missing for this period",
        "suppressed": "withheld: the number is small",
        "not_applicable": "does not apply",
        "not_rated": "not rated",
        "cannot_tell": "cannot tell: too little was expected",
        "not_built": "not built yet",
        "no_weight": "no weight is known, and none is invented",
    }
)

_key = object()


class Edition(StrEnum):
    """For whom a release is made: the widest audience that may see it."""

    RESTRICTED = "restricted"
    PARTNER = "partner"
    PUBLIC = "public"


@dataclass(frozen=True)
class SourceNote:
    """Which source a table rests on, as a reader needs it."""

    name: str
    publisher: str
    licence: str
    vintage: str


@dataclass(frozen=True)
class ReleasedColumn:
    """A column that may be shown.

    Attributes
    ----------
    name, label, unit
        Key, heading and unit of measurement.
    decimals
        How many decimals are printed; `None` for text and whole numbers.
    missing
        Why a value of this column is missing when nothing more exact is said: a key of `REASONS`.
    count
        Whether it counts people or events, so that small-number rules apply.
    """

    name: str
    label: str
    unit: str = ""
    decimals: int | None = None
    missing: str = "missing"
    count: bool = False


@dataclass(frozen=True)
class Draft:
    """A table on its way to the door: not yet checked, so nothing can show it.

    `rows` hold one value a column, in order; a missing one is `None`. `reasons` says why where the column's
    own default does not fit; `figures` gives the address of a traceable number; `total_row` is the row whose
    counts are the sum of the others, so that a partner's small part cannot be found by subtraction.
    """

    name: str
    title: str
    columns: tuple[ReleasedColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    source_class: str = "open"
    reasons: Mapping[tuple[int, str], str] = field(default_factory=dict)
    figures: Mapping[tuple[int, str], str] = field(default_factory=dict)
    sources: tuple[SourceNote, ...] = ()
    notes: tuple[str, ...] = ()
    total_row: int | None = None


@dataclass(frozen=True)
class Released:
    """A table that has passed the door.

    Attributes
    ----------
    name, title
        What it is.
    columns, rows
        The shown values; a missing one is `None` and has a reason in `reasons`.
    reasons
        ``(row, column name)`` to a key of `REASONS`, for every missing value.
    figures
        ``(row, column name)`` to the address of the figure, where one number can be traced.
    source_class, edition, marking
        Which rules were applied, for whom, and the marking that every copy carries.
    sources, notes
        What it rests on, and what must be read beside it.
    """

    name: str
    title: str
    columns: tuple[ReleasedColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    source_class: str
    edition: Edition
    marking: str
    reasons: Mapping[tuple[int, str], str] = field(default_factory=dict)
    figures: Mapping[tuple[int, str], str] = field(default_factory=dict)
    sources: tuple[SourceNote, ...] = ()
    notes: tuple[str, ...] = ()
    key: object = None

    def __post_init__(self) -> None:
        if self.key is not _key:
            raise DisclosureError(
                f"The table “{self.name}” did not pass the door.",
                remedy="Make it with hedgerow.disclosure.release.",
            )
        object.__setattr__(self, "key", None)

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> Iterator[dict[str, Value]]:
        """Yield each row as a dictionary by column name."""
        names = [column.name for column in self.columns]
        for row in self.rows:
            yield dict(zip(names, row, strict=True))

    def as_dict(self) -> dict[str, object]:
        """Return JSON-ready values: records with reasons and addresses of figures, columns, notes."""
        records = []
        for number, record in enumerate(self.records()):
            missing = {name: self.reasons[number, name] for name in record if (number, name) in self.reasons}
            figures = {name: self.figures[number, name] for name in record if (number, name) in self.figures}
            asides = {"_missing": missing, "_figures": figures}
            records.append({**record, **{name: aside for name, aside in asides.items() if aside}})
        return {
            "name": self.name,
            "title": self.title,
            "marking": self.marking,
            "edition": str(self.edition),
            "columns": [{"name": c.name, "label": c.label, "unit": c.unit} for c in self.columns],
            "rows": records,
            "sources": [vars(note) for note in self.sources],
            "notes": list(self.notes),
        }
