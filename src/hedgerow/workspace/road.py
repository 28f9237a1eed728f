"""The road: the steps of a build, in order, each with what it reads, needs and gives.

Each function here hands a task to the room that does the work; nothing is computed in this file.
"""

from __future__ import annotations

from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.step import Step, Task, no_settings

GEOGRAPHY = (
    "boundaries-*",
    "lookup-*",
    "names-*",
    "rural-urban-*",
    "centroids-*",
    "census21-sex-age",
    "census21-residents",
)
POLICE = ("police-street", "police-outcomes", "police-stop-and-search")
CONTEXT = (
    "imd*",
    "cni*",
    "rural-urban-lsoa21",
    "census21-*",
    "population20-*",
    "loneliness-*",
    "digital-*",
    "*-msoa11",
    "*-lad*",
)
PANEL = ("crime-panel-*",)
OWN = ("own-table",)
SLAVERY = ("nrm-*", "slavery-lists-2013")
HARM = ("harm-weights", "cchi-offences")


def _geography(task: Task) -> None:
    from hedgerow.places.tables.geography import build_geography

    build_geography(task.lake, task.files, task.region, task.progress)


def _street(task: Task) -> None:
    from hedgerow.places.tables.street import build_street

    build_street(task.lake, task.files, task.progress)


def _context(task: Task) -> None:
    from hedgerow.places.tables.context import build_context

    build_context(task.lake, task.files, task.region, task.progress)


def _own(task: Task) -> None:
    from hedgerow.places.tables.own import build_own

    build_own(task.lake, task.files, task.progress)


def _panel(task: Task) -> None:
    from hedgerow.places.tables.panel import build_panel

    build_panel(task.lake, task.files, task.region, task.progress)


def _harm(task: Task) -> None:
    from hedgerow.places.tables.harm import build_harm

    build_harm(task.lake, task.files, task.region, task.progress)


def _index(task: Task) -> None:
    from hedgerow.places.tables.index import build_index

    build_index(task.lake, task.region, task.progress)


def _patterns(task: Task) -> None:
    from hedgerow.places.tables.patterns import build_patterns

    build_patterns(task.lake, task.region, task.progress)


def _contrast(task: Task) -> None:
    from hedgerow.places.tables.contrast import build_contrast

    build_contrast(task.lake, task.region, task.progress)


def _shocks(task: Task) -> None:
    from hedgerow.places.tables.shocks import build_shocks

    build_shocks(task.lake, task.region, task.progress)


def _demand(task: Task) -> None:
    from hedgerow.places.tables.demand import build_demand

    build_demand(task.lake, task.region, task.progress)


def _signals(task: Task) -> None:
    from hedgerow.places.tables.signals import build_signals

    build_signals(task.lake, task.region, task.progress)


def _slavery(task: Task) -> None:
    from hedgerow.places.tables.slavery import build_slavery

    build_slavery(task.lake, task.files, task.region, task.progress)


def _evidence(task: Task) -> None:
    from hedgerow.evidence.tables import build_evidence, keep_version

    build_evidence(task.lake, task.imports, task.progress, task.workspace.database)
    keep_version(task.workspace.database, task.lake, actor="build")


def _alignment(task: Task) -> None:
    from hedgerow.commissioning.tables import build_alignment

    build_alignment(task.lake, task.workspace.database, task.region, task.progress)


def _map(task: Task) -> None:
    from hedgerow.places.tables.map import build_map

    build_map(task.lake, task.out, task.region, task.progress)


def _reviews(workspace: Workspace) -> str:
    """Return how far the log of each review has come: it moves with every event."""
    from hedgerow.evidence.tables.review import review_state

    return review_state(workspace.database)


def _authored(workspace: Workspace) -> str:
    """Return the head of the audit chain: it moves with everything that a person records."""
    from hedgerow.store import audit

    with workspace.database.reading() as connection:
        return audit.head(connection).hash


