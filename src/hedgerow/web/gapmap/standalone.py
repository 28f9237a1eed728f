"""The map in one file: no network, its own small script, and a table where no script runs."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from markupsafe import Markup

from hedgerow.disclosure import Released, Value
from hedgerow.evidence.gapmap.axes import SEGMENTS, axes
from hedgerow.evidence.gapmap.scales import scales
from hedgerow.evidence.gapmap.values import STANDS, VALUES
from hedgerow.evidence.overlay import Laid
from hedgerow.evidence.tables import GapMapView, MapFace
from hedgerow.evidence.tables.gap_map import level_title
from hedgerow.evidence.tables.gap_map_cells import basis
from hedgerow.evidence.wording import STATES, VERIFIED
from hedgerow.vocabulary import terms
from hedgerow.web.blocks import OwnBlock
from hedgerow.web.gapmap.drawing import SAID, DrawnRow, drawn_rows, layered, looks
from hedgerow.web.gapmap.form import choices_of, labels
from hedgerow.web.gapmap.key import state_key, step_key
from hedgerow.web.gapmap.words import SUMMARY, page_values
from hedgerow.web.render import template

ALONE = Path(__file__).parent / "alone"
TITLE = "Evidence and gap map"
_FILTERS = (
    *("q", "approach", "four_p", "intervention_group", "outcome_group", "kind", "design", "country"),
    *("uk", "east_midlands", "year_from", "year_to"),
)


@dataclass(frozen=True)
class CellRecords:
    """The records of one cell, for a reader without script."""

    anchor: str
    title: str
    text: str
    records: tuple[tuple[str, str], ...]


def standalone(
    view: GapMapView, records: Released, face: MapFace, *, layers: Sequence[Laid] = (), region: str = ""
) -> str:
    """Return the whole file; everything in it has passed the door.

    Parameters
    ----------
    view
        The map as it is drawn where no script runs.
    records
        All records of the map, unfiltered: the script narrows them.
    face
        What the file says of itself.
    layers
        Published maps that are laid over it.
    region
        Name of the region of the workspace.
    """
    style = Markup((ALONE / "map.css").read_text("utf-8") + (ALONE / "grid.css").read_text("utf-8"))  # noqa: S704
    script = Markup((ALONE / "map.js").read_text("utf-8"))  # noqa: S704 (our own file)
    rows = list(records.records())
    title = f"{TITLE}, {region}" if region else TITLE
    return template(
        "gapmap_alone.html"
    ).render(
        policy=policy(style, script),
        style=style,
        script=script,
        data=Markup(safe_json(_data(rows, face, layers))),  # noqa: S704 (escaped by safe_json)
        title=title,
        view=view,
        face=face,
        facts=face.pairs(),
        drawn=_drawn(view, layers),
        steps=step_key(),
        states=state_key(),
        levels=[(looks(view)[name], words) for name, words in view.levels.items()],
        layers=layers,
        cells=_cells(view, rows),
        records=[_row(row) for row in rows],
        sources=view.cells.sources[:1],
        notes=view.cells.notes,
        marking=view.cells.marking,
        version=version("hedgerow"),
    )


def policy(style: str, script: str) -> str:
    """Return the policy of the file: its own style and its own script, and nothing else at all."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; "
        "form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def safe_json(data: object) -> str:
    """Return JSON that can stand inside a script element: nothing in it can end that element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _drawn(view: GapMapView, layers: Sequence[Laid]) -> Markup:
    rows = drawn_rows(view, layered(layers, view.query))
    rows = tuple(DrawnRow(row.id, row.title, _with_anchors(row, view)) for row in rows)
    block = OwnBlock("gapmap", {**page_values(view), "rows": rows, "alone": True})
    return Markup(template("blocks/gapmap.html").render(block=block))  # noqa: S704 (escaped by the engine)


def _with_anchors(row: DrawnRow, view: GapMapView) -> tuple[Any, ...]:
    return tuple(
        replace(cell, href=f"#{_anchor(row.id, column)}" if cell.n else "")
        for cell, column in zip(row.cells, view.columns, strict=True)
    )


def _anchor(row: str, column: str) -> str:
    return f"cell-{row}-{column}"


def _cells(view: GapMapView, rows: Sequence[Mapping[str, Value]]) -> list[CellRecords]:
    titles = {str(row["id"]): str(row["title"]) for row in rows}
    found = []
    for cell in view.cells.records():
        ids = [name for name in str(cell["ids"] or "").split("|") if name]
        if ids:
            counts = f"{cell['reviews']} reviews, {cell['studies']} studies; {cell['state_title']}."
            gaps = f" Named gaps: {cell['gap_basis']}" if cell["gap_basis"] else ""
            found.append(
                CellRecords(
                    _anchor(str(cell["row"]), str(cell["column"])),
                    f"{cell['row_title']} by {cell['column_title']}",
                    counts + gaps,
                    tuple((name, titles[name]) for name in ids),
                )
            )
    return found


def _row(row: Mapping[str, Value]) -> dict[str, Value]:
    check = next(grade for grade in str(row["grade"]).split("|") if grade.startswith("source_check:"))
    words = VERIFIED.get(check.partition(":")[2], "not rated")
    return {**row, "stands": STANDS[str(row["stands"])], "check": words}


def _data(rows: Sequence[Mapping[str, Value]], face: MapFace, layers: Sequence[Laid]) -> dict[str, Any]:
    return {
        "read_again": face.read_again,
        "axes": {
            one.id: {"title": one.title, "frame": one.frame, "values": list(one.values.items())}
            for one in axes().values()
        },
        "scales": {
            one.id: {
                "title": one.title,
                "ordered": one.ordered,
                "levels": list(one.levels),
                "titles": {level: level_title(one, level) for level in one.levels},
            }
            for one in scales().values()
        },
        "segments": [name for name in SEGMENTS if any(row.get(name) for row in rows)],
        "filters": [[name, labels()[name], choices_of(name) or None] for name in _FILTERS],
        "parents": {
            name: {term.id: term.parent for term in terms(name).values()}
            for name in ("intervention", "outcome")
        },
        "strands": {term.id: term.data["four_p"] for term in terms("intervention_group").values()},
        "gaps": [_gap(term.id) for term in terms("evidence_gap").values()],
        "states": dict(STATES),
        "short": SAID,
        "summary": SUMMARY,
        "records": [_record(row) for row in rows],
        "layers": [_layer(one) for one in layers],
    }


def _gap(name: str) -> dict[str, Any]:
    term = terms("evidence_gap")[name]
    places = {key: term.data.get(key, ()) for key in ("rows", "columns", "interventions")}
    return {
        "title": term.title,
        "state": term.data["state"],
        "basis": basis(str(term.data["state"]), term.about),
        **places,
    }


def _record(row: Mapping[str, Value]) -> dict[str, Any]:
    text = " ".join(str(row[name] or "") for name in ("title", "authors", "finding"))
    return {
        "id": row["id"],
        "title": row["title"],
        "authors": row["authors"],
        "year": row["year"],
        "kind": row["kind_title"],
        "finding": row["finding"],
        "link": row["link"],
        "words": text.lower(),
        "v": {name: [part for part in str(row[name] or "").split("|") if part] for name in VALUES},
    }


def _layer(one: Laid) -> dict[str, Any]:
    cells = {f"{row}|{column}": count for (row, column), count in one.cells.items()}
    return {"title": one.title, "rows": one.rows, "columns": one.columns, "cells": cells}
