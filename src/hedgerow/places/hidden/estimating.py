"""How many there are by several models, and how little the lists settle it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.errors import EstimateError, UsageError
from hedgerow.places.hidden.cautions import checks_of
from hedgerow.places.hidden.lists import Lists
from hedgerow.stats import Check
from hedgerow.stats.capture import (
    FITS,
    STATUS_WORDS,
    Fitted,
    Limits,
    all_models,
    bca,
    best_by_bic,
    by_bic,
    by_steps,
    fit_models,
    independent,
    pairs,
    stepwise,
)

FEWEST_PEOPLE = 50
NEAR = 10.0  # of BIC: what is further off has next to no support (Raftery 1995)
SHOWN = 40
LOWER, UPPER = 0, -1


@dataclass(frozen=True)
class Options:
    """How sure to become.

    Attributes
    ----------
    replicates, replicates_of_set
        Sets drawn for the steps and for one model, and for the choice among many.
    models
        How many of the best models the choice is repeated among.
    threshold
        The p-value of the steps.
    seed
        Of all draws.
    """

    replicates: int = 1000
    replicates_of_set: int = 200
    models: int = 100
    threshold: float = 0.02
    seed: int = 1


@dataclass(frozen=True)
class Hidden:
    """Totals of people, seen and not.

    Attributes
    ----------
    lists, options
        What was asked.
    main, steps, best
        Independent lists, the model of the forward steps and the one of least BIC, as far as estimated.
    fitted
        All models that were looked at.
    whole
        Whether that is every hierarchical model.
    limits
        Limits by procedure: steps, best_bic_alone, best_bic_chosen.
    checks
        What to say beside every total.
    provenance
        Method, arguments and the file.
    """

    lists: Lists
    options: Options
    main: Fitted
    steps: Fitted
    best: Fitted
    fitted: tuple[Fitted, ...]
    whole: bool
    limits: Mapping[str, Limits]
    checks: tuple[Check, ...]
    provenance: Mapping[str, object]

    @property
    def estimate(self) -> tuple[float, float]:
        """The range of totals of the models near the best, never one number."""
        near = self.near()
        return min(one.total for one in near), max(one.total for one in near)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % limits when the choice among models is part of the method."""
        values = self.limits["best_bic_chosen"].values
        return values[LOWER], values[UPPER]

    def near(self) -> list[Fitted]:
        """Return the models within ten of the least BIC, the best first."""
        return [one for one in best_by_bic(self.fitted) if one.bic <= self.best.bic + NEAR]

    def tidy(self) -> list[dict[str, object]]:
        """Return one row a model that has an estimate, the least BIC first."""
        return [_row(one) for one in best_by_bic(self.fitted)]

    def summary(self) -> str:
        """Return what the lists say and do not say."""
        low, high = self.estimate
        chosen = self.interval
        data = self.lists.data
        return (
            f"{data.observed:,} people are on {data.lists} lists. The {len(self.near()):,} models near the "
            f"best put all people, seen and not, between {_said(low)} and {_said(high)}; with the choice "
            f"of the model repeated, the 95 % interval is {_said(chosen[0])} to {_said(chosen[1])}. "
            "No one number is given: the lists do not settle it, and the method is contested."
        )

    def as_dict(self) -> dict[str, object]:
        """Return everything, ready for JSON; what has no estimate is null."""
        ranked = best_by_bic(self.fitted)
        low, high = self.estimate
        statuses = {code: sum(one.status == code for one in self.fitted) for code in STATUS_WORDS}
        return {
            "summary": self.summary(),
            "observed": self.lists.data.observed,
            "lists": list(self.lists.names),
            "main": _row(self.main),
            "stepwise": _row(self.steps) | _limits(self.limits["steps"]),
            "best_bic": _row(self.best)
            | _limits(self.limits["best_bic_alone"])
            | {"chosen": _limits(self.limits["best_bic_chosen"])},
            "range": {
                "low": low,
                "high": high,
                "models": len(self.near()),
                "within_bic": NEAR,
                "low_of_all": min(one.total for one in ranked),
                "high_of_all": max(one.total for one in ranked),
                "models_of_all": len(ranked),
                "every_model": self.whole,
            },
            "status": {str(code): count for code, count in statuses.items()},
            "status_words": {str(code): words for code, words in STATUS_WORDS.items()},
            "pairs_without_overlap": [list(pair) for pair in apart(self.lists)],
            "models": [_row(one) for one in ranked[:SHOWN]],
            "checks": [vars(check) for check in self.checks],
            "provenance": dict(self.provenance),
        }


