"""What a person types into the search box, read into a tree that can never fail.

Words are looked for in any of their forms and in British and American spelling; ``"a phrase"`` together;
``"two words"~5`` and ``a NEAR/5 b`` close to each other; ``word*`` and ``organi?ation`` by a part of it;
``title:word`` in one field; ``year:2015-2020`` and ``kind:rct`` by a fact of the record; ``AND``, ``OR``,
``NOT``, ``-word`` and brackets join them. ``OR`` is read before ``AND``, as Scopus does.

Nouns: `SearchQuery`, the nodes of its tree, `Concept` (a block of a systematic search). Verbs: `parse_query`,
`search_strings`.
"""

from hedgerow.evidence.query.concepts import (
    START,
    Concept,
    SearchString,
    read_concepts,
    search_string,
    search_strings,
)
from hedgerow.evidence.query.nodes import And, Fact, Near, Node, Not, Or, Term, said
from hedgerow.evidence.query.parser import FACTS, FIELDS, SearchQuery, parse_query

__all__ = [
    "FACTS",
    "FIELDS",
    "START",
    "And",
    "Concept",
    "Fact",
    "Near",
    "Node",
    "Not",
    "Or",
    "SearchQuery",
    "SearchString",
    "Term",
    "parse_query",
    "read_concepts",
    "said",
    "search_string",
    "search_strings",
]
