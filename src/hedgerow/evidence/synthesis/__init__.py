"""What several effects say together: one pooled effect, what is expected elsewhere, and how far to trust it.

Nouns: `SynthesisData`, `SynthesisDesign`, `SynthesisOptions`, `Synthesis`; `EffectsTable`, `PoolOptions`,
`Pooling`.
Verbs: `synthesise`; `read_table`, `further`, `pool_rows` (rows of effects, counts or means from any origin);
`pool_library` (effects of the library, with its rules), `read_effects`.
May import: errors, disclosure, provenance, stats.meta.
"""

from hedgerow.evidence.synthesis.also import further
from hedgerow.evidence.synthesis.data import SynthesisData, SynthesisDesign, SynthesisOptions
from hedgerow.evidence.synthesis.effects_file import EffectColumns, EffectsFile, read_effects
from hedgerow.evidence.synthesis.effects_table import EffectsTable, parse_table, read_table, table_of
from hedgerow.evidence.synthesis.library_effects import pool_library
from hedgerow.evidence.synthesis.measures import MEASURES, Measure
from hedgerow.evidence.synthesis.pooling import Pooling, PoolOptions, pool_rows
from hedgerow.evidence.synthesis.result import Synthesis
from hedgerow.evidence.synthesis.synthesise import synthesise

__all__ = [
    "MEASURES",
    "EffectColumns",
    "EffectsFile",
    "EffectsTable",
    "Measure",
    "PoolOptions",
    "Pooling",
    "Synthesis",
    "SynthesisData",
    "SynthesisDesign",
    "SynthesisOptions",
    "further",
    "parse_table",
    "pool_library",
    "pool_rows",
    "read_effects",
    "read_table",
    "synthesise",
    "table_of",
]
