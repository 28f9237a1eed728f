"""A shock and its recovery in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hedgerow.places.shocks.specification import Shock, ShockOptions, title_of

PEOPLE = "Places, not people: this describes recorded crime in an area and nobody who lives there."
NOT_RESILIENCE = (
    "Less recorded crime in a lockdown is not resilience: streets were empty everywhere. What can tell is "
    "who differs from places alike, and who came back."
)
APART_WORDS = (
    "Anti-social behaviour is counted apart: reports of broken lockdown rules were logged as it, so that it "
    "rose where everything else fell, and together they hide the shock."
)
STATES = {
    "measured": "measured",
    "trough_not_seen": "trough not seen: months of the first wave are missing",
    "cannot_tell": "cannot tell: too little was expected",
    "not_known": "not known: the months are missing",
    "partly_seen": "partly seen: some months are missing",
}
PATHS = {
    "steady": "no shortfall stands out",
    "bent_and_back": "fell, and came back inside the band",
    "bent_not_back": "fell, and was not seen back inside the band",
    "rose": "no fall stands out; rose above what was expected",
}
DIVERGES = {
    "fell_more": "less than at places alike",
    "fell_less": "more than at places alike",
    "like_twins": "no difference from places alike can be told",
    "cannot_tell": "cannot tell: no places alike, or too little expected",
}


def note_of(state: str, before: int, missing: int, *, options: ShockOptions, kind: str) -> str | None:
    """Return what must be read beside one place's figures."""
    said = []
    if state == "not_known":
        return (
            f"{before} months before the shock are known; {options.least_before} are needed, and some in it."
        )
    if state == "trough_not_seen":
        said.append("Months of the first wave are missing, so no trough, loss or time of return is claimed.")
    if state == "cannot_tell":
        said.append(f"Fewer than {options.least_expected:g} crimes were expected in the first wave.")
    if before < options.season_months:
        said.append(
            f"Only {before} months before the shock are known: the season cannot be told, and the interval "
            "is wider for it."
        )
    if missing:
        months = "month" if missing == 1 else "months"
        said.append(f"{missing} {months} of the shock are not known.")
    if kind in ("msoa", "lsoa") and state == "measured":
        said.append("Depth is over three months together.")
    return " ".join(said) or None


def summary_of(family: str, shock: Shock, counted: Mapping[str, Mapping[str, int]]) -> str:
    """Say how many places of each kind could be measured."""
    parts = []
    for kind, states in counted.items():
        told = ", ".join(f"{n:,} {STATES[state].split(':')[0]}" for state, n in sorted(states.items()))
        parts.append(f"{kind}: {told}")
    return (
        f"{title_of(family)}, {shock.first} to {shock.last}. {'; '.join(parts)}. Intervals are 80 %, around "
        "a path from the months before the shock. Comparisons, not effects."
    )


def recovery_words(row: Mapping[str, Any]) -> str:
    """Return what is known of one place and family in a sentence or two."""
    title = title_of(str(row["family"]))
    if row["state"] != "measured":
        level = f" {_level_words(row)}" if row["level"] is not None else ""
        return f"{title}: {row['note']}{level}"
    low, high = sorted((row["depth_lower"], row["depth_upper"]))
    deep = f"largest shortfall {row['depth']:.0f} % ({low:.0f} to {high:.0f} %), {row['depth_month']}"
    back = ""
    if row["path"] == "bent_and_back":
        months = "month" if row["months_to_band"] == 1 else "months"
        back = f"; inside the band again from {row['back_month']}, {row['months_to_band']} {months} on"
    care = "" if row["season_known"] else " The season cannot be told, so the intervals are wide."
    return f"{title}: {PATHS[row['path']]}; {deep}{back}. {_level_words(row)}{care}".strip()


def _level_words(row: Mapping[str, Any]) -> str:
    if row["level"] is None:
        return ""
    limits = f"{row['level_lower']:.2f} to {row['level_upper']:.2f}"
    known = row["level_months"]
    return f"In the last {known} known months it recorded {row['level']:.2f} times the expected ({limits})."
