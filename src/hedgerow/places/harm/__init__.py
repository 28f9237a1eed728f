"""How heavy is the crime of a place, and does another way of weighing change which places stand out?

Nouns: `Weight` (one category in one scheme), `WeightSet` (a scheme's weights), `Weighed` (places with counts,
harm and both ranks), `Prices` (in which year's prices a cost is said).
Verbs: `shipped`, `median_and_mean`, `read_weights`, `weigh`, `agreement`, `summarise_offences`,
`read_deflators`.
A category without a weight has none: it adds nothing and is counted as such, never as harmless.
Days, severity and pounds are three scales, never added or ranked together.
May import: vocabulary, stats, errors.
"""

from hedgerow.places.harm.agreement import agreement
from hedgerow.places.harm.given import read_weights
from hedgerow.places.harm.offences import Spread, category_weights, summarise_offences
from hedgerow.places.harm.prices import Prices, read_deflators
from hedgerow.places.harm.schemes import (
    COUNTS,
    SHIPPED,
    VERSIONS,
    Weight,
    WeightSet,
    median_and_mean,
    shipped,
    types_of,
)
from hedgerow.places.harm.weighing import Counted, Weighed, gathered, weigh

__all__ = [
    "COUNTS",
    "SHIPPED",
    "VERSIONS",
    "Counted",
    "Prices",
    "Spread",
    "Weighed",
    "Weight",
    "WeightSet",
    "agreement",
    "category_weights",
    "gathered",
    "median_and_mean",
    "read_deflators",
    "read_weights",
    "shipped",
    "summarise_offences",
    "types_of",
    "weigh",
]
