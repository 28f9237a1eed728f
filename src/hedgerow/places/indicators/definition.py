"""What an indicator is."""

from __future__ import annotations

from dataclasses import dataclass

INDEXES = ("need", "strength", "context", "none")


@dataclass(frozen=True)
class Reading:
    """How the value of one area is found in the rows of a source.

    Exactly one of the three ways is used: `column` (its number, times `scale`; or 1 and 0 when `equals` is
    given), `category` with `categories`, `count` and `total` (a percentage of a total over several rows), or
    `parts` with `whole` (a percentage of columns of one row). `derived` names a value made from other tables.

    Attributes
    ----------
    source
        Name of the source, as `places.sources.discover` gives it.
    code
        Column that holds the area's code.
    area
        What the code is: ``lsoa21`` or ``lsoa11`` (then brought to 2021).
    """

    source: str
    code: str
    area: str = "lsoa21"
    column: str | None = None
    scale: float = 1.0
    equals: str | None = None
    category: str | None = None
    categories: tuple[str, ...] = ()
    count: str | None = None
    total: str | None = None
    parts: tuple[str, ...] = ()
    whole: str | None = None
    derived: str | None = None

    @property
    def way(self) -> str:
        """Which of the ways is used: column, category, parts or derived."""
        given = {
            "column": self.column,
            "category": self.category,
            "parts": self.parts,
            "derived": self.derived,
        }
        return "+".join(name for name, value in given.items() if value)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that the source must have."""
        named = (self.code, self.column, self.category, self.count, self.total, *self.parts, self.whole)
        return tuple(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True)
class Indicator:
    """One figure about places, with all that a reader must know of it.

    Attributes
    ----------
    name, title, plain, unit, decimals
        Key, heading, meaning in plain English, unit of measurement and printed decimals.
    index
        What it counts towards: need, strength, context (of expected crime only) or none (shown only).
    domain
        Part of the index.
    direction
        1 when a higher value is more of what the index measures, -1 when it is less, 0 outside an index.
    weight
        Share of the index; the shares of one index sum to 1.
    why
        Why it counts towards that index, and what speaks against it.
    owner, publisher, licence, vintage, review
        Who looks after the definition, who publishes the figures under which terms, what period they
        describe, and the date by which the definition must be looked at again.
    reading
        How it is found in the source.
    """

    name: str
    title: str
    plain: str
    unit: str
    decimals: int
    index: str
    domain: str
    direction: int
    weight: float
    why: str
    owner: str
    publisher: str
    licence: str
    vintage: str
    review: str
    reading: Reading

    @property
    def source(self) -> str:
        """Name of the source that holds it."""
        return self.reading.source
