"""The judgement of one finding in one place, for pages, files and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.commissioning.tables.transfer_drafts import (
    bearing_table,
    factor_table,
    spot_table,
    trial_table,
    uk_table,
)
from hedgerow.commissioning.tables.transfer_facts import read_place
from hedgerow.commissioning.tables.transfer_judgements import (
    About,
    Said,
    read_judgements,
    undo_judgement,
    write_judgement,
)
from hedgerow.commissioning.transfer import Factor, Place, Profile, factors_of, profile_of
from hedgerow.commissioning.transfer.profile import NONE_STATED
from hedgerow.disclosure import Edition, Released
from hedgerow.errors import NotFoundError
from hedgerow.evidence.tables.transfer import StatedModerators, stated_moderators
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake


@dataclass(frozen=True)
class TransferView:
    """A finding and a place, factor by factor.

    Attributes
    ----------
    record, title, finding, counted
        The record, and whether it counts as evidence.
    area, place, kind, in_region
        The place.
    profile
        What the factors say together, in words.
    factors
        One row a factor: domain, what is stated and where, what is known here, what the rule suggests and
        why, what a person judged, why, who and when.
    spots
        The LSOAs in which a condition is met, where an area is wider than one.
    bearings
        Facts about the evidence itself.
    uk, trials
        Results from the United Kingdom on the same interventions, those without benefit first.
    warning, grave
        What stands above all: a finding of harm, or null results from here; empty where there is none. Grave
        where harm was found, or a programme made elsewhere gave no benefit here.
    """

    record: str
    title: str
    finding: str | None
    counted: bool
    area: str
    place: str
    kind: str
    in_region: bool
    profile: Profile
    warning: tuple[str, ...]
    grave: bool
    factors: Released
    spots: Released
    bearings: Released
    uk: Released
    trials: Released


def transfer_view(
    lake: Lake, database: Database, record: str, area: str, *, edition: Edition = Edition.PUBLIC
) -> TransferView:
    """Return the judgement of a finding in a place.

    Raises
    ------
    NotFoundError
        When no record or no area has that id.
    """
    stated, place, factors = _read(lake, database, record, area)
    return TransferView(
        record=stated.id,
        title=stated.title,
        finding=stated.finding,
        counted=stated.counted,
        area=place.code,
        place=place.name,
        kind=place.kind,
        in_region=place.in_region,
        profile=profile_of(factors, place.name),
        warning=warnings(stated),
        grave=_grave(stated),
        factors=factor_table(lake, stated, place, factors, edition),
        spots=spot_table(lake, factors, place, edition),
        bearings=bearing_table(stated, edition),
        uk=uk_table(stated, edition),
        trials=trial_table(stated, edition),
    )


def _read(
    lake: Lake, database: Database, record: str, area: str
) -> tuple[StatedModerators, Place, tuple[Factor, ...]]:
    stated = stated_moderators(lake, record, database)
    place = read_place(lake, database, area, stated=stated.factors, interventions=stated.interventions)
    factors = factors_of(stated.factors, place, read_judgements(database, record, place.code))
    return stated, place, factors


_FOUND = {
    "none": "The finding itself is of no clear effect: there is no benefit in it to carry over.",
    "worse": "The finding itself is of a bad change: it is not wanted here, whatever holds.",
    "mixed": "The finding itself is mixed: read below which outcomes changed.",
}


def warnings(stated: StatedModerators) -> tuple[str, ...]:
    """Return what must be read first: harm that was found, and results from here without benefit."""
    said = [_FOUND[stated.verdict]] if stated.verdict in _FOUND else []
    said += [f"Harm is stated: {one.says}" for one in stated.factors if one.kind == "harm"]
    null = [trial for trial in stated.trials if trial.verdict != "better"]
    for programme in dict.fromkeys(trial.programme for trial in null):
        said.append(
            f"{programme} was made elsewhere. In trials in the United Kingdom it gave no clear benefit over "
            "usual services; the trials are listed below."
        )
    return (*said, *_balance(stated))


def _grave(stated: StatedModerators) -> bool:
    """Whether harm is stated or was found, or a programme made elsewhere was tried here without benefit."""
    harm = any(one.kind == "harm" for one in stated.factors)
    return harm or stated.verdict == "worse" or any(one.verdict != "better" for one in stated.trials)


def _balance(stated: StatedModerators) -> tuple[str, ...]:
    """Say how results from here fell, where the record is from elsewhere and not all were good."""
    read = [one for one in stated.uk if one.verdict != "unread"]
    without = [one for one in read if one.verdict != "better"]
    if not without or stated.uk_evidence:
        return ()
    records = "The one record" if len(read) == 1 else f"Of {len(read)} records"
    found = "found" if len(read) == 1 else f"{len(without)} found"
    return (
        f"{records} with evidence from the United Kingdom on the same intervention {found} no clear effect, "
        "mixed effects or harm: listed first.",
    )


@dataclass(frozen=True)
class TransferLine:
    """The judgement in one line, to stand beside an effect; `place` is `None` where none was chosen."""

    record: str
    uk: str
    place: str | None
    area: str | None
    conditions: str
    warning: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line."""
        return f"{self.uk} {self.conditions}"


