"""What a profile is told: one number with its address, source and date, and the rows that sections print.

Facts are read by `hedgerow.commissioning.tables` and passed to the sections, which can so be tested with
literals. A value that is `None` is missing; `reason` (a key of `disclosure.REASONS`) says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hedgerow.disclosure import SourceNote


@dataclass(frozen=True)
class Fact:
    """One number as a document prints it.

    Attributes
    ----------
    value
        The number; `None` when it is missing.
    figure
        Its address (see `hedgerow.provenance`); `None` for a number that was typed from a cited source.
    source, date
        What it rests on and the period it describes (YYYY, YYYY-MM or YYYY-MM-DD).
    unit, decimals
        How it is printed.
    reason
        Why it is missing.
    """

    value: float | None
    figure: str | None = None
    source: str = ""
    date: str = ""
    unit: str = ""
    decimals: int = 0
    reason: str = "missing"

    @property
    def text(self) -> str:
        """The number as printed, without its unit."""
        return "not known" if self.value is None else f"{self.value:,.{self.decimals}f}"


@dataclass(frozen=True)
class AreaFacts:
    """The area that the profile is about; `column` is its column of area_lookup."""

    code: str
    kind: str
    name: str
    column: str
    lsoas: tuple[str, ...]
    forces: Mapping[str, str]
    districts: Mapping[str, str]
    population: int | None
    region: str
    fictional: bool = False

    @property
    def kind_title(self) -> str:
        """The kind in words."""
        return KINDS.get(self.kind, self.kind)


KINDS = {
    "csp": "community safety partnership",
    "lad": "local authority district",
    "bcu": "basic command unit",
    "pfa": "police force area",
    "msoa": "middle-layer area",
    "ward": "ward",
    "region": "region",
}


@dataclass(frozen=True)
class CountRow:
    """Crimes of one kind in one area over the months that are known, and before."""

    key: str
    title: str
    now: float | None
    before: float | None
    population: int | None
    region_now: float | None = None
    region_population: int | None = None
    figure: str | None = None


@dataclass(frozen=True)
class CrimeFacts:
    """Recorded crime of the area.

    `months` are the last twelve calendar months of the data and `before` the twelve before them; a month in
    `unknown` is a gap of the force and is left out of counts and rates. `trend` holds one row a month.
    """

    months: tuple[str, ...]
    before: tuple[str, ...]
    unknown: Mapping[str, str]
    types: tuple[CountRow, ...]
    families: tuple[CountRow, ...]
    districts: tuple[CountRow, ...]
    trend: tuple[tuple[str, str, Mapping[str, float]], ...]
    gaps: tuple[tuple[str, str, str, str, str], ...]
    unplaced_share: float | None = None

    @property
    def known(self) -> tuple[str, ...]:
        """The months of the last twelve that are known."""
        return tuple(month for month in self.months if month not in self.unknown)

    @property
    def known_before(self) -> tuple[str, ...]:
        """The months of the twelve before that are known."""
        return tuple(month for month in self.before if month not in self.unknown)


@dataclass(frozen=True)
class PlaceRow:
    """One LSOA on a list of places."""

    code: str
    name: str
    district: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    rank: int | None = None
    rank_lower: int | None = None
    rank_upper: int | None = None
    now: float | None = None
    before: float | None = None
    q: float | None = None
    verdict: str = ""
    silence: str = ""
    note: str = ""
    figure: str | None = None


@dataclass(frozen=True)
class PlaceFacts:
    """Lists of places: most crime, changed, most need, most strength, contrast; `None` where not built."""

    hot: tuple[PlaceRow, ...] = ()
    changed: tuple[PlaceRow, ...] = ()
    need: tuple[PlaceRow, ...] | None = None
    strength: tuple[PlaceRow, ...] | None = None
    contrast: tuple[PlaceRow, ...] | None = None
    verdicts: Mapping[str, int] = field(default_factory=dict)
    top_need: int | None = None
    tested_for_change: int = 0

    @property
    def told(self) -> bool:
        """Whether the contrast says anything of any LSOA: not known of all is not none of them."""
        return any(count for verdict, count in self.verdicts.items() if verdict != "not_known")


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator for the area and the region, with the spread over its LSOAs."""

    name: str
    title: str
    unit: str
    decimals: int
    index: str
    domain: str
    value: float | None
    low: float | None
    high: float | None
    region: float | None
    known: int
    publisher: str
    vintage: str
    review: str
    figure: str | None = None


@dataclass(frozen=True)
class SignRow:
    """One warning sign of the vocabulary."""

    id: str
    theme: str
    text: str
    audience: str
    source: str


@dataclass(frozen=True)
class EvidenceRow:
    """One record of the library, as a card needs it."""

    id: str
    title: str
    authors: str
    year: int | None
    kind: str
    approaches: tuple[str, ...]
    interventions: tuple[str, ...]
    outcomes: tuple[str, ...]
    finding: str
    caveats: str
    grade: str
    verified: str
    uk: bool
    place: str
    link: str
    tier: str
    claim: bool = False


@dataclass(frozen=True)
class EvidenceCell:
    """One cell of the evidence and gap map."""

    row: str
    column: str
    state: str


@dataclass(frozen=True)
class PlanRow:
    """One plan on file."""

    id: str
    title: str
    body: str
    period: str


@dataclass(frozen=True)
class CommitmentRow:
    """One commitment of a plan on file, with its words and page."""

    plan: str
    quote: str
    page: int | None
    approaches: tuple[str, ...]
    state: str = ""


@dataclass(frozen=True)
class Action:
    """One initiative, as an action of the 4P plan."""

    name: str
    approach: str
    activity: str
    places: tuple[str, ...]
    starts: str
    ends: str
    status: str
    lead: str
    partners: str
    cost: float | None
    price_year: int | None
    outcome: str
    note: str = ""


@dataclass(frozen=True)
class PartnerRow:
    """A partner to prompt for; `duty` says what the vocabulary holds about its duty."""

    name: str
    duty: str
    holds: str = ""


@dataclass(frozen=True)
class HarmRow:
    """A harm weight with the scheme and the status that must be printed beside it.

    `mean` is the same by means; `others` holds what one record weighs in the other schemes (css, cost), and
    `beside` says their edition and status.
    """

    crime_type: str
    weight: float | None
    scheme: str
    edition: str
    status: str
    mean: float | None = None
    others: Mapping[str, float] = field(default_factory=dict)
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnRow:
    """A measure of a person's own table, summed or averaged nowhere: as given."""

    area: str
    measure: str
    value: float | None
    source: str


@dataclass(frozen=True)
class Earlier:
    """An edition that was made before."""

    edition: str
    data_cut: str
    next_review: str
    recorded_at: str


@dataclass(frozen=True)
class ProfileFacts:
    """All that the sections of one profile are told."""

    area: AreaFacts
    today: str
    data_cut: str
    crime: CrimeFacts | None = None
    places: PlaceFacts = field(default_factory=PlaceFacts)
    indicators: tuple[IndicatorRow, ...] = ()
    signs: tuple[SignRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    cells: tuple[EvidenceCell, ...] = ()
    plans: tuple[PlanRow, ...] = ()
    commitments: tuple[CommitmentRow, ...] = ()
    actions: tuple[Action, ...] = ()
    partners: tuple[PartnerRow, ...] = ()
    harm: tuple[HarmRow, ...] = ()
    own: tuple[OwnRow, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    sources: tuple[tuple[str, SourceNote, int, int, int], ...] = ()
    approach_titles: Mapping[str, str] = field(default_factory=dict)
    intervention_titles: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""
    small_count: int = 10
