"""The groups of layers, in the order in which they are offered: a new group is one line here."""

from __future__ import annotations

from hedgerow.places.tables.views.layers import (
    contrast,
    coverage,
    crime,
    demand,
    harm,
    indicators,
    patterns,
    scores,
    shocks,
    signals,
)
from hedgerow.places.tables.views.layers.layer import Group

GROUPS: tuple[Group, ...] = (
    crime.GROUP,
    scores.GROUP,
    contrast.GROUP,
    patterns.GROUP,
    signals.GROUP,
    shocks.GROUP,
    harm.GROUP,
    demand.GROUP,
    coverage.GROUP,
    indicators.GROUP,
)
