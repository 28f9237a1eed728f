"""The weight of every element: stated, equal, or taken from the data of its siblings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.composite.spec import Aggregation, Spec, Weight
from hedgerow.stats.composite import Mean, combine, entropy_weights, equal_influence, pca_weights

Array = npt.NDArray[np.float64]
FROM_DATA: Mapping[str, Callable[[Array], Array]] = MappingProxyType(
    {"pca": pca_weights, "entropy": entropy_weights, "optimised": equal_influence}
)


def stated(spec: Spec) -> Array:
    """Weights as the specification gives them, indicators first, then nodes from the lowest."""
    return np.array([*(one.weight for one in spec.indicators), *(one.weight for one in spec.ordered)])


def means_of(spec: Spec, general: Aggregation, weight: Weight) -> tuple[Mean, ...]:
    """How each node brings its children together."""
    return tuple(spec.mean_of(node, general, weight) for node in spec.ordered)


def weights_of(spec: Spec, scaled: Array, general: Aggregation, weight: Weight) -> Array:
    """Return the weight of every element; nodes are worked out from the lowest up where data give weights."""
    methods = [node.weights or weight.method for node in spec.ordered]
    weights = stated(spec)
    tree, k = spec.tree, len(spec.indicators)
    for children, method in zip(tree.children, methods, strict=True):
        if method == "equal":
            weights[list(children)] = 1.0
    if not set(methods) & set(FROM_DATA):
        return weights
    means = means_of(spec, general, weight)
    table = np.full((len(scaled), len(tree.elements)), np.nan)
    table[:, :k] = scaled
    for place, children in enumerate(tree.children):
        held = list(children)
        if methods[place] in FROM_DATA and len(held) > 1:
            weights[held] = _from_data(table[:, held], methods[place], tree.nodes[place])
        table[:, k + place] = combine(table[:, held], weights[held], means[place], general.least_share)
    return weights


def _from_data(values: Array, method: str, node: str) -> Array:
    whole = values[~np.isnan(values).any(axis=1)]
    try:
        return FROM_DATA[method](whole)
    except EstimateError as error:
        raise EstimateError(
            f"{method} gives no weights for the children of {node}: {error.message}", remedy=error.remedy
        ) from error
