"""The search file of the lake: one SQLite file, built whole: words, facts and orders of the records.

Words are found by SQLite's FTS5 and ranked by BM25; which records have which fact, and in which order they
are listed, is kept as arrays, so that counting a hundred thousand records is a few additions.
"""

from hedgerow.evidence.tables.search.file import FILE_NAME, SearchFile, open_search
from hedgerow.evidence.tables.search.matching import Found, Matched, match, search
from hedgerow.evidence.tables.search.snippets import Segment, segments, snippets
from hedgerow.evidence.tables.search.writing import build_search

__all__ = [
    "FILE_NAME",
    "Found",
    "Matched",
    "SearchFile",
    "Segment",
    "build_search",
    "match",
    "open_search",
    "search",
    "segments",
    "snippets",
]
