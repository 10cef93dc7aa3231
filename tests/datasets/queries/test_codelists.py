"""Code lists and their codes, in their own order."""

from __future__ import annotations

import pytest

from datasets.models import Code, CodeList
from datasets.queries.codelists import code_list_of, code_lists, codes_of
from datasets.rules.errors import Hidden

pytestmark = pytest.mark.django_db


def test_a_list_counts_and_orders_its_codes() -> None:
    made = CodeList.objects.create(slug="bulan", title="Bulan", version="1")
    CodeList.objects.create(slug="kosong", title="Kosong", version="1")
    for code, position in (("02", 1), ("01", 0)):
        Code.objects.create(code_list=made, code=code, name=code, position=position)
    counted = [(found.slug, vars(found)["code_count"]) for found in code_lists()]
    assert counted == [("bulan", 2), ("kosong", 0)]
    assert [code.code for code in codes_of(code_list_of("bulan"))] == ["01", "02"]
    with pytest.raises(Hidden):
        code_list_of("tidak-ada")
