"""The flow of a review after PRISMA 2020, computed from its log and never typed.

Nouns: `Arrival` (one reference as it came), `Path` (how far one record got), `Flow` (every count), `Box`.
Verbs: `count_flow`, `check_flow` (what must add up), `flow_csv`, `draw_flow`.
Pure functions; the log is read in `hedgerow.evidence.tables.review`.
May import: errors, disclosure.
"""

from hedgerow.evidence.flow.boxes import BOXES, Box
from hedgerow.evidence.flow.count import Arrival, Flow, Path, SourceCount, count_flow
from hedgerow.evidence.flow.csv_file import flow_csv
from hedgerow.evidence.flow.diagram import draw_flow
from hedgerow.evidence.flow.sums import check_flow

__all__ = [
    "BOXES",
    "Arrival",
    "Box",
    "Flow",
    "Path",
    "SourceCount",
    "check_flow",
    "count_flow",
    "draw_flow",
    "flow_csv",
]
