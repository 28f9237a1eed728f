"""Follow a figure's address: read it, find its table, hand it to the function that knows that table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import cast

from hedgerow.errors import DisclosureError, NotFoundError
from hedgerow.provenance import Figure
from hedgerow.store import catalogue
from hedgerow.workspace.opening import Workspace, open_workspace
from hedgerow.workspace.trace.trail import Trail

Tracer = Callable[[Workspace, Figure], Trail]

# Table to the module that follows its figures; each has a function `follow`.
TRACERS: Mapping[str, str] = {
    "panel": "panel",
    "indicator_value": "indicator",
    "index_score": "index",
    "index_component": "index",
    "contrast": "contrast",
    "harm_score": "harm",
    "area": "area",
    "evidence_cell": "evidence",
    "evidence_record": "evidence",
    "evidence_effect": "evidence",
    "commitment": "plan",
    "plan": "plan",
}

# Source classes whose numbers may be shown one by one.
TRACED = ("open", "modelled")


def trace(where: Workspace | Path | str, figure: str | Figure) -> Trail:
    """Follow a figure to the rows of the files that it came from, and compute it again from them.

    Parameters
    ----------
    where
        A workspace, or its folder.
    figure
        The address, as a page or document prints it: ``table/key=value,key=value/column``.

    Raises
    ------
    UsageError
        When the address is not one.
    NotFoundError
        When there is no such figure; the error names near ones.
    DisclosureError
        When the table is a partner's or the community's: a number of it is shown only after the small-number
        rules of its whole table, and a trace would get round them.
    """
    workspace = where if isinstance(where, Workspace) else open_workspace(where)
    address = figure if isinstance(figure, Figure) else Figure.parse(figure)
    _check_class(address.table)
    return tracer(address.table)(workspace, address)


def _check_class(table: str) -> None:
    held = catalogue.tables().get(table)
    if held is not None and held.source_class not in TRACED:
        raise DisclosureError(
            f"Figures of {table} are not traced one by one.",
            cause=f"It is of the class {held.source_class}: a single number could be a small count.",
            remedy="Its owner has the file; hedgerow doctor PATH says which one.",
        )


def tracer(table: str) -> Tracer:
    """Return the function that follows figures of a table."""
    if table in TRACERS:
        module = import_module(f"hedgerow.workspace.trace.{TRACERS[table]}")
        return cast("Tracer", module.follow)
    if table in catalogue.tables():
        from hedgerow.workspace.trace.rows import follow

        return follow
    known = sorted({*TRACERS, *catalogue.tables()})
    near = get_close_matches(table, known, 3)
    raise NotFoundError(
        f"No figure has an address that begins with “{table}”.",
        remedy=f"Did you mean {' or '.join(near)}?" if near else f"Tables are: {', '.join(known)}.",
    )
