"""Plans in storage: add, correct, list and read them. The one seam between plans and the store.

Verbs: `add_plan`, `map_plan`, `remove_plan`, `correct_commitment`, `confirm_commitment`, `reject_commitment`,
`add_commitment`, `undo_commitment`; views `plans_list`, `plan_detail`, `plan_coverage`; `commitment_rows` for
other rooms.
"""

from hedgerow.plans.tables.adding import add_plan, remove_plan
from hedgerow.plans.tables.coverage import PlanCoverage, plan_coverage
from hedgerow.plans.tables.detail import PlanDetail, map_plan, plan_detail
from hedgerow.plans.tables.listing import PlansList, plans_list
from hedgerow.plans.tables.review import (
    add_commitment,
    confirm_commitment,
    correct_commitment,
    reject_commitment,
    undo_commitment,
)
from hedgerow.plans.tables.states import commitment_rows

__all__ = [
    "PlanCoverage",
    "PlanDetail",
    "PlansList",
    "add_commitment",
    "add_plan",
    "commitment_rows",
    "confirm_commitment",
    "correct_commitment",
    "map_plan",
    "plan_coverage",
    "plan_detail",
    "plans_list",
    "reject_commitment",
    "remove_plan",
    "undo_commitment",
]