ROAD: tuple[Step, ...] = (
    Step(
        "geography",
        "Areas, lookups and outlines",
        _geography,
        reads=GEOGRAPHY,
        required=("boundaries-lsoa21", "lookup-*"),
        gives=(
            "area",
            "area_lookup",
            "lsoa11_to_lsoa21",
            "area_geometry",
            "area_neighbour",
            "source_file/geography",
            "rejected_row/geography",
        ),
        code=("hedgerow.places.tables.geography",),
    ),
    Step(
        "street",
        "Street-level crime, outcomes and stop and search, row for row",
        _street,
        reads=POLICE,
        required=POLICE,
        uses=("lsoa11_to_lsoa21",),
        gives=("street", "outcome", "stop_search", "source_file/street", "rejected_row/street"),
        code=("hedgerow.places.tables.street",),
        settings=no_settings,
    ),
    Step(
        "context",
        "Deprivation, census and community needs",
        _context,
        reads=CONTEXT,
        required=CONTEXT,
        needs=("area_lookup", "lsoa11_to_lsoa21"),
        uses=("area", "area_geometry"),
        gives=("indicator_value", "source_file/context", "rejected_row/context"),
        code=("hedgerow.places.tables.context",),
    ),
    Step(
        "own",
        "A person’s own tables",
        _own,
        reads=(*OWN, "lookup-*"),
        required=OWN,
        uses=("area", "area_lookup", "lsoa11_to_lsoa21"),
        gives=("own_value", "source_file/own", "rejected_row/own"),
        code=("hedgerow.places.tables.own",),
        remedy="Add a table of your own with: hedgerow source add-own FILE.",
        settings=no_settings,
    ),
    Step(
        "panel",
        "Counts by area, month and type, and the gap register",
        _panel,
        reads=PANEL,
        needs=("area_lookup", "lsoa11_to_lsoa21"),
        uses=("area", "street", "source_file/street"),
        gives=("panel", "panel_coverage", "panel_gap", "source_file/panel", "rejected_row/panel"),
        code=("hedgerow.places.tables.panel",),
    ),
    Step(
        "harm",
        "Crime weighed by harm",
        _harm,
        reads=HARM,
        needs=("area_lookup", "panel", "panel_coverage"),
        gives=("harm_weight", "harm_score", "source_file/harm", "rejected_row/harm"),
        code=("hedgerow.places.tables.harm",),
    ),
    Step(
        "index",
        "Need and strength",
        _index,
        needs=("area_lookup", "indicator_value"),
        uses=("area", "area_geometry", "area_neighbour"),
        gives=("index_score", "index_component", "index_element", "index_choice", "index_check"),
        code=("hedgerow.places.tables.index",),
    ),
    Step(
        "patterns",
        "Where crime gathers: local patterns and concentration",
        _patterns,
        needs=("area_lookup", "panel", "panel_coverage"),
        uses=("area", "area_neighbour"),
        gives=("local_pattern", "concentration", "funnel"),
        code=("hedgerow.places.tables.patterns",),
    ),
    Step(
        "contrast",
        "Recorded crime beside what its context leads one to expect",
        _contrast,
        needs=("area_lookup", "indicator_value", "panel", "panel_coverage"),
        uses=(
            "area",
            "area_geometry",
            "area_neighbour",
            "lsoa11_to_lsoa21",
            "own_value",
            "panel_gap",
            "street",
        ),
        gives=(
            "contrast",
            "contrast_twin",
            "contrast_unmatched",
            "contrast_balance",
            "contrast_model",
            "contrast_lever",
        ),
        code=("hedgerow.places.tables.contrast",),
    ),
    Step(
        "shocks",
        "Shock and recovery, 2020 to 2022",
        _shocks,
        needs=("area_lookup", "panel", "panel_coverage"),
        uses=(
            "area",
            "area_geometry",
            "area_neighbour",
            "contrast_twin",
            "index_score",
            "indicator_value",
            "panel_gap",
            "street",
        ),
        gives=("shock", "shock_window", "shock_path", "shock_index"),
        code=("hedgerow.places.tables.shocks",),
    ),
    Step(
        "demand",
        "Demand to come, four years of months",
        _demand,
        needs=("area_lookup", "panel", "panel_coverage"),
        gives=("demand", "demand_year", "demand_score"),
        code=("hedgerow.places.tables.demand",),
    ),
    Step(
        "signals",
        "Warning signs of the latest complete month",
        _signals,
        needs=("area_lookup", "panel", "panel_coverage"),
        uses=("area_geometry",),
        gives=("signal", "signal_warning", "signal_cluster", "signal_check"),
        code=("hedgerow.places.tables.signals",),
    ),
    Step(
        "slavery",
        "Modern slavery: referrals, decisions and the national lists",
        _slavery,
        reads=SLAVERY,
        required=SLAVERY,
        gives=(
            "slavery_referral",
            "slavery_nationality",
            "slavery_series",
            "slavery_estimate",
            "source_file/slavery",
            "rejected_row/slavery",
        ),
        code=("hedgerow.places.tables.slavery",),
    ),
    Step(
        "evidence",
        "The evidence library and its gap map",
        _evidence,
        gives=(
            "evidence_record",
            "evidence_effect",
            "evidence_cell",
            "evidence_search.sqlite",
            "source_file/evidence",
            "rejected_row/evidence",
        ),
        code=("hedgerow.evidence.tables",),
        settings=no_settings,
        authored=_reviews,
        imports=True,
    ),
    Step(
        "alignment",
        "The alignment matrix",
        _alignment,
        needs=("evidence_record",),
        uses=("evidence_effect", "evidence_cell", "area", "area_lookup", "index_score"),
        gives=("alignment",),
        code=("hedgerow.commissioning.tables",),
        authored=_authored,
    ),
    Step(
        "map",
        "The map of the region",
        _map,
        needs=("area", "area_lookup", "area_geometry"),
        gives=("out/map",),
        code=("hedgerow.places.tables.map",),
    ),
)
