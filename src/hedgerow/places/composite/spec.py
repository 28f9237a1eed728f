"""What a specification says: indicators, the tree above them and the choice made at each step."""

from __future__ import annotations

from dataclasses import dataclass, field

from hedgerow.stats.composite import Mean, Scale, Tree


@dataclass(frozen=True)
class Indicator:
    """One column of the table.

    Attributes
    ----------
    column, denominator, se
        Columns of the table: values, what divides them, their standard error (in the unit of the values).
    direction
        1: more is more of what the index measures; -1: less is.
    goalposts, target
        In the unit of the values, after denomination; needed by the scales of those names.
    treat
        Treatment of this indicator instead of `treat.method`.
    """

    code: str
    column: str = ""
    name: str = ""
    direction: int = 1
    weight: float = 1.0
    parent: str = ""
    level: int = 0
    denominator: str = ""
    se: str = ""
    goalposts: tuple[float, float] | None = None
    target: float | None = None
    treat: str = ""
    unit: str = ""
    owner: str = ""
    licence: str = ""
    vintage: str = ""


@dataclass(frozen=True)
class Aggregate:
    """A node of the tree; `aggregation`, `weights` and what follows replace the general choice."""

    code: str
    name: str = ""
    weight: float = 1.0
    parent: str = ""
    level: int = 0
    aggregation: str = ""
    weights: str = ""
    power: float = 2.0
    penalty: int = -1
    shares: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class Screen:
    """A unit is left out, by name, when less than `least_share` of its indicators are there."""

    least_share: float = 0.0
    after: str = "denominate"


@dataclass(frozen=True)
class Impute:
    """How missing values are filled; `within` bounds EM and k nearest to siblings or all.

    `k` is 5 nearest units, or the first k of the neighbours that are given; 0 is 5, or all of them.
    """

    method: str = "none"
    group: str = ""
    k: int = 0
    neighbours: str = ""
    within: str = "parent"
    draws: int = 20
    seed: int = 1


@dataclass(frozen=True)
class Treat:
    """How outliers are treated; `then` is done where winsorising `max_points` is not enough."""

    method: str = "winsorise"
    max_points: int = 5
    skew: float = 2.0
    kurtosis: float = 3.5
    then: str = "log"


@dataclass(frozen=True)
class Normalise:
    """The scale, with its bounds."""

    method: str = "min_max"
    lower: float = 0.0
    upper: float = 100.0
    mean: float = 0.0
    sd: float = 1.0

    @property
    def scale(self) -> Scale:
        """The scale as the numbers take it."""
        return Scale(self.method, self.lower, self.upper, self.mean, self.sd)


@dataclass(frozen=True)
class Weight:
    """Where weights come from; `shares` bound benefit of the doubt."""

    method: str = "given"
    shares: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class Aggregation:
    """The mean at nodes that name none, and the least share of weight that must be there."""

    method: str = "arithmetic"
    power: float = 2.0
    penalty: int = -1
    least_share: float = 0.0


@dataclass(frozen=True)
class Agreement:
    """At which stage the coherence of indicators is looked at."""

    stage: str = "normalised"


@dataclass(frozen=True)
class Vary:
    """One choice that an uncertainty analysis varies.

    Attributes
    ----------
    argument
        `SECTION`, `SECTION.KEY`, `weights`, `leave_out`, `sampling_error` or `imputation`.
    values
        The alternatives; tables where `argument` is a section.
    spread, levels
        Of `weights`: each is drawn between 1 - spread and 1 + spread of itself, at these levels or at all.
    draws
        How many drawings `sampling_error` and `imputation` hold.
    """

    argument: str
    values: tuple[object, ...] = ()
    spread: float = 0.25
    levels: tuple[int, ...] = ()
    draws: int = 20


@dataclass(frozen=True)
class Uncertainty:
    """How the choices are varied: `samples` (d + 2) runs with sensitivity, `samples` runs without."""

    samples: int = 0
    seed: int = 20240501
    level: float = 0.9
    estimator: str = "jansen"
    bootstrap: int = 1000
    sensitivity: bool = True
    vary: tuple[Vary, ...] = ()


@dataclass(frozen=True)
class Spec:
    """A whole specification, checked.

    Attributes
    ----------
    unit
        Column that names the units; the first of the table where it is empty.
    worst
        Which end of the score is the worst: `high` (a need) or `low` (a strength).
    related_to_crime
        The index will be set beside crime, so no crime figure may be part of it.
    """

    name: str
    indicators: tuple[Indicator, ...]
    aggregates: tuple[Aggregate, ...]
    unit: str = ""
    worst: str = "high"
    related_to_crime: bool = False
    screen: Screen = field(default_factory=Screen)
    impute: Impute = field(default_factory=Impute)
    treat: Treat = field(default_factory=Treat)
    normalise: Normalise = field(default_factory=Normalise)
    weight: Weight = field(default_factory=Weight)
    aggregate: Aggregation = field(default_factory=Aggregation)
    coherence: Agreement = field(default_factory=Agreement)
    uncertainty: Uncertainty = field(default_factory=Uncertainty)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the indicators."""
        return tuple(one.code for one in self.indicators)

    @property
    def elements(self) -> tuple[Indicator | Aggregate, ...]:
        """Indicators, then aggregates, as they are written."""
        return (*self.indicators, *self.aggregates)

    @property
    def tree(self) -> Tree:
        """The tree, each node after its children."""
        order = [one.code for one in self.ordered]
        place = {code: number for number, code in enumerate((*self.codes, *order))}
        held: dict[str, list[int]] = {code: [] for code in order}
        for one in self.elements:
            if one.parent:
                held[one.parent].append(place[one.code])
        return Tree(self.codes, tuple(order), tuple(tuple(held[code]) for code in order))

    @property
    def ordered(self) -> tuple[Aggregate, ...]:
        """Aggregates from the lowest level to the index."""
        heights = self.heights
        return tuple(sorted(self.aggregates, key=lambda one: heights[one.code]))

    @property
    def heights(self) -> dict[str, int]:
        """Level of each element: 1 for indicators, and one more than its highest child for a node."""
        found = {one.code: 1 for one in self.indicators}
        parents = {one.code: one.parent for one in self.elements}
        for one in self.indicators:
            code, height = one.code, 1
            while parent := parents[code]:
                height += 1
                found[parent] = max(found.get(parent, 0), height)
                code = parent
        return found

    def mean_of(self, node: Aggregate, general: Aggregation, weight: Weight) -> Mean:
        """Return how a node brings its children together."""
        if "benefit_of_the_doubt" in (node.weights or weight.method, node.aggregation):
            return Mean("benefit_of_the_doubt", shares=node.shares if node.weights else weight.shares)
        if node.aggregation:
            return Mean(node.aggregation, node.power, node.penalty, node.shares)
        return Mean(general.method, general.power, general.penalty)
