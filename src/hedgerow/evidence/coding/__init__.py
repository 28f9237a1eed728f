"""What reviewers say of a study: code trees, codes applied, forms filled in, grades, and how far two agree.

Nouns: `Code`, `CodeTree`, `CodingState`, `Application`, `Quote`, `Studies`, `Shelf`.
Verbs: `coding_state`, `studies_of`, `shipped_trees`, `shelf_of`.
Pure functions and frozen data; storage is in `hedgerow.evidence.tables.review`.
"""

from hedgerow.evidence.coding.applied import Application, Quote
from hedgerow.evidence.coding.shipped_trees import shipped_trees
from hedgerow.evidence.coding.state import CodingState, coding_state
from hedgerow.evidence.coding.studies import Studies, studies_of
from hedgerow.evidence.coding.tree import Code, CodeTree
from hedgerow.evidence.coding.tree_events import Shelf, shelf_of, tree_values

__all__ = [
    "Application",
    "Code",
    "CodeTree",
    "CodingState",
    "Quote",
    "Shelf",
    "Studies",
    "coding_state",
    "shelf_of",
    "shipped_trees",
    "studies_of",
    "tree_values",
]
