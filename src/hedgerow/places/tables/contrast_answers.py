"""The answers of a contrast that a person asked for: every place with all its figures, and the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.disclosure import Released, ReleasedColumn
from hedgerow.errors import EstimateError
from hedgerow.places.contrast import ContrastData, ContrastResult, PlaceContext, contrast, screened
from hedgerow.places.contrast.apart import nations
from hedgerow.places.contrast.chain import gate_shut
from hedgerow.places.contrast.data import Labels
from hedgerow.places.contrast.families import over_families
from hedgerow.places.contrast.levers import LeverResult
from hedgerow.places.contrast.words import finding, silence_words
from hedgerow.places.tables.contrast_asked import Ask, AskedData, read_asked
from hedgerow.places.tables.contrast_inputs import Counts
from hedgerow.places.tables.contrast_levers import LeverLooks, lever_row, unmatched_table
from hedgerow.places.tables.contrast_views import (
    MEANING,
    as_place,
    is_lead,
    release_modelled,
    title_of_family,
)
from hedgerow.provenance import Figure
from hedgerow.stats.e_value import e_value, e_value_limit
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Array = npt.NDArray[np.float64]
_NAMES = """
    SELECT lsoa21, lsoa21_name AS name, house_name, lad24_name AS district, pfa24_name AS force_area
    FROM area_lookup WHERE in_region
"""
OURS = (
    ReleasedColumn("name", "Name"),
    ReleasedColumn("house_name", "Known as"),
    ReleasedColumn("district", "District"),
    ReleasedColumn("force_area", "Police force area"),
    ReleasedColumn("lead", "A lead: truly low, not unusual among places like it"),
    ReleasedColumn("finding", "In words"),
    ReleasedColumn("silence_words", "Could it be silence?"),
    ReleasedColumn("e_value", "E-value of the ratio", "ratio", 2),
    ReleasedColumn("e_value_limit", "E-value of the interval", "ratio", 2),
)


@dataclass(frozen=True)
class FamilyAnswer:
    """One crime family: verdicts counted, the model, its checks, the balance of twins.

    `refused` says in words why the family could not be asked; all its places are then not known.
    """

    family: str
    title: str
    refused: str
    summary: str
    counts: Mapping[str, int]
    leads: int
    figures: Mapping[str, float | None]
    checks: tuple[Mapping[str, object], ...]
    model: tuple[Mapping[str, object], ...]
    balance: tuple[Mapping[str, object], ...]
    unmatched: tuple[Mapping[str, object], ...]
    levers: tuple[Mapping[str, object], ...]
    provenance: Mapping[str, object]


@dataclass(frozen=True)
class ContrastAnswer:
    """What was asked, family by family and place by place; both tables are released."""

    region: str
    absent: tuple[str, ...]
    months: tuple[str, ...]
    options: Mapping[str, object]
    families: tuple[FamilyAnswer, ...]
    places: Released
    twins: Released
    notes: tuple[str, ...] = field(default=MEANING)

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values: each place holds its own twins."""
        pairs: dict[tuple[object, object], list[dict[str, object]]] = {}
        for pair in self.twins.records():
            own: dict[str, object] = {name: pair[name] for name in ("twin", "order", "distance")}
            pairs.setdefault((pair["family"], pair["lsoa21"]), []).append(own)
        return {
            "region": self.region,
            "absent": list(self.absent),
            "months": {"first": self.months[0], "last": self.months[-1], "count": len(self.months)},
            "options": dict(self.options),
            "families": [asdict(one) for one in self.families],
            "places": [
                row | {"twins": pairs.get((row["family"], row["lsoa21"]), [])}
                for row in self.places.records()
            ],
            "marking": self.places.marking,
            "notes": list(self.notes),
        }


