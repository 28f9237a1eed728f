"""Conflicts, agreement and stopping of a review, as pages and commands show them."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, Value, release
from hedgerow.evidence.imported import Imported
from hedgerow.evidence.screening.features import record_text
from hedgerow.evidence.screening.order import labels_of
from hedgerow.evidence.screening.overlap import ORIGINS, Measured, Overlap, overlap
from hedgerow.evidence.screening.reading import Reading
from hedgerow.evidence.screening.second import second_order
from hedgerow.evidence.screening.stopping import RUN, Stopping, stopping
from hedgerow.evidence.tables.review.desk import Desk
from hedgerow.evidence.tables.review.screening_views import STAGE_TITLES
from hedgerow.evidence.tables.review.units import find_units, read_units


@dataclass(frozen=True)
class ConflictView:
    """One record in conflict, with everything that was decided on it."""

    unit: str
    stage: str
    said: Imported
    readings: tuple[Reading, ...]
    mine: bool


def conflict_views(desk: Desk, reviewer: str, *, most: int = 50) -> tuple[ConflictView, ...]:
    """Return the records in conflict, title and abstract before full text: settled by who sees both sides."""
    look = desk.look()
    found = [(name, unit) for name in STAGE_TITLES for unit in look.state.stage(name).of("conflict")]
    shown = found[:most]
    with desk.screening.log.database.reading() as connection:
        held = find_units(connection, look.standing, [unit.id for _, unit in shown])
    return tuple(
        ConflictView(unit.id, stage, held[unit.id].said, unit.said, unit.reading_of(reviewer) is not None)
        for stage, unit in shown
        if unit.id in held
    )


def settled_table(desk: Desk) -> Released:
    """Return what was settled: by whom, how, and which decisions it settled."""
    look = desk.look()
    rows: list[tuple[Value, ...]] = []
    for name, title in STAGE_TITLES.items():
        for unit in look.state.stage(name).touched.values():
            if unit.resolution is not None and unit.id in look.state.stage(name).members:
                said = "; ".join(f"{one.reviewer}: {one.decision}" for one in unit.said)
                end = unit.resolution
                words = (
                    end.decision,
                    end.reason or None,
                    end.how,
                    end.resolver,
                    end.at[:16].replace("T", " "),
                )
                rows.append((unit.id[:10], title, said, *words))
    columns = (
        ReleasedColumn("record", "Record"),
        ReleasedColumn("stage", "Stage"),
        ReleasedColumn("said", "Decisions"),
        ReleasedColumn("settled", "Settled as"),
        ReleasedColumn("reason", "Reason", missing="not_applicable"),
        ReleasedColumn("how", "How"),
        ReleasedColumn("by", "By"),
        ReleasedColumn("at", "When (UTC)"),
    )
    return release(Draft("settled", "Conflicts that were settled", columns, tuple(rows)))


@dataclass(frozen=True)
class AgreementView:
    """Agreement at one stage: the figures, how the overlap arose, and the cross tables."""

    overlap: Overlap
    figures: Released
    origins: Released
    crossed: tuple[tuple[Measured, Released], ...]


def agreement_view(desk: Desk, stage: str) -> AgreementView:
    """Return how far reviewers agree at a stage."""
    found = overlap(desk.look().state.stage(stage), seed=desk.look().protocol.seed)
    ways = [found.two, found.three, *([found.reasons] if found.reasons else [])]
    crossed = tuple((way, _crossed(way, stage)) for way in ways if way.figures.table)
    return AgreementView(found, _figures(ways, stage), _origins(found), crossed)


def _figures(ways: list[Measured], stage: str) -> Released:
    columns = (
        ReleasedColumn("way", "Counted"),
        ReleasedColumn("overlap", "Read by two or more"),
        ReleasedColumn("judged", "Read by anybody"),
        ReleasedColumn("observed", "Agree", decimals=4),
        ReleasedColumn("kappa", "Kappa", decimals=4),
        ReleasedColumn("kappa_low", "from", decimals=3),
        ReleasedColumn("kappa_high", "to", decimals=3),
        ReleasedColumn("ac1", "AC1", decimals=4),
        ReleasedColumn("ac1_low", "from", decimals=3),
        ReleasedColumn("ac1_high", "to", decimals=3),
        ReleasedColumn("positive", "Agree on taking on", decimals=3),
        ReleasedColumn("negative", "Agree on the rest", decimals=3),
    )
    rows: list[tuple[Value, ...]] = []
    for way in ways:
        f = way.figures
        kappa, ac1 = f.kappa_interval or (None, None), f.ac1_interval or (None, None)
        specific = (None, None) if way.name.startswith("Reason") else (f.positive, f.negative)
        row: tuple[Value, ...] = (way.name, f.overlap, f.judged, f.observed, f.kappa, *kappa, f.ac1, *ac1)
        rows.append((*row, *specific))
    notes = (
        "Kappa falls when inclusion is rare, AC1 hardly: hence both. Intervals are 95 % percentiles of a "
        "bootstrap of 1,000 draws over the records that two or more people read. What cannot be computed is "
        "not known, never 0 or 1.",
    )
    title = f"Agreement at {STAGE_TITLES[stage]}"
    return release(Draft(f"agreement-{stage}", title, columns, tuple(rows), notes=notes))


def _origins(found: Overlap) -> Released:
    columns = (ReleasedColumn("how", "How the second reading came about"), ReleasedColumn("n", "Records"))
    rows = tuple((ORIGINS[name], count) for name, count in found.origins)
    return release(Draft(f"overlap-{found.stage}", "How the overlap came about", columns, rows))


def _crossed(way: Measured, stage: str) -> Released:
    names = [way.categories[place] for place in way.figures.categories]
    whole = all(float(cell).is_integer() for line in way.figures.table for cell in line)
    columns = (
        ReleasedColumn("first", "One reader"),
        *(
            ReleasedColumn(f"c{n}", f"other: {name}", decimals=None if whole else 1)
            for n, name in enumerate(names)
        ),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (name, *(int(cell) if whole else cell for cell in line))
        for name, line in zip(names, way.figures.table, strict=True)
    )
    notes = ("Of three or more readers each pair counts its share, so that a record counts 1 in all.",)
    slug = "reasons" if way.name.startswith("Reason") else f"{len(way.categories)}-ways"
    return release(Draft(f"crossed-{stage}-{slug}", way.name, columns, rows, notes=notes))


@dataclass(frozen=True)
class StoppingView:
    """All that there is to weigh before stopping, and its tables."""

    stopping: Stopping
    audits: Released
    curve: Released
    checks: Released


def stopping_view(desk: Desk, stage: str) -> StoppingView:
    """Return what there is to weigh before stopping at a stage."""
    look = desk.look()
    found = stopping(look.state, stage, look.protocol)
    return StoppingView(found, _audits(found), _curve(found), _checks(found))


def _audits(found: Stopping) -> Released:
    columns = (
        ReleasedColumn("number", "Audit"),
        ReleasedColumn("drawn", "Drawn (UTC)"),
        ReleasedColumn("size", "Records drawn"),
        ReleasedColumn("unread", "of the unread"),
        ReleasedColumn("found", "Found before"),
        ReleasedColumn("error", "Share of the error", decimals=4),
        ReleasedColumn("left", "Still to read"),
        ReleasedColumn("hits", "Relevant in it"),
        ReleasedColumn("most", "Most that are left", missing="not_built"),
        ReleasedColumn("recall", "Recall at least", decimals=4, missing="not_built"),
    )
    rows = tuple(
        (a.number, a.at[:16].replace("T", " "), a.size, a.unread, a.found, a.error, a.left, a.hits)
        + ((a.bound.missed, a.bound.recall) if a.bound else (None, None))
        for a in found.audits
    )
    return release(Draft("audits", "Audits of the unread", columns, rows))


def _curve(found: Stopping) -> Released:
    columns = (
        ReleasedColumn("read", "Records read"),
        ReleasedColumn("found", "Relevant"),
        ReleasedColumn("plain", "p, nothing assumed but a ranking no worse than chance", decimals=4),
        ReleasedColumn("ahead", "p, relevant records at least 1.2 times as likely to come next", decimals=4),
    )
    rows = tuple((point.read, point.found, point.plain, point.ahead) for point in found.curve)
    return release(Draft("ranked-test", "The ranked test along the reading", columns, rows))


def _checks(found: Stopping) -> Released:
    columns = (
        ReleasedColumn("point", "Point"),
        ReleasedColumn("ticked", "Ticked by a person"),
        ReleasedColumn("seen", "Seen in the log", missing="cannot_tell"),
    )
    rows = tuple((check.text, check.ticked, check.seen) for check in found.checks)
    return release(Draft("checklist", "Checklist before stopping", columns, rows))


def second_look(desk: Desk, *, most: int = RUN) -> tuple[tuple[str, str], ...]:
    """Return the unread records that a second, different model puts first, with their titles.

    Raises
    ------
    EstimateError
        When there are not yet records of both kinds.
    """
    look = desk.look()
    with desk.screening.log.database.reading() as connection:
        held = {unit.id: unit.said for unit in read_units(connection, look.standing)}
    texts = {name: record_text(said.title, said.abstract) for name, said in held.items()}
    order = second_order(texts, labels_of(look.state.title))
    return tuple((name, held[name].title) for name in order[:most])
