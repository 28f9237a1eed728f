"""What reviewers say of a study: code trees, codes applied, forms filled in, grades, and how far two agree.

Nouns: `Code`, `CodeTree`.
Pure functions and frozen data; storage is in `hedgerow.evidence.tables`.
"""

from hedgerow.evidence.coding.tree import Code, CodeTree

__all__ = ["Code", "CodeTree"]
