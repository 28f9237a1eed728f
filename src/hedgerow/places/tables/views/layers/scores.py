"""Need and strength, never merged, and how surely a place is among the tenth with the most."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from hedgerow.disclosure import ReleasedColumn
from hedgerow.places.indicators import definitions
from hedgerow.places.tables.views.layers.layer import Array, Group, Held, Layer
from hedgerow.places.tables.views.layers.rows import by_code
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake

TITLE = "Need and strength"
PLAIN = {
    "need": "Deprivation and isolation without crime. Higher is more need.",
    "strength": "Places to meet, ties and joining in. Higher is more strength.",
}
# A rank that other reasonable methods move over more than this share of the region is flagged.
WIDE = 0.5
RANKS = (
    ReleasedColumn("rank", "Rank in the region, 1 is the most"),
    ReleasedColumn("rank_lower", "Rank, from (90 %)"),
    ReleasedColumn("rank_upper", "Rank, to (90 %)"),
    ReleasedColumn("p_top_decile", "Share of methods that put it in the tenth with the most", "share", 2),
)


def layers(_: Lake) -> list[Layer]:
    """Return score and chance of the top tenth, for need and for strength."""
    return [
        *(
            Layer(
                name,
                name.capitalize(),
                TITLE,
                plain,
                "0 to 100",
                0,
                "number",
                True,
                "",
                card=name,
                level="90 %",
            )
            for name, plain in PLAIN.items()
        ),
        *(
            Layer(
                f"top_decile:{name}",
                f"How surely it is in the tenth with the most {name}",
                TITLE,
                f"Share of reasonable methods that put the place among the tenth with the most {name}.",
                "share",
                2,
                "number",
                True,
                "",
                card=name,
                breaks=(0.05, 0.25, 0.75, 0.95),
                ramp=name,
            )
            for name in PLAIN
        ),
    ]


def values(lake: Lake, layer: str) -> Held:
    """Return score, interval, rank interval and chance of the top tenth."""
    group, _, name = layer.partition(":")
    index = name or group
    rows = lake.query('SELECT * FROM index_score WHERE "index" = $name', {"name": index})
    sources = {one.source for one in definitions().values() if one.index == index}
    shown = "p_top_decile" if name else "score"
    more = [column for column in RANKS if column.name != shown]
    if name:
        more.insert(0, ReleasedColumn("score", index.capitalize(), "0 to 100", 0))
    limits = ({}, {}) if name else (by_code(rows, "score_lower"), by_code(rows, "score_upper"))
    return Held(
        by_code(rows, shown),
        *limits,
        flag={} if name else _wide(rows),
        more=tuple((column, by_code(rows, column.name)) for column in more),
        sources=source_notes(lake, *sorted(sources)),
    )


def _wide(rows: pa.Table) -> dict[str, str]:
    lower, upper = (_numbers(rows, name) for name in ("rank_lower", "rank_upper"))
    wide = (upper - lower) > WIDE * max(len(lower), 1)
    codes = rows.column("lsoa21").to_pylist()
    return {code: "wide" for code, is_wide in zip(codes, wide.tolist(), strict=True) if is_wide}


def _numbers(rows: pa.Table, name: str) -> Array:
    return np.array(rows.column(name).cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=float)


GROUP = Group(TITLE, ("need", "strength", "top_decile"), ("index_score",), layers, values)
