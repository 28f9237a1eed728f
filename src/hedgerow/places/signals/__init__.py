"""Warning signs: which places and crimes leave their own past, in both directions, and which cannot be told.

Nouns: `CountPanel`, `SignalOptions`, `SignalResult`, `ClusterResult`, `WatchResult`. Verbs: `find_signals`,
`find_clusters`, `watch`, `latest_month`, `window_of`.
A sign is a reason to look, not a finding. No person is described. Missing months are never nought.
May import: stats, vocabulary, errors, places.panel.
"""

from hedgerow.places.signals.clusters import ClusterResult, find_clusters
from hedgerow.places.signals.finding import SignalOptions, find_signals
from hedgerow.places.signals.panel import DISCOVERED, CountPanel
from hedgerow.places.signals.result import STATES, SignalResult, nullable
from hedgerow.places.signals.watch import WatchResult, WatchSeries, watch
from hedgerow.places.signals.window import latest_month, window_of

__all__ = [
    "DISCOVERED",
    "STATES",
    "ClusterResult",
    "CountPanel",
    "SignalOptions",
    "SignalResult",
    "WatchResult",
    "WatchSeries",
    "find_clusters",
    "find_signals",
    "latest_month",
    "nullable",
    "watch",
    "window_of",
]
