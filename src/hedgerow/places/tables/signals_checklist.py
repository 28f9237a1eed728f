"""The checklist of one area: what the lake can say of each sign, and what somebody must look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.places.signals.checklist import NOT_A_SCORE, SAFELY, SignRead, for_audience, weigh
from hedgerow.places.signals.words import LOOK
from hedgerow.places.tables.membership import Members, members
from hedgerow.store.lake import Lake
from hedgerow.vocabulary.scheme import Term

WORST = 0.8  # quantile of the region beyond which an indicator is in its worst fifth
STATE_WORDS = {
    "present": "seen in the figures",
    "absent": "not seen in the figures",
    "cannot_tell": "cannot tell",
    "not_known": "not known",
    "look": "look by eye",
}
COLUMNS = (
    ReleasedColumn("sign", "Sign"),
    ReleasedColumn("state", "What is known"),
    ReleasedColumn("weight", "Weight", "0 to 3", 0),
    ReleasedColumn("note", "In words", missing="not_applicable"),
    ReleasedColumn("source", "Source"),
    ReleasedColumn("theme", "About"),
)


@dataclass(frozen=True)
class ChecklistView:
    """The checklist of one area for one audience."""

    code: str
    name: str
    audience: str
    weight_present: float
    weight_measured: float
    weight_not_known: float
    sentences: tuple[str, ...]
    measured: Released
    by_eye: Released


def checklist_view(lake: Lake, code: str, audience: str) -> ChecklistView:
    """Return the checklist of an area of any kind.

    Raises
    ------
    UsageError, NotFoundError
        When the audience or the area is not known.
    """
    signs = for_audience(audience)
    area = members(lake, code)
    read = tuple(_read(lake, area, sign) for sign in signs)
    present, measured, unknown = weigh(read)
    return ChecklistView(
        code=code,
        name=area.name,
        audience=audience,
        weight_present=present,
        weight_measured=measured,
        weight_not_known=unknown,
        sentences=(
            f"Of the signs that figures can show, weight {present:g} of {measured:g} is seen here; weight "
            f"{unknown:g} is not known or has to be looked at.",
            LOOK,
            NOT_A_SCORE,
            SAFELY,
        ),
        measured=_table("Signs that figures show", [one for one in read if one.state != "look"]),
        by_eye=_table("Signs that somebody must look at", [one for one in read if one.state == "look"]),
    )


def _read(lake: Lake, area: Members, sign: Term) -> SignRead:
    if sign.data["kind"] == "by_eye":
        return SignRead(sign, "look", "")
    kind, _, name = str(sign.data["measure"]).partition(":")
    state, note = {"indicator": _indicator, "signal": _signal, "contrast": _silence}[kind](lake, area, name)
    return SignRead(sign, state, " ".join(part for part in (note, sign.about) if part))


def _indicator(lake: Lake, area: Members, name: str) -> tuple[str, str]:
    """Present where at least half of its LSOAs lie in the region's worst fifth."""
    if not lake.has("indicator_value"):
        return "not_known", "The indicators are not built."
    rows = lake.query(
        """SELECT v.lsoa21, v.value FROM indicator_value v JOIN area_lookup l USING (lsoa21)
        WHERE v.indicator = $name AND v.value IS NOT NULL AND l.in_region""",
        {"name": name},
    )
    values = rows.column("value").to_numpy()
    mine = values[np.isin(rows.column("lsoa21").to_pylist(), area.lsoas)] if len(values) else values
    if not len(mine):
        return "not_known", "No figure of this place is held."
    line = float(np.quantile(values, WORST))
    beyond = int(np.count_nonzero(mine >= line))
    note = f"{beyond} of {len(mine)} LSOAs lie in the region’s worst fifth ({line:.3g} or more)."
    return ("present" if 2 * beyond >= len(mine) else "absent"), note


def _signal(lake: Lake, area: Members, name: str) -> tuple[str, str]:
    """Present where the series of the area, or of one of its LSOAs, rose or has shifted upwards."""
    if not lake.has("signal"):
        return "not_known", "Warning signs are not built."
    rows = lake.query(
        """SELECT state, shift, month FROM signal
        WHERE crime_type = $name AND (area_code = $code OR area_code IN (SELECT unnest($lsoas)))""",
        {"name": name, "code": area.code, "lsoas": list(area.lsoas)},
    ).to_pylist()
    known = [row for row in rows if row["state"] != "not_known"]
    if not known:
        return "not_known", "Its months are not complete."
    risen = sum("up" in (row["state"], row["shift"]) for row in known)
    note = f"{known[0]['month']}: {risen} of {len(known)} series here rose beyond their own past."
    if risen:
        return "present", note
    few = all(row["state"] == "cannot_tell" for row in known)
    return ("cannot_tell" if few else "absent"), note


def _silence(lake: Lake, area: Members, _name: str) -> tuple[str, str]:
    if not lake.has("contrast"):
        return "not_known", "The contrast is not built."
    rows = lake.query(
        "SELECT DISTINCT silence FROM contrast WHERE lsoa21 IN (SELECT unnest($lsoas))",
        {"lsoas": list(area.lsoas)},
    )
    found = set(rows.column("silence").to_pylist())
    if "possible" in found:
        return "present", "Another source contradicts low recorded crime."
    if "none" in found:
        return "absent", "Another source was held against it and does not contradict it."
    return "not_known", "No other source is loaded, so silence cannot be tested here."


def _table(title: str, signs: list[SignRead]) -> Released:
    rows = tuple(
        (
            one.sign.title,
            STATE_WORDS[one.state],
            one.weight,
            one.note or None,
            one.source,
            str(one.sign.data["theme"]).replace("_", " "),
        )
        for one in sorted(signs, key=lambda one: -one.weight)
    )
    name = "checklist_by_eye" if signs and signs[0].state == "look" else "checklist_measured"
    return release(
        Draft(
            name=name,
            title=title,
            columns=COLUMNS,
            rows=rows,
            source_class="modelled",
            notes=(LOOK, NOT_A_SCORE),
        )
    )
