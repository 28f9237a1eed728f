"""What is shown of need and strength, for an area of any kind."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import UsageError
from hedgerow.places.indicators import definitions
from hedgerow.places.tables.membership import members
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake

PEOPLE = "Places, not people: this describes an area and nobody who lives there."
TITLES = {"need": "Need", "strength": "Strength"}
READING = {
    "need": "Rank 1 of {n} is the most need.",
    "strength": "Rank 1 of {n} is the most strength.",
}
_SCORES = """
    SELECT s."index", s.lsoa21, l.lsoa21_name AS name, l.house_name, l.lad24_name AS district, s.score,
           s.score_lower, s.score_upper, s.rank, s.rank_lower, s.rank_upper, s.decile, s.p_top_decile,
           s.indicators_used, l.population
    FROM index_score s JOIN area_lookup l USING (lsoa21)
    WHERE s.lsoa21 IN (SELECT unnest($lsoas)) ORDER BY s."index", s.rank NULLS LAST, s.lsoa21
"""
_PARTS = """
    SELECT "index", indicator, domain, value, normalised, weight FROM index_component
    WHERE lsoa21 = $code ORDER BY "index", weight DESC, indicator
"""
SCORE_COLUMNS = (
    ReleasedColumn("index", "Score of"),
    ReleasedColumn("lsoa21", "LSOA"),
    ReleasedColumn("name", "Name"),
    ReleasedColumn("house_name", "Known as"),
    ReleasedColumn("district", "District"),
    ReleasedColumn("score", "Score", "0 to 100", 1),
    ReleasedColumn("score_lower", "Score, lower", "0 to 100", 1),
    ReleasedColumn("score_upper", "Score, upper", "0 to 100", 1),
    ReleasedColumn("rank", "Rank in the region"),
    ReleasedColumn("rank_lower", "Rank, best"),
    ReleasedColumn("rank_upper", "Rank, worst"),
    ReleasedColumn("decile", "Tenth", "1 is the most"),
    ReleasedColumn("p_top_decile", "Chance of being in the top tenth", "share of method choices", 2),
)
PART_COLUMNS = (
    ReleasedColumn("index", "Score of"),
    ReleasedColumn("indicator", "Indicator"),
    ReleasedColumn("domain", "Domain"),
    ReleasedColumn("value", "Value", "in the indicator’s unit", 2),
    ReleasedColumn("unit", "Unit"),
    ReleasedColumn("normalised", "On the scale of the score", "0 to 100", 1),
    ReleasedColumn("weight", "Share of the score", "", 2),
)
SUMMARY_COLUMNS = (
    ReleasedColumn("index", "Score of"),
    ReleasedColumn("areas", "LSOAs"),
    ReleasedColumn("scored", "LSOAs with a score"),
    ReleasedColumn("top", "LSOAs in the region’s top tenth"),
    ReleasedColumn("firm", "of which firmly", "at least 90 % of method choices"),
    ReleasedColumn("people_top", "Residents who live in them"),
    ReleasedColumn("share_top", "Share of residents", "%", 1),
    ReleasedColumn("mean_rank", "Middle rank of its LSOAs"),
)


@dataclass(frozen=True)
class IndexView:
    """Need and strength of one area, apart.

    `scores` has one row an index and LSOA, the most first. `parts` (for one LSOA) says what each indicator
    adds, `summary` (for larger areas) how many LSOAs lie in the region's top tenth. `built` is false when
    no indicator was held. `sentences` say the same in words; `cards` name the method cards.
    """

    code: str
    kind: str
    name: str
    built: bool
    scores: Released
    summary: Released
    parts: Released
    sentences: tuple[str, ...]
    cards: tuple[str, ...] = ("need", "strength")
    people: str = PEOPLE


def index_view(lake: Lake, code: str) -> IndexView:
    """Return need and strength of an area of any kind; raise `NotFoundError` for an unknown code."""
    area = members(lake, code)
    rows = _scores(lake, area.lsoas)
    total = _totals(lake)
    sentences = _of_lsoa(rows, total) if area.kind == "lsoa" else _of_many(area.name, rows)
    return IndexView(
        code=code,
        kind=area.kind,
        name=area.name,
        built=bool(total),
        scores=_table("index_score", f"Need and strength: {area.name}", SCORE_COLUMNS, rows, total),
        summary=_summary(area.name, rows, len(area.lsoas)),
        parts=_parts(lake, code) if area.kind == "lsoa" else _parts(lake, ""),
        sentences=sentences or ("Need and strength are not built: no indicator is held.",),
    )


def index_list(lake: Lake, index: str, within: str | None = None) -> Released:
    """Return every LSOA of the region, or of an area within it, by rank.

    Raises
    ------
    UsageError
        When the index is neither need nor strength.
    """
    if index not in TITLES:
        raise UsageError(f"“{index}” is no index.", remedy=f"The indexes are: {', '.join(TITLES)}.")
    lsoas = members(lake, within).lsoas if within else None
    rows = [row for row in _scores(lake, lsoas) if row["index"] == index]
    return _table("index_score", f"{TITLES[index]} by LSOA", SCORE_COLUMNS, rows, _totals(lake))


def _scores(lake: Lake, lsoas: tuple[str, ...] | None) -> list[dict[str, object]]:
    if not lake.has("index_score"):
        return []
    if lsoas is None:
        lsoas = tuple(lake.read("index_score", ["lsoa21"]).column("lsoa21").unique().to_pylist())
    rows: list[dict[str, object]] = lake.query(_SCORES, {"lsoas": list(lsoas)}).to_pylist()
    return rows


def _totals(lake: Lake) -> dict[str, int]:
    if not lake.has("index_score"):
        return {}
    table = lake.read("index_score", ["index", "score"]).group_by("index").aggregate([("score", "count")])
    return dict(zip(table.column("index").to_pylist(), table.column("score_count").to_pylist(), strict=True))


def _table(
    name: str,
    title: str,
    columns: tuple[ReleasedColumn, ...],
    rows: list[dict[str, object]],
    total: dict[str, int],
) -> Released:
    figures = {
        (number, column): str(Figure.of(name, column, {"index": row["index"], "lsoa21": row["lsoa21"]}))
        for number, row in enumerate(rows)
        for column in ("score", "rank", "decile")
    }
    notes = tuple(READING[index].format(n=n) for index, n in sorted(total.items()))
    return release(
        Draft(
            name=name,
            title=title,
            columns=columns,
            rows=tuple(tuple(row[column.name] for column in columns) for row in rows),  # type: ignore[misc]
            source_class="modelled",
            figures=figures,
            notes=(*notes, "Need and strength are two scores and are never merged.", PEOPLE),
        )
    )


def _parts(lake: Lake, code: str) -> Released:
    known = definitions()
    rows = lake.query(_PARTS, {"code": code}).to_pylist() if lake.has("index_component") else []
    for row in rows:
        one = known.get(row["indicator"])
        row["unit"] = one.unit if one else ""
        row["name"] = row["indicator"]
        row["indicator"] = one.title if one else row["indicator"]
    figures = {
        (number, "value"): str(
            Figure.of("indicator_value", "value", {"indicator": row["name"], "lsoa21": code})
        )
        for number, row in enumerate(rows)
    }
    return release(
        Draft(
            name="index_component",
            title="What each indicator adds",
            columns=PART_COLUMNS,
            rows=tuple(tuple(row[column.name] for column in PART_COLUMNS) for row in rows),
            source_class="modelled",
            figures=figures,
            notes=(PEOPLE,),
        )
    )


def _summary(name: str, rows: list[dict[str, object]], areas: int) -> Released:
    out = []
    for index in sorted({str(row["index"]) for row in rows}):
        mine = [row for row in rows if row["index"] == index]
        scored = [row for row in mine if row["rank"] is not None]
        top = [row for row in scored if row["decile"] == 1]
        firm = sum(1 for row in top if _number(row["p_top_decile"]) >= 0.9)
        people, everyone = _people(top), _people(mine)
        ranks = sorted(int(_number(row["rank"])) for row in scored)
        middle = ranks[len(ranks) // 2] if ranks else None
        share = 100 * people / everyone if everyone else None
        out.append((index, areas, len(scored), len(top), firm, people, share, middle))
    return release(
        Draft(
            name="index_score",
            title=f"Need and strength in {name}",
            columns=SUMMARY_COLUMNS,
            rows=tuple(out),
            source_class="modelled",
            notes=(PEOPLE,),
        )
    )


def _people(rows: list[dict[str, object]]) -> int:
    return int(sum(_number(row["population"]) for row in rows))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _of_lsoa(rows: list[dict[str, object]], total: dict[str, int]) -> tuple[str, ...]:
    said = []
    for row in rows:
        title, n = TITLES[str(row["index"])], total.get(str(row["index"]), 0)
        if row["rank"] is None:
            said.append(f"{title}: no score, since too few of its indicators have a value here.")
            continue
        low, high = _number(row["rank_lower"]), _number(row["rank_upper"])
        said.append(
            f"{title}: rank {_number(row['rank']):,.0f} of {n:,} in the region (1 is the most). "
            f"Other reasonable methods put it between {low:,.0f} and {high:,.0f}; "
            f"{100 * _number(row['p_top_decile']):.0f} % of them put it in the top tenth."
        )
    return tuple(said)


def _of_many(name: str, rows: list[dict[str, object]]) -> tuple[str, ...]:
    said = []
    for index in sorted({str(row["index"]) for row in rows}):
        scored = [row for row in rows if row["index"] == index and row["rank"] is not None]
        top = [row for row in scored if row["decile"] == 1]
        firm = sum(1 for row in top if _number(row["p_top_decile"]) >= 0.9)
        said.append(
            f"{TITLES[index]}: {len(top)} of the {len(scored)} LSOAs of {name} with a score lie in the "
            f"region’s top tenth, {firm} of them firmly."
        )
    return tuple(said)
