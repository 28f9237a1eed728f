"""Readers of data.police.uk files: explicit columns, every value checked, every row kept or listed.

Nouns: `FileRead` (what one file gave), `Reject` (a row that was not kept, and why), `Vintages`.
Verbs: `read_street`, `read_outcomes`, `read_stop_search`.
A row is a physical line. Rows are counted before parsing; rows in = rows kept + rows rejected, always.
May import: vocabulary, errors.
"""

from hedgerow.places.sources.police.outcomes import read_outcomes
from hedgerow.places.sources.police.result import WHOLE_FILE, FileRead, Reject
from hedgerow.places.sources.police.stop_search import read_stop_search
from hedgerow.places.sources.police.street import read_street
from hedgerow.places.sources.police.vintage import Vintages

__all__ = [
    "WHOLE_FILE",
    "FileRead",
    "Reject",
    "Vintages",
    "read_outcomes",
    "read_stop_search",
    "read_street",
]
