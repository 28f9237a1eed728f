"""Published maps laid over ours: kept with owner, date and terms, and drawn once a person has confirmed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import NotFoundError, RecordError, UsageError
from hedgerow.evidence.gapmap.axes import axis
from hedgerow.evidence.overlay import Laid, Layer, Match, lay, layer_of, suggest
from hedgerow.evidence.overlay.layer import check_crosswalk
from hedgerow.evidence.readers.eppi_mapper import decode_map_page
from hedgerow.evidence.tables.sourcing import SOURCES
from hedgerow.provenance import canonical_json
from hedgerow.store.database import Database
from hedgerow.store.database.writing import Row

ROWS, COLUMNS = "intervention_group", "outcome_group"
LARGEST = 60 << 20
NOTE = "A published map of its owner: never added to the counts of ours."


@dataclass(frozen=True)
class Ownership:
    """Whose a published map is, under which terms it may be used, and of which date it is."""

    owner: str
    terms: str
    made: str = ""


@dataclass(frozen=True)
class LayerView:
    """A layer with its crosswalk.

    Attributes
    ----------
    id, title, status
        Key, title, and whether a person has confirmed it: ``suggested`` or ``confirmed``.
    laid
        What it holds in our cells; nothing before it is confirmed.
    crosswalk
        Every code with the value of ours: suggested by words, or as confirmed.
    summary
        The same in a sentence.
    """

    id: str
    title: str
    status: str
    laid: Laid
    crosswalk: Released
    summary: str


def add_layer(
    database: Database, name: str, content: bytes, whose: Ownership, *, actor: str = "local"
) -> str:
    """Read a published map and keep it with a suggested crosswalk; return its id.

    Raises
    ------
    RecordError
        When the page is no map, or holds no axes or references.
    UsageError
        When nobody says whose it is and under which terms.
    """
    page = decode_map_page(_text(name, content))
    owner = whose.owner.strip() or page.owner
    if not owner or not whose.terms.strip():
        raise UsageError(
            "A published map needs an owner and terms.",
            cause="The page does not say them, or nobody typed them.",
            remedy="Give the owner and the terms under which it may be used.",
        )
    layer = layer_of(page)
    if not layer.references or not layer.codes:
        raise RecordError(f"The map {name} holds no references or no axes.", remedy="Save the page again.")
    digest = hashlib.sha256(content).hexdigest()
    title = page.title or Path(name).stem
    crosswalk = {match.code.id: match.value for match in suggest(layer, ROWS, COLUMNS)}
    values = {
        "title": title,
        "owner": owner,
        "terms": whose.terms.strip(),
        "made": whose.made.strip() or None,
        "file_name": Path(name).name,
        "sha256": digest,
        "content": canonical_json(layer.as_dict()),
        "crosswalk": canonical_json(crosswalk),
        "status": "suggested",
    }
    held = [row["id"] for row in database.current("map_layer", sha256=digest)]
    if held:
        return str(held[0])
    original = {"sha256": digest, "media": "text/html", "bytes": len(content), "content": content}
    with database.writing(actor) as writer:
        writer.once("document", "sha256", original)
        return writer.add("map_layer", values)


def confirm_layer(
    database: Database, layer: str, crosswalk: Mapping[str, str], *, actor: str = "local"
) -> None:
    """Take a person's crosswalk: from now on the layer is drawn.

    Raises
    ------
    UsageError
        When a code or a value is not there, or no code has a value.
    """
    row = _standing(database, layer)
    kept = Layer.of(json.loads(row["content"]))
    check_crosswalk(kept, crosswalk, ROWS, COLUMNS)
    if not any(crosswalk.values()):
        raise UsageError(
            "No code of the map has a value of ours.", remedy="Match at least one row and column."
        )
    values = {"crosswalk": canonical_json(dict(crosswalk)), "status": "confirmed"}
    database.amend("map_layer", layer, values, based_on=row["version"], actor=actor)


def read_crosswalk(content: bytes, name: str) -> dict[str, str]:
    """Return the crosswalk that a CSV file with the columns code and value holds.

    Raises
    ------
    RecordError
        When it has no such columns or is not UTF-8.
    """
    rows = csv.DictReader(io.StringIO(_text(name, content), newline=""))
    lacking = {"code", "value"} - set(rows.fieldnames or ())
    if lacking:
        raise RecordError(
            f"The crosswalk {name} has no column {' and no column '.join(sorted(lacking))}.",
            remedy="Start from the crosswalk that the overlay prints, and fill in the column value.",
        )
    return {str(row["code"]).strip(): str(row["value"] or "").strip() for row in rows}


def remove_layer(database: Database, layer: str, *, actor: str = "local") -> None:
    """Take a layer off the map; what was kept stays in the history."""
    database.remove("map_layer", layer, actor=actor)


def laid_layers(database: Database) -> tuple[Laid, ...]:
    """Return every confirmed layer as it lies over the map, oldest first."""
    return tuple(_laid(row) for row in database.current("map_layer", status="confirmed"))


def layer_views(database: Database) -> tuple[LayerView, ...]:
    """Return every layer with its crosswalk, oldest first."""
    return tuple(_view(row) for row in database.current("map_layer"))


def layer_view(database: Database, layer: str) -> LayerView:
    """Return one layer; raise `NotFoundError` when there is none of that id."""
    return _view(_standing(database, layer))


def _standing(database: Database, layer: str) -> Row:
    row = database.record("map_layer", layer)
    if row["removed"]:
        raise NotFoundError(f"The layer “{row['title']}” was removed.", remedy="Add the page again.")
    return row


def _laid(row: Row) -> Laid:
    layer = Layer.of(json.loads(row["content"]))
    confirmed = row["status"] == "confirmed"
    cells, placed = lay(layer, json.loads(row["crosswalk"]) if confirmed else {}, ROWS, COLUMNS)
    return Laid(
        title=row["title"],
        owner=row["owner"],
        terms=row["terms"],
        made=row["made"] or "",
        rows=ROWS,
        columns=COLUMNS,
        cells=cells,
        references=len(layer.references),
        placed=placed,
    )


def _view(row: Row) -> LayerView:
    layer = Layer.of(json.loads(row["content"]))
    laid, crosswalk = _laid(row), json.loads(row["crosswalk"])
    matches = {match.code.id: match for match in suggest(layer, ROWS, COLUMNS)}
    matched = sum(bool(value) for value in crosswalk.values())
    said = (
        "confirmed by a person" if row["status"] == "confirmed" else "suggested by words, not yet confirmed"
    )
    summary = (
        f"{laid.references} references, {layer.rejected} that could not be read; {matched} of "
        f"{len(layer.codes)} codes have a value of ours ({said}); {laid.placed} references stand on the map."
    )
    table = _crosswalk(layer, crosswalk, matches)
    return LayerView(row["id"], row["title"], row["status"], laid, table, summary)


def _crosswalk(layer: Layer, crosswalk: Mapping[str, str], matches: Mapping[str, Match]) -> Released:
    columns = (
        ReleasedColumn("code", "Code"),
        ReleasedColumn("axis", "Their axis"),
        ReleasedColumn("side", "Side"),
        ReleasedColumn("title", "Their code"),
        ReleasedColumn("references", "References"),
        ReleasedColumn("value", "Our value", missing="not_applicable"),
        ReleasedColumn("value_title", "Our value in words", missing="not_applicable"),
        ReleasedColumn("suggested", "Suggested", missing="not_applicable"),
        ReleasedColumn("suggested_title", "Suggested by words", missing="not_applicable"),
        ReleasedColumn("words", "Words in common", missing="not_applicable"),
    )
    counted: dict[str, int] = {}
    for _, codes in layer.references:
        for name in codes:
            counted[name] = counted.get(name, 0) + 1
    rows = []
    for code in layer.codes:
        ours, value, match = (
            axis(COLUMNS if code.is_column else ROWS),
            crosswalk.get(code.id),
            matches[code.id],
        )
        side = "column" if code.is_column else "row"
        facts = (code.id, code.axis, side, code.path, counted.get(code.id, 0), value or None)
        words = (ours.values.get(value or ""), match.value or None, match.title or None)
        rows.append((*facts, *words, ", ".join(match.words) or None))
    return release(
        Draft("map_layer_crosswalk", "Crosswalk", columns, tuple(rows), sources=SOURCES[:0], notes=(NOTE,))
    )


def _text(name: str, content: bytes) -> str:
    if len(content) > LARGEST:
        raise RecordError(f"The page {name} is larger than {LARGEST >> 20} MB.", remedy="Save the map alone.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(
            f"The file {name} is not UTF-8.",
            cause=f"{error.reason} at byte {error.start}.",
            remedy="Save it again as UTF-8.",
        ) from error
