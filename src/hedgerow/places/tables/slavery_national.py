"""National figures about modern slavery, as published: quarters, nationalities, models of the lists."""

from __future__ import annotations

from hedgerow.disclosure import Draft, Released, ReleasedColumn, Value, release
from hedgerow.places.exploitation.words import ESTIMATE_WARNING, WARNINGS
from hedgerow.store.lake import Lake

MOST = 15
MEASURES = (
    ("referral", "Referred"),
    ("duty_to_notify", "Reported, did not consent"),
    ("reasonable_grounds", "Reasonable grounds decisions"),
    ("conclusive_grounds", "Conclusive grounds decisions"),
)
ROLES = {
    "independent": "lists taken as independent",
    "stepwise": "chosen by forward steps",
    "best_bic": "least BIC",
    "near": "within 10 of the least BIC",
    "choice": "with the choice of the model repeated",
}
_SERIES = """
    SELECT quarter, measure, sum(people) AS people,
           sum(CASE WHEN part = 'positive' THEN people END) AS positive
    FROM slavery_series GROUP BY quarter, measure ORDER BY quarter
"""
_NATIONS = """
    SELECT nationality, sum(people) AS people FROM slavery_nationality
    GROUP BY nationality ORDER BY people DESC, nationality
"""


def nation(lake: Lake) -> Released:
    """Return national quarters, each measure in a column; a quarter that was not published is not known."""
    found: dict[str, dict[str, Value]] = {}
    for row in lake.query(_SERIES).to_pylist() if lake.has("slavery_series") else ():
        quarter = found.setdefault(row["quarter"], {})
        quarter[row["measure"]] = int(row["people"])
        if row["positive"] is not None and row["people"]:
            quarter[f"{row['measure']}_positive"] = 100 * float(row["positive"]) / float(row["people"])
    names: list[ReleasedColumn] = [ReleasedColumn("quarter", "Quarter")]
    for measure, title in MEASURES:
        names.append(ReleasedColumn(measure, title, "people", 0, count=True))
        if measure.endswith("grounds"):
            names.append(ReleasedColumn(f"{measure}_positive", "of them positive", "%", 0))
    rows = [
        (quarter, *(values.get(column.name) for column in names[1:])) for quarter, values in found.items()
    ]
    notes = (WARNINGS[0], "Decisions of a quarter are on people referred earlier, often years before.")
    return release(
        Draft("slavery_nation", "United Kingdom by quarter", tuple(names), tuple(rows), notes=notes)
    )


def nationality(lake: Lake) -> Released:
    """Return the nationalities most often referred in the United Kingdom; never for a smaller area."""
    rows = lake.query(_NATIONS).to_pylist() if lake.has("slavery_nationality") else []
    columns = (
        ReleasedColumn("nationality", "Nationality"),
        ReleasedColumn("people", "People referred", "people", 0, count=True),
    )
    values = [(row["nationality"], int(row["people"])) for row in rows[:MOST]]
    rest = sum(int(row["people"]) for row in rows[MOST:])
    shown = [*values, (f"{len(rows) - MOST} others", rest)] if rest else values
    notes = ("For the United Kingdom only: no nationality is shown for a smaller area.", WARNINGS[0])
    title = "Nationalities most often referred, United Kingdom"
    return release(Draft("slavery_nationality", title, columns, tuple(shown), notes=notes))


def estimates(lake: Lake) -> Released:
    """Return the models of the national lists: their range is the answer, no single one is."""
    rows = lake.read("slavery_estimate").to_pylist() if lake.has("slavery_estimate") else []
    columns = (
        ReleasedColumn("role", "What it stands for"),
        ReleasedColumn("model", "Model"),
        ReleasedColumn("total", "People, seen and not", "people", 0, "not_applicable"),
        ReleasedColumn("lower", "95 % limit, lower", "people", 0, "not_applicable"),
        ReleasedColumn("upper", "95 % limit, upper", "people", 0, "not_applicable"),
        ReleasedColumn("bic", "BIC", "", 1, "not_applicable"),
    )
    values = [(ROLES[row["role"]], *(row[column.name] for column in columns[1:])) for row in rows]
    title = "Models of the national lists of 2013, United Kingdom"
    return release(Draft("slavery_estimate", title, columns, tuple(values), notes=(ESTIMATE_WARNING,)))
