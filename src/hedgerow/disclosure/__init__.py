"""The one door out: suppress, round and mark, then make a `Released` table; nothing else may leave.

Nouns: `Draft`, `Released`, `ReleasedColumn`, `Edition`, `Marking`, `SourceNote`. Verbs: `release`.
Pages, files, charts and documents take `Released` tables and nothing else.
May import: errors.
"""

from hedgerow.disclosure.door import release
from hedgerow.disclosure.released import Draft, Edition, Released, ReleasedColumn, SourceNote

__all__ = ["Draft", "Edition", "Released", "ReleasedColumn", "SourceNote", "release"]
