"""The door: rules by source class, then one `Released` table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hedgerow.disclosure import released as _released
from hedgerow.disclosure.released import REASONS, Edition, Released, ReleasedColumn, SourceNote, Value
from hedgerow.errors import DisclosureError

CLASSES = ("open", "modelled", "partner")
MARKINGS = {
    Edition.RESTRICTED: "OFFICIAL – handle as the owner of this workspace directs",
    Edition.PARTNER: "OFFICIAL – for partners",
    Edition.PUBLIC: "Public",
}


def release(
    name: str,
    title: str,
    columns: Sequence[ReleasedColumn],
    rows: Sequence[Sequence[Value]],
    *,
    source_class: str = "open",
    edition: Edition = Edition.PUBLIC,
    reasons: Mapping[tuple[int, str], str] | None = None,
    figures: Mapping[tuple[int, str], str] | None = None,
    sources: Sequence[SourceNote] = (),
    notes: Sequence[str] = (),
    counts: Sequence[str] = (),
    threshold: int = 10,
) -> Released:
    """Apply the rules of the source class and return a table that may be shown.

    Parameters
    ----------
    counts
        Names of the columns that hold counts of people or events: the ones to which small-number rules apply.
    threshold
        Partner-class counts below this are withheld.

    Raises
    ------
    DisclosureError
        When the class may not leave in this edition, or a missing value has no reason.
    """
    if source_class not in CLASSES:
        raise DisclosureError(
            f"“{source_class}” is not a class that may leave (table {name}).",
            remedy=f"The classes are: {', '.join(CLASSES)}.",
        )
    if source_class == "partner" and edition is Edition.PUBLIC:
        raise DisclosureError(f"The partner table {name} may not go into a public edition.")
    why = dict(reasons or {})
    names = [column.name for column in columns]
    shown: list[tuple[Value, ...]] = []
    for number, row in enumerate(rows):
        values = list(row)
        if source_class == "partner":
            _withhold(number, values, [names.index(count) for count in counts], names, why, threshold)
        _require_reasons(name, number, values, names, why)
        shown.append(tuple(values))
    return Released(
        name=name,
        title=title,
        columns=tuple(columns),
        rows=tuple(shown),
        source_class=source_class,
        edition=edition,
        marking=MARKINGS[edition],
        reasons=why,
        figures={place: figure for place, figure in (figures or {}).items() if place not in why},
        sources=tuple(sources),
        notes=tuple(notes),
        key=_released._key,
    )


def _withhold(
    number: int,
    values: list[Value],
    places: Sequence[int],
    names: Sequence[str],
    why: dict[tuple[int, str], str],
    threshold: int,
) -> None:
    """Suppress partner counts below the threshold, zero included, in place."""
    for place in places:
        value = values[place]
        if isinstance(value, (int, float)) and value < threshold:
            values[place] = None
            why[number, names[place]] = "suppressed"


def _require_reasons(
    table: str, number: int, values: Sequence[Value], names: Sequence[str], why: Mapping[tuple[int, str], str]
) -> None:
    for name, value in zip(names, values, strict=True):
        if value is None and why.get((number, name)) not in REASONS:
            raise DisclosureError(
                f"Row {number} of “{table}” has no {name} and no reason for it.",
                remedy=f"Give one of: {', '.join(REASONS)}.",
            )
