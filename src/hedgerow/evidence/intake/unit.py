"""A unit: the references that are one, as one view that loses no value, no id and no source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hedgerow.evidence.dedupe import Merged, Record, merge_fields
from hedgerow.evidence.dedupe.from_reference import as_record, database_of
from hedgerow.evidence.imported import NO_TITLE, Imported
from hedgerow.evidence.intake.values import number
from hedgerow.evidence.review import Reference

# Formats whose numbers are those of one database, and formats whose numbers are a program's own: those say
# nothing of a copy, since a program numbers both.
DATABASES = {"nbib": "pubmed", "wos": "web of science"}
OWN_NUMBERS = frozenset(("eppi-json", "eppi-mapper", "asreview"))
TABLES = frozenset(("csv", "xlsx"))
_PLACES = {"author": "authors", "number": "issue"}
_OTHERS = ("link", "kind", "publisher", "standard_number", "language", "place")


@dataclass(frozen=True)
class Unit:
    """What is screened, coded and counted: one reference, or several that are one.

    Attributes
    ----------
    id
        The lowest id of its references. An event names any of them.
    references
        All of them.
    said
        One view: of each field the value that most give, the longest of equals; every other stays with its
        reference and in `merged`.
    merged
        Every value with the references that give it, and the fields on which they differ.
    """

    id: str
    references: tuple[Reference, ...]
    said: Imported
    merged: Merged

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that its references came from, each once."""
        return tuple(dict.fromkeys(one.source for one in self.references))


def record_of(reference: Reference, form: str = "") -> Record:
    """Return a reference as the rules for duplicates compare it; `form` is the format of its file."""
    database = DATABASES.get(form) or database_of(reference.said)
    if form in OWN_NUMBERS or (form in TABLES and database == "pubmed"):  # digits in a table may be anything
        database = ""
    record = as_record(reference.said, reference.id, "")
    return replace(record, source=database, accession=record.accession if database else "")


def merged(references: Sequence[Reference]) -> Unit:
    """Return the unit of references that are one."""
    ordered = tuple(sorted(references, key=lambda one: one.id))
    view = merge_fields([_shown(one) for one in ordered])
    return Unit(ordered[0].id, ordered, ordered[0].said if len(ordered) == 1 else _said(ordered, view), view)


def _shown(reference: Reference) -> Record:
    """Return a reference with its source and its number there, whatever kind of file it came from."""
    return replace(record_of(reference), source=reference.source, accession=reference.said.accession or "")


def _said(references: tuple[Reference, ...], view: Merged) -> Imported:
    first = references[0].said
    changes: dict[str, object] = {
        _PLACES.get(name, name): value or None for name, value in view.fields.items() if name != "year"
    }
    changes |= {"title": view.fields["title"] or NO_TITLE, "year": number(view.fields["year"])}
    for name in _OTHERS:
        changes[name] = next((value for one in references if (value := getattr(one.said, name))), None)
    words = [word for one in references for word in one.said.keywords]
    changes["keywords"] = tuple({word.casefold(): word for word in reversed(words)}.values())[::-1]
    for name in ("decisions", "codes", "outcomes"):
        changes[name] = tuple(value for one in references for value in getattr(one.said, name))
    return replace(first, **changes)  # type: ignore[arg-type]  # each value is of its field's type
