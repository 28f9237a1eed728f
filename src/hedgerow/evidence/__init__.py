"""What is known to work: which publications are held, what they found, and where nothing is known.

Nouns: `Imported` and `ReadFile` (what a reader returns), `EvidenceState` (what the library says of an
intervention), `Cell` (one cell of the evidence and gap map), `SearchQuery`.
Verbs: `read_file`, `state_of`, `cells`. Storage and views: `hedgerow.evidence.tables`.
May import: errors, settings, vocabulary, provenance, disclosure; only ``tables`` may import store.
"""

from hedgerow.evidence.gapmap import Cell, cells
from hedgerow.evidence.imported import Imported, ReadFile, Rejected
from hedgerow.evidence.readers import READERS, read_file
from hedgerow.evidence.state import EvidenceState, state_of

__all__ = [
    "READERS",
    "Cell",
    "EvidenceState",
    "Imported",
    "ReadFile",
    "Rejected",
    "cells",
    "read_file",
    "state_of",
]
