"""Asks what only the sender knows about the table as a whole: whether to fold its period columns."""

from __future__ import annotations

from datasets.intake.schema import Job, Question
from datasets.intake.sideways import proposal_for
from datasets.intake.table import Table
from datasets.vocab import FindingCode as F

#: Answers: leave the columns as they are, or fold them as proposed.
KEEP, FOLD = "keep", "fold"


def ask_layout(table: Table, job: Job) -> list[Question]:
    """The question about a sideways table; none once it was answered, or the dictionary wants it so."""
    if job.recipe.unpivot is not None:
        return []
    proposal = proposal_for(table.labels, job.dictionary)
    if proposal is None:
        return []
    return [Question(F.PERIOD_COLUMNS, proposal.name_column, (KEEP, FOLD), KEEP, proposal)]
