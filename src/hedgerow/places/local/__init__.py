"""Where like lies beside like: local statistics of areas, held to their level.

Nouns: `LocalData`, `LocalOptions`, `LocalResult`.
Verbs: `find_patterns`; `read_local` (two CSV files), `write_local`.
May import: stats, provenance, disclosure, errors.
"""

from hedgerow.places.local.data import LocalData, LocalOptions
from hedgerow.places.local.patterns import find_patterns
from hedgerow.places.local.reading import read_local
from hedgerow.places.local.result import LocalResult
from hedgerow.places.local.writing import write_local

__all__ = ["LocalData", "LocalOptions", "LocalResult", "find_patterns", "read_local", "write_local"]
