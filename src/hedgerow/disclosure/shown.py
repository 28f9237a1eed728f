"""How a released value is printed: one way for pages, files and documents."""

from __future__ import annotations

from hedgerow.disclosure.released import REASONS, Released, ReleasedColumn, Value

SHORT_REASONS = {
    "missing": "not known",
    "gap": "gap",
    "suppressed": "withheld",
    "not_applicable": "n/a",
    "not_rated": "not rated",
    "cannot_tell": "cannot tell",
    "not_built": "not built",
    "no_weight": "no weight",
}


def shown_value(value: Value, column: ReleasedColumn) -> str:
    """Return a value that is present as text: thousands by comma, decimals as the column says."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if column.decimals is not None:
            return f"{value:,.{column.decimals}f}"
        if float(value).is_integer():
            return f"{value:,.0f}"
        return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"
    return "" if value is None else value


def shown(table: Released, row: int, column: ReleasedColumn) -> str:
    """Return one cell as printed; a missing one says why in a word or two, never a nought or a dash."""
    value = table.rows[row][[c.name for c in table.columns].index(column.name)]
    if value is None:
        return SHORT_REASONS[table.reasons[row, column.name]]
    return shown_value(value, column)


def missing_notes(table: Released) -> tuple[str, ...]:
    """Return one line for each kind of missing value that the table holds."""
    used = sorted(set(table.reasons.values()))
    return tuple(
        f"{SHORT_REASONS[reason]} = {REASONS[reason]}"
        for reason in used
        if SHORT_REASONS[reason] != REASONS[reason]
    )
