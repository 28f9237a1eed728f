"""The storage of reviews: their log of events, their references and the original files."""

from hedgerow.evidence.tables.review.duplicates import (
    search_duplicates,
    settle_pair,
    settle_pairs,
    take_back,
    take_out,
)
from hedgerow.evidence.tables.review.intake import TakenIn, take_in_file
from hedgerow.evidence.tables.review.log import MAIN, ReviewLog, Turn, review_names
from hedgerow.evidence.tables.review.references import (
    count_references,
    find_references,
    read_references,
    write_references,
)
from hedgerow.evidence.tables.review.standing import Standing, standing, standing_at
from hedgerow.evidence.tables.review.state import review_state
from hedgerow.evidence.tables.review.units import find_units, read_held, read_units

__all__ = [
    "MAIN",
    "ReviewLog",
    "Standing",
    "TakenIn",
    "Turn",
    "count_references",
    "find_references",
    "find_units",
    "read_held",
    "read_references",
    "read_units",
    "review_names",
    "review_state",
    "search_duplicates",
    "settle_pair",
    "settle_pairs",
    "standing",
    "standing_at",
    "take_back",
    "take_in_file",
    "take_out",
    "write_references",
]
