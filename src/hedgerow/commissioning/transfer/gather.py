"""All factors of one finding in one place: those that the record states, and those asked of every finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hedgerow.commissioning.transfer.compare import compare
from hedgerow.commissioning.transfer.factor import Factor, Judgement
from hedgerow.commissioning.transfer.place import Place
from hedgerow.evidence.transfer import StatedFactor
from hedgerow.vocabulary import terms


def factors_of(
    stated: Iterable[StatedFactor], place: Place, judgements: Mapping[str, Judgement]
) -> tuple[Factor, ...]:
    """Return the factors by domain: the stated ones first, the critical ones first among them."""
    words = terms("moderator")
    by_word: dict[str, list[StatedFactor]] = {}
    for one in stated:
        by_word.setdefault(one.moderator, []).append(one)
    found = []
    for name, word in words.items():
        listed: list[StatedFactor | None] = [*by_word.get(name, ())]
        if not listed and word.data.get("core"):
            listed = [None]
        for said in listed:
            key = name if said is None else said.key
            found.append(Factor(key, word, said, compare(word, said, place), judgements.get(key)))
    order = {domain: number for number, domain in enumerate(terms("transfer_domain"))}
    found.sort(
        key=lambda factor: (order[str(factor.term.parent)], factor.stated is None, not factor.critical)
    )
    return tuple(found)
