"""One small region twice: as tidy tables, and in the very formats that the publishers' downloads have."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
import xlsxwriter
from pyproj import Transformer

from hedgerow.settings import Force, Region

Cells = Sequence[object]
REGION = Region("vale", "The Vale", (Force("north", "North Police", "E23000901", "North", {}),))
TENURE = (
    "Owned: Owns outright",
    "Owned: Owns with a mortgage or loan",
    "Shared ownership: Shared ownership",
    "Social rented: Rents from council or Local Authority",
    "Social rented: Other social rented",
    "Private rented: Private landlord or letting agency",
    "Private rented: Other private rented",
    "Lives rent free",
)
HOMES = (
    "Detached",
    "Semi-detached",
    "Terraced",
    "In a purpose-built block of flats or tenement",
    "Part of a converted or shared house, including bedsits",
    "Part of another converted building, for example, former school, church or warehouse",
    "In a commercial building, for example, in an office building, hotel or over a shop",
    "A caravan or other mobile or temporary structure",
)
DEPRIVED = (
    "Household is not deprived in any dimension",
    "Household is deprived in one dimension",
    "Household is deprived in two dimensions",
    "Household is deprived in three dimensions",
    "Household is deprived in four dimensions",
)
ROOMS = {
    "+2 or more (under-occupied)": "+2 or more",
    "+1 (under-occupied)": "+1",
    "0 (ideal)": "0",
    "-1 (overcrowded)": "-1",
    "-2 or less (overcrowded)": "-2 or less",
}
IMD = ("IMD", "Income", "Employment", "Education", "Health", "Crime", "Housing", "Environment")
LONG = {
    "IMD": "Index of Multiple Deprivation (IMD)",
    "Education": "Education, Skills and Training",
    "Health": "Health Deprivation and Disability",
    "Housing": "Barriers to Housing and Services",
    "Environment": "Living Environment",
}
CNI = (
    "Community Needs Index 2023 Score",
    "Community Needs Index 2023 Rank",
    "Civic Assets Domain Score",
    "Connectedness Domain Score",
    "Active and Engaged Community Domain Score",
)
BANDS = ("65 to 69 years", "70 to 74 years", "75 to 79 years", "80 to 84 years", "85 years and over")


@dataclass(frozen=True)
class Lsoa:
    """One LSOA of 2021 of the fictional Vale."""

    number: int

    @property
    def code(self) -> str:
        return f"E0190090{self.number}"

    @property
    def name(self) -> str:
        return f"Upton, Lower 00{self.msoa_number}{'ABC'[(self.number - 1) % 3]}"

    @property
    def msoa_number(self) -> int:
        return 1 + (self.number - 1) // 3

    @property
    def msoa(self) -> str:
        return f"E0290090{self.msoa_number}"

    @property
    def district(self) -> int:
        return self.msoa_number

    @property
    def old(self) -> tuple[tuple[str, str], ...]:
        """Codes of 2011 and the kind of change: 1 and 2 were one area, 3 was two, others are as before."""
        changed = {1: (("E01800001", "S"),), 2: (("E01800001", "S"),)}
        changed[3] = (("E01800003", "M"), ("E01800004", "M"))
        return changed.get(self.number, ((self.code, "U"),))

    @property
    def urban(self) -> bool:
        return self.number % 2 == 1

    @property
    def outline(self) -> shapely.Geometry:
        west, south = -1.2 + 0.01 * self.number, 52.9
        return shapely.box(west, south, west + 0.01, south + 0.008 + 0.001 * self.number)

    def counts(self, kinds: int, seed: int) -> list[int]:
        return [(self.number * 37 + seed * 11 + kind * 53) % 97 for kind in range(kinds)]

    @property
    def ages(self) -> list[int]:
        return self.counts(5, 9)

    @property
    def people(self) -> int:
        return 1400 + 31 * self.number

    def scores(self, seed: int) -> list[float]:
        return [round(0.01 * (1 + (self.number * 29 + seed + 7 * kind) % 83), 3) for kind in range(len(IMD))]


LSOAS = tuple(Lsoa(number) for number in range(1, 7))
# A district has its partnership and its force; the second, outside the region, has two partnerships.
DISTRICTS = (
    ("E06000901", "Upton", "E22000901", "Upton", "E23000901", "North"),
    ("E06000902", "Downton", "E22000902", "Downton East", "E23000902", "South"),
    ("E06000902", "Downton", "E22000903", "Downton West", "E23000902", "South"),
)


def district(lsoa: Lsoa) -> tuple[str, str, str | None, str | None, str, str]:
    """Return district, partnership and force of an LSOA; no partnership where there are two."""
    lad, name, csp, csp_name, pfa, pfa_name = DISTRICTS[lsoa.district - 1]
    return (
        (lad, name, None, None, pfa, pfa_name)
        if lsoa.district == 2
        else (lad, name, csp, csp_name, pfa, pfa_name)
    )


def deciles(lsoa: Lsoa, seed: int) -> list[int]:
    return [1 + int(score * 100) % 10 for score in lsoa.scores(seed)]


# --- as tidy tables --------------------------------------------------------------------------------------


def write_tidy(folder: Path) -> None:
    """Write the tidy copies of every table."""
    folder.mkdir(parents=True)
    _parquet(
        folder / "lookup_lsoa11_lsoa21_ltla22.parquet",
        ("lsoa11_code", "lsoa21_code", "change_code"),
        [(old, lsoa.code, change) for lsoa in LSOAS for old, change in lsoa.old],
    )
    _parquet(
        folder / "lookup_lsoa21_ward24_ltla24.parquet",
        ("lsoa21_code", "lsoa21_name", "ward24_code", "ward24_name", "ltla24_code"),
        [(x.code, x.name, f"E0500090{x.district}", f"Ward {x.district}", district(x)[0]) for x in LSOAS],
    )
    names = ("ltla24_code", "ltla24_name", "csp24_code", "csp24_name", "pfa24_code", "pfa24_name")
    _parquet(folder / "lookup_ltla24_csp24_pfa24.parquet", names, DISTRICTS)
    _parquet(
        folder / "derived_lsoa21_lad24_csp24_pfa24.parquet",
        ("lsoa21_code", "lsoa21_name", *names),
        [(x.code, x.name, *district(x)) for x in LSOAS],
    )
    _parquet(
        folder / "hoc_msoa21_names.parquet",
        ("msoa21cd", "msoa21nm", "msoa21hcln"),
        [(f"E0290090{n}", f"Upton, Lower 00{n}", f"Mill {n}") for n in (1, 2)],
    )
    _parquet(
        folder / "ruc21_lsoa21.parquet",
        ("lsoa21_code", "ruc21_code", "classification", "ruc"),
        [(x.code, *_rural(x), "Urban" if x.urban else "Rural") for x in LSOAS],
    )
    _tidy_figures(folder)
    outlines = pa.table(
        {
            "lsoa21_code": [x.code for x in LSOAS],
            "geometry": [shapely.to_wkb(x.outline) for x in LSOAS],
        }
    )
    pq.write_table(outlines.replace_schema_metadata({"geo": "{}"}), folder / "boundaries_lsoa21.parquet")


def _tidy_figures(folder: Path) -> None:
    short = [name if name != "Housing" else "Housing_and_Services" for name in IMD]
    for year, key in (("2025", "lsoa21_code"), ("2019", "lsoa11_code")):
        seed = int(year)
        names = [n if year == "2025" else n.replace("Services", "Access") for n in short]
        header = (key, *(f"{n}_{part}" for part in ("decile", "rank", "score") for n in names))
        rows = [
            (code, *deciles(x, seed), *deciles(x, seed), *x.scores(seed))
            for x in LSOAS
            for code in ([x.code] if year == "2025" else _first_old(x))
        ]
        _parquet(folder / f"imd{year}_england.parquet", header, rows)
    _parquet(
        folder / "cni2023_england_lsoa21.parquet",
        ("lsoa21_code", *CNI),
        [(x.code, *x.scores(5)[: len(CNI)]) for x in LSOAS],
    )
    for stem, column, kinds, seed in (
        ("household_tenure21", "tenure", TENURE, 1),
        ("household_type21", "type", HOMES, 2),
        ("household_deprivation21", "deprivation_dimensions", DEPRIVED, 3),
        ("household_overcrowding21", "occupancy_rating", tuple(ROOMS), 4),
    ):
        rows = [
            (x.code, sum(x.counts(len(kinds), seed)), kind, count)
            for x in LSOAS
            for kind, count in zip(kinds, x.counts(len(kinds), seed), strict=True)
        ]
        _parquet(folder / f"{stem}_lsoa21.parquet", ("lsoa21_code", "total_households", column, "n"), rows)
    head = ["2021 super output area - lower layer", "Total", "Aged 65 years", "Aged 66 to 69 years"]
    body = [[f"{x.code} : {x.name}", x.people, 0, *x.ages] for x in LSOAS]
    preamble: list[Cells] = [["RM121 - Sex by age"], ["Date       :", "2021"], []]
    header = [*head, *(f"Aged {band}" for band in BANDS[1:])]
    _csv(folder / "raw_nomis_RM121.csv", [*preamble, header, [], *body])


def _first_old(lsoa: Lsoa) -> list[str]:
    """Codes of 2011 of which this LSOA writes the figures: each code once."""
    return [old for old, _ in lsoa.old] if lsoa.number != 2 else []


def _rural(lsoa: Lsoa) -> tuple[str, str]:
    near = "Nearer to a major town or city"
    return ("UN1", f"Urban: {near}") if lsoa.urban else ("RSN1", f"Smaller rural: {near}")


def _parquet(path: Path, header: Sequence[str], rows: Sequence[Cells]) -> None:
    pq.write_table(pa.table({name: [row[n] for row in rows] for n, name in enumerate(header)}), path)


# --- as published ----------------------------------------------------------------------------------------


def write_published(folder: Path, grid: bool = False) -> None:
    """Write the same as the publishers' downloads; outlines in degrees, or in metres of the National Grid."""
    folder.mkdir(parents=True)
    write_lookups(folder)
    write_outlines(folder / "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC.geojson", grid)
    write_deprivation(folder)
    write_census(folder)


