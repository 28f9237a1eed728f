"""The storage of reviews: their log of events, their references and the original files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from hedgerow.evidence.tables.review.duplicates import (
        search_duplicates,
        settle_pair,
        settle_pairs,
        take_back,
        take_out,
    )
    from hedgerow.evidence.tables.review.intake import TakenIn, take_in_file

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

# Loaded when they are asked for: a look at a review should not wait for what finds duplicates or reads files.
_HOMES = {
    "TakenIn": "intake",
    "search_duplicates": "duplicates",
    "settle_pair": "duplicates",
    "settle_pairs": "duplicates",
    "take_back": "duplicates",
    "take_in_file": "intake",
    "take_out": "duplicates",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
