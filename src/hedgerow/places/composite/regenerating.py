"""Make the index again with arguments changed, and compare."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.errors import SettingsError, UsageError
from hedgerow.places.composite.parsing import near
from hedgerow.places.composite.reading import KEYS, SECTIONS
from hedgerow.places.composite.result import CompositeResult, nullable
from hedgerow.stats.composite import correlation
from hedgerow.stats.rank import decile, from_most

Array = npt.NDArray[np.float64]
LISTS = ("indicators", "aggregates")


def changed(document: Mapping[str, Any], changes: Sequence[str]) -> dict[str, Any]:
    """Return the values of a specification with `name=value` put in, for each.

    `name` is `SECTION.KEY`, a key of the top, or `indicators.CODE.KEY` and `aggregates.CODE.KEY`.

    Raises
    ------
    UsageError, SettingsError
        When a change is not of that form or names what is not there.
    """
    made = copy.deepcopy(dict(document))
    for change in changes:
        name, sign, text = change.partition("=")
        if not sign or not name.strip():
            raise UsageError(
                f"“{change}” is not name=value.", remedy="Give for example --regenerate normalise.method=z."
            )
        _put(made, name.strip().split("."), _value(text.strip()))
    return made


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _put(document: dict[str, Any], path: list[str], value: Any) -> None:
    head = path[0]
    if head not in KEYS:
        names = [*KEYS, *(f"{name}.method" for name in SECTIONS)]
        raise SettingsError(
            f"“{'.'.join(path)}” names nothing in a specification of an index.",
            remedy=f"{near(head, names)}Begin with one of {', '.join(KEYS)}.",
        )
    if head in LISTS:
        _put_element(document, path, value)
    elif len(path) == 1:
        document[head] = value
    elif len(path) == 2 and isinstance(document.setdefault(head, {}), dict):
        document[head][path[1]] = value
    else:
        raise SettingsError(f"“{'.'.join(path)}” goes too deep.", remedy="Give SECTION.KEY=VALUE.")


def _put_element(document: dict[str, Any], path: list[str], value: Any) -> None:
    held = {one.get("code"): one for one in document.get(path[0], [])}
    if len(path) != 3 or path[1] not in held:
        code = path[1] if len(path) > 1 else ""
        raise SettingsError(
            f"“{'.'.join(path)}” names none of the {path[0]}.",
            remedy=f"{near(code, [str(one) for one in held])}Give {path[0]}.CODE.KEY=VALUE.",
        )
    held[path[1]][path[2]] = value


@dataclass(frozen=True)
class Comparison:
    """The index as stated beside the index with arguments changed, over the units that both score.

    Attributes
    ----------
    rank_change
        Rank after less rank before: below zero, the unit has moved up.
    left, entered
        Units in the worst decile of one alone.
    """

    changes: tuple[str, ...]
    units: tuple[str, ...]
    before: Array
    after: Array
    rank_before: Array
    rank_after: Array
    left: tuple[str, ...]
    entered: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    steps: tuple[str, ...]

    @property
    def rank_change(self) -> Array:
        """Rank after less rank before."""
        return np.asarray(self.rank_after - self.rank_before)

    @property
    def mean_rank_change(self) -> float:
        """Mean of the absolute rank changes."""
        return float(np.abs(self.rank_change).mean())

    @property
    def spearman(self) -> float:
        """Correlation of the ranks."""
        return correlation(self.rank_before, self.rank_after)

    def tidy(self) -> pa.Table:
        """One row a unit."""
        return pa.table(
            {
                "unit": pa.array(self.units, pa.string()),
                "score_before": nullable(self.before),
                "score_after": nullable(self.after),
                "rank_before": nullable(self.rank_before, whole=True),
                "rank_after": nullable(self.rank_after, whole=True),
                "rank_change": nullable(self.rank_change, whole=True),
            }
        )

    def summary(self) -> str:
        """Say what moved."""
        most = int(np.abs(self.rank_change).argmax())
        return (
            f"With {', '.join(self.changes)}: mean rank change {self.mean_rank_change:.2f} of "
            f"{len(self.units)} units, most {self.units[most]} "
            f"({int(self.rank_before[most])} to {int(self.rank_after[most])}); "
            f"rank correlation {self.spearman:.4f}; {len(self.entered)} units enter the worst decile."
        )


def compare(before: CompositeResult, after: CompositeResult, changes: Sequence[str]) -> Comparison:
    """Set two runs beside each other.

    Raises
    ------
    SettingsError
        When no unit has a score in both.
    """
    first, second = _scored(before), _scored(after)
    both = tuple(unit for unit in first if unit in second)
    if not both:
        raise SettingsError("No unit has a score in both runs.", remedy="Change less.")
    one, other = np.array([first[u] for u in both]), np.array([second[u] for u in both])
    bad, worse = _worst(one, before.spec.worst), _worst(other, after.spec.worst)
    return Comparison(
        changes=tuple(changes),
        units=both,
        before=one,
        after=other,
        rank_before=from_most(one),
        rank_after=from_most(other),
        left=tuple(unit for unit, a, b in zip(both, bad, worse, strict=True) if a and not b),
        entered=tuple(unit for unit, a, b in zip(both, bad, worse, strict=True) if b and not a),
        only_before=tuple(unit for unit in first if unit not in second),
        only_after=tuple(unit for unit in second if unit not in first),
        steps=tuple(
            step.name
            for step, again in zip(before.log, after.log, strict=True)
            if step.digest != again.digest
        ),
    )


def _scored(result: CompositeResult) -> dict[str, float]:
    pairs = zip(result.units, result.estimate.tolist(), strict=True)
    return {unit: score for unit, score in pairs if score == score}


def _worst(scores: Array, worst: str) -> npt.NDArray[np.bool_]:
    return np.asarray(decile(from_most(scores if worst == "high" else -scores)) == 1)
