"""British and American spelling of one word: cheap rules, used to find both and never to change a text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Pairs of word parts, American then British; the second part of a rule is what may follow it.
_PARTS = (
    (r"(?<=[a-z]{3})iz(?=(?:e|es|ed|er|ers|ing|ings|ation|ations|ational)$)", "is"),
    (r"(?<=[a-z]{3})yz(?=(?:e|es|ed|er|ers|ing)$)", "ys"),
    (r"(?<=behavi)or", "our"),
    (r"(?<=neighb)or", "our"),
    (r"(?<=^col)or", "our"),
    (r"(?<=^lab)or(?=$|s$|ed$|er$|ers$|ing$)", "our"),
    (r"(?<=^harb)or(?=$|s$|ed$|ing$)", "our"),
    (r"(?<=^fav)or(?=$|s$|ed$|ing$|able$|ably$|ite$|ites$)", "our"),
    (r"(?<=^hon)or(?=$|s$|ed$|ing$|able$)", "our"),
    (r"(?<=^rum)or(?=$|s$|ed$)", "our"),
    (r"(?<=^endeav)or(?=$|s$|ed$|ing$)", "our"),
    (r"(?<=^cent)er(?=$|s$|ed$)", "re"),
    (r"(?<=^theat)er(?=$|s$)", "re"),
    (r"^defense(?=$|s$|less$)", "defence"),
    (r"^offense(?=$|s$)", "offence"),
    (r"^license(?=$|s$)", "licence"),
    (r"^program(?=$|s$)", "programme"),
    (r"^counsel(?=or$|ors$|ing$|ed$)", "counsell"),
    (r"^travel(?=er$|ers$|ing$|ed$)", "travell"),
    (r"^traveler(?=$|s$)", "traveller"),
    (r"^judgment(?=$|s$)", "judgement"),
    (r"^gray(?=$|s$)", "grey"),
    (r"^enroll(?=ment$|ments$)", "enrol"),
    (r"^fulfill(?=$|s$|ment$)", "fulfil"),
    (r"^skillful(?=$|ly$)", "skilful"),
    (r"^pediatric(?=$|s$)", "paediatric"),
)
_RULES = tuple((re.compile(american), british) for american, british in _PARTS)
# Words that the rules would change although they are spelt alike on both sides.
_ALIKE = frozenset({"size", "sizes", "sized", "sizing", "prize", "prizes", "seize", "seizes", "seized"})
_BACK = (
    (re.compile(r"is(?=(?:e|es|ed|er|ers|ing|ings|ation|ations|ational)$)"), "iz"),
    (re.compile(r"ys(?=(?:e|es|ed|er|ers|ing)$)"), "yz"),
    (re.compile(r"our"), "or"),
    (re.compile(r"^centre"), "center"),
    (re.compile(r"^theatre"), "theater"),
    (re.compile(r"(?<=^defen)ce|(?<=^offen)ce|(?<=^licen)ce"), "se"),
    (re.compile(r"^programme"), "program"),
    (re.compile(r"^counsell"), "counsel"),
    (re.compile(r"^travell"), "travel"),
)


def folded(word: str) -> str:
    """Return a word in lower case without accents, as the index keeps it."""
    apart = unicodedata.normalize("NFKD", word.casefold() if word.isascii() else word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def british(word: str) -> str:
    """Return the British spelling of a folded word; the word itself where no rule knows it."""
    if word in _ALIKE:
        return word
    for pattern, other in _RULES:
        word = pattern.sub(other, word)
    return word


@lru_cache(maxsize=4096)
def spellings(word: str) -> tuple[str, ...]:
    """Return a folded word and its other spelling, where there is one, British first."""
    own = british(word)
    found = [own] if own != word else []
    found.append(word)
    for pattern, other in _BACK:
        american = pattern.sub(other, own)
        if american != own and british(american) == own:
            found.append(american)
    return tuple(dict.fromkeys(found))
