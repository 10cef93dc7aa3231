"""A system is taken from the list by its person or by Walidata, by nobody else."""

from __future__ import annotations

import pytest

from datasets.actions.end_consumer import end_consumer
from datasets.actions.make_consumer import make_consumer
from datasets.models import Consumer, User
from datasets.rules.errors import Hidden
from tests import factories


def test_its_person_and_walidata_may(sari: User, budi: User, wati: User) -> None:
    of = factories.dataset()
    factories.published(of)
    for person in (budi, wati):
        made = make_consumer(budi, of, "Gudang", email="a@kota.example")
        with pytest.raises(Hidden):
            end_consumer(sari, made)
        end_consumer(person, made)
    assert not Consumer.objects.exists()
