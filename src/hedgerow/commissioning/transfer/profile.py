"""The whole, in words: how many conditions hold, which critical ones do not, what to find out, to adapt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hedgerow.commissioning.transfer.factor import STATES, Factor

NONE_STATED = "The record states no condition of its effect, as far as it was read."
ELSE = "where it was tried and what it measured"
CARE = (
    "A condition that holds is no promise that it will work here; "
    "one that cannot be told is not one that fails."
)


@dataclass(frozen=True)
class Profile:
    """What the factors say together, in words: never one number, never an average.

    Attributes
    ----------
    stated, read
        How many conditions the record states in words, and how many more are read from where it was tried and
        what it measured.
    holds, partly, does_not_hold, cannot_tell
        Of all these, how many stand so.
    questions
        How many questions asked of every finding are still open.
    judged
        On how many factors a person has spoken.
    headline, sentences
        The same in words, with what follows from it.
    failing, unknown
        Critical factors that do not hold, and that cannot be told.
    find_out, adapt
        ``(factor's key, title, what to do)``.
    """

    stated: int
    read: int
    holds: int
    partly: int
    does_not_hold: int
    cannot_tell: int
    questions: int
    judged: int
    headline: str
    sentences: tuple[str, ...]
    failing: tuple[str, ...]
    unknown: tuple[str, ...]
    find_out: tuple[tuple[str, str, str], ...]
    adapt: tuple[tuple[str, str, str], ...]


def profile_of(factors: Iterable[Factor], place: str) -> Profile:
    """Return what the factors say together."""
    every = tuple(factors)
    conditions = [factor.stated for factor in every if factor.stated]
    counts = {state: sum(f.state == state for f in every if f.stated) for state in STATES}
    critical = [factor for factor in every if factor.critical]
    failing = tuple(factor.title for factor in critical if factor.state == "does_not_hold")
    unknown = tuple(factor.title for factor in critical if factor.state == "cannot_tell")
    stated = sum(one.in_words for one in conditions)
    read = len(conditions) - stated
    return Profile(
        stated=stated,
        read=read,
        **counts,
        questions=sum(factor.state == "cannot_tell" for factor in every if not factor.stated),
        judged=sum(factor.judgement is not None for factor in every),
        headline=headline(stated, read, counts, place),
        sentences=_sentences(failing, unknown, stated, composition(stated, read, counts, place)),
        failing=failing,
        unknown=unknown,
        find_out=_wanted(every, ("cannot_tell",), "ask"),
        adapt=_wanted(every, ("does_not_hold", "partly"), "adapt"),
    )


_WORDS = {
    "holds": "known to hold",
    "partly": "known to hold in part",
    "does_not_hold": "known not to hold",
    "cannot_tell": "not known",
}


def headline(stated: int, read: int, counts: Mapping[str, int], place: str) -> str:
    """Return the counts in words; each state is named, so that none is taken for another."""
    if not stated:
        return NONE_STATED
    whole = stated + read
    return f"Of {whole} {'condition' if whole == 1 else 'conditions'}, {_counted(counts)} in {place}."


def composition(stated: int, read: int, counts: Mapping[str, int], place: str) -> str:
    """Say which of the conditions the record states in words, and which are read from its fields."""
    if not read:
        return ""
    if not stated and read == 1:
        (only,) = (state for state in STATES if counts[state])
        return f"The one read from {ELSE} is {_WORDS[only]} in {place}."
    if not stated:
        return f"Of {read} read from {ELSE}, {_counted(counts)} in {place}."
    are = "is" if stated == 1 else "are"
    return f"{stated} {are} stated in words, {read} read from {ELSE}."


def _counted(counts: Mapping[str, int]) -> str:
    parts = [f"{n} {'is' if n == 1 else 'are'} {_WORDS[state]}" for state in STATES if (n := counts[state])]
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


def _sentences(
    failing: tuple[str, ...], unknown: tuple[str, ...], stated: int, composed: str
) -> tuple[str, ...]:
    said = [composed] if composed else []
    if failing:
        said.append(
            f"Critical, and not so here: {_listed(failing)}. Adapt that first, or choose something else."
        )
    if unknown:
        said.append(f"Critical, and not known: {_listed(unknown)}. Find that out before commissioning.")
    if not stated:
        said.append("That it states none is silence, not a sign that it would work anywhere.")
    return (*said, CARE)


def _listed(titles: tuple[str, ...]) -> str:
    return "; ".join(title[:1].lower() + title[1:] for title in titles)


def _wanted(
    factors: tuple[Factor, ...], states: tuple[str, ...], field: str
) -> tuple[tuple[str, str, str], ...]:
    """Return what to do on the factors in some states: critical ones first, then stated ones."""
    wanted = [factor for factor in factors if factor.state in states]
    wanted.sort(key=lambda factor: (not factor.critical, factor.stated is None))
    return tuple((factor.key, factor.title, str(factor.term.data[field])) for factor in wanted)
