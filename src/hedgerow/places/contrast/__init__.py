"""Super output v zero output: where crime is far from what context gives, and whether that can be told.

The chain: complete months, expected counts from context only, shrunken ratios, two questions (is its own
rate truly low? is it unusual among places like it?), false-discovery control, artefact gate, silence gate,
persistence, matched twins, null calibration. “Cannot tell” is an answer and is never called low.

Nouns: `ContrastData`, `PlaceContext`, `ContrastOptions`, `ContrastResult`, `GateFacts`.
Verbs: `contrast`, `screened`,
`artefact_reasons`. No strength or resilience figure may be part of the context.
May import: stats, errors, provenance, pyarrow.
"""

from hedgerow.places.contrast.artefact import GateFacts, artefact_reasons
from hedgerow.places.contrast.chain import contrast, screened
from hedgerow.places.contrast.data import ContrastData, ContrastOptions, PlaceContext
from hedgerow.places.contrast.result import ContrastResult

__all__ = [
    "ContrastData",
    "ContrastOptions",
    "ContrastResult",
    "GateFacts",
    "PlaceContext",
    "artefact_reasons",
    "contrast",
    "screened",
]
