"""What is shown of shock and recovery: places, windows, paths, and who differs from places alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from hedgerow.disclosure import Draft, Released, ReleasedColumn, SourceNote, release
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.shocks import COVID, LEVELS, Shock, types_of
from hedgerow.places.shocks.specification import APART, title_of
from hedgerow.places.shocks.words import (
    APART_WORDS,
    DIVERGES,
    NOT_RESILIENCE,
    PATHS,
    PEOPLE,
    STATES,
    recovery_words,
)
from hedgerow.places.tables.shocks import measure, shock_tables
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake

Row = dict[str, Any]
KINDS = {"region": "region", "pfa": "police force area", "lad": "district", "msoa": "MSOA", "lsoa": "LSOA"}
SOURCE = SourceNote("Street-level crime", "data.police.uk", "Open Government Licence v3.0", "")
NOTES = (
    "Expected is the path from the months before the shock: season, damped trend and level, with a band that "
    "widens as the level may drift. Intervals are 80 %.",
    NOT_RESILIENCE,
    APART_WORDS,
    "A month of the shock that the gap register marks only for lying far below the force’s own usual count "
    "is counted where the force’s own rows are held: a fall is what is measured here.",
    "Comparisons, not effects.",
    PEOPLE,
)
PLACE = (
    ReleasedColumn("area_code", "Code"),
    ReleasedColumn("name", "Place"),
    ReleasedColumn("area_kind", "Kind of area"),
    ReleasedColumn("within", "Within", missing="not_applicable"),
    ReleasedColumn("family", "Key of the crime"),
    ReleasedColumn("family_title", "Crime"),
    ReleasedColumn("state", "Key of the state"),
    ReleasedColumn("state_words", "What can be told"),
    ReleasedColumn("path", "Key of the path", missing="not_applicable"),
    ReleasedColumn("path_words", "What the path shows", missing="not_applicable"),
    ReleasedColumn("recorded", "Recorded in the known months", "crimes", 0, "gap"),
    ReleasedColumn("expected", "Expected in them", "crimes", 0, "gap"),
    ReleasedColumn("depth", "Largest shortfall", "%", 1),
    ReleasedColumn("depth_lower", "Shortfall, lower", "%", 1),
    ReleasedColumn("depth_upper", "Shortfall, upper", "%", 1),
    ReleasedColumn("depth_month", "In"),
    ReleasedColumn("depth_rank", "Rank, 1 fell the most"),
    ReleasedColumn("depth_rank_lower", "Rank, from"),
    ReleasedColumn("depth_rank_upper", "Rank, to"),
    ReleasedColumn("loss", "Expected less recorded until the return", "crimes", 0),
    ReleasedColumn("loss_months", "The same in months of expected crime", "months", 1),
    ReleasedColumn("loss_lower", "Months, lower", "months", 1),
    ReleasedColumn("loss_upper", "Months, upper", "months", 1),
    ReleasedColumn("months_to_band", "Months until inside the band", "months", missing="not_applicable"),
    ReleasedColumn("back_month", "Back inside the band from", missing="not_applicable"),
    ReleasedColumn("rebound", "Largest rise after", "%", 1),
    ReleasedColumn("level", "New level, recorded to expected", "ratio", 2),
    ReleasedColumn("level_lower", "New level, lower", "ratio", 2),
    ReleasedColumn("level_upper", "New level, upper", "ratio", 2),
    ReleasedColumn("level_months", "Months of the new level"),
    ReleasedColumn("year_before", "A month in the year before", "crimes", 1),
    ReleasedColumn("year_after", "A month in the last year", "crimes", 1),
    ReleasedColumn("winter_before", "A month in the three months before", "crimes", 1),
    ReleasedColumn("low", "Lowest month", "crimes", 0),
    ReleasedColumn("low_month", "In which month"),
    ReleasedColumn("plain_back_month", "First at or above the three months before", missing="not_applicable"),
    ReleasedColumn("months_before", "Known months before"),
    ReleasedColumn("months_missing", "Months not known"),
    ReleasedColumn("season_known", "Season can be told"),
    ReleasedColumn("basis", "Which records"),
    ReleasedColumn("note", "Read beside it", missing="not_applicable"),
)
WINDOW = (
    ReleasedColumn("area_code", "Code"),
    ReleasedColumn("name", "Place"),
    ReleasedColumn("area_kind", "Kind of area"),
    ReleasedColumn("within", "Within", missing="not_applicable"),
    ReleasedColumn("family", "Key of the crime"),
    ReleasedColumn("family_title", "Crime"),
    ReleasedColumn("window", "Window"),
    ReleasedColumn("state", "Key of the state"),
    ReleasedColumn("state_words", "What can be told"),
    ReleasedColumn("recorded", "Recorded", "crimes", 0, "gap"),
    ReleasedColumn("expected", "Expected", "crimes", 0, "gap"),
    ReleasedColumn("ratio", "Recorded to expected", "ratio", 2, "cannot_tell"),
    ReleasedColumn("ratio_lower", "Ratio, lower", "ratio", 2, "cannot_tell"),
    ReleasedColumn("ratio_upper", "Ratio, upper", "ratio", 2, "cannot_tell"),
    ReleasedColumn("twins", "Places alike"),
    ReleasedColumn("twin_kind", "Whose places alike"),
    ReleasedColumn("twin_ratio", "Recorded to expected at places alike", "ratio", 2, "not_applicable"),
    ReleasedColumn("beside", "Its ratio over theirs", "ratio", 2, "not_applicable"),
    ReleasedColumn("beside_lower", "Over theirs, lower", "ratio", 2, "not_applicable"),
    ReleasedColumn("beside_upper", "Over theirs, upper", "ratio", 2, "not_applicable"),
    ReleasedColumn("q_diverges", "q-value of differing", "", 3, "not_applicable"),
    ReleasedColumn("diverges", "Key of the difference"),
    ReleasedColumn("diverges_words", "Beside places alike"),
)
PATH = (
    ReleasedColumn("area_code", "Code"),
    ReleasedColumn("family", "Crime"),
    ReleasedColumn("month", "Month"),
    ReleasedColumn("recorded", "Recorded", "crimes", 0, "gap"),
    ReleasedColumn("expected", "Expected", "crimes", 0),
    ReleasedColumn("lower", "Band, lower", "crimes", 0),
    ReleasedColumn("upper", "Band, upper", "crimes", 0),
)
INDEX = (
    ReleasedColumn("family", "Key of the crime"),
    ReleasedColumn("family_title", "Crime"),
    ReleasedColumn("window", "Window"),
    ReleasedColumn("index", "Index"),
    ReleasedColumn("areas", "LSOAs"),
    ReleasedColumn("rho", "Rank correlation with recorded to expected", "", 2, "cannot_tell"),
    ReleasedColumn("rho_lower", "Correlation, lower", "", 2, "cannot_tell"),
    ReleasedColumn("rho_upper", "Correlation, upper", "", 2, "cannot_tell"),
    ReleasedColumn("most", "Recorded to expected, the fifth with the most", "ratio", 2, "cannot_tell"),
    ReleasedColumn("least", "The fifth with the least", "ratio", 2, "cannot_tell"),
)
_NAMES = "SELECT code, name, house_name, parent_name FROM area WHERE in_region"


@dataclass(frozen=True)
class ShocksView:
    """Shock and recovery of one family at one kind of area.

    `summary` says in a sentence what could be told. `places`, `windows` and `relation` are the tables,
    `diverging` the windows of the places that differ from places alike. `checks` were made on the way, and
    are empty where the built tables were read.
    """

    shock: str
    family: str
    level: str
    summary: str
    places: Released
    windows: Released
    diverging: Released
    relation: Released
    checks: tuple[str, ...]
    about: str = NOT_RESILIENCE
    apart: str = APART_WORDS
    people: str = PEOPLE


@dataclass(frozen=True)
class AreaShock:
    """Shock and recovery of one place: one row a family, its windows, its path of all crime, and words."""

    code: str
    name: str
    built: bool
    sentences: tuple[str, ...]
    places: Released
    windows: Released
    path: Released
    people: str = PEOPLE


def shocks_view(
    lake: Lake, shock: Shock = COVID, family: str = "all_crime", level: str = "lad"
) -> ShocksView:
    """Return shock and recovery of one family at one kind of area; measured now unless it was built.

    Raises
    ------
    UsageError
        When the family or the kind of area is not one of the known.
    NotFoundError
        When the panel is not built.
    """
    types_of(family)
    if level not in LEVELS:
        raise UsageError(f"“{level}” is no kind of area here.", remedy=f"They are: {', '.join(LEVELS)}.")
    checks: tuple[str, ...] = ()
    if _built(lake, shock, family):
        wanted = {"family": family, "level": level}
        tables = {
            name: lake.query(f"SELECT * FROM {name} WHERE family = $family AND area_kind = $level", wanted)  # noqa: S608 - two fixed names
            for name in ("shock", "shock_window")
        }
        tables["shock_index"] = lake.query(
            "SELECT * FROM shock_index WHERE family = $family", {"family": family}
        )
    else:
        (result,) = measure(lake, shock, (family,), (level,))
        tables = {name: _of_level(table, level) for name, table in shock_tables(result).items()}
        checks = tuple(check.text for check in result.checks if f"_{level}" in check.name)
    names = _names(lake)
    rows, windows = (tables[name].to_pylist() for name in ("shock", "shock_window"))
    return ShocksView(
        shock.id,
        family,
        level,
        _summary(rows, family, shock, level),
        _places(f"Shock and recovery, {title_of(family)}, {shock.first} to {shock.last}", rows, names),
        _windows("Shock and recovery by window", windows, names),
        _windows("Places that differ from places alike", [w for w in windows if _differs(w)], names),
        _relation(tables["shock_index"].to_pylist() if level == "lsoa" else []),
        checks,
    )


def area_shock(lake: Lake, code: str) -> AreaShock:
    """Return shock and recovery of one place, as it was built."""
    names = _names(lake)
    name = names.get(code, {"name": code})["name"]
    built = lake.has("shock")
    held: dict[str, list[Row]] = {}
    for table in ("shock", "shock_window", "shock_path"):
        query = f"SELECT * FROM {table} WHERE area_code = $code"  # noqa: S608 - three fixed names
        held[table] = lake.query(query, {"code": code}).to_pylist() if built else []
    rows = sorted(held["shock"], key=lambda row: row["family"] in APART)
    path = sorted((r for r in held["shock_path"] if r["family"] == "all_crime"), key=lambda r: r["month"])
    return AreaShock(
        code,
        name,
        built,
        tuple(recovery_words(row) for row in rows),
        _places(f"Shock and recovery: {name}", rows, names),
        _windows(f"Lockdowns: {name}", held["shock_window"], names),
        _release("shock_path", f"Path of all crime: {name}", PATH, path, figures=False),
    )


def _differs(row: Row) -> bool:
    return row["diverges"] in ("fell_more", "fell_less")


def _built(lake: Lake, shock: Shock, family: str) -> bool:
    if shock != COVID or not lake.has("shock"):
        return False
    found = lake.query("SELECT count(*) AS n FROM shock WHERE family = $family", {"family": family})
    return bool(found.column("n")[0].as_py())


def _of_level(table: pa.Table, level: str) -> pa.Table:
    import pyarrow.compute as pc

    if "area_kind" not in table.column_names:
        return table
    return table.filter(pc.equal(table.column("area_kind"), level))


def _names(lake: Lake) -> dict[str, Row]:
    if not lake.has("area"):
        raise NotFoundError("The areas are not built.", remedy="Run: hedgerow build WORKSPACE.")
    found = {}
    for row in lake.query(_NAMES).to_pylist():
        found[row["code"]] = {"name": row["house_name"] or row["name"], "within": row["parent_name"]}
    return found


def _summary(rows: Sequence[Row], family: str, shock: Shock, level: str) -> str:
    said = []
    for state, words in STATES.items():
        number = sum(1 for row in rows if row["state"] == state)
        if number:
            said.append(f"{number:,} {words}")
    paths = [
        f"{sum(1 for row in rows if row['path'] == path):,} {words}"
        for path, words in PATHS.items()
        if any(row["path"] == path for row in rows)
    ]
    told = f" Of those measured: {'; '.join(paths)}." if paths else ""
    kind = KINDS[level] if len(rows) == 1 else f"{KINDS[level]}s"
    return (
        f"{title_of(family)}, {shock.first} to {shock.last}, {len(rows):,} {kind}: {'; '.join(said)}.{told}"
    )


def _places(title: str, rows: list[Row], names: dict[str, Row]) -> Released:
    order = {"measured": 0, "trough_not_seen": 1, "cannot_tell": 2, "not_known": 3}
    shown = sorted(rows, key=lambda r: (order[r["state"]], r["depth_rank"] or 0, r["area_code"]))
    words = [
        row
        | names.get(row["area_code"], {"name": row["area_code"], "within": None})
        | {
            "family_title": title_of(row["family"]),
            "state_words": STATES[row["state"]],
            "path_words": PATHS.get(row["path"] or ""),
            "why": {"cannot_tell": "cannot_tell", "measured": ""}.get(row["state"], "gap"),
            "key": row,
        }
        for row in shown
    ]
    return _release("shock", title, PLACE, words)


def _windows(title: str, rows: list[Row], names: dict[str, Row]) -> Released:
    words = [
        row
        | names.get(row["area_code"], {"name": row["area_code"], "within": None})
        | {
            "family_title": title_of(row["family"]),
            "state_words": STATES[row["state"]],
            "diverges_words": DIVERGES[row["diverges"]],
            "why": "gap" if row["state"] == "not_known" else "",
            "key": row,
        }
        for row in sorted(rows, key=lambda r: (r["family"], r["window"], r["beside"] or 9, r["area_code"]))
    ]
    return _release("shock_window", title, WINDOW, words)


def _relation(rows: list[Row]) -> Released:
    words = [row | {"family_title": title_of(row["family"])} for row in rows]
    title = "Who fell more: recorded to expected beside need and strength"
    return _release("shock_index", title, INDEX, words, figures=False)


KEYS = ("shock", "area_kind", "area_code", "family", "window")
TRACED = ("recorded", "expected", "depth", "loss", "level", "ratio", "low", "year_before", "year_after")


def _release(
    name: str, title: str, columns: tuple[ReleasedColumn, ...], rows: Iterable[Row], *, figures: bool = True
) -> Released:
    held = list(rows)
    reasons: dict[tuple[int, str], str] = {}
    traced: dict[tuple[int, str], str] = {}
    for number, row in enumerate(held):
        for column in columns:
            value = row[column.name]
            if value is None and row.get("why"):
                reasons[number, column.name] = row["why"]
            elif figures and value is not None and column.name in TRACED:
                key = {part: row["key"][part] for part in KEYS if part in row["key"]}
                traced[number, column.name] = str(Figure.of(name, column.name, key))
    return release(
        Draft(
            name=name,
            title=title,
            columns=columns,
            rows=tuple(tuple(row[column.name] for column in columns) for row in held),
            source_class="modelled",
            reasons=reasons,
            figures=traced,
            sources=(SOURCE,),
            notes=NOTES,
        )
    )
