"""Settings of a workspace: one frozen object, read from ``hedgerow.toml`` and a region's file.

Nouns: `Settings`, `Region`, `Force`. Verbs: `load`, `region`, `region_names`, `write_new`.
May import: errors.
"""

from hedgerow.settings.region import Force, Region, read_region, region, region_names
from hedgerow.settings.workspace import Settings, load, write_new

__all__ = ["Force", "Region", "Settings", "load", "read_region", "region", "region_names", "write_new"]
