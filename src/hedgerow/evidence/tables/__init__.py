"""The seam to storage: building the evidence tables, full-text search, and the views that shells show."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from hedgerow.evidence.tables.claims import ClaimsView, claims
from hedgerow.evidence.tables.disagreements import DisagreementsView, disagreements
from hedgerow.evidence.tables.facets import EvidenceQuery
from hedgerow.evidence.tables.gap_map import GapMapView, gap_map
from hedgerow.evidence.tables.gap_map_changes import GapMapChangesView, gap_map_changes
from hedgerow.evidence.tables.gap_map_face import MapFace, map_face
from hedgerow.evidence.tables.gap_map_query import GapMapQuery
from hedgerow.evidence.tables.gap_map_records import record_table
from hedgerow.evidence.tables.gap_map_versions import KeptVersion, keep_version, versions
from hedgerow.evidence.tables.listing import EvidenceListView, evidence_list, search
from hedgerow.evidence.tables.record import EvidenceRecordView, evidence_record
from hedgerow.evidence.tables.search import Segment

if TYPE_CHECKING:
    from hedgerow.evidence.tables.build import build_evidence
    from hedgerow.evidence.tables.gap_map_layers import (
        LayerView,
        Ownership,
        add_layer,
        confirm_layer,
        laid_layers,
        layer_view,
        layer_views,
        remove_layer,
    )

__all__ = [
    "ClaimsView",
    "DisagreementsView",
    "EvidenceListView",
    "EvidenceQuery",
    "EvidenceRecordView",
    "GapMapChangesView",
    "GapMapQuery",
    "GapMapView",
    "KeptVersion",
    "LayerView",
    "MapFace",
    "Ownership",
    "Segment",
    "add_layer",
    "build_evidence",
    "claims",
    "confirm_layer",
    "disagreements",
    "evidence_list",
    "evidence_record",
    "gap_map",
    "gap_map_changes",
    "keep_version",
    "laid_layers",
    "layer_view",
    "layer_views",
    "map_face",
    "record_table",
    "remove_layer",
    "search",
    "versions",
]


# Loaded when they are asked for: a search should not wait for what only a build or a layer needs.
_HOMES = {
    "build_evidence": "build",
    "Ownership": "gap_map_layers",
    "add_layer": "gap_map_layers",
    "confirm_layer": "gap_map_layers",
    "laid_layers": "gap_map_layers",
    "layer_view": "gap_map_layers",
    "layer_views": "gap_map_layers",
    "LayerView": "gap_map_layers",
    "remove_layer": "gap_map_layers",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