def write_lookups(folder: Path) -> None:
    _csv(
        folder / "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW.csv",
        [
            _columns("LSOA11CD LSOA11NM LSOA21CD LSOA21NM CHGIND LAD22CD LAD22NM LAD22NMW ObjectId"),
            *(
                (old, x.name, x.code, x.name, change, *district(x)[:2], "", n)
                for n, x in enumerate(LSOAS)
                for old, change in x.old
            ),
        ],
        bom=True,
    )
    _csv(
        folder / "LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv",
        [
            _columns("LSOA21CD LSOA21NM LSOA21NMW WD24CD WD24NM WD24NMW LAD24CD LAD24NM LAD24NMW ObjectId"),
            *(
                (
                    x.code,
                    x.name,
                    "",
                    f"E0500090{x.district}",
                    f"Ward {x.district}",
                    "",
                    *district(x)[:2],
                    "",
                    n,
                )
                for n, x in enumerate(LSOAS)
            ),
        ],
        bom=True,
    )
    _csv(
        folder / "LAD_(2024)_to_CSP_to_PFA_Lookup_in_EW.csv",
        [
            _columns("LAD24CD LAD24NM CSP24CD CSP24NM PFA24CD PFA24NM ObjectId"),
            *((*row, n) for n, row in enumerate(DISTRICTS)),
        ],
        bom=True,
    )
    areas = [(x, f"E009000{x.number}{half}") for x in LSOAS for half in (1, 2)]
    _csv(
        folder / "Output_Area_(2021)_to_LSOA_to_MSOA_to_LAD_(2022)_Exact_Fit_Lookup.csv",
        [
            _columns("OA21CD LSOA21CD LSOA21NM MSOA21CD MSOA21NM LAD22CD LAD22NM LAD22NMW ObjectId"),
            *(
                (oa, x.code, x.name, x.msoa, x.name[:-1], *district(x)[:2], "", n)
                for n, (x, oa) in enumerate(areas)
            ),
        ],
    )
    _csv(
        folder / "Rural_Urban_Classification_(2021)_of_LSOAs_in_EW.csv",
        [
            _columns("LSOA21CD LSOA21NM LSOA21NMW RUC21CD RUC21NM Urban_rural_flag ObjectId"),
            *((x.code, x.name, "", *_rural(x), "Urban" if x.urban else "Rural", 1) for x in LSOAS),
        ],
    )
    _csv(
        folder / "MSOA-Names-Latest2.csv",
        [
            _columns("msoa21cd msoa21nm msoa21nmw msoa21hclnm msoa21hclnmw localauthorityname type"),
            *(
                (f"E0290090{n}", f"Upton, Lower 00{n}", "", f"Mill {n}", "", "Upton", "Built-up")
                for n in (1, 2)
            ),
        ],
    )


