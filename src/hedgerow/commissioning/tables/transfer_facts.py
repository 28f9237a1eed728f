"""What the lake and the records hold of a place, as the rules of transfer need it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from hedgerow.commissioning.initiatives import Initiative
from hedgerow.commissioning.tables.initiatives import list_initiatives
from hedgerow.commissioning.tables.transfer_crime import count_crime
from hedgerow.commissioning.tables.transfer_spreads import (
    spread_of_crime,
    spread_of_deprivation,
    spread_of_private_rent,
    spread_of_towns,
)
from hedgerow.commissioning.transfer import Place, Rate, Spread
from hedgerow.evidence.transfer import StatedFactor
from hedgerow.places.tables.views import Area, get_area
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

_SILENCE = "SELECT DISTINCT silence FROM contrast WHERE lsoa21 IN (SELECT unnest($lsoas))"


def read_place(
    lake: Lake,
    database: Database,
    code: str,
    *,
    stated: Iterable[StatedFactor] = (),
    interventions: Collection[str] = (),
) -> Place:
    """Return what is known of an area that the stated factors ask about.

    Raises
    ------
    NotFoundError
        When no area has this code.
    """
    area = get_area(lake, code)
    holdings = Holdings.read(lake, database, area.code)
    initiatives, promises = holdings.initiatives(interventions), holdings.promises(interventions)
    if not area.in_region:
        return Place(
            area.code,
            area.title,
            area.kind,
            area.lsoa_count,
            in_region=False,
            initiatives=initiatives,
            promises=promises,
        )
    rates, spreads = _wanted(lake, area, tuple(stated))
    return Place(
        area.code,
        area.title,
        area.kind,
        len(area.members),
        in_region=True,
        silence=_silence(lake, area),
        rates=rates,
        spreads=spreads,
        initiatives=initiatives,
        promises=promises,
    )


def _wanted(
    lake: Lake, area: Area, stated: tuple[StatedFactor, ...]
) -> tuple[dict[str, Rate], dict[str, Spread]]:
    """Read what the tests of the stated factors need, and nothing else."""
    rates: dict[str, Rate] = {}
    spreads: dict[str, Spread] = {}
    for one in {factor.key: factor for factor in stated}.values():
        test = str(terms("moderator")[one.moderator].data.get("test", ""))
        if test == "problem_recorded":
            rates[one.crime] = count_crime(lake, area, one.crime).rate()
        elif test == "most_crime":
            spreads[f"{test}:{one.crime}"] = spread_of_crime(lake, area, count_crime(lake, area, one.crime))
        elif test == "deprived":
            spreads[test] = spread_of_deprivation(lake, area)
        elif test == "urban":
            spreads[test] = spread_of_towns(lake, area)
        elif test == "most_private_rent":
            spreads[test] = spread_of_private_rent(lake, area)
    return rates, spreads


def _silence(lake: Lake, area: Area) -> str:
    """Return whether low recorded crime here can mean silence; possible outweighs all."""
    if not lake.has("contrast"):
        return "not_testable"
    found = set(lake.query(_SILENCE, {"lsoas": list(area.members)}).column("silence").to_pylist())
    return "possible" if "possible" in found else "none" if found == {"none"} else "not_testable"


@dataclass(frozen=True)
class Holdings:
    """What is on record for an area: initiatives that serve it, and the commitments of the plans on file."""

    serving: tuple[Initiative, ...]
    plans: Mapping[str, str]
    promised: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def read(cls, lake: Lake, database: Database, code: str) -> Holdings:
        """Read what serves the area, a part of it or what it lies in, and every plan."""
        area = get_area(lake, code)
        codes = {area.code, *area.members, *_above(lake, area)}
        entries = (entry for _, entry in list_initiatives(database))
        plans = {str(row["id"]): str(row["title"]) for row in database.current("plan")}
        promised = tuple(
            (str(row["plan"]), frozenset(str(row["interventions"]).split("|")))
            for row in database.current("commitment")
            if row["plan"] in plans and row["status"] != "rejected" and row["interventions"]
        )
        return cls(tuple(entry for entry in entries if codes & set(entry.places)), plans, promised)

    def initiatives(self, interventions: Collection[str]) -> tuple[tuple[str, str, str], ...]:
        """Return name, status and partners of those that use any of the interventions."""
        known = {key: term.title for key, term in terms("partner").items()}
        return tuple(
            (
                entry.name,
                entry.status or "status not stated",
                ", ".join(known.get(one, one) for one in entry.partners),
            )
            for entry in self.serving
            if set(entry.interventions) & set(interventions)
        )

    def promises(self, interventions: Collection[str]) -> tuple[str, ...] | None:
        """Return the plans with a commitment that names any of them; `None` where no plan is on file."""
        if not self.plans:
            return None
        wanted = set(interventions)
        return tuple(sorted({self.plans[plan] for plan, named in self.promised if wanted & named}))


def _above(lake: Lake, area: Area) -> set[str]:
    """Return the codes of every area that an LSOA of the area lies in."""
    columns = ["lsoa21", "msoa21", "ward24", "lad24", "csp24", "bcu", "pfa24"]
    inside = set(area.members)
    rows = lake.read("area_lookup", columns).to_pylist()
    return {str(code) for row in rows if row["lsoa21"] in inside for code in row.values() if code}
