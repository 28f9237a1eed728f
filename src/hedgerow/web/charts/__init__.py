"""Charts drawn on the server as SVG: positions are worked out here, templates print them.

Nouns: `Chart`, `Bars`, `Lines`, `Step`. The numbers come from released tables alone; every
chart stands beside a table that holds the same values.
May import: disclosure, errors.
"""

from hedgerow.web.charts.bars import Bars, bars
from hedgerow.web.charts.classes import Step, class_of, ramp, ramp_of, steps
from hedgerow.web.charts.lines import Lines, lines
from hedgerow.web.charts.scale import Chart

__all__ = ["Bars", "Chart", "Lines", "Step", "bars", "class_of", "lines", "ramp", "ramp_of", "steps"]
