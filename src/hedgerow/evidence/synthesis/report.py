"""Methods and results in plain English, for a report: what was done, in sentences that can be copied."""

from __future__ import annotations

from hedgerow.evidence.synthesis.pooling import Pooling
from hedgerow.evidence.synthesis.sensitivity import METHOD_NAMES, every_estimator
from hedgerow.evidence.synthesis.sentences import said
from hedgerow.evidence.synthesis.shown_tables import scaled

_TESTS = {
    "z": "Tests and intervals use the normal distribution.",
    "t": "Tests and intervals use the t distribution.",
    "knha": "Tests and intervals are those of Knapp and Hartung (2003), which allow for the variance between "
    "studies being an estimate.",
    "adhoc": "Tests and intervals are those of Knapp and Hartung (2003), never narrower than the usual ones.",
}
_SOURCES = {
    "DL": "DerSimonian and Laird 1986",
    "PM": "Paule and Mandel 1982",
    "EB": "Morris 1983",
    "HE": "Hedges and Olkin 1985",
    "HS": "Hunter and Schmidt 1990",
    "SJ": "Sidik and Jonkman 2005",
    "ML": "Viechtbauer 2005",
    "REML": "Viechtbauer 2005",
}


def methods_text(found: Pooling) -> tuple[str, ...]:
    """Return what was done, a sentence each."""
    one = found.synthesis
    title = found.measure.title if found.measure else "effect, as given"
    lines = [f"The measure is the {title}."]
    if found.measure and found.measure.kind and found.computed.read.kind == found.measure.kind:
        lines.append(f"It was computed for each study as {found.measure.formula}.")
    if one.ratio:
        lines.append("Ratios were pooled on the logarithmic scale and turned back.")
    if one.positive_means:
        lines.append(f"A value above {1 if one.ratio else 0} means {one.positive_means}.")
    lines += _model(found)
    lines.append(f"Intervals are at {100 * one.level:g} %.")
    if one.left_out:
        lines.append(f"Left out because a value is missing: {', '.join(one.left_out)}.")
    return tuple(lines)


def results_text(found: Pooling) -> tuple[str, ...]:
    """Return what came out, with how it hangs on the method."""
    lines = said(found.synthesis)
    others = [line for line in every_estimator(found) if line.code != found.synthesis.method]
    ends = [scaled(found, line.estimate) for line in others]
    known = [end for end in ends if end is not None]
    if known:
        lines.append(
            f"By the {len(known)} other methods the effect is between {min(known):.3g} and {max(known):.3g}."
        )
    return tuple(lines)


def _model(found: Pooling) -> list[str]:
    one = found.synthesis
    if one.method == "MH":
        return [
            "The counts were pooled by the method of Mantel and Haenszel with one common effect. The "
            "variance of an odds ratio is that of Robins, Breslow and Greenland (1986). "
            "No half was added to empty cells."
        ]
    if one.method == "PETO":
        return [
            "The counts were pooled by Peto's one-step method (Yusuf et al. 1985) with one common effect."
        ]
    if one.method == "EE":
        return [
            "One common effect was assumed, with weights of one over the sampling variance.",
            _TESTS[one.test],
        ]
    source = _SOURCES[one.method]
    if one.clusters:
        return [
            f"Effects of one cluster depend on each other, so that a three-level model was fitted by "
            f"{METHOD_NAMES[one.method]} (Konstantopoulos 2011), {one.k} effects in {one.clusters} clusters. "
            "Errors that hold though the model is wrong are CR2 with Satterthwaite's degrees of freedom "
            "(Pustejovsky and Tipton 2018)."
        ]
    words = [
        f"True effects were taken to differ between studies, with a variance estimated by "
        f"{METHOD_NAMES[one.method]} ({source})."
    ]
    if len(one.names) > 1:
        words.append(f"Moderators: {', '.join(one.names[1:])}.")
    else:
        words.append(
            "The prediction interval is where the true effect of a new study like these is expected "
            "(Higgins, Thompson and Spiegelhalter 2009)."
        )
    return [*words, _TESTS[one.test]]
