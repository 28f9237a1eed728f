"""The chain on the real England and Wales: the 14 zeros, the masked forces, and what the field adds."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import shapely

from hedgerow.places.contrast import (
    ContrastData,
    ContrastOptions,
    ContrastResult,
    GateFacts,
    PlaceContext,
    artefact_reasons,
    contrast,
)

pytestmark = [pytest.mark.slow, pytest.mark.real_data]
ZEROS = {
    "E01000422", "E01001052", "E01034194", "E01003588", "E01003629", "E01034214", "E01003730",
    "E01035671", "E01035698", "E01035700", "E01035701", "E01035704", "E01032775", "W01002024",
}  # fmt: skip
MASKED = ("Greater Manchester", "Northamptonshire")
LEAST = 0.6  # of a force's own median: below it a month is masked (places guide, section 12)


@dataclass(frozen=True)
class National:
    result: ContrastResult
    codes: np.ndarray
    force: np.ndarray


@pytest.fixture(scope="module")
def national(real_places: Path) -> National:
    """All crime of 33 months, with context that England and Wales share, straight from the public files."""
    lookup = pq.read_table(real_places / "lookup/derived_lsoa21_lad23_csp24_pfa24.parquet")
    lookup = lookup.sort_by("lsoa21_code")
    codes = np.array(lookup.column("lsoa21_code").to_pylist())
    force = np.array(lookup.column("pfa24_name").to_pylist())
    months, cells = _cells(real_places / "crime_panel/crime_lsoa21_month_type_ew.parquet", codes)
    total = np.array([np.bincount(np.unique(force, return_inverse=True)[1], row) for row in cells.T]).T
    low = total < LEAST * np.median(total, axis=1, keepdims=True)
    low |= np.isin(np.unique(force), MASKED)[:, None]
    cells[low[np.unique(force, return_inverse=True)[1]]] = np.nan
    residents, old = _people(real_places / "census/raw_nomis_RM121_lsoa21_pop_65plus.csv", codes)
    district = np.array(lookup.column("ltla23_code").to_pylist())
    known = np.count_nonzero(~np.isnan(cells), axis=1)
    rented = _social_rent(real_places, codes)
    welsh = np.char.startswith(codes, "W")  # as England's index of deprivation, not held in Wales
    context = PlaceContext(
        areas=tuple(codes),
        exposure=residents,
        names=("social rent", "aged 65 and over"),
        values=np.column_stack([np.where(welsh, np.nan, rented), old]),
        force=force,
        urban=np.full(len(codes), "any"),
        district=district,
        neighbours=_neighbours(real_places, codes),
        artefact=_gate(cells, known, residents, district),
        spare={"social rent of Wales": rented},
    )
    data = ContrastData("all_crime", months, cells)
    return National(contrast(data, context, options=ContrastOptions(null_runs=2)), codes, force)


def _cells(path: Path, codes: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    panel = pq.read_table(path)
    panel = panel.filter(pc.not_equal(panel.column("lsoa21_code"), ""))
    months = sorted(panel.column("month").unique().to_pylist())
    row = np.searchsorted(codes, panel.column("lsoa21_code").to_numpy(zero_copy_only=False).astype(str))
    column = np.searchsorted(months, panel.column("month").to_numpy(zero_copy_only=False).astype(str))
    row = np.minimum(row, len(codes) - 1)
    known = codes[row] == panel.column("lsoa21_code").to_numpy(zero_copy_only=False).astype(str)
    flat = np.bincount(
        (row * len(months) + column)[known],
        panel.column("n").to_numpy().astype(float)[known],
        len(codes) * len(months),
    )
    return tuple(str(month) for month in months), flat.reshape(len(codes), len(months))


def _people(path: Path, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    found = {}
    for row in csv.reader(path.read_text("utf-8").splitlines()):
        if row and " : " in row[0]:
            found[row[0].split(" : ")[0]] = (float(row[1]), sum(map(float, row[2:])) / float(row[1]))
    table = np.array([found[code] for code in codes])
    return table[:, 0], table[:, 1]


def _social_rent(folder: Path, codes: np.ndarray) -> np.ndarray:
    rented = pq.read_table(folder / "census/household_tenure21_lsoa21.parquet")
    social = rented.filter(pc.match_substring(pc.utf8_lower(rented.column("tenure")), "social"))
    summed = social.group_by("lsoa21_code").aggregate([("prop", "sum")])
    held = dict(
        zip(summed.column("lsoa21_code").to_pylist(), summed.column("prop_sum").to_pylist(), strict=True)
    )
    return np.array([held.get(one, 0.0) for one in codes], dtype=float)


def _neighbours(folder: Path, codes: np.ndarray) -> np.ndarray:
    table = pq.read_table(folder / "geo/boundaries_lsoa21.parquet")
    place = np.searchsorted(codes, np.array(table.column("lsoa21_code").to_pylist()))
    shapes = shapely.from_wkb(table.column("geometry").to_pylist())
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return np.column_stack([place[one], place[other]])[one != other]


def _gate(
    cells: np.ndarray, known: np.ndarray, residents: np.ndarray, district: np.ndarray
) -> tuple[str | None, ...]:
    records, group = np.nansum(cells, axis=1), np.unique(district, return_inverse=True)[1]
    exposure = residents * known
    count, base = np.bincount(group, records), np.bincount(group, exposure)
    rate = np.divide(count, base, out=np.zeros(len(count)), where=base > 0)[group]
    quiet = np.full(len(records), np.nan)
    share = known / cells.shape[1]
    return artefact_reasons(
        GateFacts(records, rate * exposure, residents, share, quiet, quiet, quiet, np.zeros(len(records)))
    )


def test_every_literal_zero_is_an_artefact_and_none_is_called_low(national: National) -> None:
    here = np.isin(national.codes, list(ZEROS))
    assert here.sum() == 14
    assert set(national.result.verdict[here]) == {"artefact"}
    assert all("next door" in str(reason) for reason in np.array(national.result.artefact)[here])


@pytest.mark.parametrize("force", MASKED)
def test_masked_forces_have_no_answer_and_no_number(national: National, force: str) -> None:
    here = national.force == force
    assert here.sum() > 400
    assert set(national.result.verdict[here]) == {"not_known"}
    assert np.isnan(national.result.estimate[here]).all()
    assert np.isnan(national.result.expected.around[here]).all()


def test_the_field_lowers_the_spread_and_passes_over_the_gaps(national: National) -> None:
    figures = national.result.figures
    assert figures["alpha"] < figures["alpha_without_context"]
    assert figures["alpha_with_field"] < 0.8 * figures["alpha"]
    assert figures["log_score_beside_field"] > figures["log_score_beside_context"]
    assert figures["islands"] <= 1
    assert figures["null_flag_share"] <= 0.001


def test_wales_is_fitted_apart_and_said_so(national: National) -> None:
    welsh = np.char.startswith(national.codes, "W")
    assert welsh.sum() == 1917
    assert "not_known" not in set(national.result.verdict[welsh])
    words = np.array(national.result.tidy().column("fitted_apart").to_pylist(), dtype=object)
    assert {str(word) for word in words[welsh]} == {"fitted apart: its index of deprivation is not England’s"}
    assert set(words[~welsh]) == {None}
