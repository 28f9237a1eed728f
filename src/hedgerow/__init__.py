"""Hedgerow: one living map of evidence, places, plans and action for building community resilience.

The public names are below; each is imported when it is first used. Everything else may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hedgerow.disclosure import Edition, Released
    from hedgerow.errors import HedgerowError
    from hedgerow.places.tables.views import find_areas
    from hedgerow.vocabulary import terms
    from hedgerow.workspace import create_workspace, open_workspace
    from hedgerow.workspace.area import show_area
    from hedgerow.workspace.build import build
    from hedgerow.workspace.doctor import doctor
    from hedgerow.workspace.making import build_profile, map_plan
    from hedgerow.workspace.trace import trace

__version__ = "0.1.0"

_HOMES = {
    "Edition": "hedgerow.disclosure",
    "HedgerowError": "hedgerow.errors",
    "Released": "hedgerow.disclosure",
    "build": "hedgerow.workspace.build",
    "build_profile": "hedgerow.workspace.making",
    "create_workspace": "hedgerow.workspace",
    "doctor": "hedgerow.workspace.doctor",
    "find_areas": "hedgerow.places.tables.views",
    "map_plan": "hedgerow.workspace.making",
    "open_workspace": "hedgerow.workspace",
    "show_area": "hedgerow.workspace.area",
    "terms": "hedgerow.vocabulary",
    "trace": "hedgerow.workspace.trace",
}

__all__ = [
    "Edition",
    "HedgerowError",
    "Released",
    "__version__",
    "build",
    "build_profile",
    "create_workspace",
    "doctor",
    "find_areas",
    "map_plan",
    "open_workspace",
    "show_area",
    "terms",
    "trace",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"hedgerow has no public name “{name}”; see hedgerow.__all__")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
