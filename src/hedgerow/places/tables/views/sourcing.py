"""Which sources a table rests on."""

from __future__ import annotations

from hedgerow.disclosure import SourceNote
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake

_NOTES = """
    SELECT DISTINCT title, publisher, licence, vintage FROM source_file
    WHERE EXISTS (SELECT 1 FROM unnest($names) AS wanted(name) WHERE starts_with(source, wanted.name))
    ORDER BY ALL
"""


def source_notes(lake: Lake, *names: str) -> tuple[SourceNote, ...]:
    """Return the sources that were read and whose names begin with one of `names`."""
    if not lake.has("source_file"):
        return ()
    return remembered(lake, ("source_file",), ("source_notes", names), lambda: _notes(lake, names))


def _notes(lake: Lake, names: tuple[str, ...]) -> tuple[SourceNote, ...]:
    rows = lake.query(_NOTES, {"names": list(names)}).to_pylist()
    return tuple(SourceNote(r["title"], r["publisher"], r["licence"], r["vintage"]) for r in rows)
