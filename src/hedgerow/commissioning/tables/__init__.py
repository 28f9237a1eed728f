"""The seam of commissioning to storage: initiatives, the alignment matrix and the facts of a profile.

Verbs: `build_alignment`, `alignment_view`, `add_initiative`, `import_initiatives`, `initiatives_view`,
`partners_view`, `read_facts`.
"""

from hedgerow.commissioning.tables.alignment import AlignmentView, alignment_view, build_alignment
from hedgerow.commissioning.tables.areas import resolve_area
from hedgerow.commissioning.tables.initiatives import (
    InitiativesView,
    add_initiative,
    import_initiatives,
    initiatives_view,
    list_initiatives,
    partners_view,
)
from hedgerow.commissioning.tables.reading import read_facts
from hedgerow.commissioning.tables.reports import record_report
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake

__all__ = [
    "AlignmentView",
    "Database",
    "InitiativesView",
    "Lake",
    "add_initiative",
    "alignment_view",
    "build_alignment",
    "import_initiatives",
    "initiatives_view",
    "list_initiatives",
    "partners_view",
    "read_facts",
    "record_report",
    "resolve_area",
]
