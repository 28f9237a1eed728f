"""The few steps that grow with the nation, check and count, expressed once for every engine.

Nouns: `Stage` (a named, described step of SQL), `STAGES`, `RAW_COLUMNS`.
Verbs: `describe` prints the stages; `duck.run` runs them here; `spark.run` runs the same on a cluster.
May import: vocabulary, errors.
"""

from hedgerow.places.counting.stages import COUNTS, RAW_COLUMNS, STAGES, Stage, crime_type_words, describe

__all__ = ["COUNTS", "RAW_COLUMNS", "STAGES", "Stage", "crime_type_words", "describe"]
