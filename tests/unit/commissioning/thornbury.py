"""A small made-up area, as literals."""

from __future__ import annotations

from hedgerow.commissioning.facts import (
    Action,
    AreaFacts,
    CommitmentRow,
    CountRow,
    CrimeFacts,
    Earlier,
    EvidenceCell,
    EvidenceRow,
    HarmRow,
    IndicatorRow,
    OwnRow,
    PartnerRow,
    PlaceFacts,
    PlaceRow,
    PlanRow,
    ProfileFacts,
    SignRow,
)
from hedgerow.disclosure import SourceNote

MONTHS = tuple(f"2025-{number:02d}" for number in range(1, 13))
BEFORE = tuple(f"2024-{number:02d}" for number in range(1, 13))
AREA = AreaFacts(
    code="E07999001",
    kind="lad",
    name="Thornbury Vale",
    column="lad24",
    lsoas=("E01999001", "E01999002", "E01999003"),
    forces={"E23999001": "Vale"},
    districts={"E07999001": "Thornbury Vale"},
    population=4_800,
    region="Testshire",
)


def count(key: str, title: str, now: float | None, before: float | None = 100) -> CountRow:
    return CountRow(
        key, title, now, before, 4_800, 9_000, 96_000, f"panel/lad24=E07999001,crime_type={key}/n"
    )


def crime() -> CrimeFacts:
    trend = tuple(
        (month, "missing" if month == "2025-03" else "complete", {"all_crime": 40.0 + n, "soc_related": 9.0})
        for n, month in enumerate((*BEFORE, *MONTHS))
    )
    return CrimeFacts(
        months=MONTHS,
        before=BEFORE,
        unknown={"2025-03": "missing"},
        types=(
            count("drugs", "Drugs", 61),
            count("burglary", "Burglary", 88),
            count("violent-crime", "Violence", 300),
        ),
        families=(count("all_crime", "All crime", 530, 610), count("soc_related", "Types", 149, 180)),
        districts=(),
        trend=trend,
        gaps=(("Vale", "2025-03", "2025-03", "missing", "no rows in the file"),),
    )


def place(number: int, **more: object) -> PlaceRow:
    return PlaceRow(f"E0199900{number}", f"Thornbury 00{number}A", "Thornbury Vale", **more)  # type: ignore[arg-type]


def places() -> PlaceFacts:
    ranked = {"value": 71.25, "lower": 60.0, "upper": 80.0, "rank": 3, "rank_lower": 1, "rank_upper": 9}
    return PlaceFacts(
        hot=(place(1, now=44, **ranked), place(2, now=4, **ranked)),
        changed=(place(3, now=30, before=11, value=172.7, lower=32.0, upper=500.0, q=0.01),),
        need=(place(1, **ranked),),
        strength=(place(2, **ranked),),
        contrast=(
            place(
                3,
                now=20,
                before=60.1,
                value=0.41,
                lower=0.3,
                upper=0.6,
                verdict="zero_output",
                silence="not_testable",
            ),
        ),
        verdicts={"zero_output": 1, "as_expected": 2},
        top_need=1,
        tested_for_change=3,
    )


def evidence() -> tuple[EvidenceRow, ...]:
    return (
        EvidenceRow(
            "a-2019",
            "Hot spots",
            "A B",
            2019,
            "meta_analysis",
            ("local_operations",),
            (),
            (),
            "Small fall in crime.",
            "Mostly US.",
            "not rated",
            "abstract",
            False,
            "International",
            "",
            "A",
        ),
        EvidenceRow(
            "b-2020",
            "Claimed fall",
            "C",
            2020,
            "evaluation",
            ("local_operations",),
            (),
            (),
            "Fell by half.",
            "",
            "not rated",
            "secondary",
            True,
            "UK",
            "",
            "A",
            claim=True,
        ),
    )


def facts(**more: object) -> ProfileFacts:
    base: dict[str, object] = {
        "area": AREA,
        "today": "2026-01-31",
        "data_cut": "2025-12",
        "crime": crime(),
        "places": places(),
        "indicators": (
            IndicatorRow(
                "imd2025_decile",
                "Decile of deprivation",
                "decile",
                1,
                "need",
                "all",
                3.2,
                1,
                6,
                5.4,
                3,
                "MHCLG",
                "2025",
                "2031-12-31",
                "indicator_value/indicator=imd2025_decile,lad24=E07999001/value",
            ),
            IndicatorRow(
                "private_rent",
                "Homes rented privately",
                "% of homes",
                1,
                "need",
                "housing",
                22.0,
                10,
                41,
                19.0,
                3,
                "ONS, Census 2021",
                "Census Day, 21 March 2021",
                "2031-12-31",
            ),
            IndicatorRow(
                "cni2023_connectedness",
                "Connectedness",
                "score",
                1,
                "strength",
                "links",
                55.0,
                40,
                70,
                50.0,
                3,
                "OCSI",
                "2023",
                "2020-12-31",
            ),
        ),
        "signs": (
            SignRow(
                "CUC-01", "Home taken over", "Far more callers than before", "public", "Neighbourhood Watch"
            ),
        ),
        "evidence": evidence(),
        "cells": (
            EvidenceCell("hubs", "harm", "empty_after_search"),
            EvidenceCell("hubs", "cost", "not_searched"),
        ),
        "plans": (PlanRow("p1", "Vale Plan", "OPCC", "2024 to 2029"),),
        "commitments": (
            CommitmentRow("p1", "We will target organised groups.", 7, ("local_operations",), "mixed"),
        ),
        "actions": (
            Action(
                "Clear drug houses",
                "local_operations",
                "closures",
                ("E07999001",),
                "2025-01",
                "2025-06",
                "completed",
                "Insp Role",
                "council",
                12000.0,
                2025,
                "reports up from 10 to 20",
            ),
            Action("Posters", "", "", (), "", "", "planned", "", "", None, None, ""),
        ),
        "partners": (PartnerRow("Police", "duty bound"),),
        "harm": (HarmRow("drugs", 3.7, "CCHI", "2026", "third-party summary"),),
        "own": (OwnRow("E07999001", "referrals", 4, "hub.csv"), OwnRow("E07999001", "visits", 33, "hub.csv")),
        "earlier": (Earlier("public", "2024-12", "2025-12-31", "2025-01-31T00:00:00"),),
        "sources": (("f1", SourceNote("Street files", "police.uk", "OGL 3.0", "2025-12"), 10, 9, 1),),
        "approach_titles": {"local_operations": "Local operations", "section17": "Section 17"},
        "owner": "Chief officer lead",
    }
    return ProfileFacts(**(base | more))  # type: ignore[arg-type]
