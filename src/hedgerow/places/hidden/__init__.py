"""How many people nobody has counted, and why that number is contested.

Nouns: `Lists` (who is on which lists), `Hidden` (totals by several models, with what speaks against them).
Verbs: `read_lists`, `estimate_hidden`.
May import: stats, provenance, errors.
"""

from hedgerow.places.hidden.estimating import Hidden, Options, estimate_hidden
from hedgerow.places.hidden.lists import Lists, read_lists

__all__ = ["Hidden", "Lists", "Options", "estimate_hidden", "read_lists"]
