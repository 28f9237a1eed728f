"""A region: its forces, their areas and the names that sources use for them, read from a TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from hedgerow.errors import SettingsError


@dataclass(frozen=True)
class Force:
    """A territorial police force of the region.

    Attributes
    ----------
    slug
        As in the publisher's file names, for example ``leicestershire``.
    name
        As in the column ``Reported by``, for example ``Leicestershire Police``.
    area_code
        ONS code of the police force area (``E23…``).
    area_name
        Name of the police force area.
    bcus
        Basic Command Units: name to local authority district codes. Empty where none is defined, since no
        open boundary of BCUs exists.
    """

    slug: str
    name: str
    area_code: str
    area_name: str
    bcus: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Region:
    """Forces that share one workspace; `fictional` regions are labelled on every page."""

    slug: str
    name: str
    forces: tuple[Force, ...]
    fictional: bool = False
    first_month: str | None = None
    last_month: str | None = None
    map_centre: tuple[float, float] | None = None

    @property
    def area_codes(self) -> tuple[str, ...]:
        """ONS codes of the region's police force areas, in the order of the file."""
        return tuple(force.area_code for force in self.forces)


def region_names() -> tuple[str, ...]:
    """Return the slugs of the regions that are shipped."""
    folder = files("hedgerow.settings") / "regions"
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    )


def region(slug: str) -> Region:
    """Return a shipped region.

    Raises
    ------
    SettingsError
        When no region of that name is shipped.
    """
    if slug not in region_names():
        raise SettingsError(
            f"No region is called “{slug}”.",
            remedy=f"Choose one of: {', '.join(region_names())}; or give the path of a region file (.toml).",
        )
    return parse_region((files("hedgerow.settings") / "regions" / f"{slug}.toml").read_text("utf-8"), slug)


def read_region(name_or_path: str) -> Region:
    """Return a region by its slug, or from a person's own file when the name ends in ``.toml``."""
    if not name_or_path.endswith(".toml"):
        return region(name_or_path)
    path = Path(name_or_path)
    if not path.is_file():
        raise SettingsError(f"There is no region file at {path}.", remedy="Check the path.")
    return parse_region(path.read_text("utf-8"), str(path))


def parse_region(text: str, origin: str) -> Region:
    """Read a region's TOML text; `origin` names it in an error.

    A region lists its `forces`, or the shipped `regions` that it is made of.
    """
    try:
        data = tomllib.loads(text)
        forces = tuple(_force(entry) for entry in data["forces"]) if "forces" in data else _joined(data)
        centre = data.get("map_centre")
        return Region(
            slug=data["slug"],
            name=data["name"],
            forces=forces,
            fictional=bool(data.get("fictional", False)),
            first_month=data.get("first_month"),
            last_month=data.get("last_month"),
            map_centre=(float(centre[0]), float(centre[1])) if centre else None,
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SettingsError(
            f"The region file {origin} cannot be understood.",
            cause=f"{type(error).__name__}: {error}.",
            remedy="Compare it with the shipped east-midlands.toml.",
        ) from error


def _force(entry: dict[str, Any]) -> Force:
    return Force(
        slug=entry["slug"],
        name=entry["name"],
        area_code=entry["area_code"],
        area_name=entry["area_name"],
        bcus={name: tuple(codes) for name, codes in entry.get("bcus", {}).items()},
    )


def _joined(data: dict[str, Any]) -> tuple[Force, ...]:
    """Return the forces of the regions that a larger one is made of, each once."""
    found = {force.area_code: force for slug in data["regions"] for force in region(slug).forces}
    return tuple(found.values())
