"""Outbreak detection on any series of counts: which periods are out of the ordinary for their own series.

Nouns: `Plan` (method, season, alpha, window, first period), `Surveillance` (the answer). Verbs: `survey`,
`surveillance_csv`. The methods are those of `stats.surveillance`, by the names in `METHODS`.
May import: stats, errors, provenance, places.forecast (which reads the series).
"""

from hedgerow.places.surveillance.methods import METHODS
from hedgerow.places.surveillance.plan import Plan
from hedgerow.places.surveillance.result import Surveillance, surveillance_csv
from hedgerow.places.surveillance.survey import survey

__all__ = ["METHODS", "Plan", "Surveillance", "surveillance_csv", "survey"]