def answer_contrast(lake: Lake, ask: Ask) -> ContrastAnswer:
    """Run the chain for what was asked, on the lake as it is built; nothing is written.

    Raises
    ------
    UsageError, NotFoundError
        When the question does not fit, or the lake does not hold what it is about.
    EstimateError
        When no family can be asked: months or places are too few, or no context is held.
    """
    asked = _screened(read_asked(lake, ask), ask)
    looks = LeverLooks(lake, asked.types, asked.context)
    names = {str(row["lsoa21"]): row for row in lake.query(_NAMES).to_pylist()}
    families: list[FamilyAnswer] = []
    rows: list[dict[str, object]] = []
    tails: list[tuple[Array, Array]] = []
    pairs: list[dict[str, object]] = []
    for data in asked.data:
        try:
            result = contrast(data, asked.context, options=ask.options)
        except EstimateError as error:
            families.append(_refused(data, f"{error.message} {error.remedy}".strip()))
            rows += _unknown(data, asked.context, names)
            continue
        places = _places(result, names)
        rows += places
        pairs += _pairs(result)
        tails.append((result.answers.like_p_low, result.answers.like_p_high))
        looks.look(result, ask.options)
        families.append(_family(result, sum(bool(row["lead"]) for row in places)))
    if all(one.refused for one in families):
        raise EstimateError("None of it can be asked.", cause=families[0].refused)
    fitted = {one.family for one in families if not one.refused}
    _with_families(rows, tails, fitted, nations(asked.context))
    return _answer(ask, asked, _with_levers(families, looks.results()), rows, pairs)


def _screened(asked: AskedData, ask: Ask) -> AskedData:
    """Mark the places that record almost nothing of all their crime, as the build does."""
    with suppress(EstimateError):  # unmarked where all crime cannot be fitted
        every = Counts(asked.window, dict(asked.types)).family("all_crime")
        return replace(asked, context=screened(every, asked.context, ask.options.least_months))
    return asked


def _with_levers(families: list[FamilyAnswer], levers: tuple[LeverResult, ...]) -> list[FamilyAnswer]:
    """Put in the levers, whose q-values count every family."""
    return [
        replace(one, levers=tuple(lever_row(row) for row in levers if row.family == one.family))
        for one in families
    ]


def _with_families(
    rows: list[dict[str, object]], tails: list[tuple[Array, Array]], families: set[str], nation: Labels
) -> None:
    """Put in the q-values of every family asked at once."""
    for name, side in (("q_low_families", 0), ("q_high_families", 1)):
        q = iter(_optional(np.concatenate(over_families([pair[side] for pair in tails], nation))))
        for row in rows:
            if row["family"] in families:
                row[name] = next(q)


def _answer(
    ask: Ask,
    asked: AskedData,
    families: list[FamilyAnswer],
    rows: list[dict[str, object]],
    pairs: list[dict[str, object]],
) -> ContrastAnswer:
    title = f"Recorded beside expected: {asked.title}"
    twin_columns = tuple(
        ReleasedColumn(c.name, c.about, "", 2 if c.type == "float" else None)
        for c in catalogue.spec("contrast_twin").columns
    )
    return ContrastAnswer(
        region=asked.title,
        absent=asked.absent,
        months=asked.window.months,
        options=asdict(ask.options),
        families=tuple(families),
        places=release_modelled("contrast", title, _columns(), rows, figures=_figures(ask, rows)),
        twins=release_modelled("contrast_twin", f"Twins: {asked.title}", twin_columns, pairs),
    )


def _columns() -> tuple[ReleasedColumn, ...]:
    """Every column that the lake promises of a place, and the words beside it."""
    promised = tuple(
        ReleasedColumn(c.name, c.about, "", 4 if c.type == "float" else None)
        for c in catalogue.spec("contrast").columns
    )
    return (*promised[:2], *OURS[:4], *promised[2:], *OURS[4:])


def _places(result: ContrastResult, names: Mapping[str, Mapping[str, object]]) -> list[dict[str, object]]:
    lower, upper = result.interval
    strength = {"e_value": e_value(result.estimate), "e_value_limit": e_value_limit(lower, upper)}
    listed = {name: _optional(values) for name, values in strength.items()}
    found = []
    for number, row in enumerate(result.tidy().to_pylist()):
        row |= {name: values[number] for name, values in listed.items()}
        found.append(_worded(row, names))
    return found


