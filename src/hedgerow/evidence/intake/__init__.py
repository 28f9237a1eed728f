"""Bringing references in: files, corrections, which references are one, and other libraries.

Nouns: `ImportedFile`, `Groups`, `Unit`. Verbs: `told` (what holds, other libraries included), `files_of`,
`corrections_of`, `corrected`, `runs_of`, `answers_of`, `groups_of`, `merged`.
Pure folds of the events of a review; storage is in `hedgerow.evidence.tables.review`.
"""

from hedgerow.evidence.intake.corrections import CORRECTABLE, Correction, corrected, corrections_of
from hedgerow.evidence.intake.files import ImportedFile, files_of
from hedgerow.evidence.intake.groups import Contradiction, Groups, groups_of
from hedgerow.evidence.intake.links import answers_of, links_of, runs_of, settlements_of
from hedgerow.evidence.intake.outside import OUTSIDE, enveloped, origin, outside_events, told
from hedgerow.evidence.intake.unit import Unit, merged

__all__ = [
    "CORRECTABLE",
    "OUTSIDE",
    "Contradiction",
    "Correction",
    "Groups",
    "ImportedFile",
    "Unit",
    "answers_of",
    "corrected",
    "corrections_of",
    "enveloped",
    "files_of",
    "groups_of",
    "links_of",
    "merged",
    "origin",
    "outside_events",
    "runs_of",
    "settlements_of",
    "told",
]
