"""Figures of a synthesis as SVG, each with the table that holds the same values.

Nouns: `Figure`, `RiskOfBias`. Verbs: `forest`, `funnel`, `baujat`, `cumulative_figure`, `left_out_figure`,
`risk_figure`, `read_risks`, `risks_within`.
A figure is drawn for a wide window and for a narrow one; it says what it shows in its title and description,
and no meaning rests on colour alone. May import: errors, disclosure, evidence.synthesis.
"""

from hedgerow.evidence.synthesis.figures.figure import Figure
from hedgerow.evidence.synthesis.figures.forest import forest
from hedgerow.evidence.synthesis.figures.points import baujat, funnel
from hedgerow.evidence.synthesis.figures.risks import RiskOfBias, read_risks, risk_figure, risks_within
from hedgerow.evidence.synthesis.figures.series import cumulative_figure, left_out_figure

__all__ = [
    "Figure",
    "RiskOfBias",
    "baujat",
    "cumulative_figure",
    "forest",
    "funnel",
    "left_out_figure",
    "read_risks",
    "risk_figure",
    "risks_within",
]
