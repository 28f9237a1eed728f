"""Files as published: which there are, who publishes them, and how each is recognised, read and fetched.

Nouns: `Source` (what a publisher offers), `Form` (a shape that it comes in), `FoundFile` (one file, or one
member of a zip), `Discovery`.
Verbs: `discover`, `read_table`, `columns_of`, `rows_in`, `open_bytes`, `digest`, `add_files`,
`add_own_table`, `download.get`.
Definitions are data, one TOML file a publisher in `publishers/`; the readers of police.uk are in `police/`.
May import: provenance, vocabulary, errors.
"""

from hedgerow.places.sources.adding import Added, add_files, add_own_table
from hedgerow.places.sources.discovery import Discovery, Unrecognised, discover
from hedgerow.places.sources.form import Form, rows_in
from hedgerow.places.sources.found import FoundFile, digest, open_bytes
from hedgerow.places.sources.reading import columns_of, read_table
from hedgerow.places.sources.registry import SOURCES, Source

__all__ = [
    "SOURCES",
    "Added",
    "Discovery",
    "Form",
    "FoundFile",
    "Source",
    "Unrecognised",
    "add_files",
    "add_own_table",
    "columns_of",
    "digest",
    "discover",
    "open_bytes",
    "read_table",
    "rows_in",
]