def write_outlines(path: Path, grid: bool) -> None:
    """Write GeoJSON with the coordinates before the properties, as one of the portal's two exports does."""
    turn = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    features = []
    for number, lsoa in enumerate(LSOAS):
        shape = shapely.segmentize(lsoa.outline, 0.002)
        if grid:
            shape = shapely.transform(shape, turn.transform, interleaved=False)
        properties = {"FID": number, "LSOA21CD": lsoa.code, "LSOA21NM": lsoa.name, "LSOA21NMW": " "}
        properties |= {"BNG_E": 1, "BNG_N": 2, "LONG": -1.0, "LAT": 52.9, "Shape__Area": 1.5, "GlobalID": "x"}
        geometry = json.loads(shapely.to_geojson(shape if grid else lsoa.outline))
        features.append({"type": "Feature", "id": number, "geometry": geometry, "properties": properties})
    name = "urn:ogc:def:crs:EPSG::27700" if grid else "EPSG:4326"
    crs = {"type": "name", "properties": {"name": name}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), "utf-8")


def write_deprivation(folder: Path) -> None:
    """File 7 of 2025 as CSV and of 2019 as a workbook behind a sheet of notes; the needs index as CSV."""
    rows_2025 = [_file_7_header("2021", "2024")]
    rows_2025 += [_file_7_row(x, x.code, 2025) for x in LSOAS]
    _csv(folder / "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv", rows_2025)
    rows_2019 = [_file_7_header("2011", "2019")]
    rows_2019 += [_file_7_row(x, old, 2019) for x in LSOAS for old in _first_old(x)]
    write_workbook(
        folder / "File_7_IoD2019.xlsx", {"Notes": [["Indices of Deprivation"], [""]], "IoD2019": rows_2019}
    )
    _csv(
        folder / "community-needs-index-england-2023.csv",
        [
            ("LSOA Code", "LSOA Name", *CNI),
            *((x.code, x.name, *x.scores(5)[: len(CNI)]) for x in LSOAS),
            ("", *[""] * (len(CNI) + 1)),
        ],
    )


