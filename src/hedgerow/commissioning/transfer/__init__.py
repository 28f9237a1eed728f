"""Whether what a finding rests on holds in a place: factor by factor, in words, never one number.

Nouns: `Place` (what is known of it), `Comparison` (what a written rule suggests), `Judgement` (what a person
says instead, with a reason), `Factor` (stated, known, suggested, judged), `Profile` (how many hold, in part,
do not, cannot be told, and what to find out). Verbs: `compare`, `factors_of`, `profile_of`.
Cannot be told is the start of every factor and never counts as “does not hold”.
Storage and views: `hedgerow.commissioning.tables.transfer`.
"""

from hedgerow.commissioning.transfer.compare import compare
from hedgerow.commissioning.transfer.factor import STATES, Comparison, Factor, Judgement
from hedgerow.commissioning.transfer.gather import factors_of
from hedgerow.commissioning.transfer.place import Place, Rate, Spot, Spread
from hedgerow.commissioning.transfer.profile import Profile, profile_of

__all__ = [
    "STATES",
    "Comparison",
    "Factor",
    "Judgement",
    "Place",
    "Profile",
    "Rate",
    "Spot",
    "Spread",
    "compare",
    "factors_of",
    "profile_of",
]
