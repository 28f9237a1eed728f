"""Whether a finding was made in the country of the place, by the words of the record for its places."""

from __future__ import annotations

import re

from hedgerow.commissioning.transfer.factor import Comparison
from hedgerow.commissioning.transfer.place import Place

HOME = {"E": "England", "W": "Wales"}
KINGDOM = ("UK", "United Kingdom", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland")
# Places of England that records name without the country.
ENGLISH = ("London", "Manchester", "West Midlands", "East Midlands", "South-east England", "Northern England")
# Words that leave open which countries are meant.
OPEN = re.compile(r"international|european union|others|mostly|^\d+ cities$", re.IGNORECASE)


def same_country(scope: str, place: Place) -> Comparison:
    """Return whether the places of a record lie in the country of the place."""
    home = HOME.get(place.code[:1], "England")
    named = _named(scope)
    here = f"It is in {home}."
    if home in named:
        return Comparison("holds", f"The record names {home} among its places.", here)
    if "England" in named or named.intersection(KINGDOM):
        why = "The record names the United Kingdom or another part of it; law and services can differ."
        return Comparison("partly", why, here)
    if OPEN.search(scope.strip()):
        return Comparison("cannot_tell", "The record does not name every country, and not this one.", here)
    return Comparison("does_not_hold", f"The record names only: {scope.strip().rstrip('.')}.", here)


def _named(scope: str) -> set[str]:
    """Return the parts of the United Kingdom that the words name, whole words only."""
    found = {name for name in KINGDOM if re.search(rf"\b{re.escape(name)}\b", scope)}
    if any(name in scope for name in ENGLISH):
        found.add("England")
    return found
