"""The map as the bytes of a file: HTML that stands alone, SVG or CSV."""

from __future__ import annotations

from dataclasses import replace

from hedgerow.disclosure import released_to_csv
from hedgerow.errors import UsageError
from hedgerow.evidence.tables import GapMapQuery, gap_map, laid_layers, map_face, record_table
from hedgerow.web.gapmap.standalone import standalone
from hedgerow.web.gapmap.svg import map_svg
from hedgerow.workspace import Workspace

ENDINGS = (".html", ".svg", ".csv")


def map_file(place: Workspace, query: GapMapQuery, ending: str) -> bytes:
    """Return the map of a workspace in the form that an ending asks for.

    Raises
    ------
    UsageError
        When there is no such form.
    """
    if ending not in ENDINGS:
        raise UsageError(
            f"A map cannot be written as “{ending}”.", remedy=f"Choose one of: {', '.join(ENDINGS)}."
        )
    view = gap_map(place.lake, replace(query, page=0))
    if ending == ".csv":
        return released_to_csv(view.cells)
    face, layers = map_face(place.database), laid_layers(place.database)
    if ending == ".svg":
        return map_svg(view, face, layers).encode()
    records, region = record_table(place.lake), place.settings.region.name
    return standalone(view, records, face, layers=layers, region=region).encode()
