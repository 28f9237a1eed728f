"""The steps from raw values to one scale, each remembered for the settings that it was made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, HedgerowError, SchemaError, SettingsError
from hedgerow.places.composite.data import CompositeData
from hedgerow.places.composite.spec import Impute, Normalise, Spec, Treat
from hedgerow.stats.composite import (
    Treated,
    by_group,
    by_middle,
    by_nearest,
    by_neighbours,
    em_draws,
    em_fill,
    scale,
    treat,
)

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Draw:
    """Which drawing of sampling error and of imputation; -1 is none."""

    error: int = -1
    imputed: int = -1


NO_DRAW = Draw()


class Pipeline:
    """One table under one specification: units x indicators at each step.

    Steps of one kind are remembered until another is asked for, so that runs in order of their settings make
    each matrix once and hold one of each at a time.
    """

    def __init__(self, spec: Spec, data: CompositeData, rows: npt.NDArray[np.intp] | None = None) -> None:
        self.spec = spec
        self.rows = np.arange(len(data.units)) if rows is None else rows
        self.units = tuple(data.units[row] for row in self.rows)
        self.groups = tuple(data.groups[row] for row in self.rows) if data.groups else ()
        self.links = data.links if rows is None or data.links is None else _moved(data.links, rows)
        self.raw = _stack(data, [one.column or one.code for one in spec.indicators])[self.rows]
        self.denominated, self.errors = denominate(spec, data, self.rows)
        self._held: dict[str, tuple[object, object]] = {}

    def _once(self, step: str, key: object, make: Callable[[], object]) -> object:
        if step not in self._held or self._held[step][0] != key:
            self._held[step] = (key, make())
        return self._held[step][1]

    def drawn(self, number: int, seed: int) -> Array:
        """Return denominated values with one drawing of their sampling error."""
        if number < 0:
            return self.denominated
        noise = np.random.default_rng([seed, number]).standard_normal(self.denominated.shape)
        return self.denominated + noise * np.nan_to_num(self.errors)

    def imputed(self, how: Impute, draw: Draw = NO_DRAW, seed: int = 0) -> Array:
        """Return values with the missing ones filled."""
        key = (how, draw, seed)
        made = self._once("imputed", key, lambda: self._fill(self.drawn(draw.error, seed), how, draw.imputed))
        assert isinstance(made, np.ndarray)
        return made

    def treated(self, impute: Impute, how: Treat, draw: Draw = NO_DRAW, seed: int = 0) -> tuple[Treated, ...]:
        """Return each indicator after treatment."""
        key = (impute, how, draw, seed)
        values = self.imputed(impute, draw, seed)
        made = self._once("treated", key, lambda: self._treat(values, how))
        assert isinstance(made, tuple)
        return made

    def scaled(
        self, impute: Impute, treated: Treat, how: Normalise, draw: Draw = NO_DRAW, seed: int = 0
    ) -> Array:
        """Return values on the scale of the index."""
        key = (impute, treated, how, draw, seed)
        done = self.treated(impute, treated, draw, seed)
        made = self._once("scaled", key, lambda: self._scale(done, how))
        assert isinstance(made, np.ndarray)
        return made

    def _fill(self, values: Array, how: Impute, draw: int) -> Array:
        if how.method == "none" or not np.isnan(values).any():
            return values
        self._check_fillable(how)
        gaps: Callable[[Array], Array] = self._filler(how, draw)
        by_parent = how.method in ("em", "knn", "multiple") and how.within == "parent"
        out = values.copy()
        for columns in self._siblings() if by_parent else [list(range(values.shape[1]))]:
            out[:, columns] = gaps(values[:, columns])
        left = np.argwhere(np.isnan(out))
        if len(left):
            code, unit = self.spec.codes[left[0][1]], self.units[left[0][0]]
            raise EstimateError(
                f"{len(left)} values cannot be filled by {how.method}, for example {code} of {unit}.",
                cause="Nothing that this way of filling looks at has a value.",
                remedy="Use a wider group, more neighbours, or impute.method = “em”, “knn” or “mean”.",
            )
        return out

    def _check_fillable(self, how: Impute) -> None:
        if how.method.startswith("group_") and not self.groups:
            raise SettingsError(
                f"impute.method is {how.method} and no group is named.",
                remedy="Set impute.group to a column of the table.",
            )
        if how.method == "spatial" and self.links is None:
            raise SettingsError(
                "impute.method is spatial and no neighbours are named.",
                remedy="Set impute.neighbours to a CSV with the columns area and neighbour.",
            )

    def _filler(self, how: Impute, draw: int) -> Callable[[Array], Array]:
        ways: Mapping[str, Callable[[Array], Array]] = {
            "mean": by_middle,
            "median": lambda x: by_middle(x, "median"),
            "group_mean": lambda x: by_group(x, self.groups),
            "group_median": lambda x: by_group(x, self.groups, "median"),
            "em": em_fill,
            "knn": lambda x: by_nearest(x, how.k or 5),
            "spatial": lambda x: by_neighbours(
                x, self.links if self.links is not None else [], how.k or None
            ),
            "multiple": lambda x: em_fill(x) if draw < 0 else em_draws(x, how.draws, how.seed)[draw],
        }
        return ways[how.method]

    def _siblings(self) -> list[list[int]]:
        parents = [one.parent for one in self.spec.indicators]
        return [[i for i, own in enumerate(parents) if own == one] for one in dict.fromkeys(parents)]

    def _treat(self, values: Array, how: Treat) -> tuple[Treated, ...]:
        return tuple(
            treat(
                values[:, column],
                one.treat or how.method,
                max_points=how.max_points,
                skew_limit=how.skew,
                kurtosis_limit=how.kurtosis,
                then=how.then,
            )
            for column, one in enumerate(self.spec.indicators)
        )

    def _scale(self, done: tuple[Treated, ...], how: Normalise) -> Array:
        out = np.empty((len(self.units), len(done)), order="F")
        for column, (one, held) in enumerate(zip(self.spec.indicators, done, strict=True)):
            try:
                out[:, column] = scale(
                    held.values, one.direction, how.scale, goalposts=one.goalposts, target=one.target
                )
            except HedgerowError as error:
                raise EstimateError(
                    f"The indicator {one.code} cannot be put on the scale {how.method}: {error.message}",
                    cause=f"After treatment “{held.method}”.",
                    remedy=error.remedy,
                ) from error
        return out


def denominate(spec: Spec, data: CompositeData, rows: npt.NDArray[np.intp]) -> tuple[Array, Array]:
    """Divide each indicator and its standard error by its denominator.

    Raises
    ------
    SchemaError
        When a denominator is zero or negative; it names the unit.
    """
    values = _stack(data, [one.column or one.code for one in spec.indicators])[rows]
    errors = np.full_like(values, np.nan)
    for column, one in enumerate(spec.indicators):
        if one.se:
            errors[:, column] = data.columns[one.se][rows]
        if not one.denominator:
            continue
        below = data.columns[one.denominator][rows]
        wrong = np.flatnonzero(below <= 0)
        if len(wrong):
            raise SchemaError(
                f"{one.denominator} of {data.units[rows[wrong[0]]]} is {below[wrong[0]]:g}, and it divides "
                f"{one.code}.",
                remedy="Correct the table, leave the cell empty, or leave out denominator.",
            )
        values[:, column] /= below
        errors[:, column] /= below
    return values, errors


def _stack(data: CompositeData, names: list[str]) -> Array:
    return np.column_stack([data.columns[name] for name in names])


def _moved(links: npt.NDArray[np.int64], rows: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    place = {int(row): number for number, row in enumerate(rows)}
    held = [(place[int(a)], place[int(b)]) for a, b in links if int(a) in place and int(b) in place]
    return np.array(held, dtype=np.int64).reshape(-1, 2)
