"""One reference of EPPI-Reviewer, with the codes applied to it and the outcomes extracted from it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from hedgerow.evidence.imported import NO_TITLE, AppliedCode, Imported, OutsideDecision, OutsideOutcome
from hedgerow.evidence.readers.account import Unusable
from hedgerow.evidence.readers.dates import iso_date
from hedgerow.evidence.readers.eppi_codes import identifier
from hedgerow.evidence.readers.json_items import as_json
from hedgerow.evidence.readers.text import clean, find_doi, find_year, standard_numbers, web_address, words

# Which number means what, by the type of outcome: each pair is (number of the field, its meaning).
_PAIRS = (
    "smd",
    "se_smd",
    "r",
    "se_z",
    "or",
    "se_log_or",
    "rr",
    "se_log_rr",
    "",
    "",
    "rd",
    "se_rd",
    "md",
    "se_md",
)
_VALUES: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        0: _PAIRS,
        1: ("n1", "n2", "mean1", "mean2", "sd1", "sd2"),
        2: ("events1", "events2", "non_events1", "non_events2"),
        3: ("n1", "n2", "mean1", "mean2", "se1", "se2"),
        4: ("n1", "n2", "mean1", "mean2", "ci_low1", "ci_low2", "ci_high1", "ci_high2"),
        5: ("n1", "n2", "t", "p"),
    }
)
_TAKEN = frozenset(
    (
        "ItemId",
        "Title",
        "ParentTitle",
        "Year",
        "StandardNumber",
        "City",
        "Publisher",
        "Volume",
        "Pages",
        "Issue",
        "Abstract",
        "TypeName",
        "Authors",
        "DOI",
        "Keywords",
        "Codes",
    )
)
_DATES = frozenset(("DateCreated", "DateEdited"))


def reference(item: Any, number: int, kinds: Mapping[str, tuple[str, str]]) -> Imported:
    """Return one reference; `kinds` gives the kind and name of each code, by its id.

    Raises
    ------
    Unusable
        When the reference is not an object.
    """
    if not isinstance(item, dict):
        raise Unusable("the reference is not an object")
    codes = tuple(_codes(item.get("Codes")))
    return Imported(
        row_number=number,
        title=text_of(item, "Title") or text_of(item, "ShortTitle") or NO_TITLE,
        authors=_people(item.get("Authors")),
        year=find_year(text_of(item, "Year")),
        journal=text_of(item, "ParentTitle"),
        doi=find_doi(text_of(item, "DOI"), text_of(item, "URL")),
        link=web_address(text_of(item, "URL")),
        abstract=text_of(item, "Abstract"),
        keywords=words(item.get("Keywords") if isinstance(item.get("Keywords"), str) else None),
        kind=text_of(item, "TypeName"),
        volume=text_of(item, "Volume"),
        issue=text_of(item, "Issue"),
        pages=text_of(item, "Pages"),
        publisher=text_of(item, "Publisher"),
        standard_number=standard_numbers(text_of(item, "StandardNumber")),
        place=text_of(item, "City"),
        accession=identifier(item.get("ItemId")) or None,
        decisions=tuple(_decisions(codes, kinds)),
        codes=codes,
        outcomes=tuple(_outcomes(item.get("Outcomes"))),
        extra=_extra(item),
    )


def text_of(item: Mapping[str, Any], name: str) -> str | None:
    """Return a value as clean text; `None` where it is left out or is neither text nor number."""
    value = item.get(name)
    return clean(str(value)) if isinstance(value, str | int | float) else None


def _people(value: Any) -> str | None:
    names = (clean(name) for name in str(value or "").split(";"))
    return "; ".join(name for name in names if name) or None


def _extra(item: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return every field that has no place of its own; dates as year, month, day."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in item.items():
        if name in _TAKEN or value is None or value in ("", [], {}):
            continue
        text = value if isinstance(value, str) else as_json(value)
        found[name] = (iso_date(text) if name in _DATES else text,)
    return found


def _codes(codes: Any) -> list[AppliedCode]:
    found = []
    for code in codes if isinstance(codes, list) else ():
        number = identifier(code.get("AttributeId")) if isinstance(code, dict) else ""
        if not number:
            continue
        arm = text_of(code, "ArmTitle")
        whole = identifier(code.get("ArmId")) in {"", "0"}
        found.append(
            AppliedCode(
                code=number,
                note=text_of(code, "AdditionalText"),
                arm=None if whole else arm or identifier(code.get("ArmId")),
                quotes=_quotes(code.get("ItemAttributeFullTextDetails")),
            )
        )
    return found


def _quotes(details: Any) -> tuple[str, ...]:
    parts = details if isinstance(details, list) else ()
    return tuple(text for part in parts if isinstance(part, dict) and (text := text_of(part, "Text")))


def _decisions(codes: tuple[AppliedCode, ...], kinds: Mapping[str, tuple[str, str]]) -> list[OutsideDecision]:
    """Return what the codes of a screening set decide, one decision a code."""
    found = []
    for code in codes:
        kind, name = kinds.get(code.code, ("", ""))
        if kind in {"include", "exclude"}:
            found.append(OutsideDecision(kind, note=": ".join(filter(None, (name, code.note)))))
    return found


def _outcomes(outcomes: Any) -> list[OutsideOutcome]:
    return [
        _outcome(one) for one in (outcomes if isinstance(outcomes, list) else ()) if isinstance(one, dict)
    ]


def _outcome(one: Mapping[str, Any]) -> OutsideOutcome:
    arms = (text_of(one, name) for name in ("grp1ArmName", "grp2ArmName"))
    return OutsideOutcome(
        id=identifier(one.get("OutcomeId")),
        title=text_of(one, "Title") or text_of(one, "ShortTitle") or NO_TITLE,
        description=text_of(one, "OutcomeDescription"),
        kind=text_of(one, "OutcomeTypeName"),
        values=_values(one),
        outcome=_code_of(one, "Outcome"),
        intervention=_code_of(one, "Intervention"),
        control=_code_of(one, "Control"),
        timepoint=text_of(one, "TimepointDisplayValue"),
        arms=tuple(arm for arm in arms if arm),
    )


def _values(one: Mapping[str, Any]) -> dict[str, float]:
    """Return the numbers by their meaning; by the name of the field where the meaning is not known."""
    kind = one.get("OutcomeTypeId")
    meanings = _VALUES.get(kind, ()) if isinstance(kind, int) else ()
    found = {}
    for number in range(1, 15):
        value = one.get(f"Data{number}")
        if isinstance(value, int | float) and not isinstance(value, bool):
            meaning = meanings[number - 1] if number <= len(meanings) else ""
            found[meaning or f"data{number}"] = float(value)
    return found


def _code_of(one: Mapping[str, Any], part: str) -> str | None:
    number = identifier(one.get(f"ItemAttributeId{part}"))
    return None if number in {"", "0"} else number
