"""From coded studies to rows of the library: what `hedgerow build` takes over from the reviews.

A study becomes a record when a coder has finished it, no difference is open and its kind is coded. It is of
tier A when it is a review, a trial, an evaluation or a map and a finding or an effect is told; else B.
Who coded it, and whether once or twice, stands in `source_type`; a claim stays a claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.evidence.coding import Application, Code
from hedgerow.evidence.extraction import Made
from hedgerow.evidence.extraction.compute import Sized
from hedgerow.evidence.shipped import REVIEWS, STUDIES
from hedgerow.evidence.tables.review.coding import Coding, coding_of
from hedgerow.evidence.tables.review.extraction import Extracted, extracted_of
from hedgerow.evidence.tables.review.log import ReviewLog, review_names
from hedgerow.evidence.tables.review.standing import Standing, standing
from hedgerow.store.database import Database
from hedgerow.vocabulary import term

Row = dict[str, object]
PREFIX = "ref-"
ONCE, TWICE = "coded_here_once", "coded_here_twice"
MEASURES = {
    "OR": "odds_ratio",
    "RR": "risk_ratio",
    "RD": "risk_difference",
    "SMD": "standardised_mean_difference",
    "MD": "mean_difference",
    "RIRR": "relative_incidence_rate_ratio",
    "IRR": "incidence_rate_ratio",
    "IRD": "incidence_rate_difference",
    "ZCOR": "association",
}
_GRADED = REVIEWS | STUDIES | {"evidence_map"}


@dataclass(frozen=True)
class _Study:
    """A study that is coded: its final codes by what they stand for."""

    id: str
    unit: str
    codes: tuple[tuple[Application, Code], ...]

    def words(self, scheme: str) -> tuple[str, ...]:
        """Return the words of a scheme that were applied to the whole study, in order, each once."""
        named = f"{scheme}:"
        found = [code.term.removeprefix(named) for _, code in self.codes if code.term.startswith(named)]
        return tuple(dict.fromkeys(sorted(found)))

    def has(self, code: str) -> bool:
        """Whether a code was applied."""
        return any(one.code == code for one, _ in self.codes)

    def value(self, code: str) -> str | None:
        """Return the value of a code, or `None`."""
        return next((one.value for one, _ in self.codes if one.code == code and one.value), None)


def coded_columns(log: ReviewLog, now: Standing) -> Mapping[str, Row]:
    """Return, by unit, the columns of evidence_record that coding fills, for coded studies only."""
    coding, extracted = coding_of(log, now.groups.unit), extracted_of(log)
    return {study.unit: _record(study, coding, extracted, log.review) for study in _coded(coding, now)}


def coded_effects(database: Database) -> list[Row]:
    """Return the rows of evidence_effect for the coded studies of every review, each effect once."""
    rows: dict[str, Row] = {}
    for name in review_names(database):
        log = ReviewLog(database, name)
        now = standing(log)
        studies = {study.id: study for study in _coded(coding_of(log, now.groups.unit), now)}
        if not studies:
            continue
        for one in extracted_of(log).effects:
            study = studies.get(one.effect.study)
            if study and one.effect.word:
                row = _effect(one, study, now)
                rows.setdefault(str(row["effect_id"]), row)
    return list(rows.values())


def _coded(coding: Coding, now: Standing) -> list[_Study]:
    found = []
    for study in coding.state.coded_studies():
        if coding.state.status(study) not in {"single", "agreed"}:
            continue
        reports = [
            now.groups.unit(one) for one in coding.state.studies.reports_of(study) if one in now.file_of
        ]
        codes = [
            (one, coding.shelf.code(one.code))
            for one in coding.state.final(study)
            if one.code in coding.shelf.home and not one.arm
        ]
        made = _Study(study, min(reports, default=""), tuple(codes))
        if reports and made.words("kind"):
            found.append(made)
    return found


def _record(study: _Study, coding: Coding, extracted: Extracted, review: str) -> Row:
    summary = next((one.values for one in extracted.filled(study.id, "summary")), {})
    kind = study.words("kind")[0]
    told = bool(summary.get("finding")) or any(
        one.effect.word and one.sized is not None for one in extracted.of(study.id)
    )
    country = any(
        one.code.startswith("setting.") and code.parent == "setting.country" for one, code in study.codes
    )
    coders = coding.state.finishers(study.id)
    level = next((code.name for _, code in study.codes if code.term == "grading_scheme:maryland_sms"), None)
    checked = next((code.name for _, code in study.codes if code.term == "grading_scheme:source_check"), "")
    return {
        "kind": kind,
        "approaches": "|".join(study.words("approach")),
        "interventions": "|".join(study.words("intervention")),
        "outcomes": "|".join(study.words("outcome")),
        "place_scope": study.value("setting.place_name") or _countries(study),
        "place_types": "|".join(study.words("place_type")) or None,
        "uk_evidence": (study.has("setting.uk") or study.has("setting.east_midlands")) if country else None,
        "east_midlands": study.has("setting.east_midlands") if country else None,
        "n_studies": _whole(summary.get("n_studies")),
        "n_units": _number(summary.get("n_units") or study.value("population.size")),
        "unit_label": summary.get("unit_label"),
        "finding": summary.get("finding"),
        "caveats": summary.get("caveats"),
        "grade_scheme": term("grading_scheme", "maryland_sms").title if level else None,
        "grade_value": level,
        "source_seen": f"review “{review}”, coded by {', '.join(coders)}",
        "source_type": TWICE if len(coders) > 1 else ONCE,
        "verified": checked.replace(" ", "_") or "not_checked",
        "finding_recorded": bool(summary.get("finding")),
        "tier": "A" if told and kind in _GRADED else "B",
        "claim_awaiting_evaluation": study.has("design.claim"),
    }


def _countries(study: _Study) -> str | None:
    """Return the countries that were ticked, for a study whose place nobody named."""
    ticked = [
        code.name for _, code in study.codes if code.parent == "setting.country" and code.kind == "tick"
    ]
    return "; ".join(ticked) or None


def _effect(one: Made, study: _Study, now: Standing) -> Row:
    effect = one.effect
    turned = _turned(one)
    shown = turned.shown if turned else (None, None, None)
    sure = turned is not None and turned.v is not None and not one.misprint
    notes = [
        *one.notes,
        *one.blocked,
        effect.note,
        f"{effect.follow_up} follow-up" if effect.follow_up else "",
    ]
    file = now.file_of.get(study.unit, "")
    return {
        "effect_id": f"{PREFIX}{study.unit}#{effect.id}",
        "id": f"{PREFIX}{study.unit}",
        "outcome": effect.word,
        "measure": MEASURES[turned.measure] if turned else "not_computed",
        "estimate": shown[0],
        "ci_low": shown[1] if sure else None,
        "ci_high": shown[2] if sure else None,
        "bounds_type": "ci95" if sure else None,
        "direction": _direction(one, turned) if sure and turned else None,
        "sign_convention": one.sign_convention or None,
        "numeric": turned is not None,
        "conversion": turned.formula if turned else None,
        "note": " ".join(note for note in notes if note) or None,
        "verified": effect.verified,
        "poolable": one.pooled is not None,
        "file_id": file[:16],
        "row_number": 1,
    }


def _turned(one: Made) -> Sized | None:
    """Return the effect with more of the outcome above nought, as the library's sign conventions have it."""
    if one.sized is None or one.effect.positive_means != "less_of_outcome":
        return one.sized
    return Sized(one.sized.measure, -one.sized.y, one.sized.v, f"{one.sized.formula}; sign turned")


def _direction(one: Made, turned: Sized) -> str | None:
    """Return what happened to the outcome: by the interval, `none` where it holds no difference."""
    if one.effect.positive_means == "unclear" or turned.v is None:
        return None
    half = 1.959963984540054 * turned.v**0.5
    if abs(turned.y) <= half:
        return "none"
    up = turned.y > 0
    if one.effect.positive_means == "benefit":
        good = term("outcome", one.effect.word).data["good_when"]
        if good == "neither":
            return None
        up = up == (good == "more")
    return "increase" if up else "reduce"


def _whole(text: str | None) -> int | None:
    return int(float(text.replace(",", ""))) if text else None


def _number(text: str | None) -> float | None:
    return float(text.replace(",", "")) if text else None
