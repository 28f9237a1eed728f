"""The evidence and gap map: what each cell of two axes holds, and where nothing is known.

Nouns: `Axis` (what may stand in rows, columns or segments), `Scale` (one way to grade, never mixed with
another), `GridCell`, `Cell` (of the frame, as the lake keeps it), `Filters`, `Snapshot` (a kept version).
Verbs: `grid`, `cells`, `fits`, `snapshot`, `difference`.
Three states are never alike: *held*; *empty after search*, where the library's coders looked and found no
evaluation; *not searched*, which is all that can be said of any other empty cell.
"""

from hedgerow.evidence.gapmap.cells import Cell, cells, off_map
from hedgerow.evidence.joined import groups_of, split

__all__ = ["Cell", "cells", "groups_of", "off_map", "split"]
