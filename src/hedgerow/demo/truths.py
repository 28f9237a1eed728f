"""What was planted in the fictional region, so that tests can ask whether it is found."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hedgerow.demo.geography import Place
from hedgerow.errors import NotFoundError

FILE_NAME = "truths.json"
TREATED_FORCE = "amberdale"


@dataclass(frozen=True)
class Truths:
    """The planted truths.

    Attributes
    ----------
    resilient, resilient_ratio
        LSOAs with high need whose crime is this share of what their context gives.
    burdened, burdened_ratio
        LSOAs with this many times the crime that their context gives.
    emerging, emerging_type, emerging_ratio, emerging_from
        A neighbourhood in which one type of crime multiplies from a month on.
    treated, treated_type, treated_ratio, treated_from
        LSOAs of an intervention and its known effect on one type.
    silent
        LSOAs that record little although ambulance call-outs for assault are many.
    artefact, artefact_neighbour
        An LSOA whose crimes are all printed next door.
    missing_force, missing_months
        A force whose files are absent for these months.
    partial_force, partial_month, partial_share
        A force-month of which only a share of the rows was published.
    """

    resilient: tuple[str, ...]
    burdened: tuple[str, ...]
    emerging: tuple[str, ...]
    treated: tuple[str, ...]
    silent: tuple[str, ...]
    artefact: str
    artefact_neighbour: str
    resilient_ratio: float = 0.3
    burdened_ratio: float = 3.0
    emerging_type: str = "drugs"
    emerging_ratio: float = 4.0
    emerging_from: str = "2025-10"
    treated_type: str = "burglary"
    treated_ratio: float = 0.6
    treated_from: str = "2025-01"
    missing_force: str = "caldermoor"
    missing_months: tuple[str, ...] = ("2024-05", "2024-06", "2024-07")
    partial_force: str = "amberdale"
    partial_month: str = "2025-03"
    partial_share: float = 0.2


def plant(places: list[Place], deprivation: np.ndarray, rng: np.random.Generator) -> Truths:
    """Choose where the truths lie: resilient and silent places among the most deprived towns."""
    urban = np.array([place.urban for place in places])
    ranked = [int(i) for i in np.argsort(-deprivation) if urban[i]]
    # One of a kind in each town: seven low places in one town would be the town's recording, not theirs.
    towns = {
        lad: [i for i in ranked if places[i].lad == lad] for lad in sorted({places[i].lad for i in ranked})
    }
    resilient = [members[4] for members in towns.values()]
    burdened = [members[9] for members in towns.values()]
    silent = [members[12] for members in list(towns.values())[::3]]
    taken = {*resilient, *burdened, *silent}
    by_msoa: dict[str, list[int]] = {}
    for number, place in enumerate(places):
        by_msoa.setdefault(place.msoa, []).append(number)
    free = [
        group for group in by_msoa.values() if urban[group[0]] and not taken & set(group) and len(group) >= 4
    ]
    emerging = free[int(rng.integers(len(free)))]
    treated_pool = [
        i for i in ranked if i not in taken and i not in emerging and places[i].force == TREATED_FORCE
    ]
    treated = sorted(treated_pool[:24:2])
    rest = [i for i in range(len(places)) if i not in {*taken, *emerging, *treated} and urban[i]]
    artefact = rest[int(rng.integers(len(rest)))]
    distance = [places[artefact].outline.distance(places[i].outline) if i != artefact else 9.0 for i in rest]
    code = [place.code for place in places]
    return Truths(
        resilient=tuple(code[i] for i in resilient),
        burdened=tuple(code[i] for i in burdened),
        emerging=tuple(code[i] for i in emerging),
        treated=tuple(code[i] for i in treated),
        silent=tuple(code[i] for i in silent),
        artefact=code[artefact],
        artefact_neighbour=code[rest[int(np.argmin(distance))]],
    )


def write_truths(folder: Path, truths: Truths) -> None:
    """Write the planted truths beside the sources."""
    (folder / FILE_NAME).write_text(json.dumps(asdict(truths), indent=1) + "\n", "utf-8")


def read_truths(folder: Path) -> Truths:
    """Return the truths of a demonstration workspace; raise `NotFoundError` where there are none."""
    path = folder / FILE_NAME
    if not path.is_file():
        raise NotFoundError(
            f"{folder} is not a demonstration workspace.", remedy="Make one with: hedgerow demo PATH."
        )
    values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
    return Truths(**values)
