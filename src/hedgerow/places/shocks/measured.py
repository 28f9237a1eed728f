"""What was measured, place by place, before it is put into tables and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.places.shocks.beside import WindowResult
from hedgerow.places.shocks.counterfactual import Counterfactual
from hedgerow.places.shocks.data import ShockData
from hedgerow.places.shocks.plain import Plain
from hedgerow.places.shocks.recovery import Recovery
from hedgerow.places.shocks.specification import ShockOptions
from hedgerow.stats.recovery import RankCorrelation


@dataclass(frozen=True)
class LevelResult:
    """The places of one kind: paths and triangle of those that can be known, plain figures of all."""

    paths: Counterfactual
    recovery: Recovery
    windows: tuple[WindowResult, ...]
    plain: Plain


@dataclass(frozen=True)
class IndexRelation:
    """The ratio of a window beside an index; `most` and `least` are the ratios of its two end fifths."""

    window: tuple[str, str]
    index: str
    correlation: RankCorrelation
    most: float
    least: float


@dataclass(frozen=True)
class Measured:
    """A measured shock: the data, what was decided, each kind of area, and need and strength beside it."""

    data: ShockData
    options: ShockOptions
    levels: Mapping[str, LevelResult]
    relations: tuple[IndexRelation, ...]
