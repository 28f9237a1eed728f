"""The database: what people typed, in versions that are never overwritten, and the audit chain beside it.

Nouns: `Database`, `Writer`, `Row`. SQLite in the workspace by default, PostgreSQL by address.
Only `*/tables` modules, `workspace` and the shells may import this.
"""

from hedgerow.store.database.database import Database
from hedgerow.store.database.writing import Row, Writer, as_json

__all__ = ["Database", "Row", "Writer", "as_json"]
