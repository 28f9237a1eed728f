"""Which figures about places are read, and what each one means: one TOML file an indicator.

Nouns: `Indicator`, `Reading`. Verbs: `definitions` (all shipped ones, checked against the schema), `parse`.
An indicator says whether it counts towards need, towards strength, as context of expected crime, or not at
all; no crime figure and no protected characteristic may count towards need or strength.
May import: errors.
"""

from hedgerow.places.indicators.definition import INDEXES, Indicator, Reading
from hedgerow.places.indicators.loading import definitions, of_index, parse

__all__ = ["INDEXES", "Indicator", "Reading", "definitions", "of_index", "parse"]
