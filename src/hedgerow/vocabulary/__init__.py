"""The controlled words that join evidence, places, plans and action: data with schema, owner and version.

Nouns: `Scheme` (a list of words with owner, version and status), `Term` (one word).
Verbs: `schemes`, `scheme`, `terms`, `term`, `children`, `crime_type_of`, `family_types`,
`police_discovered`.
Each scheme is a TOML file in ``data/``; an unknown key or a dangling reference fails on load.
May import: errors.
"""

from hedgerow.vocabulary.crime import crime_type_of, family_types, police_discovered
from hedgerow.vocabulary.scheme import Field, Scheme, Term
from hedgerow.vocabulary.shelf import children, scheme, schemes, term, terms

__all__ = [
    "Field",
    "Scheme",
    "Term",
    "children",
    "crime_type_of",
    "family_types",
    "police_discovered",
    "scheme",
    "schemes",
    "term",
    "terms",
]
