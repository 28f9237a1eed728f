"""The fictional region's tables, in the columns that the publishers use."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from hedgerow.demo.geography import Place
from hedgerow.demo.people import People

ENGLAND_AREAS = 33_755  # ranks of the real index run over this many areas
Values = NDArray[np.float64] | NDArray[np.int64]

IMD_DOMAINS = {
    "Income": (0.13, 0.09),
    "Employment": (0.11, 0.07),
    "Education": (21.0, 17.0),
    "Health": (0.0, 0.9),
    "Crime": (0.0, 0.8),
    "Housing_and_Services": (21.0, 9.0),
    "Environment": (21.0, 12.0),
}
TENURES = (
    "Owned: Owns outright",
    "Owned: Owns with a mortgage or loan",
    "Shared ownership: Shared ownership",
    "Social rented: Rents from council or Local Authority",
    "Social rented: Other social rented",
    "Private rented: Private landlord or letting agency",
    "Private rented: Other private rented",
    "Lives rent free",
)
OCCUPANCY = (
    "+2 or more (under-occupied)",
    "+1 (under-occupied)",
    "0 (ideal)",
    "-1 (overcrowded)",
    "-2 or less (overcrowded)",
)
DEPRIVED = ("not deprived in any dimension", "in one dimension", "in two", "in three", "in four")


def write_lookups(folder: Path, places: list[Place]) -> None:
    """Write the lookups, among them one split and one merged 2011 area."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = {
        "lookup_lsoa21_ward24_ltla24": {
            "lsoa21_name": "name",
            "lsoa21_code": "code",
            "ward24_name": "ward_name",
            "ward24_code": "ward",
            "ltla24_name": "lad_name",
            "ltla24_code": "lad",
        },
        "derived_lsoa21_lad23_csp24_pfa24": {
            "lsoa21_code": "code",
            "lsoa21_name": "name",
            "ltla22_code": "lad",
            "ltla23_code": "lad",
            "ltla23_name": "lad_name",
            "pfa24_code": "pfa",
            "pfa24_name": "pfa_name",
            "csp24_code": "csp",
            "csp24_name": "csp_name",
        },
    }
    for name, fields in columns.items():
        _write(
            folder / f"{name}.parquet",
            {key: [getattr(p, field) for p in places] for key, field in fields.items()},
        )
    firsts = {place.lad: place for place in reversed(places)}
    fields = {"ltla24_code": "lad", "ltla24_name": "lad_name", "csp24_code": "csp", "csp24_name": "csp_name"}
    fields |= {"pfa24_code": "pfa", "pfa24_name": "pfa_name"}
    _write(
        folder / "lookup_ltla24_csp24_pfa24.parquet",
        {key: [getattr(firsts[lad], field) for lad in sorted(firsts)] for key, field in fields.items()},
    )
    _write_2011(folder, places)
    _write_msoa_names(folder, places)
    _write_rural_urban(folder, places)


def to_2011(places: list[Place]) -> dict[str, str]:
    """Return each 2021 code's 2011 code: all the same, but one pair was one area and one area was two."""
    codes = {place.code: place.code for place in places}
    codes[places[6].code] = codes[places[5].code] = "E01990001"  # split: one 2011 area became two
    codes[places[40].code] = "E01990002"  # merged: this and E01990003 became one
    return codes


def _write_2011(folder: Path, places: list[Place]) -> None:
    old = to_2011(places)
    rows = [(old[place.code], place, "U" if old[place.code] == place.code else "S") for place in places]
    rows = [(code, place, "M" if code == "E01990002" else change) for code, place, change in rows]
    rows.append(("E01990003", places[40], "M"))
    _write(
        folder / "lookup_lsoa11_lsoa21_ltla22.parquet",
        {
            "lsoa11_name": [place.name for _, place, _ in rows],
            "lsoa11_code": [code for code, _, _ in rows],
            "change_code": [change for _, _, change in rows],
            "lsoa21_name": [place.name for _, place, _ in rows],
            "lsoa21_code": [place.code for _, place, _ in rows],
            "ltla22_name": [place.lad_name for _, place, _ in rows],
            "ltla22_code": [place.lad for _, place, _ in rows],
        },
    )


