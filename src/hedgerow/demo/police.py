"""The fictional police files: street-level rows by force and month, zipped in the publisher's layout."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from hedgerow.demo.crime import Crime
from hedgerow.demo.geography import Place
from hedgerow.demo.published import to_2011
from hedgerow.demo.truths import Truths
from hedgerow.demo.words import FORCES, STREETS

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
NAMES = {
    "anti-social-behaviour": "Anti-social behaviour",
    "bicycle-theft": "Bicycle theft",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-crime": "Other crime",
    "other-theft": "Other theft",
    "possession-of-weapons": "Possession of weapons",
    "public-order": "Public order",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "theft-from-the-person": "Theft from the person",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violence and sexual offences",
}
OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Under investigation",
    "Offender given a caution",
)
MONTHS_IN_2011_CODES = 3
UNPLACED_SHARE = 0.01
STAMP = (2026, 1, 15, 9, 0, 0)


def write_police(
    folder: Path, places: list[Place], crime: Crime, truths: Truths, rng: np.random.Generator
) -> None:
    """Write one zip a force with a folder a month, leaving out what was planted as missing."""
    folder.mkdir(parents=True, exist_ok=True)
    points = _points(places, rng)
    for force in FORCES:
        members = [number for number, place in enumerate(places) if place.force == force.slug]
        with zipfile.ZipFile(folder / f"{force.slug}_street.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for number, month in enumerate(crime.months):
                if force.slug == truths.missing_force and month in truths.missing_months:
                    continue
                rows = list(_rows(force.force, members, places, crime, (number, points, truths), rng))
                if force.slug == truths.partial_force and month == truths.partial_month:
                    rows = rows[:: round(1 / truths.partial_share)]
                text = io.StringIO()
                text.write(HEADER + "\n")
                text.writelines(row + "\n" for row in rows)
                entry = zipfile.ZipInfo(f"{month}/{month}-{force.slug}-street.csv", STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, text.getvalue())


def _points(places: list[Place], rng: np.random.Generator) -> list[list[tuple[str, str, str]]]:
    """Return the snap points of each area: longitude, latitude and street."""
    found = []
    for place in places:
        centre = place.outline.representative_point()
        reach = 0.25 * place.outline.area**0.5
        found.append(
            [
                (f"{centre.x + dx * reach:.6f}", f"{centre.y + dy * reach:.6f}", street)
                for (dx, dy), street in zip(rng.uniform(-0.5, 0.5, (len(STREETS), 2)), STREETS, strict=True)
            ]
        )
    return found


def _rows(
    force: str,
    members: list[int],
    places: list[Place],
    crime: Crime,
    month: tuple[int, list[list[tuple[str, str, str]]], Truths],
    rng: np.random.Generator,
) -> Iterator[str]:
    number, points, truths = month
    old = to_2011(places) if number < MONTHS_IN_2011_CODES else {}
    by_code = {place.code: index for index, place in enumerate(places)}
    for kind, slug in enumerate(crime.types):
        for area in members:
            count = int(crime.counts[area, number, kind])
            printed = by_code[truths.artefact_neighbour] if places[area].code == truths.artefact else area
            streets = rng.integers(len(STREETS), size=count)
            outcomes = rng.integers(len(OUTCOMES), size=count)
            lost = rng.random(count) < UNPLACED_SHARE
            for row in range(count):
                spot = None if lost[row] else (places[printed], points[printed][streets[row]])
                key = f"{force}{number}{slug}{area}{row}"
                yield _row(key, crime.months[number], force, spot, (slug, OUTCOMES[outcomes[row]]), old)


def _row(
    key: str,
    month: str,
    force: str,
    spot: tuple[Place, tuple[str, str, str]] | None,
    what: tuple[str, str],
    old: dict[str, str],
) -> str:
    slug, outcome = what
    disorder = slug == "anti-social-behaviour"
    ident = "" if disorder else hashlib.sha256(key.encode()).hexdigest()
    if spot is None:
        place = ",,No Location,,"
    else:
        area, (east, north, street) = spot
        place = f"{east},{north},On or near {street},{old.get(area.code, area.code)},{area.name}"
    return f"{ident},{month},{force},{force},{place},{NAMES[slug]},{'' if disorder else outcome},"
