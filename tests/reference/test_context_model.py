"""The context model on the real places gives the figures that statsmodels gave (places guide, section 5)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from hedgerow.places.contrast import GateFacts, artefact_reasons
from hedgerow.stats import fit_counts

FORCES = ("Derbyshire", "Leicestershire", "Lincolnshire", "Nottinghamshire")
DOMAINS = ("Income", "Employment", "Education", "Health", "Housing_and_Services", "Environment")
ZEROS = {
    "E01000422", "E01001052", "E01034194", "E01003588", "E01003629", "E01034214", "E01003730",
    "E01035671", "E01035698", "E01035700", "E01035701", "E01035704", "E01032775", "W01002024",
}  # fmt: skip
# Masked in every month of the open panel, so nothing may be read from them.
MASKED = ("Greater Manchester", "Northamptonshire")


@dataclass(frozen=True)
class Places:
    codes: np.ndarray
    force: np.ndarray
    district: np.ndarray
    residents: np.ndarray
    old: np.ndarray
    records: dict[str, np.ndarray]


@pytest.fixture(scope="module")
def places(real_places: Path) -> Places:
    lookup = pq.read_table(real_places / "lookup/derived_lsoa21_lad23_csp24_pfa24.parquet").sort_by(
        "lsoa21_code"
    )
    codes = np.array(lookup.column("lsoa21_code").to_pylist())
    panel = pq.read_table(real_places / "crime_panel/crime_lsoa21_month_type_ew.parquet")
    residents, old = _people(real_places / "census/raw_nomis_RM121_lsoa21_pop_65plus.csv")
    return Places(
        codes=codes,
        force=np.array(lookup.column("pfa24_name").to_pylist()),
        district=np.array(lookup.column("ltla23_code").to_pylist()),
        residents=np.array([residents[code] for code in codes]),
        old=np.array([old[code] for code in codes]),
        records={name: _count(panel, codes, name) for name in ("all", "Burglary", "Drugs", "Robbery")},
    )


def _people(path: Path) -> tuple[dict[str, float], dict[str, float]]:
    total, old = {}, {}
    for row in csv.reader(path.read_text("utf-8").splitlines()):
        if row and " : " in row[0]:
            code = row[0].split(" : ")[0]
            total[code] = float(row[1])
            old[code] = sum(map(float, row[2:])) / float(row[1])
    return total, old


def _count(panel: pa.Table, codes: np.ndarray, name: str) -> np.ndarray:
    if name != "all":
        panel = panel.filter(pc.equal(panel.column("crime_type"), name))
    summed = panel.group_by("lsoa21_code").aggregate([("n", "sum")])
    found = dict(
        zip(summed.column("lsoa21_code").to_pylist(), summed.column("n_sum").to_pylist(), strict=True)
    )
    return np.array([found.get(code, 0) for code in codes], dtype=float)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "without", "with_context"),
    [("all", 0.524, 0.228), ("Burglary", 0.419, 0.272), ("Drugs", 1.131, 0.482), ("Robbery", 2.057, 0.806)],
)
def test_alpha_falls_as_published(
    places: Places, real_places: Path, name: str, without: float, with_context: float
) -> None:
    here = np.isin(places.force, FORCES)
    assert here.sum() == 2404
    counts, offset = places.records[name][here], np.log(places.residents[here])
    design = _design(places, real_places, here)
    terms = tuple(f"x{number}" for number in range(design.shape[1]))
    bare = fit_counts(counts, np.ones((2404, 1)), offset, names=("constant",))
    full = fit_counts(counts, design, offset, names=terms)
    assert bare.alpha == pytest.approx(without, abs=0.0006)
    assert full.alpha == pytest.approx(with_context, abs=0.0006)
    if name == "all":
        assert full.log_likelihood == pytest.approx(-15689.0, abs=0.1)
        assert np.count_nonzero(counts < 0.5 * full.expected) == 229


def _design(places: Places, folder: Path, here: np.ndarray) -> np.ndarray:
    imd = pq.read_table(folder / "deprivation/imd2025_england_lsoa21.parquet")
    row = {code: number for number, code in enumerate(imd.column("lsoa21_code").to_pylist())}
    pick = [row[code] for code in places.codes[here]]
    scores = np.column_stack([imd.column(f"{d}_score").to_numpy()[pick] for d in DOMAINS])
    ruc = pq.read_table(folder / "lookup/ruc21_lsoa21.parquet")
    kinds = dict(
        zip(ruc.column("lsoa21_code").to_pylist(), ruc.column("ruc21_code").to_pylist(), strict=True)
    )
    kind = np.array([kinds[code] for code in places.codes[here]])
    values = np.column_stack([scores, places.old[here]])
    columns = [np.ones(len(values)), *((values - values.mean(0)) / values.std(0)).T]
    for labels in (kind, places.force[here]):
        columns += [(labels == label).astype(float) for label in np.unique(labels)[1:]]
    return np.column_stack(columns)


@pytest.mark.real_data
def test_the_literal_zeros_of_england_and_wales_fail_the_artefact_gate(places: Places) -> None:
    """14 areas recorded nothing in 33 months where 300 to 912 were expected at their district's rate."""
    seen = ~np.isin(places.force, MASKED)
    records, group = places.records["all"], np.unique(places.district, return_inverse=True)[1]
    rate = np.bincount(group, records) / np.bincount(group, places.residents)
    expected = rate[group] * places.residents
    n = len(records)
    quiet = np.full(n, np.nan)
    facts = GateFacts(
        records, expected, places.residents, np.where(seen, 1.0, 0.0), quiet, quiet, quiet, np.zeros(n)
    )
    reasons = np.array([reason or "" for reason in artefact_reasons(facts)])
    zeros = seen & (records == 0)
    assert set(places.codes[zeros]) == ZEROS
    assert expected[zeros].min() == pytest.approx(300, abs=1)
    assert expected[zeros].max() == pytest.approx(912, abs=1)
    assert all("nothing at all recorded" in reason for reason in reasons[zeros])
    assert "almost nothing" in reasons[places.codes == "E01020376"][0]
    assert np.count_nonzero(reasons[seen] != "") < 0.01 * seen.sum()
