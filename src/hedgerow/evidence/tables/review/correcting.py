"""Correct a field of a reference: what the file says stays, and the correction can be taken back."""

from __future__ import annotations

from hedgerow.errors import NotFoundError
from hedgerow.evidence.intake.corrections import CORRECTED, value_of
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.standing import standing


def correct_field(
    review: ReviewLog, reference: str, field: str, value: str, *, actor: str, role: str = "reviewer"
) -> str:
    """Say what a field of a reference should be; return the id of the event.

    Raises
    ------
    NotFoundError
        When the reference is not held.
    UsageError
        When the field cannot be corrected, or the value does not fit it.
    """
    if reference not in standing(review).file_of:
        raise NotFoundError(f"The review “{review.review}” holds no reference “{reference[:60]}”.")
    value_of(field, value)
    text = value.strip() if field == "abstract" else " ".join(value.split())
    said = {"field": field, "value": text}
    return review.append(EventDraft(CORRECTED, (reference,), said, role), actor=actor)[0]
