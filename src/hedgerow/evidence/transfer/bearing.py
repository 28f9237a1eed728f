"""Facts about the evidence itself that bear on transfer: from where, when, how many, compared with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.evidence.transfer.stated import StatedFactor
from hedgerow.evidence.wording import KINDS, VERIFIED, standing

Row = Mapping[str, object]


@dataclass(frozen=True)
class Bearing:
    """One fact about the evidence: key, name, what is known, and whether that asks for care.

    `says` is `None` where the record does not state it.
    """

    key: str
    title: str
    says: str | None
    care: bool = False


def bearings(row: Row, effects: Sequence[Row], stated: Sequence[StatedFactor]) -> tuple[Bearing, ...]:
    """Return the facts in the order in which a commissioner needs them."""
    return (
        _uk(row),
        Bearing("places", "Where it was studied", _text(row["place_scope"])),
        Bearing("design", "Kind of publication", KINDS.get(str(row["kind"]), str(row["kind"]))),
        Bearing("studies", "Studies behind it", _text(row["n_studies"])),
        Bearing("year", "Year of publication", _text(row["year"])),
        Bearing("era", "How old the studies are", _said(stated, "era"), care=bool(_said(stated, "era"))),
        Bearing("comparator", "What it was compared with", _comparator(stated)),
        _variation(effects, stated),
        Bearing("harm", "Harm that was found", _said(stated, "harm"), care=bool(_said(stated, "harm"))),
        Bearing("standing", "What the record counts as", standing(row), care=standing(row) != "coded"),
        Bearing(
            "verified",
            "Where the finding was read",
            VERIFIED[str(row["verified"])],
            care=row["verified"] == "secondary",
        ),
    )


def _uk(row: Row) -> Bearing:
    uk, local = row["uk_evidence"], row["east_midlands"]
    if uk is None:
        return Bearing("uk", "Evidence from the United Kingdom", None, care=True)
    if not uk:
        return Bearing("uk", "Evidence from the United Kingdom", "None is recorded.", care=True)
    words = "Yes, from the East Midlands." if local else "Yes."
    return Bearing("uk", "Evidence from the United Kingdom", words)


def _comparator(stated: Sequence[StatedFactor]) -> str | None:
    said = [one.says for one in stated if one.moderator == "usual_services" and one.is_condition]
    return " ".join(said) or None


def _said(stated: Sequence[StatedFactor], kind: str) -> str | None:
    return " ".join(one.says for one in stated if one.kind == kind) or None


def _variation(effects: Sequence[Row], stated: Sequence[StatedFactor]) -> Bearing:
    """Say how far results differed from place to place; no prediction interval is held in the library."""
    said = [one.says for one in stated if one.kind == "variation"]
    for effect in effects:
        low, high, where = effect["ci_low"], effect["ci_high"], _no_effect(effect)
        spread = effect["bounds_type"] in {"range", "iqr"}
        numbers = isinstance(low, float) and isinstance(high, float) and where is not None
        if spread and numbers and float(low) < float(where or 0) < float(high):  # type: ignore[arg-type]
            said.append(
                f"Results for {str(effect['outcome']).replace('_', ' ')} ranged from {low:g} to {high:g}: "
                "some places saw more of it, some less."
            )
    return Bearing("variation", "How far results differ", " ".join(said) or None, care=bool(said))


def _no_effect(effect: Row) -> float | None:
    """Return the number that means no effect; `None` where the sign is not clear."""
    known = {
        "negative_is_less_of_outcome": 0.0,
        "positive_is_benefit": 0.0,
        "above_1_is_more_of_outcome": 1.0,
    }
    return known.get(str(effect["sign_convention"]))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
