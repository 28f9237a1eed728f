"""Which communities bent in a shock and recovered, and which differ from places like them.

Nouns: `Shock`, `ShockData`, `Level`, `ShockOptions`, `ShockResult`, `LevelResult`. Verbs: `shock_of`,
`windows_of`, `types_of`, `measure_shock`, `plain_change`. Less crime in a lockdown is not resilience: what
tells is who differs from places alike. Places, not people.
May import: errors, vocabulary, settings, provenance, stats.
"""

from hedgerow.places.shocks.data import Level, ShockData
from hedgerow.places.shocks.measure import measure_shock
from hedgerow.places.shocks.measured import LevelResult
from hedgerow.places.shocks.plain import plain_change
from hedgerow.places.shocks.result import ShockResult
from hedgerow.places.shocks.specification import (
    COVID,
    FAMILIES,
    LEVELS,
    Shock,
    ShockOptions,
    shock_of,
    types_of,
    windows_of,
)

__all__ = [
    "COVID",
    "FAMILIES",
    "LEVELS",
    "Level",
    "LevelResult",
    "Shock",
    "ShockData",
    "ShockOptions",
    "ShockResult",
    "measure_shock",
    "plain_change",
    "shock_of",
    "types_of",
    "windows_of",
]
