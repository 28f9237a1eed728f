"""Corrections: what a person says in place of what a file says; the file's own word stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hedgerow.errors import UsageError
from hedgerow.evidence.imported import NO_TITLE, Imported
from hedgerow.evidence.review import Event

CORRECTED = "field_corrected"
CORRECTABLE: Mapping[str, str] = {
    "title": "Title",
    "authors": "Authors",
    "year": "Year",
    "journal": "Journal or publisher",
    "volume": "Volume",
    "issue": "Issue",
    "pages": "Pages",
    "doi": "DOI",
    "abstract": "Abstract",
    "link": "Link",
    "language": "Language",
}


@dataclass(frozen=True)
class Correction:
    """One corrected field: its value, and the event that says so."""

    reference: str
    field: str
    value: str
    actor: str
    at: str
    event: str
    role: str = "reviewer"
    library: str = ""


def corrections_of(events: Iterable[Event]) -> dict[str, dict[str, tuple[Correction, ...]]]:
    """Return for each reference and field what was said, in the order of time: the last holds."""
    found: dict[str, dict[str, tuple[Correction, ...]]] = {}
    for event in events:
        if event.type != CORRECTED:
            continue
        for reference in event.targets:
            said = event.payload
            one = Correction(
                reference,
                str(said["field"]),
                str(said["value"] or ""),
                event.actor,
                event.at,
                event.id,
                event.role,
                str(said.get("from", {}).get("workspace", "")),
            )
            fields = found.setdefault(reference, {})
            fields[one.field] = (*fields.get(one.field, ()), one)
    return found


def corrected(said: Imported, corrections: Mapping[str, tuple[Correction, ...]]) -> Imported:
    """Return a reference with the corrections that hold."""
    if not corrections:
        return said
    changes = {
        name: value_of(name, given[-1].value) for name, given in corrections.items() if name in CORRECTABLE
    }
    return replace(said, **changes)


def value_of(field: str, text: str) -> Any:
    """Return the value of a field from what was typed; nothing for an empty one.

    Raises
    ------
    UsageError
        When the field cannot be corrected, or the text is no year.
    """
    if field not in CORRECTABLE:
        raise UsageError(
            f"“{field}” is no field that can be corrected.", remedy=f"There are: {', '.join(CORRECTABLE)}."
        )
    text = " ".join(text.split()) if field != "abstract" else text.strip()
    if field == "year":
        if text and not (text.isdigit() and 1000 <= int(text) <= 2999):
            raise UsageError(f"“{text}” is no year.", remedy="Give four digits, or nothing.")
        return int(text) if text else None
    if field == "title":
        return text or NO_TITLE
    if field == "doi":
        return text.lower() or None
    return text or None
