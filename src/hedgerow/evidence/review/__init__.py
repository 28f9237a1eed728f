"""A review: one project from import to map, told by its log of events.

Nouns: `Event`, `EventDraft` (an event not yet written), `Protocol`, `Criterion`, `Reference`.
Verbs: `holding` (the events that were not undone), `protocol_of`, `in_sequence`.
Everything that a review says (what was imported, merged, decided, coded, pooled) is a fold of its events.
May import: errors, provenance, vocabulary; storage is in `hedgerow.evidence.tables.review`.
"""

from hedgerow.evidence.review.event import TYPES, Event, EventDraft, EventType, check_draft
from hedgerow.evidence.review.holding import holding
from hedgerow.evidence.review.protocol import Criterion, Protocol, protocol_of
from hedgerow.evidence.review.reference import Reference, reference_id

__all__ = [
    "TYPES",
    "Criterion",
    "Event",
    "EventDraft",
    "EventType",
    "Protocol",
    "Reference",
    "check_draft",
    "holding",
    "protocol_of",
    "reference_id",
]
