"""After checking: a column of the dictionary whose cells are now mostly of another type."""

from __future__ import annotations

from collections.abc import Iterable

from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_types import decide
from datasets.intake.findings import Findings
from datasets.vocab import ColumnType
from datasets.vocab import FindingCode as F

#: What is told of cells that are not of their column's type.
_UNREAD = (F.WRONG_TYPE, F.NUMBER_BROKEN, F.NUMBER_STYLES_MIXED, F.DATE_IMPOSSIBLE)


def tell_retyped(plans: Iterable[ColumnPlan], findings: Findings) -> None:
    """Tell columns of which more cells than not are no longer what the dictionary says.

    One wrong cell is a mistake in that cell; most of them are another column under the old header.
    """
    for plan in plans:
        rule = plan.rule
        if rule is None or rule.type is ColumnType.TEXT:
            continue
        unread = findings.count_of(_UNREAD, plan.label)
        if unread * 2 <= plan.tally.valued:
            continue
        found = decide(plan.label, plan.survey, plan.tally, None).type
        kind = found if found is not rule.type else ColumnType.TEXT
        params = {"name": rule.id, "kind": str(rule.type), "becomes": str(kind), "cells": unread}
        params["is_needed"] = rule.required or rule.key
        findings.add(F.COLUMN_RETYPED, column=plan.label, params=params)
