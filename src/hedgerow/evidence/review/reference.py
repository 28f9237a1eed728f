"""A reference: what one file said of one publication. It never changes; corrections and merges are events."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hedgerow.evidence.imported import AppliedCode, Imported, OutsideDecision, OutsideOutcome


@dataclass(frozen=True)
class Reference:
    """One reference of a review.

    Attributes
    ----------
    id
        Hash of the file's hash and the ordinal: the same file gives the same ids everywhere.
    file, ordinal, source
        SHA-256 of the original, number of the record in it, and where the file came from.
    said
        What the file says.
    """

    id: str
    file: str
    ordinal: int
    source: str
    said: Imported


def reference_id(file: str, ordinal: int) -> str:
    """Return the id of a record of a file."""
    return hashlib.sha256(f"{file}:{ordinal}".encode()).hexdigest()[:40]


_APART = frozenset(("raw", "line", "row_number"))


def as_fields(said: Imported) -> dict[str, Any]:
    """Return what a reference says as JSON-ready values, without what is empty and without its raw text."""
    values = asdict_of(said)
    return {name: value for name, value in values.items() if value and name not in _APART}


def asdict_of(said: Imported) -> dict[str, Any]:
    """Return the fields of a record as plain values."""
    return {
        **{name: getattr(said, name) for name in said.__dataclass_fields__},
        "keywords": list(said.keywords),
        "decisions": [asdict(one) for one in said.decisions],
        "codes": [asdict(one) for one in said.codes],
        "outcomes": [
            {**vars(one), "values": dict(one.values), "arms": list(one.arms)} for one in said.outcomes
        ],
        "extra": {name: list(values) for name, values in said.extra.items()},
    }


def from_fields(values: Mapping[str, Any], *, ordinal: int, line: int | None, raw: str = "") -> Imported:
    """Read what `as_fields` wrote."""
    listed = {
        "keywords": tuple(values.get("keywords", ())),
        "decisions": tuple(OutsideDecision(**one) for one in values.get("decisions", ())),
        "codes": tuple(
            AppliedCode(**one | {"quotes": tuple(one["quotes"])}) for one in values.get("codes", ())
        ),
        "outcomes": tuple(
            OutsideOutcome(**one | {"arms": tuple(one["arms"])}) for one in values.get("outcomes", ())
        ),
        "extra": {name: tuple(found) for name, found in values.get("extra", {}).items()},
    }
    return Imported(**{**values, **listed, "row_number": ordinal, "line": line, "raw": raw})
