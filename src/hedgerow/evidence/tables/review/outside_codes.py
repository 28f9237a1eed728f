"""Codes that a file applies to its records: outside codes, shown by name and never a reviewer's."""

from __future__ import annotations

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.evidence.coding import shelf_of
from hedgerow.evidence.coding.tree_events import TYPES
from hedgerow.evidence.intake import told
from hedgerow.evidence.intake.outside import OUTSIDE
from hedgerow.evidence.review import Reference
from hedgerow.evidence.tables.review.log import ReviewLog

_COLUMNS = (
    ReleasedColumn("code", "Code"),
    ReleasedColumn("tree", "Code tree", missing="not_applicable"),
    ReleasedColumn("note", "Note", missing="not_applicable"),
    ReleasedColumn("quote", "Quoted", missing="not_applicable"),
    ReleasedColumn("arm", "Arm", missing="not_applicable"),
)


def outside_codes(review: ReviewLog, one: Reference) -> Released:
    """Return the codes that the file of a reference applies to it, by the names of the trees on the shelf."""
    said = one.said.codes
    shelf = shelf_of(told(review.events((*TYPES, OUTSIDE)))) if said else None
    rows = tuple(
        (
            shelf.name(code.code),
            shelf.trees[shelf.home[code.code]].name if code.code in shelf.home else None,
            code.note,
            " … ".join(code.quotes) or None,
            code.arm,
        )
        for code in said
        if shelf is not None
    )
    note = f"Applied by {one.source}, not by a reviewer here: they count in no coding, agreement or map."
    unknown = sum(row[1] is None for row in rows)
    notes = (note, f"{unknown:,} of them are in no code tree of this review.") if unknown else (note,)
    return release(Draft("outside_codes", f"Codes of {one.source}", _COLUMNS, rows, notes=notes))
