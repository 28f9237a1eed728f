"""Effects made from a table, with what they were made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hedgerow.evidence.synthesis.columns import Recognised
from hedgerow.evidence.synthesis.data import Array
from hedgerow.evidence.synthesis.measures import Measure


@dataclass(frozen=True)
class Computed:
    """Effects of a table with what they were made from.

    Attributes
    ----------
    y, v
        One a row, NaN where an input is missing.
    inputs
        The raw columns by role, for the record and for methods that pool counts.
    measure
        `None` where the table does not say what the effects are.
    notes
        What a reader must know: how columns were taken, misprints, corrections.
    misprinted
        Rows whose estimate is not amid its bounds.
    """

    y: Array
    v: Array
    read: Recognised
    measure: Measure | None
    inputs: Mapping[str, Array] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    misprinted: tuple[str, ...] = ()