def estimate_hidden(lists: Lists, options: Options | None = None) -> Hidden:
    """Estimate the total by several models, with limits that repeat the choice of the model.

    Raises
    ------
    EstimateError
        When there are too few people, or even independent lists give no estimate.
    UsageError
        When an option cannot be.
    """
    asked = options or Options()
    _check(lists, asked)
    data = lists.data
    (main,) = fit_models(data, [independent(data.lists)])
    if main.status != FITS:
        raise EstimateError(
            f"The lists of {lists.name} allow no estimate.",
            cause=f"Even with independent lists {STATUS_WORDS[main.status]}.",
            remedy="Merge lists that share nobody with any other, or leave them out.",
        )
    (steps,) = fit_models(data, [stepwise(data, asked.threshold)[-1]])
    fitted, whole = all_models(data, steps.model)
    ranked = best_by_bic(fitted)
    best, some = ranked[0], tuple(one.model for one in ranked[: asked.models])
    limits = {
        "steps": bca(data, steps.total, by_steps, replicates=asked.replicates, seed=asked.seed),
        "best_bic_alone": bca(
            data, best.total, by_bic([best.model]), replicates=asked.replicates, seed=asked.seed
        ),
        "best_bic_chosen": bca(
            data, best.total, by_bic(some), replicates=asked.replicates_of_set, seed=asked.seed
        ),
    }
    provenance = {
        "method": "multiple systems estimation, Poisson log-linear",
        "file": lists.name,
        "sha256": lists.sha256,
        **vars(asked),
    }
    checks = checks_of(lists, steps, ranked, limits, apart(lists))
    return Hidden(lists, asked, main, steps, best, tuple(fitted), whole, limits, checks, provenance)


def apart(lists: Lists) -> tuple[tuple[str, str], ...]:
    """Return the pairs of lists that share nobody."""
    data = lists.data
    bits = [[place for place in range(data.lists) if term >> place & 1] for term in pairs(data.lists)
            if data.margin(term) == 0]  # fmt: skip
    return tuple((lists.names[one], lists.names[two]) for one, two in bits)


def _check(lists: Lists, options: Options) -> None:
    if lists.data.observed < FEWEST_PEOPLE:
        raise EstimateError(
            f"{lists.data.observed} people on the lists of {lists.name} are too few.",
            cause=f"Below {FEWEST_PEOPLE} the overlaps are a handful, and people may be recognised.",
            remedy="Use a larger area or a longer time; a force's quarter has 6 to 25 referrals.",
        )
    if min(options.replicates, options.replicates_of_set, options.models) < 1:
        raise UsageError("At least one replicate and one model are needed.", remedy="Give 200 or more.")
    if not 0 <= options.threshold < 1:
        raise UsageError(f"A p-value of {options.threshold:g} cannot be.", remedy="Give 0.02.")


def _row(one: Fitted) -> dict[str, object]:
    return {
        "model": one.name,
        "status": one.status,
        "total": _plain(one.total),
        "deviance": _plain(one.deviance),
        "log_likelihood": _plain(one.log_likelihood),
        "parameters": one.parameters,
        "bic": _plain(one.bic),
    }


def _limits(limits: Limits) -> dict[str, object]:
    return {
        "levels": list(limits.levels),
        "limits": [_plain(value) for value in limits.values],
        "replicates": limits.replicates,
        "replicates_without_estimate": limits.without,
    }


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _said(value: float) -> str:
    return f"{value:,.0f}" if math.isfinite(value) else "no limit"