def transfer_line(lake: Lake, database: Database, record: str, area: str | None = None) -> TransferLine:
    """Return the judgement in one line, for a place or for none.

    Raises
    ------
    NotFoundError
        When no record or no area has that id.
    """
    if area is None:
        stated = stated_moderators(lake, record, database)
        return TransferLine(record, _uk_words(stated), None, None, _unplaced(stated), warnings(stated))
    stated, place, factors = _read(lake, database, record, area)
    profile = profile_of(factors, place.name)
    composed = profile.sentences[0] if profile.read else ""
    told = f"{profile.headline} {composed}".strip()
    return TransferLine(record, _uk_words(stated), place.name, place.code, told, warnings(stated))


def _uk_words(stated: StatedModerators) -> str:
    own = {True: "in this record", False: "none in this record", None: "not coded"}[stated.uk_evidence]
    others = len(stated.uk) + len(stated.trials)
    if not others:
        return f"Evidence from the United Kingdom: {own}; none held on the same intervention."
    more = "one other result is" if others == 1 else f"{others} other results are"
    return f"Evidence from the United Kingdom: {own}; {more} held on the same intervention."


def _unplaced(stated: StatedModerators) -> str:
    number = sum(one.in_words for one in stated.factors)
    if not number:
        return NONE_STATED
    return f"It states {number} {'condition' if number == 1 else 'conditions'} of its effect."


def judge(
    lake: Lake,
    database: Database,
    record: str,
    area: str,
    factor: str,
    said: Said,
) -> int:
    """Record what a person says of one factor; return the number of the version.

    Raises
    ------
    NotFoundError
        When the record has no such factor in this place.
    UsageError
        When the state is none of the four, or no reason is given.
    ConflictError
        When somebody else judged it in the meantime.
    """
    _, place, factors = _read(lake, database, record, area)
    found = _factor(factors, factor, record)
    about = About(record, place.code, found.key)
    return write_judgement(database, about, said, suggested=found.suggested.state)


def undo(lake: Lake, database: Database, record: str, area: str, factor: str, *, actor: str = "local") -> int:
    """Take back the newest judgement of one factor; return the number of the version.

    Raises
    ------
    NotFoundError
        When the record has no such factor, or nobody has judged it here.
    """
    _, place, factors = _read(lake, database, record, area)
    about = About(record, place.code, _factor(factors, factor, record).key)
    return undo_judgement(database, about, actor=actor)


def _factor(factors: Sequence[Factor], key: str, record: str) -> Factor:
    for one in factors:
        if one.key == key:
            return one
    known = ", ".join(one.key for one in factors)
    raise NotFoundError(f"{record} has no factor “{key}”.", remedy=f"It has: {known}.")
