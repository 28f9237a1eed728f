"""The seam to storage: building the evidence tables, full-text search, and the views that shells show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hedgerow.evidence.tables.claims import ClaimsView, claims
from hedgerow.evidence.tables.disagreements import DisagreementsView, disagreements
from hedgerow.evidence.tables.facets import EvidenceQuery
from hedgerow.evidence.tables.gap_map import GapMapView, gap_map
from hedgerow.evidence.tables.gap_map_changes import GapMapChangesView, gap_map_changes
from hedgerow.evidence.tables.gap_map_face import MapFace, map_face
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
from hedgerow.evidence.tables.gap_map_query import GapMapQuery
from hedgerow.evidence.tables.gap_map_records import record_table
from hedgerow.evidence.tables.gap_map_versions import KeptVersion, keep_version, versions
from hedgerow.evidence.tables.listing import EvidenceListView, evidence_list, search
from hedgerow.evidence.tables.record import EvidenceRecordView, evidence_record
from hedgerow.evidence.tables.search import Segment

if TYPE_CHECKING:
    from hedgerow.evidence.tables.build import build_evidence

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


def __getattr__(name: str) -> object:
    """Load the build when it is asked for: a search should not wait for what only a build needs."""
    if name == "build_evidence":
        from hedgerow.evidence.tables.build import build_evidence

        return build_evidence
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
