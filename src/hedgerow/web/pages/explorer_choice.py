"""What an address of the explorer asks for: two layers, a district, limits, one place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from hedgerow.errors import UsageError
from hedgerow.places.tables.views import Layer, MapLayers
from hedgerow.places.tables.views.pairs import Choice

LIMITS = ("x_from", "x_to", "y_from", "y_to")
FIRST_X = ("need", "indicator:imd2025_income")
FIRST_Y = ("ratio:all_crime", "crime:all_crime", "strength")


@dataclass(frozen=True)
class Asked:
    """The state of the explorer, as it stands in the address."""

    x: str
    y: str
    choice: Choice
    area: str

    def query(self, **changes: str) -> str:
        """Return the state as the part of an address after the question mark."""
        held: dict[str, str] = {"x": self.x, "y": self.y, "district": self.choice.district}
        held |= {name: _text(getattr(self.choice, name)) for name in LIMITS}
        held |= {"area": self.area} | changes
        return urlencode({name: value for name, value in held.items() if value})

    def limits(self) -> Mapping[str, str]:
        """Return the limits as they stand in the fields."""
        return {name: _text(getattr(self.choice, name)) for name in LIMITS}


def numbers(layers: MapLayers) -> tuple[Layer, ...]:
    """Return the layers that have a scale."""
    return tuple(layer for layer in layers.layers if layer.kind == "number")


def asked(request: Request, layers: MapLayers) -> Asked:
    """Return what the address asks for, with a first pair where it names none."""
    known = [layer.name for layer in numbers(layers)]
    held = request.query_params
    choice = Choice(held.get("district", "")[:80], *(_limit(request, name) for name in LIMITS))
    x = held.get("x") or _first(FIRST_X, known, "")
    y = held.get("y") or _first(FIRST_Y, known, x)
    return Asked(x, y, choice, held.get("area", "")[:20])


def _first(wanted: tuple[str, ...], known: list[str], other: str) -> str:
    return next((name for name in (*wanted, *known) if name in known and name != other), "")


def _limit(request: Request, name: str) -> float | None:
    text = request.query_params.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UsageError(
            f"“{text[:40]}” is not a number for {name.replace('_', ' ')}.",
            remedy="Give a number, or leave it out.",
        )
    return value


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