def _file_7_header(lsoa: str, lad: str) -> list[str]:
    header = [f"LSOA code ({lsoa})", f"LSOA name ({lsoa})"]
    header += [f"Local Authority District code ({lad})", f"Local Authority District name ({lad})"]
    for domain in IMD:
        name = LONG.get(domain, domain)
        rate = " (rate)" if domain in ("Income", "Employment") else ""
        header += [
            f"{name} Score{rate}",
            f"{name} Rank (where 1 is most deprived)",
            f"{name} Decile (where 1 is most deprived 10% of LSOAs)",
        ]
    return [*header, "Total population: mid 2022"]


def _file_7_row(lsoa: Lsoa, code: str, seed: int) -> list[object]:
    row: list[object] = [code, lsoa.name, *district(lsoa)[:2]]
    for score, decile in zip(lsoa.scores(seed), deciles(lsoa, seed), strict=True):
        row += [score, decile, decile]
    return [*row, lsoa.people]


def write_census(folder: Path) -> None:
    """Nomis bulk files: a zip a topic with one member for each kind of area, all with the same columns."""
    tenure = ["Total: All households", *TENURE]
    tenure.insert(1, "Owned")
    rows = [[sum(x.counts(8, 1)), sum(x.counts(8, 1)[:2]), *x.counts(8, 1)] for x in LSOAS]
    _bulk(folder, "ts054", "Tenure of household", tenure, rows)
    homes = [f"{name}; measures: Value" for name in ("Total: All households", *HOMES)]
    _bulk(folder, "ts044", "Accommodation type", homes, _with_total(2, 8))
    poor = [f"{name}; measures: Value" for name in ("Total: All households", *DEPRIVED)]
    _bulk(folder, "ts011", "Household deprivation", poor, _with_total(3, 5))
    rooms = ["Total: All households", *(f"Occupancy rating of bedrooms: {r}" for r in ROOMS.values())]
    _bulk(folder, "ts052", "Occupancy rating for bedrooms", rooms, _with_total(4, 5))
    ages = ["Total", "Aged 4 years and under", *(f"Aged {band}" for band in BANDS)]
    _bulk(folder, "ts007a", "Age", ages, [[x.people, 90, *x.ages] for x in LSOAS])


def _with_total(seed: int, kinds: int) -> list[list[int]]:
    return [[sum(x.counts(kinds, seed)), *x.counts(kinds, seed)] for x in LSOAS]


def _bulk(folder: Path, table: str, topic: str, columns: Sequence[str], rows: Sequence[Cells]) -> None:
    header = ["date", "geography", "geography code", *(f"{topic}: {column}" for column in columns)]
    lsoas = [("2021", x.name, x.code, *row) for x, row in zip(LSOAS, rows, strict=True)]
    with zipfile.ZipFile(folder / f"census2021-{table}.zip", "w") as archive:
        archive.writestr(f"census2021-{table}-lsoa.csv", csv_text([header, *lsoas]))
        archive.writestr(
            f"census2021-{table}-msoa.csv", csv_text([header, ("2021", "x", "E02900901", *rows[0])])
        )
        archive.writestr("metadata/notes.txt", "Notes")


def _columns(text: str) -> list[str]:
    return text.split()


def csv_text(rows: Sequence[Cells]) -> str:
    """Return rows as CSV, shorter ones filled up as Nomis and office programs do."""
    width = max(len(row) for row in rows)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([*row, *[""] * (width - len(row))] for row in rows)
    return out.getvalue()


def _csv(path: Path, rows: Sequence[Cells], bom: bool = False) -> None:
    path.write_text(csv_text(rows), "utf-8-sig" if bom else "utf-8", newline="")


def write_workbook(path: Path, sheets: dict[str, Sequence[Cells]]) -> None:
    """Write a workbook with these sheets."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, list(row))
