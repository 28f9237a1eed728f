"""The method card that goes with a map or a chart: what it is not for, how it was tested, whom it names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from hedgerow.places.cards import card, card_table
from hedgerow.places.tables.views import LayerValues
from hedgerow.places.tables.views.checks import digest, measured
from hedgerow.places.tables.views.fairness import fairness
from hedgerow.store.lake import Lake
from hedgerow.web.blocks import OwnBlock, TableBlock

# In the order of the card; those that stand open come first.
OPEN = (("what", "What it is"), ("forbidden", "What it must not be used for"))
FOLDED = (
    ("data", "Made from"),
    ("left_out", "Left out, on purpose"),
    ("limits", "Where the data are weak"),
    ("method", "How it is made"),
    ("uncertainty", "How sure it is"),
    ("calibration", "How the method was tested"),
    ("fairness", "Who could be treated unfairly"),
    ("change", "What would change it"),
    ("challenge", "How to challenge it"),
)


def method_card(lake: Lake, views: Sequence[LayerValues]) -> OwnBlock:
    """Return the cards of the layers that are shown, each with what this build measured and whom it names."""
    seen, cards, tables = set(), [], []
    for view in views:
        if view.layer.name in seen:
            continue
        seen.add(view.layer.name)
        tables.append(TableBlock(fairness(lake, view), caption=f"Whom does it name? {view.layer.title}"))
        cards.append(_of(lake, view))
    said = {"cards": [{"card": one["name"], "title": one["title"]} for one in cards]}
    return OwnBlock("method_card", {"cards": cards}, beside=tuple(tables), said=said)


def card_block(name: str) -> TableBlock:
    """Return a whole card, folded, for a page that shows no layer."""
    table = card_table(name, datetime.now(UTC).date())
    return TableBlock(table, folded=True, opener=f"View the method card: {table.title}")


def _of(lake: Lake, view: LayerValues) -> dict[str, object]:
    one = card(view.layer.card)
    today = datetime.now(UTC).date()
    edition = f"{view.layer.period or 'as built'}; values {digest(view)}; marking {view.values.marking}."
    return {
        "name": one.name,
        "title": one.title,
        "layer": view.layer.title,
        "open": [(label, " ".join(one.statements[key])) for key, label in OPEN],
        "folded": [(label, " ".join(one.statements[key])) for key, label in FOLDED],
        "measured": measured(lake, view.layer),
        "notes": view.values.notes,
        "edition": edition[:1].upper() + edition[1:],
        "review": one.review.isoformat(),
        "late": one.overdue(today),
        "people": one.people,
    }
