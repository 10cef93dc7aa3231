"""The dictionary for editing: every field, in the order and the very shape that editing takes."""

from __future__ import annotations

from decimal import Decimal

from datasets.actions.edit_columns import EDITABLE, edit_columns
from datasets.actions.edit_row_rules import FIELDS, edit_row_rules
from datasets.models import User
from datasets.queries.dictionary import columns_kept, rules_kept
from tests import factories


def test_each_field_that_can_be_edited_is_shown(sari: User) -> None:
    dataset = factories.dataset()
    factories.columns(dataset)
    dataset.columns.filter(name="terangkut_ton").update(minimum=Decimal("0"), maximum=Decimal("12.5"))
    shown = columns_kept(dataset)
    assert [column["name"] for column in shown] == [name for name, *_ in factories.WASTE_COLUMNS]
    assert set(shown[0]) == {"name", "code_list", *EDITABLE}
    assert (shown[3]["minimum"], shown[3]["maximum"], shown[0]["maximum"]) == (0, 12.5, None)


def test_what_is_shown_can_be_given_back_and_changes_nothing(sari: User) -> None:
    dataset = factories.dataset()
    factories.columns(dataset)
    edit_row_rules(
        sari,
        dataset,
        [{"kind": "required_with", "columns": ["kecamatan"], "target": "bulan", "values": ["2026-01"]}],
    )
    before = columns_kept(dataset), rules_kept(dataset)
    assert set(before[1][0]) == set(FIELDS)
    edit_columns(sari, dataset, before[0])
    edit_row_rules(sari, dataset, before[1])
    assert (columns_kept(dataset), rules_kept(dataset)) == before
