"""What a record says that bears on its transfer to another place.

Nouns: `StatedFactor` (a condition that the record states, with the field and the words), `UkResult` (what
another record found in the United Kingdom), `UkTrial` (a trial of a programme made elsewhere), `Bearing` (a
fact about the evidence itself). Verbs: `stated_factors`, `uk_results`, `uk_trials`, `bearings`.
Nothing here knows any place: `hedgerow.commissioning.transfer` holds the two together.
"""

from hedgerow.evidence.transfer.bearing import Bearing, bearings
from hedgerow.evidence.transfer.elsewhere import UkResult, uk_results
from hedgerow.evidence.transfer.stated import StatedFactor, coded_factors, stated_factors
from hedgerow.evidence.transfer.trials import UkTrial, uk_trials

__all__ = [
    "Bearing",
    "StatedFactor",
    "UkResult",
    "UkTrial",
    "bearings",
    "coded_factors",
    "stated_factors",
    "uk_results",
    "uk_trials",
]
