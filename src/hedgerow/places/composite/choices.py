"""The choices that an uncertainty analysis varies, and one drawing of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import SettingsError
from hedgerow.places.composite.parsing import near, noun
from hedgerow.places.composite.pipeline import Draw, Pipeline
from hedgerow.places.composite.spec import Aggregation, Impute, Normalise, Spec, Treat, Vary, Weight

Array = npt.NDArray[np.float64]
SECTIONS: Mapping[str, type[Any]] = {
    "impute": Impute,
    "treat": Treat,
    "normalise": Normalise,
    "weight": Weight,
    "aggregate": Aggregation,
}
OTHERS = ("weights", "leave_out", "sampling_error", "imputation")


@dataclass(frozen=True)
class Factor:
    """One choice that varies.

    Attributes
    ----------
    name
        The argument, as the specification writes it.
    alternatives
        What may be drawn: settings of a section, or numbers of drawings.
    noise
        Alternatives x elements by which weights are multiplied, for `weights` and `leave_out`.
    """

    name: str
    section: str
    alternatives: tuple[object, ...]
    labels: tuple[str, ...] = ()
    noise: Array = field(default_factory=lambda: np.empty((0, 0)), repr=False, compare=False)

    def place(self, number: float) -> int:
        """Return which alternative a number in [0, 1) draws."""
        return min(int(number * len(self.alternatives)), len(self.alternatives) - 1)


def factors_of(spec: Spec, pipeline: Pipeline) -> tuple[Factor, ...]:
    """Make the factors of a specification.

    Raises
    ------
    SettingsError
        When nothing varies, or an argument cannot be varied.
    """
    varied = spec.uncertainty.vary
    if not varied:
        raise SettingsError(
            "An uncertainty analysis is asked for and nothing varies.",
            remedy="Write [[uncertainty.vary]] with argument and values, or set uncertainty.samples = 0.",
        )
    made = tuple(_factor(one, spec, pipeline) for one in varied)
    names = [one.name for one in made]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise SettingsError(
            f"{twice[0]} varies twice.", remedy="Put all its values in one [[uncertainty.vary]]."
        )
    return made


def _factor(vary: Vary, spec: Spec, pipeline: Pipeline) -> Factor:
    section, _, key = vary.argument.partition(".")
    if section in SECTIONS:
        return _of_section(vary, section, key, spec)
    if vary.argument not in OTHERS:
        allowed = [*OTHERS, *SECTIONS, *(f"{name}.{one.name}" for name, kind in SECTIONS.items()
                                         for one in fields(kind))]  # fmt: skip
        raise SettingsError(
            f"“{vary.argument}” cannot be varied.",
            remedy=f"{near(vary.argument, allowed)}Allowed: {', '.join(OTHERS)}, or one of "
            f"{', '.join(SECTIONS)} with or without a key.",
        )
    if vary.values:
        raise SettingsError(f"{vary.argument} takes no values.", remedy="Leave out values.")
    if vary.argument == "weights":
        return _of_weights(vary, spec)
    if vary.argument == "leave_out":
        return _of_leaving_out(spec)
    if vary.argument == "sampling_error" and np.isnan(pipeline.errors).all():
        raise SettingsError(
            "Sampling error varies and no indicator has a standard error.",
            remedy="Give indicators se = “COLUMN”, or leave out this [[uncertainty.vary]].",
        )
    if vary.argument == "imputation" and spec.impute.method != "multiple":
        raise SettingsError(
            f"Imputation varies and impute.method is {spec.impute.method}.",
            remedy="Set impute.method = “multiple”, or vary impute.method.",
        )
    draws = spec.impute.draws if vary.argument == "imputation" else vary.draws
    return Factor(vary.argument, vary.argument, tuple(range(draws)))


def _of_section(vary: Vary, section: str, key: str, spec: Spec) -> Factor:
    base = getattr(spec, section)
    if len(vary.values) < 2:
        raise SettingsError(
            f"{vary.argument} varies over {len(vary.values)} value(s).",
            remedy="Give values with two or more.",
        )
    made = []
    for value in vary.values:
        given = {key: value} if key else value
        if not isinstance(given, Mapping):
            raise SettingsError(
                f"{section} is a section, and {value!r} is no table.",
                remedy='Write values = [{method = "z"}, …], or vary a key: argument = “section.key”.',
            )
        own = noun(SECTIONS[section], given, section)
        made.append(replace(base, **{name: getattr(own, name) for name in given}))
    return Factor(vary.argument, section, tuple(made), tuple(str(value) for value in vary.values))


def _of_weights(vary: Vary, spec: Spec) -> Factor:
    if spec.uncertainty.samples < 1:
        raise SettingsError("uncertainty.samples is 0.", remedy="Give the number of samples.")
    heights = spec.heights
    elements = spec.tree.elements
    at = np.array([not vary.levels or heights[code] in vary.levels for code in elements])
    if not at.any():
        levels = sorted(set(heights.values()))
        raise SettingsError(
            f"No element stands at the levels {list(vary.levels)}.", remedy=f"Levels: {levels}."
        )
    draws = max(spec.uncertainty.samples, 100)
    rng = np.random.default_rng([spec.uncertainty.seed, 7])
    noise = rng.uniform(1 - vary.spread, 1 + vary.spread, (draws, len(elements)))
    return Factor("weights", "weights", tuple(range(draws)), noise=np.where(at, noise, 1.0))


def _of_leaving_out(spec: Spec) -> Factor:
    """Leave out one indicator in half of the draws, and nothing in the other half (Saisana et al. 2005)."""
    k = len(spec.indicators)
    if k < 3:
        raise SettingsError(
            f"An index of {k} indicator(s) is nothing without one of them.", remedy="Do not vary leave_out."
        )
    noise = np.ones((2 * k, len(spec.tree.elements)))
    noise[np.arange(k), np.arange(k)] = 0.0
    return Factor("leave_out", "leave_out", tuple(range(2 * k)), noise=noise)


@dataclass(frozen=True)
class Choice:
    """One drawing of every choice."""

    impute: Impute
    treat: Treat
    normalise: Normalise
    weight: Weight
    aggregate: Aggregation
    draw: Draw
    said: str
    noise: Array | float = field(default=1.0, compare=False, repr=False)
    places: tuple[int, ...] = ()

    @property
    def matrix_key(self) -> tuple[object, ...]:
        """What the matrix of values on one scale depends on."""
        return (self.draw, self.impute, self.treat, self.normalise)

    @property
    def matrix_order(self) -> tuple[str, ...]:
        """An order in which runs that share a matrix, then a treatment, stand together."""
        return tuple(repr(one) for one in self.matrix_key)

    @classmethod
    def drawn(cls, spec: Spec, factors: tuple[Factor, ...], numbers: Array) -> Choice:
        """Take the alternatives that numbers in [0, 1) draw."""
        held: dict[str, Any] = {name: getattr(spec, name) for name in SECTIONS}
        error, imputed, said = -1, -1, []
        noise: Array | float = 1.0
        for factor, number in zip(factors, numbers, strict=True):
            place = factor.place(number)
            if factor.section in SECTIONS:
                _, _, key = factor.name.partition(".")
                own = factor.alternatives[place]
                held[factor.section] = (
                    replace(held[factor.section], **{key: getattr(own, key)}) if key else own
                )
                said.append(f"{factor.name} = {factor.labels[place]}")
            elif factor.section in ("weights", "leave_out"):
                noise = noise * factor.noise[place]
            elif factor.section == "sampling_error":
                error = place
            else:
                imputed = place
        return cls(**held, draw=Draw(error, imputed), said=", ".join(said) or "one run", noise=noise)
