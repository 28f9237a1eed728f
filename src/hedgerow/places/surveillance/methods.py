"""The methods by name: what each is, its usual level, and how far back it looks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """One method.

    Attributes
    ----------
    title
        In words, with its source.
    alpha
        Usual one-sided level; `None` where a fixed threshold stands in its place.
    trend
        Whether it fits one: `always`, `tested` or `never`.
    baseline
        Periods that it looks back; 0 where that follows from years and half-window.
    uses_window, uses_seasons
        Which parts of the window it reads.
    said
        What must be known of it.
    """

    title: str
    alpha: float | None
    trend: str = "never"
    baseline: int = 0
    uses_window: bool = True
    uses_seasons: bool = False
    said: str = ""


PROMISE = "Above alpha by up to a factor of two on counts without outbreaks, as published."
METHODS = {
    "farrington": Method(
        "Farrington with a flexible past (Noufaily and others 2013)",
        0.01,
        "always",
        uses_seasons=True,
        said=PROMISE,
    ),
    "farrington_1996": Method(
        "Farrington as first published (Farrington and others 1996)", 0.005, "tested", said=PROMISE
    ),
    "hedgerow": Method(
        "Hedgerow: season as waves, limits that allow for what is not known",
        0.01,
        "always",
        said="Built to keep the level that alpha promises.",
    ),
    "ears_c1": Method(
        "EARS C1: the seven periods before (Hutwagner and others 2003)",
        0.001,
        baseline=7,
        uses_window=False,
        said="Neither season nor trend is taken out.",
    ),
    "ears_c2": Method(
        "EARS C2: seven periods, the latest two left out (Hutwagner and others 2003)",
        0.001,
        baseline=9,
        uses_window=False,
        said="Neither season nor trend is taken out.",
    ),
    "ears_c3": Method(
        "EARS C3: the surplus of C2 in the two periods before (Hutwagner and others 2003)",
        0.025,
        baseline=11,
        uses_window=False,
        said="Neither season nor trend is taken out. Its limit is the count plus what is left of the "
        "threshold.",
    ),
    "cusum": Method(
        "CUSUM of transformed counts (Rossi and others 1999)",
        None,
        said="An alarm at a sum of 2.26, with a reference value of 1.04; rises only.",
    ),
    "glr": Method(
        "Generalised likelihood ratio of a lasting shift (Höhle and Paul 2008)",
        None,
        "always",
        said="An alarm at a log-likelihood ratio of 5; after it the search starts anew.",
    ),
    "bayes": Method(
        "Bayes: predictive limit from the same periods of earlier years (Riebler 2004)",
        0.01,
        said="Trend and spread beyond chance are not allowed for.",
    ),
    "rki": Method(
        "RKI: limit by Crow and Gardner (1959) from the same periods of earlier years",
        None,
        said="The limit is fixed at 95 %, or two standard deviations above a mean of 20.",
    ),
}
