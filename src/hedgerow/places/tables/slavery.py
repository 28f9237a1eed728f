"""Build the tables about modern slavery from the published referrals, decisions and lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from hedgerow.errors import EstimateError, InputError
from hedgerow.places.exploitation import decisions, leaves, nationalities, notices, referrals_long
from hedgerow.places.hidden import Hidden, Lists, Options, estimate_hidden
from hedgerow.places.sources import FoundFile, read_table
from hedgerow.places.tables.receipts import Receipts
from hedgerow.settings import Region, region
from hedgerow.stats.capture import histories
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
TABLES = ("slavery_referral", "slavery_nationality", "slavery_series", "slavery_estimate")
CELLS = "Published totals check the cells and are not counted; a cell without a row is nobody."
MERGED = (("pf", "nca"),)  # police and the National Crime Agency: one list, as in the published estimate
OPTIONS = Options(replicates=400, replicates_of_set=200)
_SERIES: Mapping[str, Callable[[pa.Table], list[dict[str, object]]]] = {
    "nrm-referrals-long": referrals_long,
    "nrm-reasonable-grounds": lambda table: decisions(table, "reasonable_grounds"),
    "nrm-conclusive-grounds": lambda table: decisions(table, "conclusive_grounds"),
    "nrm-duty-to-notify": notices,
}


def build_slavery(lake: Lake, files: Sequence[FoundFile], area: Region, progress: Progress) -> None:
    """Read the published tables and write what the profile stands on.

    The newest file of each source serves; a table whose cells do not add up is refused by name and left out.
    """
    receipts = Receipts("slavery")
    by_source = _newest(files)
    made: dict[str, list[pa.Table]] = {name: [catalogue.spec(name).schema.empty_table()] for name in TABLES}
    for done, (source, found) in enumerate(by_source.items()):
        progress(done, len(by_source), found.label)
        table = read_table(found)
        identity = receipts.enter(found, len(table), CELLS)
        receipts.pass_over(found, files)
        try:
            parts = _made(source, table, identity, area)
        except InputError as error:
            receipts.reject(found, range(1, len(table) + 1), error.message, "", [""] * len(table))
            receipts.remark(found, f"REFUSED: {error.message} {error.cause}")
            continue
        for name, part in parts.items():
            made[name].append(part.cast(catalogue.spec(name).schema))
    for name, tables in made.items():
        lake.write(name, pa.concat_tables(tables))
    receipts.write(lake)
    progress(len(by_source), len(by_source), f"modern slavery, {area.name}")


def _newest(files: Iterable[FoundFile]) -> dict[str, FoundFile]:
    held: dict[str, FoundFile] = {}
    for found in sorted(files, key=lambda one: one.label):
        held[found.source] = found
    return held


def _made(source: str, table: pa.Table, identity: str, area: Region) -> dict[str, pa.Table]:
    """Return the tables that one source gives."""
    if source == "nrm-referrals":
        return {
            "slavery_referral": _with_areas(leaves(table), identity, area),
            "slavery_nationality": _marked(nationalities(table), identity),
        }
    if source in _SERIES:
        schema = catalogue.spec("slavery_series").schema
        rows = [row | {"file_id": identity} for row in _SERIES[source](table)]
        return {"slavery_series": pa.Table.from_pylist(rows, schema=schema)}
    if source == "slavery-lists-2013":
        return {"slavery_estimate": _estimates(table, identity)}
    return {}


def _with_areas(cells: pa.Table, identity: str, area: Region) -> pa.Table:
    """Put its area beside each force of England and Wales, or of the region; others have none."""
    forces = (*region("england-and-wales").forces, *area.forces)
    areas = {force.name: force.area_code for force in forces}
    codes = [areas.get(name) for name in cells.column("responder").to_pylist()]
    marked = _marked(cells, identity).append_column("area_code", pa.array(codes, pa.string()))
    return marked.select([column.name for column in catalogue.spec("slavery_referral").columns])


def _marked(table: pa.Table, identity: str) -> pa.Table:
    return table.append_column("file_id", pa.array([identity] * len(table), pa.string()))


def _estimates(table: pa.Table, identity: str) -> pa.Table:
    """Return totals by model; an empty table where the lists allow none."""
    schema = catalogue.spec("slavery_estimate").schema
    try:
        found = estimate_hidden(national_lists(table, identity), OPTIONS)
    except EstimateError:
        return schema.empty_table()
    observed, lists = found.lists.data.observed, found.lists.data.lists
    shared = {"observed": observed, "lists": lists, "file_id": identity}
    return pa.Table.from_pylist([row | shared for row in _rows(found)], schema=schema)


def national_lists(table: pa.Table, identity: str) -> Lists:
    """Return the lists with police and National Crime Agency as one, as in the published estimate."""
    columns = {name: table.column(name).to_numpy().astype(float) for name in table.column_names}
    counts = columns.pop("count")
    for first, second in MERGED:
        if first in columns and second in columns:
            columns[first] = np.maximum(columns[first], columns.pop(second))
    on = np.column_stack(list(columns.values()))
    return Lists("national lists of 2013", identity, tuple(columns), histories(on, counts))


def _rows(found: Hidden) -> list[dict[str, object]]:
    roles = {found.main.name: "independent", found.steps.name: "stepwise", found.best.name: "best_bic"}
    limits = {"stepwise": "steps", "best_bic": "best_bic_alone"}
    rows: list[dict[str, object]] = []
    models = {one.name: one for one in (found.main, found.steps, *found.near())}
    for name, one in models.items():
        role = roles.get(name, "near")
        values = found.limits[limits[role]].values if role in limits else (None, None)
        rows.append(_row(name, role, one.total, values[0], values[-1], one.bic))
    chosen = found.limits["best_bic_chosen"].values
    rows.append(_row("the best of 100 models, chosen anew", "choice", None, chosen[0], chosen[-1], None))
    return rows


def _row(
    model: str, role: str, total: float | None, lower: float | None, upper: float | None, bic: float | None
) -> dict[str, object]:
    kept = {"total": total, "lower": lower, "upper": upper, "bic": bic}
    plain = {key: None if one is None or not np.isfinite(one) else float(one) for key, one in kept.items()}
    return {"model": model, "role": role, **plain}
