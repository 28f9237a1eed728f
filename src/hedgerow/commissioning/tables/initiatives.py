"""Initiatives in the database: add, import, list and show."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from hedgerow.commissioning.initiatives import Initiative, ReadInitiatives, read_csv
from hedgerow.disclosure import Draft, Edition, Released, ReleasedColumn, release
from hedgerow.store.database import Database
from hedgerow.vocabulary import terms

Column = ReleasedColumn


@dataclass(frozen=True)
class InitiativesView:
    """The initiatives on record, for a page; `title` and `note` are words for it."""

    title: str
    note: str
    table: Released


def add_initiative(database: Database, initiative: Initiative, *, actor: str = "local") -> str:
    """Record one initiative and return its id."""
    return database.add("initiative", initiative.as_row(), actor=actor)


def import_initiatives(
    database: Database, data: bytes, *, name: str, actor: str = "local"
) -> ReadInitiatives:
    """Read a CSV file and record every row that can be kept, in one transaction; say which could not."""
    found = read_csv(data, name=name)
    with database.writing(actor, f"import of {name}") as writer:
        for initiative in found.kept:
            writer.add("initiative", initiative.as_row())
        writer.add(
            "import_record",
            {
                "kind": "initiatives",
                "name": name,
                "sha256": hashlib.sha256(data).hexdigest(),
                "rows_in": found.rows_in,
                "rows_kept": len(found.kept),
                "rows_rejected": len(found.rejected),
                "note": "; ".join(f"row {row}: {why}" for row, why in found.rejected[:20]) or None,
            },
        )
    return found


def list_initiatives(database: Database) -> list[tuple[str, Initiative]]:
    """Return every initiative that stands, with its id."""
    return [(str(row["id"]), Initiative.from_row(row)) for row in database.current("initiative")]


def initiatives_view(database: Database, *, edition: Edition = Edition.PUBLIC) -> InitiativesView:
    """Return the initiatives on record; an empty list says so in words."""
    titles = {key: term.title for key, term in terms("approach").items()}
    partners = {key: term.title for key, term in terms("partner").items()}
    rows = tuple(
        (
            key,
            entry.name,
            titles.get(entry.approach or "", entry.approach),
            entry.activity,
            ", ".join(entry.places) or None,
            entry.starts,
            entry.ends,
            entry.status,
            ", ".join(partners.get(one, one) for one in entry.partners) or None,
            entry.lead,
            entry.cost,
            entry.price_year,
            entry.outcome_measured,
        )
        for key, entry in list_initiatives(database)
    )
    labels = {
        "id": "Id",
        "name": "Initiative",
        "approach": "Approach",
        "activity": "Activity",
        "places": "Places",
        "starts": "From",
        "ends": "To",
        "status": "Status",
        "partners": "Partners",
        "lead": "Lead",
    }
    columns = (
        *(Column(key, label) for key, label in labels.items()),
        Column("cost", "Cost", unit="£", decimals=0),
        Column("price_year", "In prices of", decimals=0),
        Column("outcome_measured", "Outcome measured"),
    )
    note = "" if rows else "No initiative is recorded yet. That is a gap in the record, not a finding."
    draft = Draft("initiatives", "Initiatives on record", columns, _years_as_text(rows))
    return InitiativesView("Initiatives", note, release(draft, edition=edition))


def partners_view(database: Database | None = None) -> InitiativesView:
    """Return the kinds of partner to ask, with their duty, and how many initiatives name each."""
    named = (
        [name.lower() for _, entry in list_initiatives(database) for name in entry.partners]
        if database
        else []
    )
    rows = tuple(
        (
            term.title,
            "bound by law" if term.data.get("standing") == "duty_bound" else "invited",
            str(term.data.get("standing_status", "unverified")),
            sum(term.title.lower() in name or name in term.title.lower() for name in named),
        )
        for term in terms("partner").values()
    )
    columns = (
        Column("name", "Partner"),
        Column("duty", "Duty"),
        Column("status", "Status of that statement"),
        Column("initiatives", "Named in initiatives"),
    )
    note = "Who is bound by law must be checked against the legislation before it is relied on."
    return InitiativesView("Partners", note, release(Draft("partners", "Partners", columns, rows)))


def _years_as_text(rows: tuple[tuple[object, ...], ...]) -> tuple[tuple[str | float | None, ...], ...]:
    """Return the rows with years as text, so that none is printed with a thousands comma."""
    return tuple(
        tuple(str(value) if place == 11 and value is not None else value for place, value in enumerate(row))  # type: ignore[misc]
        for row in rows
    )
