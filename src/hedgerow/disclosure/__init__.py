"""The one door out: suppress, round and mark, then make a `Released` table; nothing else may leave.

Nouns: `Draft`, `Released`, `ReleasedColumn`, `Edition`, `SourceNote`, `AllowList`. Verbs: `release`, `shown`,
`released_to_csv`, `released_to_xlsx`, `released_to_json`.
Pages, files, charts and documents take `Released` tables and nothing else.
May import: errors.
"""

from hedgerow.disclosure.allow import AllowList
from hedgerow.disclosure.door import MARKINGS, release
from hedgerow.disclosure.export import released_to_csv, released_to_json, released_to_xlsx
from hedgerow.disclosure.released import REASONS, Draft, Edition, Released, ReleasedColumn, SourceNote, Value
from hedgerow.disclosure.shown import SHORT_REASONS, missing_notes, shown, shown_value

__all__ = [
    "MARKINGS",
    "REASONS",
    "SHORT_REASONS",
    "AllowList",
    "Draft",
    "Edition",
    "Released",
    "ReleasedColumn",
    "SourceNote",
    "Value",
    "missing_notes",
    "release",
    "released_to_csv",
    "released_to_json",
    "released_to_xlsx",
    "shown",
    "shown_value",
]
