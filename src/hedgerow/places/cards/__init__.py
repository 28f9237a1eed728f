"""Method cards: what a figure about places is, what it must not be used for, and where it is weak.

Nouns: `Card`. Verbs: `cards`, `card`, `card_table`. Each card is a TOML file beside this one, with an owner
and a review date; past that date the card says so on every page that shows it.
May import: disclosure, errors.
"""

from hedgerow.places.cards.card import Card, card, card_table, cards, parse

__all__ = ["Card", "card", "card_table", "cards", "parse"]
