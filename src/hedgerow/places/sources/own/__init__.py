"""A person's own table: CSV, XLSX or Parquet with one column of area codes, of either vintage.

Nouns: `OwnTable` (rows kept and rejected), `Note` (whose it is), `Codes` (the codes that exist).
Verbs: `read_own`, `read_note`, `known_codes`.
The code column is found by its values, measures are the columns that hold numbers, missing stays missing.
May import: errors.
"""

from hedgerow.places.sources.own.codes import Codes, known_codes
from hedgerow.places.sources.own.note import Note, read_note
from hedgerow.places.sources.own.read import OwnTable, OwnValue, read_own

__all__ = ["Codes", "Note", "OwnTable", "OwnValue", "known_codes", "read_note", "read_own"]
