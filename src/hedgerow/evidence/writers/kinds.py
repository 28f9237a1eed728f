"""Kinds of publication: the words of each format, brought to one and back."""

from __future__ import annotations

import re
from types import MappingProxyType

# kind -> type in RIS, type in CSL-JSON, type in EPPI-Reviewer
_OUT = MappingProxyType(
    {
        "journal": ("JOUR", "article-journal", "Journal, Article"),
        "preprint": ("UNPB", "article", "Research project"),
        "book": ("BOOK", "book", "Book, Whole"),
        "chapter": ("CHAP", "chapter", "Book, Chapter"),
        "report": ("RPRT", "report", "Report"),
        "thesis": ("THES", "thesis", "Dissertation"),
        "conference": ("CPAPER", "paper-conference", "Conference Proceedings"),
        "web": ("ELEC", "webpage", "Document From Internet Site"),
        "news": ("NEWS", "article-newspaper", "Journal, Article"),
        "magazine": ("MGZN", "article-magazine", "Journal, Article"),
        "dataset": ("DATA", "dataset", "Generic"),
        "law": ("LEGAL", "legislation", "Generic"),
        "generic": ("GEN", "document", "Generic"),
    }
)
# The first that fits decides: words of other programs, by what they contain.
_WORDS = (
    ("preprint", r"preprint|^unpb$|unpublished|research project"),
    ("conference", r"confer|^cpaper$|^conf$|proceeding"),
    ("chapter", r"chap|book section|incollection|inbook"),
    ("thesis", r"thes|dissertation"),
    ("report", r"report|^rprt$|^govdoc$"),
    ("news", r"news"),
    ("magazine", r"magazine|^mgzn$"),
    ("book", r"book|monograph"),
    ("web", r"web|internet|^elec$|blog|online"),
    ("dataset", r"dataset|^data$|data file"),
    ("law", r"legal|legislation|statute|^bill$|^case$"),
    ("journal", r"jour|article|^ejour$|review|trial|comparative study"),
)


def kind_of(said: str | None) -> str:
    """Return the kind for a format's own word; generic where it says nothing that is known."""
    text = (said or "").strip().lower()
    return next((kind for kind, pattern in _WORDS if re.search(pattern, text)), "generic")


def ris_type(said: str | None) -> str:
    """Return the RIS type: the file's own where it is one."""
    own = (said or "").strip().upper()
    return own if re.fullmatch(r"[A-Z]{3,7}", own) and own in RIS_TYPES else _OUT[kind_of(said)][0]


def csl_type(said: str | None) -> str:
    """Return the CSL type: the file's own where it is one."""
    own = (said or "").strip()
    return own if own in CSL_TYPES else _OUT[kind_of(said)][1]


def eppi_type(said: str | None) -> str:
    """Return EPPI-Reviewer's name of the type: the file's own where it is one."""
    own = (said or "").strip()
    return own if own in {names[2] for names in _OUT.values()} else _OUT[kind_of(said)][2]


_RIS = (
    "ABST ADVS AGGR ANCIENT ART BILL BLOG BOOK CASE CHAP CHART CLSWK COMP CONF CPAPER CTLG DATA DBASE DICT "
    "EBOOK ECHAP EDBOOK EJOUR ELEC ENCYC EQUA FIGURE GEN GOVDOC GRANT HEAR ICOMM INPR JFULL JOUR LEGAL "
    "MANSCPT MAP MGZN MPCT MULTI MUSIC NEWS PAMP PAT PCOMM RPRT SER SLIDE SOUND STAND STAT THES UNPB VIDEO"
)
_CSL = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic "
    "collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing "
    "interview legal_case legislation manuscript map motion_picture musical_score pamphlet "
    "paper-conference patent performance periodical personal_communication post post-weblog regulation "
    "report review review-book software song speech standard thesis treaty webpage"
)
RIS_TYPES = frozenset(_RIS.split())
CSL_TYPES = frozenset(_CSL.split())
