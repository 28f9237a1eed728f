"""Write the demonstration: settings, sources as published, a plan, initiatives and the planted truths."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np

from hedgerow.demo.crime import MONTHS, Crime, crime
from hedgerow.demo.geography import SOUTH, WEST, Place, places
from hedgerow.demo.people import people
from hedgerow.demo.police import write_police
from hedgerow.demo.published import write_boundaries, write_census, write_deprivation, write_lookups
from hedgerow.demo.references import write_references
from hedgerow.demo.referrals import write_referrals
from hedgerow.demo.truths import Truths, plant, write_truths
from hedgerow.demo.words import FORCES, REGION, REGION_SLUG
from hedgerow.settings import Settings, write_new

SEED = 20261122
PLAN = "amberdale-police-and-crime-plan.txt"


def generate(folder: Path, seed: int = SEED) -> Truths:
    """Write a whole fictional region into `folder` and return what was planted.

    ``published/`` holds the files of the bodies that publish, ``plans/`` a Police and Crime Plan,
    ``evidence/`` two exports of references that overlap and a table of trials, ``initiatives.csv`` local
    action, ``region.toml`` the settings and ``truths.json`` the planted truths. The same seed gives the same
    bytes.
    """
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    where = places(rng)
    who = people(where, rng)
    truths = plant(where, who.deprivation, rng)
    what = crime(where, who, truths, rng)
    published = folder / "published"
    write_boundaries(published / "geo", where)
    write_lookups(published / "lookup", where)
    write_deprivation(published / "deprivation", where, who, rng)
    write_census(published / "census", where, who, rng)
    write_police(published / "police", where, what, truths, rng)
    _write_ambulance(published / "own", where, what, truths, rng)
    write_referrals(published / "referrals", seed)
    write_references(folder / "evidence", seed)
    _write_records(folder, truths)
    _write_region(folder / "region.toml", where)
    write_truths(folder, truths)
    return truths


def make_workspace(root: Path, seed: int = SEED) -> Settings:
    """Make a workspace of the fictional region at `root`, ready to be built.

    Raises
    ------
    UsageError
        When `root` already is a workspace.
    """
    settings_there = root / "hedgerow.toml"
    if settings_there.exists():
        return write_new(root, region=REGION_SLUG)  # raises, naming the workspace
    generate(root / "demonstration", seed)
    made = write_new(
        root,
        region=str(root / "demonstration" / "region.toml"),
        sources=(root / "demonstration" / "published",),
    )
    return made


def _write_ambulance(
    folder: Path, where: list[Place], what: Crime, truths: Truths, rng: np.random.Generator
) -> None:
    """Write a partner's own table: call-outs for assault, many where the planted silence is."""
    folder.mkdir(parents=True, exist_ok=True)
    violence = what.counts[:, :, what.types.index("violent-crime")].sum(axis=1)
    calls = rng.poisson(0.25 * violence)
    for code in truths.silent:
        number = next(i for i, place in enumerate(where) if place.code == code)
        calls[number] = rng.poisson(0.25 * violence[number] / truths.resilient_ratio * 1.5)
    with (folder / "ambulance_assault_callouts.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["lsoa21_code", "ambulance_assault_callouts"])
        writer.writerows([place.code, int(count)] for place, count in zip(where, calls, strict=True))
    (folder / "ambulance_assault_callouts.toml").write_text(
        'title = "Ambulance call-outs for assault (fictional)"\n'
        'owner = "Amberdale Ambulance Service (fictional)"\n'
        'licence = "Demonstration only"\n'
        'source_class = "partner"\n'
        f'period = "{MONTHS[0]} to {MONTHS[-1]}"\n',
        "utf-8",
    )


def _write_records(folder: Path, truths: Truths) -> None:
    """Write the plan and the initiatives, with the treated places filled in."""
    shipped = files("hedgerow.demo") / "records"
    (folder / "plans").mkdir(exist_ok=True)
    (folder / "plans" / PLAN).write_text((shipped / PLAN).read_text("utf-8"), "utf-8")
    initiatives = (
        (shipped / "initiatives.csv").read_text("utf-8").replace("TREATED", "|".join(truths.treated))
    )
    (folder / "initiatives.csv").write_text(initiatives, "utf-8")


def _write_region(path: Path, where: list[Place]) -> None:
    lines = [
        "# A fictional region, made by Hedgerow from a seed. No such place exists.",
        f'slug = "{REGION_SLUG}"',
        f'name = "{REGION}"',
        "fictional = true",
        f'first_month = "{MONTHS[0]}"',
        f'last_month = "{MONTHS[-1]}"',
        f"map_centre = [{WEST + 0.6}, {SOUTH + 0.35}]",
    ]
    for force in FORCES:
        code = next(place.pfa for place in where if place.force == force.slug)
        lads = list(dict.fromkeys(place.lad for place in where if place.force == force.slug))
        lines += [
            "",
            "[[forces]]",
            f'slug = "{force.slug}"',
            f'name = "{force.force}"',
            f'area_code = "{code}"',
            f'area_name = "{force.name}"',
            "",
            "[forces.bcus]",
            f'"{force.name} Towns" = ["{lads[0]}", "{lads[2]}"]',
            f'"{force.name} Country" = ["{lads[1]}"]',
        ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
