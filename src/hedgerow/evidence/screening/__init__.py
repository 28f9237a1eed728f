"""Which record to read next, and when enough has been read.

Nouns: `Screening` (the state), `Stage`, `Unit`, `Reading`, `ScreeningCounts`; `LabelledSet`, `Corpus`,
`Queue`, `Schedule`, `Ranker`, `Priors`, `Simulation`, `Metrics`, `Stop`.
Verbs: `screening_state` (the fold), `screening_counts`, `overlap`, `stopping`, `read_labelled`, `simulate`,
`metrics`, `stop_run`.
The bound on what was missed is in `hedgerow.stats.stopping`, agreement in `hedgerow.stats.agreement`.
May import: errors, stats, the readers' decoding; nothing here stores or shows.
"""

from hedgerow.evidence.screening.counts import ScreeningCounts, StageCounts, screening_counts
from hedgerow.evidence.screening.labelled import LabelledSet, read_labelled, read_protocol
from hedgerow.evidence.screening.metrics import Metrics, metrics
from hedgerow.evidence.screening.queue import Corpus, Queue, Schedule
from hedgerow.evidence.screening.ranker import Ranker
from hedgerow.evidence.screening.reading import Reading, Unit
from hedgerow.evidence.screening.simulate import Priors, Simulation, simulate
from hedgerow.evidence.screening.state import Screening, Stage, screening_state
from hedgerow.evidence.screening.stop import Stop, stop_run

__all__ = [
    "Corpus",
    "LabelledSet",
    "Metrics",
    "Priors",
    "Queue",
    "Ranker",
    "Reading",
    "Schedule",
    "Screening",
    "ScreeningCounts",
    "Simulation",
    "Stage",
    "StageCounts",
    "Stop",
    "Unit",
    "metrics",
    "read_labelled",
    "read_protocol",
    "screening_counts",
    "screening_state",
    "simulate",
    "stop_run",
]
