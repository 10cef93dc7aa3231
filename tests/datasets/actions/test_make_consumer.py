"""A system asks to be warned; then what is not right, and who may not read the rows."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.actions.make_consumer import make_consumer
from datasets.actions.make_webhook import make_webhook
from datasets.models import Consumer, Dataset, Event, User
from datasets.rules.errors import Denied, Hidden, Invalid
from datasets.vocab import Access, Verb
from tests import factories

EMAIL = "gudang@kota.example"


@pytest.fixture
def live(sari: User) -> Dataset:
    of = factories.dataset()
    factories.published(of)
    return of


def test_who_may_read_may_ask_to_be_warned(budi: User, live: Dataset) -> None:
    webhook, _ = make_webhook(budi, "https://a.example/hook")
    made = make_consumer(
        budi,
        live,
        " Gudang  data ",
        columns=["terangkut_ton", "bulan", "bulan"],
        email=EMAIL,
        webhook=webhook,
    )
    assert (made.name, made.columns, made.webhook) == ("Gudang data", ["bulan", "terangkut_ton"], webhook)
    line = Event.objects.get(verb=Verb.MAKE_CONSUMER)
    assert (line.object_id, line.detail["consumer"]) == (live.pk, "Gudang data")
    assert EMAIL not in str(line.detail)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"columns": ["tidak_ada"]}, "columns"),
        ({"email": "bukan surel"}, "email"),
        ({"email": ""}, "email"),
    ],
)
def test_what_is_not_right_is_told(budi: User, live: Dataset, given: dict[str, Any], field: str) -> None:
    asked: dict[str, Any] = {"name": "Gudang", "email": EMAIL} | given
    with pytest.raises(Invalid) as caught:
        make_consumer(budi, live, asked.pop("name"), **asked)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert not Consumer.objects.exists()


def test_a_name_twice_and_a_webhook_of_others_are_refused(budi: User, sari: User, live: Dataset) -> None:
    make_consumer(budi, live, "Gudang", email=EMAIL)
    make_consumer(sari, live, "Gudang", email=EMAIL)
    with pytest.raises(Invalid):
        make_consumer(budi, live, "Gudang", email=EMAIL)
    webhook, _ = make_webhook(sari, "https://a.example/hook")
    with pytest.raises(Invalid):
        make_consumer(budi, live, "Lain", webhook=webhook)


def test_who_may_not_read_the_rows_may_not_ask(budi: User, sari: User) -> None:
    restricted = factories.dataset("terbatas", access=Access.RESTRICTED)
    closed = factories.dataset("tertutup", access=Access.CLOSED)
    for of, refusal in ((restricted, Denied), (closed, Hidden)):
        factories.published(of)
        with pytest.raises(refusal):
            make_consumer(budi, of, "Gudang", email=EMAIL)
        assert make_consumer(sari, of, "Gudang", email=EMAIL).pk
