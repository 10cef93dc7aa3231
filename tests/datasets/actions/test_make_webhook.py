"""A webhook is made: its secret shown once; then each address, event and number that is refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings

from datasets.actions.make_webhook import MOST, make_webhook
from datasets.models import Event, User, Webhook
from datasets.outbox.signing import secret_of
from datasets.rules.errors import Denied, Invalid
from datasets.vocab import Verb
from datasets.vocab_hooks import HookEvent

URL = "https://sistem.kota.example/webhook?kunci=rahasia"


def test_it_is_made_with_a_secret_and_a_line_that_names_only_the_host(sari: User) -> None:
    made, secret = make_webhook(sari, f" {URL} ", name=" Sistem\nsampah ")
    assert (made.url, made.name, made.owner, made.is_active) == (URL, "Sistem sampah", sari, True)
    assert made.events == ["dataset.published", "upload.returned", "dataset.withdrawn"]
    assert secret == secret_of(made)
    line = Event.objects.get(verb=Verb.MAKE_WEBHOOK)
    assert line.detail["host"] == "sistem.kota.example"
    assert "rahasia" not in str(line.detail)


@pytest.mark.parametrize(
    "url",
    [
        "", "sistem", "ftp://a.example/", "http://127.0.0.1/", "http://localhost:8000/", "http://169.254.169.254/",
        "http://[::1]/", "http://[::ffff:10.0.0.1]/", "http://0x7f.1/", "http://2130706433/", "http://10.1.2.3/",
        "https://u:p@a.example/", "http://a.example:6379/", "http://a.example./", "http://redis/",
    ],
)  # fmt: skip
def test_an_address_where_no_request_may_go_is_refused(sari: User, url: str) -> None:
    with pytest.raises(Invalid) as caught:
        make_webhook(sari, url)
    assert caught.value.faults[0].field == "url"
    assert not Webhook.objects.exists()


def test_what_the_operator_opened_is_taken(sari: User, settings: Settings) -> None:
    settings.OUTGOING_ALLOW = frozenset({"10.1.2.3:9000"})
    assert make_webhook(sari, "http://10.1.2.3:9000/hook")[0].pk


@pytest.mark.parametrize("events", [[], ["ping"], ["dataset.published", "semua"]])
def test_an_event_that_is_none_is_refused(sari: User, events: list[str]) -> None:
    with pytest.raises(Invalid):
        make_webhook(sari, URL, events)


def test_one_webhook_too_many_is_refused(sari: User, budi: User) -> None:
    for _ in range(MOST):
        make_webhook(sari, URL, [HookEvent.DATASET_PUBLISHED])
    with pytest.raises(Invalid):
        make_webhook(sari, URL)
    assert make_webhook(budi, URL)[0].owner == budi


def test_nobody_and_a_closed_account_make_none(sari: User) -> None:
    sari.is_active = False
    for person in (sari, AnonymousUser()):
        with pytest.raises(Denied):
            make_webhook(person, URL)  # type: ignore[arg-type]
