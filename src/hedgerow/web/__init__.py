"""The web app: pages made on the server, a JSON twin of each, and a few small scripts.

Nouns: `Page`, `Section`, blocks, charts, pictures, `Site`. Verbs: `create_app`, imported when first used: the
command line draws pictures without the app.
A page is a frozen dataclass made from views of the domains; no arithmetic on data and no SQL here.
May import: workspace, every domain, store (to hold the lake open), disclosure, settings, errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hedgerow.web.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name != "create_app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from hedgerow.web import app

    return app.create_app
