"""Which areas there are, what lies in what, and how areas of 2011 became areas of 2021.

Nouns: `Outlines`. Verbs: `area_lookup`, `areas`, `lsoa11_to_lsoa21`, `outline_table`,
`neighbour_table`, `read_rows`, `read_outlines`.
The unit is the LSOA of 2021; every other area is a set of them. A lookup that would multiply rows is refused.
May import: places.sources, settings, errors; Arrow, shapely and pyproj.
"""

from hedgerow.places.geography.lookup import area_lookup, exactly_one
from hedgerow.places.geography.naming import fold
from hedgerow.places.geography.outlines import Outlines, neighbour_table, outline_table
from hedgerow.places.geography.reading import newest, read_outlines, read_rows
from hedgerow.places.geography.register import areas, region_code
from hedgerow.places.geography.vintage import lsoa11_to_lsoa21

__all__ = [
    "Outlines",
    "area_lookup",
    "areas",
    "exactly_one",
    "fold",
    "lsoa11_to_lsoa21",
    "neighbour_table",
    "newest",
    "outline_table",
    "read_outlines",
    "read_rows",
    "region_code",
]