def _write_msoa_names(folder: Path, places: list[Place]) -> None:
    firsts = list({place.msoa: place for place in places}.values())
    _write(
        folder / "hoc_msoa21_names.parquet",
        {
            "X": [float(place.outline.centroid.x) for place in firsts],
            "Y": [float(place.outline.centroid.y) for place in firsts],
            "msoa21cd": [place.msoa for place in firsts],
            "msoa21nm": [place.msoa_name for place in firsts],
            "msoa21hcln": [place.house_name for place in firsts],
            "lad22cd": [place.lad for place in firsts],
            "lad22nm": [place.lad_name for place in firsts],
            "utla22cd": [place.lad for place in firsts],
            "utla22nm": [place.lad_name for place in firsts],
            "group": [place.pfa_name for place in firsts],
            "region": ["Three Vales (fictional)" for _ in firsts],
        },
    )


def _write_rural_urban(folder: Path, places: list[Place]) -> None:
    kinds = [
        ("UN1", "Urban: Nearer to a major town or city", "Urban")
        if place.urban
        else ("RSN1", "Smaller rural: Nearer to a major town or city", "Rural")
        for place in places
    ]
    _write(
        folder / "ruc21_lsoa21.parquet",
        {
            "lsoa21_code": [place.code for place in places],
            "ruc21_code": [kind[0] for kind in kinds],
            "classification": [kind[1] for kind in kinds],
            "ruc": [kind[2] for kind in kinds],
        },
    )


def write_boundaries(folder: Path, places: list[Place]) -> None:
    """Write the outlines of LSOAs, districts and police force areas as GeoParquet in degrees."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {
        "boundaries_lsoa21": ("lsoa21", "code", "name"),
        "boundaries_ltla24": ("ltla24", "lad", "lad_name"),
        "boundaries_pfa20": ("pfa20", "pfa", "pfa_name"),
    }
    geo = {"encoding": "WKB", "crs": None, "geometry_types": ["Polygon", "MultiPolygon"]}
    meta = json.dumps({"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": geo}})
    for name, (stem, code, label) in kinds.items():
        groups: dict[str, list[Place]] = {}
        for place in places:
            groups.setdefault(getattr(place, code), []).append(place)
        table = pa.table(
            {
                f"{stem}_name": [getattr(group[0], label) for group in groups.values()],
                f"{stem}_code": list(groups),
                "geometry": [
                    shapely.to_wkb(shapely.union_all([place.outline for place in group], grid_size=1e-6))
                    for group in groups.values()
                ],
            }
        )
        pq.write_table(table.replace_schema_metadata({"geo": meta}), folder / f"{name}.parquet")


def write_deprivation(folder: Path, places: list[Place], who: People, rng: np.random.Generator) -> None:
    """Write an index of deprivation and a community needs index with the columns of the real ones."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = [place.code for place in places]
    scores: dict[str, NDArray[np.float64]] = {}
    for domain, (middle, spread) in IMD_DOMAINS.items():
        latent = 0.85 * who.deprivation + 0.5 * rng.normal(size=len(places))
        scores[domain] = np.round(middle + spread * latent, 3)
    scores["IMD"] = np.round(22 + 15 * who.deprivation + rng.normal(0, 2, len(places)), 3)
    columns: dict[str, object] = {"lsoa21_code": codes}
    for suffix in ("decile", "rank", "score"):
        for domain in ("IMD", *IMD_DOMAINS):
            columns[f"{domain}_{suffix}"] = _position(scores[domain], suffix)
    _write(folder / "imd2025_england_lsoa21.parquet", columns)
    cni: dict[str, object] = {"lsoa21_code": codes, "lsoa21_name": [place.name for place in places]}
    domains = {
        name: np.round(60 - 28 * (0.85 * who.strength + 0.45 * rng.normal(size=len(places))), 2)
        for name in ("Civic Assets Domain", "Connectedness Domain", "Active and Engaged Community Domain")
    }
    total = np.round(sum(domains.values(), np.zeros(len(places))), 2)
    cni |= {
        "Community Needs Index 2023 Score": total,
        "Community Needs Index 2023 Rank": _position(total, "rank"),
    }
    for name, score in domains.items():
        cni |= {f"{name} Score": score, f"{name} Rank": _position(score, "rank")}
    _write(
        folder / "cni2023_england_lsoa21.parquet",
        {**cni, "Left Behind Area?": total > np.quantile(total, 0.95)},
    )


