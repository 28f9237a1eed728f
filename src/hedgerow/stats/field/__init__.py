"""A smooth field over neighbours beside context: BYM2 by Laplace's method, sparse throughout.

Nouns: `Structure`, `Spread`, `FieldOptions`, `FieldFit`. Verbs: `structure`, `fit_field`, `posterior_draws`.
Arrays in, results out.
"""

from hedgerow.stats.field.draws import posterior_draws
from hedgerow.stats.field.fit import FieldFit, FieldOptions, fit_field
from hedgerow.stats.field.mode import Spread
from hedgerow.stats.field.structure import Structure, structure

__all__ = ["FieldFit", "FieldOptions", "Spread", "Structure", "fit_field", "posterior_draws", "structure"]
