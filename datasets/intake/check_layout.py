"""Asks what only the sender knows about the table as a whole: where it lies, whether to fold it."""

from __future__ import annotations

from datasets.intake.schema import Job, Question
from datasets.intake.sideways import names_of, proposal_for
from datasets.intake.table import Table
from datasets.vocab import FindingCode as F

#: Answers: leave the columns as they are, or fold them as proposed.
KEEP, FOLD = "keep", "fold"


def ask_layout(table: Table, job: Job) -> list[Question]:
    """What reading left open, and whether to fold a sideways table; none once answered.

    Nor is it asked where the dictionary wants the table so. Asked again where what was agreed
    for earlier files finds none of its columns here.
    """
    chosen = job.recipe.unpivot
    if table.folds or (chosen is not None and not chosen.headers):
        return list(table.questions)
    proposal = proposal_for(table.labels, job.dictionary)
    if proposal is None:
        return list(table.questions)
    shown = {FOLD: ", ".join(names_of(proposal))}
    return [
        *table.questions,
        Question(F.PERIOD_COLUMNS, proposal.name_column, (KEEP, FOLD), KEEP, proposal, shown),
    ]
