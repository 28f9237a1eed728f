"""Local practice: operations and campaigns as records, so that what is known locally can be found and mined.

Nouns: `Practice` (with its versions), `Richness`, `PracticeFile`.
Verbs: `checked_practice`, `practices_of`, `richness`, `refuse_persons`, `read_practice`.
Told by the five Is (Ekblom 2011) and EMMIE; places and organisations, never persons.
May import: errors, vocabulary, evidence.coding, evidence.extraction, evidence.readers.
"""

from hedgerow.evidence.practice.csv_file import PracticeFile, parse_practice, read_practice
from hedgerow.evidence.practice.persons import RULES, refuse_persons
from hedgerow.evidence.practice.record import (
    Practice,
    Version,
    checked_practice,
    practice_id,
    practice_named,
    practices_of,
)
from hedgerow.evidence.practice.richness import RULE, Richness, richness

__all__ = [
    "RULE",
    "RULES",
    "Practice",
    "PracticeFile",
    "Richness",
    "Version",
    "checked_practice",
    "parse_practice",
    "practice_id",
    "practice_named",
    "practices_of",
    "read_practice",
    "refuse_persons",
    "richness",
]
