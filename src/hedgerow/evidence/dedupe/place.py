"""Where each record stands: its group and tier, from the links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hedgerow.evidence.dedupe.clusters import roots
from hedgerow.evidence.dedupe.links import Link, Placement


def placements_of(ids: Sequence[str], links: Sequence[Link]) -> tuple[Placement, ...]:
    """Return one placement a record.

    A record that is merged has the group of its first member and the tier ``merge``. One that a person is to
    be asked about, and that is merged with nothing, has the tier ``ask`` and the group that it may belong to.
    Every other is alone in its group.
    """
    places = {name: place for place, name in enumerate(ids)}
    merged = roots(len(ids), [(places[k.one], places[k.other]) for k in links if k.tier == "merge"])
    sizes = Counter(merged)
    alone = [sizes[group] == 1 for group in merged]
    asked = [k for k in links if k.tier == "ask" and (alone[places[k.one]] or alone[places[k.other]])]
    among_alone = [
        (places[k.one], places[k.other]) for k in asked if alone[places[k.one]] and alone[places[k.other]]
    ]
    may_be = roots(len(ids), among_alone)
    best = _best(links)
    for link in asked:
        one, other = places[link.one], places[link.other]
        if alone[one] != alone[other] and (best[link.one] is link or best[link.other] is link):
            single, group = (one, merged[other]) if alone[one] else (other, merged[one])
            may_be[single] = group
    answer = []
    for place, name in enumerate(ids):
        strongest = best.get(name)
        if strongest is None:
            answer.append(Placement(name, name, "none", None, ""))
        elif alone[place]:
            answer.append(Placement(name, ids[may_be[place]], "ask", strongest.score, strongest.rule))
        else:
            answer.append(Placement(name, ids[merged[place]], "merge", strongest.score, strongest.rule))
    return tuple(answer)


def _best(links: Sequence[Link]) -> dict[str, Link]:
    """Return the strongest link of each record: a merge before a question, then the higher score."""
    best: dict[str, Link] = {}
    for link in sorted(links, key=lambda k: (k.tier == "merge", k.score)):
        best[link.one] = link
        best[link.other] = link
    return best
