"""Words that betray a crime figure: an index that holds crime cannot be related to crime."""

from __future__ import annotations

BARRED = ("crime", "offence", "violence", "burglar", "robber", "antisocial", "anti_social", "theft")


def betrays_crime(name: str) -> bool:
    """Whether a name says that its figure may be one of crime."""
    return any(word in name.lower() for word in BARRED)
