"""How far a study is to be trusted: risk of bias by tool and domain, and grades of several schemes apart.

Nouns: `Tool`, `Appraisal`, `Judgement`, `Grade`.
Verbs: `tools`, `appraisals_of`, `read_robvis`, `robvis_csv`, `checked_grade`, `grades_of`.
May import: errors, vocabulary, evidence.coding, evidence.extraction.
"""

from hedgerow.evidence.appraisal.grades import Grade, checked_grade, grade_form, grades_of
from hedgerow.evidence.appraisal.judged import Appraisal, Judgement, appraisals_of
from hedgerow.evidence.appraisal.robvis import RobvisFile, read_robvis, robvis_csv
from hedgerow.evidence.appraisal.tools import OVERALL, Tool, tool_named, tools

__all__ = [
    "OVERALL",
    "Appraisal",
    "Grade",
    "Judgement",
    "RobvisFile",
    "Tool",
    "appraisals_of",
    "checked_grade",
    "grade_form",
    "grades_of",
    "read_robvis",
    "robvis_csv",
    "tool_named",
    "tools",
]
