"""The pages of a review: overview, import, references, duplicates, merging, people, flow; one file a page.

`frame` is what they share; pages of other parts of a review hang below the same addresses.
"""

from hedgerow.web.pages.reviews import (
    duplicates,
    export,
    flow,
    imports,
    merging,
    overview,
    people,
    protocol,
    references,
    searches,
)

ROUTERS = (
    overview.router,
    imports.router,
    references.router,
    duplicates.router,
    merging.router,
    people.router,
    protocol.router,
    searches.router,
    flow.router,
    export.router,
)

__all__ = ["ROUTERS"]