def _worded(row: dict[str, Any], names: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    place = as_place(row)
    known = names[str(row["lsoa21"])]
    return {
        **{column.name: None for column in _columns()},
        **row,
        **{name: known[name] for name in ("name", "house_name", "district", "force_area")},
        "lead": is_lead(row),
        "finding": finding(place),
        "silence_words": silence_words(place),
    }


def _unknown(
    data: ContrastData, context: PlaceContext, names: Mapping[str, Mapping[str, object]]
) -> list[dict[str, object]]:
    """Every place not known, as where a family is refused; an artefact of recording stays one."""
    words = {"own": "not_known", "like": "not_known", "silence": "not_testable"}
    empty: dict[str, Any] = {
        c.name: words.get(c.name, False if c.type == "bool" and not c.null else None)
        for c in catalogue.spec("contrast").columns
    }
    gate = zip(context.areas, data.known.tolist(), gate_shut(data, context), context.artefact, strict=True)
    return [
        _worded(
            empty
            | {
                "family": data.family,
                "lsoa21": code,
                "months": months,
                "verdict": "artefact" if shut else "not_known",
                "artefact": reason if shut else None,
            },
            names,
        )
        for code, months, shut, reason in gate
    ]


def _pairs(result: ContrastResult) -> list[dict[str, object]]:
    return [
        {
            "family": result.data.family,
            "lsoa21": codes[low],
            "twin": codes[twin],
            "order": int(order),
            "distance": float(distance),
        }
        for _, codes, twins in result.matched()
        for low, twin, order, distance in zip(twins.low, twins.twin, twins.order, twins.distance, strict=True)
    ]


def _family(result: ContrastResult, leads: int) -> FamilyAnswer:
    fit = result.expected.fit
    terms = zip(fit.names, fit.coefficients, fit.standard_errors, strict=True)
    balance = [
        (f"{title}: {name}" if title else name, before, after)
        for title, _, twins in result.matched()
        for name, before, after in zip(
            twins.names, _optional(twins.before), _optional(twins.after), strict=True
        )
    ]
    return FamilyAnswer(
        family=result.data.family,
        title=title_of_family(result.data.family),
        refused="",
        summary=result.summary(),
        counts=result.counts(),
        leads=leads,
        figures={name: _number(value) for name, value in result.figures.items()},
        checks=tuple(
            {
                "name": check.name,
                "passed": None if check.passed is None else bool(check.passed),
                "text": check.text,
                "figures": {name: _number(value) for name, value in check.figures.items()},
            }
            for check in result.checks
        ),
        model=tuple({"term": n, "value": float(b), "standard_error": float(s)} for n, b, s in terms),
        balance=tuple({"covariate": n, "smd_before": b, "smd_after": a} for n, b, a in balance),
        unmatched=tuple(
            {"lsoa21": row["lsoa21"], "reason": row["reason"]} for row in unmatched_table(result).to_pylist()
        ),
        levers=(),
        provenance={"method": result.provenance["method"], "input": result.provenance["input"]},
    )


def _refused(data: ContrastData, why: str) -> FamilyAnswer:
    title = title_of_family(data.family)
    counts = {"not_known": len(data.cells)}
    return FamilyAnswer(data.family, title, why, f"{title}: {why}", counts, 0, {}, (), (), (), (), (), {})


def _figures(ask: Ask, rows: list[dict[str, object]]) -> dict[tuple[int, str], str]:
    """Addresses of the recorded counts; an answer of its own months or region is in no table of the lake."""
    if ask != Ask(families=ask.families):
        return {}
    return {
        (number, "observed"): str(
            Figure.of("contrast", "observed", {"family": row["family"], "lsoa21": row["lsoa21"]})
        )
        for number, row in enumerate(rows)
    }


def _optional(values: Iterable[float]) -> list[float | None]:
    return [_number(value) for value in values]


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
