"""The web app: pages made on the server, a JSON twin of each, and a few small scripts.

Nouns: `Page`, `Section`, blocks, charts, `Site`. Verbs: `create_app`.
A page is a frozen dataclass made from views of the domains; no arithmetic on data and no SQL here.
May import: workspace, every domain, store (to hold the lake open), disclosure, settings, errors.
"""

from hedgerow.web.app import create_app

__all__ = ["create_app"]
