"""The storage of reviews: their log of events, their references and the original files."""

from hedgerow.evidence.tables.review.log import MAIN, ReviewLog, Turn, review_names
from hedgerow.evidence.tables.review.references import (
    count_references,
    find_references,
    read_references,
    write_references,
)

__all__ = [
    "MAIN",
    "ReviewLog",
    "Turn",
    "count_references",
    "find_references",
    "read_references",
    "review_names",
    "write_references",
]
