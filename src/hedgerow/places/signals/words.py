"""What may be said of a sign."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.places.signals.window import LEAST

Words = npt.NDArray[np.str_]
LOOK = "A sign is a reason to look, not a finding."
PEOPLE = "Places, not people: nothing here describes or points to anybody who lives there."
DISCOVERED_WORDS = (
    "Drugs and possession of weapons are left out: their counts follow what the police look for."
)
PROVISIONAL = "Provisional: late records of this month may still come."
MISSING = "The force has no complete count for this month; that is not nought."
SHORT = f"Fewer than {LEAST} complete months come before it, so what is usual is not known."
FEW = "Fewer than five would be expected in four months: too few to say that nothing has changed."
CLOSED = "Beyond its own limits, but its district’s small areas together stay within chance: not an alarm."
STATE_TITLES = {
    "up": "more than expected",
    "down": "less than expected",
    "none": "nothing stands out",
    "cannot_tell": "cannot tell: too little is expected",
    "not_known": "not known: the month or its past is missing",
}
_NOTES = ("", MISSING, SHORT, FEW, CLOSED)


def note_words(state: Words, months: npt.NDArray[np.int64], gate: Words) -> pa.Array:
    """Return the note of each series, null where there is nothing to add."""
    which = np.zeros(len(state), dtype=np.int64)
    which[state == "not_known"] = 1
    which[(state == "not_known") & (months < LEAST)] = 2
    which[state == "cannot_tell"] = 3
    which[gate == "closed"] = 4
    return pa.array(_NOTES, pa.string()).take(pa.array(which, mask=which == 0))
