"""Effects as they were printed: with a variance, a standard error, bounds or an exact p."""

from __future__ import annotations

import numpy as np

from hedgerow.errors import UsageError
from hedgerow.evidence.synthesis.columns import Recognised
from hedgerow.evidence.synthesis.data import Array, named
from hedgerow.evidence.synthesis.effects_table import EffectsTable
from hedgerow.evidence.synthesis.made import Computed
from hedgerow.evidence.synthesis.measures import Measure, measure_named, printed_as_ratio
from hedgerow.stats.meta import conversions


def printed(
    table: EffectsTable, read: Recognised, wanted: Measure | None, measure: str, inverse: bool | None
) -> Computed:
    """Return effects as printed; `inverse` turns ratios over.

    Raises
    ------
    UsageError
        When the table names another measure, or does not say whether its estimates are ratios.
    """
    said = measure or next((word for word in table.words("measure") if word), "") or _column_says(read)
    known = wanted or measure_named(said)
    _check_said(table, wanted)
    if known and known.code == "RIRR" and inverse is None:
        raise UsageError(
            f"{table.name} does not say which way round its ratios of places are.",
            cause="Older reviews of crime print the inverse: above 1 means that treated places did better.",
            remedy="State whether the ratios are the inverse: --set inverse=yes or --set inverse=no.",
        )
    if read.kind == "variance":
        y, v = table.numbers(read.columns["yi"]), table.numbers(read.columns["vi"])
        found = Computed(y, v, read, known, {"yi": y, "vi": v})
    else:
        found = _from_print(table, read, known, said)
    return _turned(found) if inverse else found


def _column_says(read: Recognised) -> str:
    """Return the measure that the estimate's own column names, such as OR or risk_ratio."""
    head = read.columns.get("estimate", "")
    found = measure_named(head)
    return head if found and found.log else ""


def _check_said(table: EffectsTable, wanted: Measure | None) -> None:
    """Refuse a measure that is not the one that the table itself names."""
    named_there = {word: measure_named(word) for word in table.words("measure") if word}
    other = [word for word, one in named_there.items() if wanted and one and one.code != wanted.code]
    if wanted and other:
        raise UsageError(
            f"{table.name} says that its effects are “{other[0]}”, not {wanted.code}.",
            remedy="Leave out the measure, or correct the column.",
        )


def _from_print(table: EffectsTable, read: Recognised, known: Measure | None, said: str) -> Computed:
    inputs = {role: table.numbers(head) for role, head in read.columns.items()}
    ratio = printed_as_ratio(said)
    whole = np.isfinite([*inputs.values()]).all(axis=0)
    y, v = np.full(whole.size, np.nan), np.full(whole.size, np.nan)
    notes, misprinted = [f"Read as printed: {', '.join(read.columns.values())}."], ""
    if read.kind == "error":
        # A negative error must not become a good variance: its sign is kept, and refused by name.
        y, v = inputs["yi"], np.sign(inputs["se"]) * inputs["se"] ** 2
    elif read.kind == "p":
        y[whole] = inputs["yi"][whole]
        v[whole] = conversions.variance_from_p(inputs["yi"][whole], inputs["p"][whole])
    elif whole.any():
        parts = [inputs[role][whole] for role in ("estimate", "low", "high")]
        _check_ratio(table, parts, said)
        got = conversions.from_interval(*parts, ratio=ratio, decimals=_decimals(table, read))
        y[whole], v[whole] = got.y, got.v
        rows = np.flatnonzero(whole)[got.off_centre].tolist()
        misprinted = named(table.studies(), rows) if rows else ""
        if "bounds_type" not in table.heads:
            notes.append("The bounds are taken for 95 % confidence bounds, as the columns' names say.")
    if misprinted:
        notes.append(f"Check the print of {misprinted}: the estimate is not amid its bounds.")
    return Computed(y, v, read, known, inputs, tuple(notes), (misprinted,) if misprinted else ())


def _check_ratio(table: EffectsTable, parts: list[Array], said: str) -> None:
    """Refuse bounds that may be of ratios or of differences, where nothing says which."""
    if not said and all((part > 0).all() for part in parts):
        raise UsageError(
            f"{table.name} does not say whether its estimates are ratios.",
            cause="All estimates and bounds are above zero, as those of ratios are and those of differences "
            "may be.",
            remedy="Name the measure, for example OR for odds ratios or SMD for standardised differences.",
        )


def _decimals(table: EffectsTable, read: Recognised) -> int:
    """Return the fewest decimals with which bounds and estimates were printed in the table's finest row."""
    cells = [cell for head in read.columns.values() for cell in table.words(head)]
    return max((len(cell.partition(".")[2]) for cell in cells), default=2)


def _turned(found: Computed) -> Computed:
    """Turn printed ratios over: the inverse of a ratio is the negative of its logarithm."""
    note = "The printed ratios were turned over: they are the inverse of today's."
    return Computed(
        -found.y, found.v, found.read, found.measure, found.inputs, (*found.notes, note), found.misprinted
    )
