"""What is known to work: which publications are held, what they found, and where nothing is known.

Nouns: `Imported` and `ReadFile` (what a reader returns), `EvidenceState` (what the library says of an
intervention), `Cell` (one cell of the evidence and gap map), `SearchQuery`.
Verbs: `read_file`, `state_of`, `cells`. Storage and views: `hedgerow.evidence.tables`.
May import: errors, settings, vocabulary, provenance, disclosure; only ``tables`` may import store.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hedgerow.evidence.gapmap import Cell, cells
    from hedgerow.evidence.imported import Imported, ReadFile, Rejected
    from hedgerow.evidence.readers import READERS, read_file
    from hedgerow.evidence.state import EvidenceState, state_of

__all__ = [
    "READERS",
    "Cell",
    "EvidenceState",
    "Imported",
    "ReadFile",
    "Rejected",
    "cells",
    "read_file",
    "state_of",
]

# Each is loaded when it is first used: whoever searches needs no reader of files.
_HOMES = {
    "READERS": "readers",
    "Cell": "gapmap",
    "EvidenceState": "state",
    "Imported": "imported",
    "ReadFile": "imported",
    "Rejected": "imported",
    "cells": "gapmap",
    "read_file": "readers",
    "state_of": "state",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
