"""What is shown of places: each view reads the lake and returns a frozen dataclass of `Released` tables.

A count of an area above the LSOA is a sum over area_lookup. A month of a force that is missing or partial is
never counted, neither as a number nor as nought: the period is shortened and says so.
"""

from hedgerow.places.tables.views.areas import (
    Area,
    AreaHeader,
    AreaLink,
    FoundAreas,
    area_children,
    area_header,
    find_areas,
    get_area,
)
from hedgerow.places.tables.views.crime import AreaCrime, area_crime
from hedgerow.places.tables.views.extent import map_extent
from hedgerow.places.tables.views.layers import Layer, LayerValues, MapLayers, layer_values, map_layers
from hedgerow.places.tables.views.listings import (
    GapsView,
    IndicatorsView,
    SourcesView,
    gaps_view,
    indicators_view,
    sources_view,
)
from hedgerow.places.tables.views.outline import Outline, outline_svg
from hedgerow.places.tables.views.overview import RegionOverview, region_overview

__all__ = [
    "Area",
    "AreaCrime",
    "AreaHeader",
    "AreaLink",
    "FoundAreas",
    "GapsView",
    "IndicatorsView",
    "Layer",
    "LayerValues",
    "MapLayers",
    "Outline",
    "RegionOverview",
    "SourcesView",
    "area_children",
    "area_crime",
    "area_header",
    "find_areas",
    "gaps_view",
    "get_area",
    "indicators_view",
    "layer_values",
    "map_extent",
    "map_layers",
    "outline_svg",
    "region_overview",
    "sources_view",
]
