"""What every evidence table says of its sources, and what must be read beside it."""

from __future__ import annotations

from hedgerow.disclosure import SourceNote
from hedgerow.evidence.shipped import VINTAGE

LIBRARY = SourceNote(
    name="Starter evidence library",
    publisher="Hedgerow",
    licence="Apache-2.0; facts only, in our own words",
    vintage=VINTAGE,
)
IMPORTS = SourceNote(
    name="Imported references",
    publisher="the owner of this workspace",
    licence="as the owner holds it",
    vintage="as imported",
)
SOURCES = (LIBRARY, IMPORTS)
BIAS = (
    "Mostly policing trials of the United States and United Kingdom government reports, read from abstracts."
)
NOT_ADDED = "A record can stand in several cells and under several approaches: do not add them up."
ABSENCE = "No evidence held is not evidence that something does not work."
