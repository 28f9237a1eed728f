"""The pages of coding: the list, one study, comparing, extraction, appraisal, pooling, practice."""

from hedgerow.web.pages.coding import appraise, compare, extract, listing, pool, practice, study, trees

# Pages with a fixed end stand before the page of a study, whose address takes any word.
ROUTERS = (
    listing.router,
    trees.router,
    appraise.router,
    study.router,
    compare.router,
    extract.router,
    practice.router,
    pool.router,
)

__all__ = ["ROUTERS"]
