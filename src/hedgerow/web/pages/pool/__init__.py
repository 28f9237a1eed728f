"""Pooling effects in the browser: a table is sent or pasted, chosen over, and answered with figures.

Verbs: `pool_page` (a table of effects from any origin, at an address of its own), `figure_answer`.
"""

from hedgerow.web.pages.pool.answer import figure_answer
from hedgerow.web.pages.pool.page import pool_page
from hedgerow.web.pages.pool.routes import router

__all__ = ["figure_answer", "pool_page", "router"]
