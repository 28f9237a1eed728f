"""The door: the rules of each source class, then one `Released` table."""

from __future__ import annotations

from collections.abc import Sequence

from hedgerow.disclosure import released as _released
from hedgerow.disclosure.released import REASONS, Draft, Edition, Released, ReleasedColumn, Value
from hedgerow.errors import DisclosureError

CLASSES = ("open", "modelled", "partner")
MARKINGS = {
    Edition.RESTRICTED: "OFFICIAL – handle as the owner of this workspace directs",
    Edition.PARTNER: "OFFICIAL – for partners",
    Edition.PUBLIC: "Public",
}
SMALL_COUNT = 10


def release(draft: Draft, *, edition: Edition = Edition.PUBLIC, small_count: int = SMALL_COUNT) -> Released:
    """Apply the rules of the draft's source class and return a table that may be shown.

    Parameters
    ----------
    draft
        The table, with the reasons for what is missing.
    edition
        The widest audience that may see it.
    small_count
        Partner-class counts below this are withheld, zero included.

    Raises
    ------
    DisclosureError
        When the class may not leave in this edition, or a missing value has no known reason.
    """
    if draft.source_class not in CLASSES:
        raise DisclosureError(
            f"“{draft.source_class}” is not a class that may leave (table {draft.name}).",
            remedy=f"The classes are: {', '.join(CLASSES)}.",
        )
    if draft.source_class == "partner" and edition is Edition.PUBLIC:
        raise DisclosureError(
            f"The partner table {draft.name} may not go into a public edition.",
            remedy="Make the partner or restricted edition, or leave the table out.",
        )
    reasons = dict(draft.reasons)
    rows = []
    for number, row in enumerate(draft.rows):
        if len(row) != len(draft.columns):
            raise DisclosureError(
                f"Row {number} of “{draft.name}” has {len(row)} values, not {len(draft.columns)}."
            )
        values = [
            _pass(draft, number, column, value, reasons, small_count)
            for column, value in zip(draft.columns, row, strict=True)
        ]
        rows.append(tuple(values))
    return _made(draft, rows, reasons, edition)


def _pass(
    draft: Draft,
    number: int,
    column: ReleasedColumn,
    value: Value,
    reasons: dict[tuple[int, str], str],
    small_count: int,
) -> Value:
    """Return the value as it may be shown, and write down why when it may not."""
    place = (number, column.name)
    small = isinstance(value, int | float) and not isinstance(value, bool) and value < small_count
    if draft.source_class == "partner" and column.count and small:
        reasons[place] = "suppressed"
        return None
    if value is None:
        reason = reasons.setdefault(place, column.missing)
        if reason not in REASONS:
            raise DisclosureError(
                f"Row {number} of “{draft.name}” has no {column.name}; “{reason}” is not a known reason.",
                remedy=f"Give one of: {', '.join(REASONS)}.",
            )
    return value


def _made(
    draft: Draft,
    rows: Sequence[tuple[Value, ...]],
    reasons: dict[tuple[int, str], str],
    edition: Edition,
) -> Released:
    return Released(
        name=draft.name,
        title=draft.title,
        columns=draft.columns,
        rows=tuple(rows),
        source_class=draft.source_class,
        edition=edition,
        marking=MARKINGS[edition],
        reasons=reasons,
        figures={place: figure for place, figure in draft.figures.items() if place not in reasons},
        sources=draft.sources,
        notes=draft.notes,
        key=_released._key,
    )