def _position(score: NDArray[np.float64], suffix: str) -> Values:
    """Return the score itself, or its rank (1 is the most deprived) or decile on the scale of England."""
    if suffix == "score":
        return score
    share = (np.argsort(np.argsort(-score)) + 0.5) / len(score)
    rank = np.maximum(1, np.round(share * ENGLAND_AREAS)).astype(np.int64)
    return rank if suffix == "rank" else np.ceil(10 * rank / ENGLAND_AREAS).astype(np.int64)


def write_census(folder: Path, places: list[Place], who: People, rng: np.random.Generator) -> None:
    """Write the census tables: tenure, homes, occupancy, households deprived, and residents by age."""
    folder.mkdir(parents=True, exist_ok=True)
    own = 1 - who.social_rent - who.private_rent
    tenure = [own * 0.5, own * 0.48, own * 0.02, who.social_rent * 0.6, who.social_rent * 0.4]
    tenure += [who.private_rent * 0.93, who.private_rent * 0.05, who.private_rent * 0.02]
    _write_shares(folder / "household_tenure21_lsoa21.parquet", "tenure", TENURES, (places, who), tenure)
    free = 1 - who.overcrowded
    occupancy = [free * 0.38, free * 0.36, free * 0.26, who.overcrowded * 0.85, who.overcrowded * 0.15]
    _write_shares(
        folder / "household_overcrowding21_lsoa21.parquet",
        "occupancy_rating",
        OCCUPANCY,
        (places, who),
        occupancy,
    )
    houses = 1 - who.flats
    homes = {"Detached": houses * 0.3, "Semi-detached": houses * 0.4, "Terraced": houses * 0.3}
    homes |= {"In a purpose-built block of flats or tenement": who.flats}
    _write_shares(
        folder / "household_type21_lsoa21.parquet", "type", tuple(homes), (places, who), list(homes.values())
    )
    odds = np.exp(-0.2 + 0.5 * who.deprivation + rng.normal(0, 0.1, len(places)))
    none = 1 / (1 + odds)
    dimensions = [none, (1 - none) * 0.6, (1 - none) * 0.28, (1 - none) * 0.1, (1 - none) * 0.02]
    names = tuple(
        f"Household is {'' if number == 0 else 'deprived '}{text}{'' if number < 2 else ' dimensions'}"
        for number, text in enumerate(DEPRIVED)
    )
    _write_shares(
        folder / "household_deprivation21_lsoa21.parquet",
        "deprivation_dimensions",
        names,
        (places, who),
        dimensions,
    )
    _write_ages(folder / "raw_nomis_RM121_lsoa21_pop_65plus.csv", places, who)


def _write_shares(
    path: Path,
    column: str,
    names: tuple[str, ...],
    area: tuple[list[Place], People],
    shares: list[NDArray[np.float64]],
) -> None:
    places, who = area
    counts = np.round(np.stack(shares, axis=1) * who.households[:, None]).astype(np.int64)
    totals = counts.sum(axis=1)
    _write(
        path,
        {
            "lsoa21_code": [place.code for place in places for _ in names],
            "total_households": np.repeat(totals, len(names)),
            column: [name for _ in places for name in names],
            "n": counts.ravel(),
            "prop": (counts / totals[:, None]).ravel(),
        },
    )


def _write_ages(path: Path, places: list[Place], who: People) -> None:
    head = [
        "RM121 - Sex by age,,,,,,,",
        "Fictional figures of the demonstration region,,,,,,,",
        "Population :,All Usual residents,,,,,,",
        "Units      :,Persons,,,,,,",
        "Date       :,2021,,,,,,",
        "Sex        :,All persons,,,,,,",
        ",,,,,,,",
        "2021 super output area - lower layer,Total,Aged 65 years,Aged 66 to 69 years,Aged 70 to 74 years,"
        "Aged 75 to 79 years,Aged 80 to 84 years,Aged 85 years and over",
        ",,,,,,,",
    ]
    bands = np.array([0.06, 0.22, 0.26, 0.2, 0.14, 0.12])
    rows = []
    for number, place in enumerate(places):
        old = np.round(who.population[number] * who.share_65[number] * bands).astype(int)
        rows.append(f"{place.code} : {place.name},{who.population[number]}," + ",".join(map(str, old)))
    path.write_text("\n".join([*head, *rows]) + "\n", "utf-8")


def _write(path: Path, columns: dict[str, object]) -> None:
    pq.write_table(pa.table(columns), path)
