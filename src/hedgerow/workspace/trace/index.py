"""Follow a score of need or strength to its components, and each component to the file of its indicator."""

from __future__ import annotations

from typing import Any

from hedgerow.provenance import Figure
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace import indicator as indicator_
from hedgerow.workspace.trace.rows import step_of
from hedgerow.workspace.trace.select import select
from hedgerow.workspace.trace.trail import Trail


def follow(workspace: Workspace, figure: Figure) -> Trail:
    """Return a figure of an index with its components; the score is computed again from them."""
    rows = select(workspace.lake, figure).to_pylist()
    row = rows[0]
    if len(rows) > 1 or figure.column == "lsoa21":
        return _counted(figure, rows)
    if figure.table == "index_component":
        return _component(workspace, figure, row)
    sql = 'SELECT * FROM index_component WHERE "index" = $index AND lsoa21 = $code ORDER BY domain, indicator'
    parts = workspace.lake.query(sql, {"index": row["index"], "code": row["lsoa21"]}).to_pylist()
    made, inputs = step_of(workspace, "index_score")
    via = tuple(_as_figure(part) for part in parts)
    return Trail(
        figure=str(figure),
        title=f"{row['index'].capitalize()}: {figure.column.replace('_', ' ')}",
        value=row[figure.column],
        how=(made, "Each indicator is put on a scale of 0 to 100 and weighted; see its own trail."),
        via=via,
        notes=inputs,
    )


def _counted(figure: Figure, rows: list[dict[str, Any]]) -> Trail:
    """Follow a number of areas to their scores."""
    via = tuple(
        Trail(
            str(Figure.of("index_score", "score", {"index": row["index"], "lsoa21": row["lsoa21"]})),
            f"{row['lsoa21']}, rank {row['rank']}",
            row["score"],
        )
        for row in rows
    )
    how = ("The number of areas whose score fits; each has a trail of its own.",)
    return Trail(str(figure), "Areas counted", len(rows), how, float(len(via)), agrees=True, via=via)


def _as_figure(part: dict[str, Any]) -> Trail:
    keys = {name: part[name] for name in ("index", "lsoa21", "indicator")}
    address = str(Figure.of("index_component", "normalised", keys))
    words = f"{part['indicator']} ({part['domain']}, weight {part['weight']:.3g})"
    return Trail(address, words, part["normalised"])


def _component(workspace: Workspace, figure: Figure, row: dict[str, Any]) -> Trail:
    keys = {"indicator": row["indicator"], "lsoa21": row["lsoa21"]}
    source = indicator_.follow(workspace, Figure.of("indicator_value", "value", keys))
    return Trail(
        figure=str(figure),
        title=f"{row['index'].capitalize()}: {row['indicator']}",
        value=row[figure.column],
        how=("The indicator’s value, put on a scale of 0 to 100 over the areas of the region.",),
        via=(source,),
        origins=source.origins,
    )
