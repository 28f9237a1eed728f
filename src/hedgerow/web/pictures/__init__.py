"""Pictures that leave as files: a map or a chart as SVG or PNG, each with title, key and marking.

Nouns: `Picture`. Verbs: `map_svg`, `scatter_svg`, `png_of`. Every number is of a released table.
May import: disclosure, errors, places (views), web.charts.
"""

from hedgerow.web.pictures.map_svg import map_svg
from hedgerow.web.pictures.picture import Picture
from hedgerow.web.pictures.png import png_of
from hedgerow.web.pictures.scatter_svg import scatter_svg

__all__ = ["Picture", "map_svg", "png_of", "scatter_svg"]
