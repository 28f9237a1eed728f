"""A composite index from a specification: the pipeline of the OECD/JRC handbook (2008) as data.

Denominate, screen, impute, treat, normalise, weight, aggregate; coherence, uncertainty with sensitivity,
what each element does; a log from which the index is made again with one argument changed.

Nouns: `Spec`, `CompositeData`, `CompositeResult`, `Comparison`. Verbs: `read_document`, `spec_of`,
`read_table`, `data_of`, `run`, `changed`, `compare`.
May import: stats, errors, provenance, pyarrow.
"""

from hedgerow.places.composite.data import CompositeData, data_of, read_table
from hedgerow.places.composite.reading import read_document, spec_of
from hedgerow.places.composite.regenerating import Comparison, changed, compare
from hedgerow.places.composite.result import CompositeResult
from hedgerow.places.composite.running import run
from hedgerow.places.composite.spec import Spec

__all__ = [
    "Comparison",
    "CompositeData",
    "CompositeResult",
    "Spec",
    "changed",
    "compare",
    "data_of",
    "read_document",
    "read_table",
    "run",
    "spec_of",
]
