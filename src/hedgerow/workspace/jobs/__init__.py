"""Jobs: work that takes longer than a page may, with progress that anybody can ask for.

Nouns: `Worker`, `Report` (how a job tells how far it is). Verbs: `start`, `run_waiting`, `newest`.
The queue is huey over SQLite in the workspace; progress is a row of the database, so that the queue can be
swapped. A kind of job is a function in `KINDS`.
"""

from hedgerow.workspace.jobs.kinds import KINDS
from hedgerow.workspace.jobs.listing import newest
from hedgerow.workspace.jobs.queue import Worker, run_waiting, start
from hedgerow.workspace.jobs.report import Report

__all__ = ["KINDS", "Report", "Worker", "newest", "run_waiting", "start"]
