"""The layers of the map: what can be shown, and value, interval, flag and reason for each LSOA.

Nouns: `Layer`, `LayerValues`, `MapLayers`, `LegendEntry`, `Bar`, `Group`, `Held`. Verbs: `map_layers`,
`layer_values`. One file a group of layers; `registry` lists them. A group whose tables are not built is told
with its remedy.
"""

from hedgerow.places.tables.views.layers.classing import class_breaks, histogram
from hedgerow.places.tables.views.layers.layer import (
    FLAGS,
    Bar,
    Group,
    Held,
    Layer,
    LayerValues,
    LegendEntry,
    MapLayers,
)
from hedgerow.places.tables.views.layers.view import layer_values, map_layers

__all__ = [
    "FLAGS",
    "Bar",
    "Group",
    "Held",
    "Layer",
    "LayerValues",
    "LegendEntry",
    "MapLayers",
    "class_breaks",
    "histogram",
    "layer_values",
    "map_layers",
]
