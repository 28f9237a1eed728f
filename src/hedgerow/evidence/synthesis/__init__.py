"""What several effects say together: one pooled effect, what is expected elsewhere, and how far to trust it.

Nouns: `SynthesisData`, `SynthesisDesign`, `SynthesisOptions`, `Synthesis`.
Verbs: `synthesise`, `pool_library` (effects of the library, with its rules), `read_effects`.
May import: errors, provenance, stats.meta.
"""

from hedgerow.evidence.synthesis.data import SynthesisData, SynthesisDesign, SynthesisOptions
from hedgerow.evidence.synthesis.effects_file import EffectColumns, EffectsFile, read_effects
from hedgerow.evidence.synthesis.library_effects import pool_library
from hedgerow.evidence.synthesis.result import Synthesis
from hedgerow.evidence.synthesis.synthesise import synthesise

__all__ = [
    "EffectColumns",
    "EffectsFile",
    "Synthesis",
    "SynthesisData",
    "SynthesisDesign",
    "SynthesisOptions",
    "pool_library",
    "read_effects",
    "synthesise",
]
