"""The door: the rules of each source class, then one `Released` table."""

from __future__ import annotations

from collections.abc import Mapping

from hedgerow.disclosure import released as _released
from hedgerow.disclosure.classes import (
    MARKER,
    RULES,
    check_class,
    community_band,
    partner_value,
    withheld_rows,
)
from hedgerow.disclosure.released import REASONS, Draft, Edition, Released, ReleasedColumn, Value
from hedgerow.errors import DisclosureError

CLASSES = tuple(RULES)
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
        Partner-class counts below this are withheld, zero included; the rest go to the nearest five.

    Raises
    ------
    DisclosureError
        When the class may not leave in this edition, or a missing value has no known reason.
    """
    edition = Edition(edition)
    check_class(draft.source_class, draft.name, edition)
    for number, row in enumerate(draft.rows):
        if len(row) != len(draft.columns):
            raise DisclosureError(
                f"Row {number} of “{draft.name}” has {len(row)} values, not {len(draft.columns)}."
            )
    reasons = dict(draft.reasons)
    columns = [
        _column(draft, column, [row[index] for row in draft.rows], reasons, small_count)
        for index, column in enumerate(draft.columns)
    ]
    rows = tuple(zip(*columns, strict=True)) if columns else ()
    return _made(draft, rows, reasons, edition)


def _column(
    draft: Draft,
    column: ReleasedColumn,
    values: list[Value],
    reasons: dict[tuple[int, str], str],
    small_count: int,
) -> list[Value]:
    """Return one column as it may be shown, and write down why where a value may not."""
    if column.count and draft.source_class == "partner":
        hidden = withheld_rows(values, threshold=small_count, total_row=draft.total_row)
        values = [None if row in hidden else partner_value(value) for row, value in enumerate(values)]
        reasons.update({(row, column.name): MARKER for row in hidden})
    elif column.count and draft.source_class == "community":
        bands = [community_band(value, weeks) for value, weeks in zip(values, _weeks(draft), strict=True)]
        reasons.update({(row, column.name): MARKER for row, band in enumerate(bands) if band is None})
        values = list(bands)
    for row, value in enumerate(values):
        if value is None:
            _check_reason(draft, row, column, reasons)
    return values


def _check_reason(
    draft: Draft, row: int, column: ReleasedColumn, reasons: dict[tuple[int, str], str]
) -> None:
    reason = reasons.setdefault((row, column.name), column.missing)
    if reason not in REASONS:
        raise DisclosureError(
            f"Row {row} of “{draft.name}” has no {column.name}; “{reason}” is not a known reason.",
            remedy=f"Give one of: {', '.join(REASONS)}.",
        )


def _weeks(draft: Draft) -> list[Value]:
    """Return the number of weeks over which each row's reports came; refuse a table that does not say."""
    names = [column.name for column in draft.columns]
    if "weeks" not in names:
        raise DisclosureError(
            f"The community table {draft.name} does not say over how many weeks its reports came.",
            remedy="Add a column named weeks.",
        )
    return [row[names.index("weeks")] for row in draft.rows]


def _made(
    draft: Draft,
    rows: tuple[tuple[Value, ...], ...],
    reasons: dict[tuple[int, str], str],
    edition: Edition,
) -> Released:
    order = {column.name: number for number, column in enumerate(draft.columns)}
    missing = {place: reason for place, reason in reasons.items() if _is_missing(order, rows, place)}
    return Released(
        name=draft.name,
        title=draft.title,
        columns=draft.columns,
        rows=rows,
        source_class=draft.source_class,
        edition=edition,
        marking=MARKINGS[edition],
        reasons=missing,
        figures={place: figure for place, figure in draft.figures.items() if place not in missing},
        sources=draft.sources,
        notes=draft.notes,
        key=_released._key,
    )


def _is_missing(
    order: Mapping[str, int], rows: tuple[tuple[Value, ...], ...], place: tuple[int, str]
) -> bool:
    row, name = place
    return row < len(rows) and name in order and rows[row][order[name]] is None
