"""Which records are one report: three tiers, links that can be undone, nothing deleted and nothing lost.

Nouns: `Record`, `Link`, `Placement`, `Found`, `Settlement`, `Settled`, `Merged`.
Verbs: `find_duplicates`, `settle`, `merge_fields`, `agreement` (with labelled groups).
Pure functions on records and arrays; no file but in `csv_file`, no storage.
"""

from hedgerow.evidence.dedupe.find import find_duplicates
from hedgerow.evidence.dedupe.links import Found, Link, Placement
from hedgerow.evidence.dedupe.merging import Merged, merge_fields
from hedgerow.evidence.dedupe.record import Record
from hedgerow.evidence.dedupe.scoring import Agreement, agreement
from hedgerow.evidence.dedupe.settle import Settled, Settlement, settle

__all__ = [
    "Agreement",
    "Found",
    "Link",
    "Merged",
    "Placement",
    "Record",
    "Settled",
    "Settlement",
    "agreement",
    "find_duplicates",
    "merge_fields",
    "settle",
]
