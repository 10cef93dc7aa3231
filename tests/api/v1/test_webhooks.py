"""Webhooks by API: made, pinged, read back, sent again, removed; a real receiver; then each refusal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import Announcement, Delivery, User, Webhook
from datasets.outbox.deliver import deliver
from datasets.outbox.spread import spread
from datasets.vocab import Access, Scope
from tests import factories
from tests.api.conftest import AsPerson
from tests.datasets.outbox.test_signing import verified
from tests.receiver import Server, plain, serving

PATH = "/api/v1/webhooks"


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Server]:
    settings.OUTGOING_ALLOW = frozenset({"127.0.0.1"})
    with serving(plain(b"ok")) as server:
        yield server


def post(client: Client, path: str = PATH, **body: Any) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


def work() -> None:
    """What the worker does with what was asked for."""
    for announcement in Announcement.objects.filter(spread_at=None):
        spread(announcement.pk)
    for delivery in Delivery.objects.filter(state="waiting").order_by("created_at"):
        deliver(delivery.pk)


def test_the_whole_way_of_an_integrator(
    as_person: AsPerson, sari: User, wati: User, receiver: Server
) -> None:
    of = factories.dataset()
    factories.published(of)
    client = as_person(sari, Scope.PUBLISH)
    made = post(client, url=f"{receiver.url}/hook", name="Gudang data", dataset=of.slug)
    assert (made.status_code, made["Location"].endswith(made.json()["id"])) == (201, True)
    secret, own = made.json()["secret"], f"{PATH}/{made.json()['id']}"
    assert "secret" not in client.get(own).json()
    assert post(client, f"{own}/ping").status_code == 202
    withdraw_dataset(wati, of, "Salah hitung.")
    work()
    ping, gone = receiver.asked
    for one in (ping, gone):
        headers = one.headers
        assert verified(
            secret,
            headers["webhook-id"],
            headers["webhook-timestamp"],
            headers["webhook-signature"],
            one.body,
        )
    assert json.loads(ping.body)["type"] == "ping"
    assert json.loads(gone.body)["data"]["note"] == "Salah hitung."
    latest, _ = client.get(f"{own}/deliveries").json()["results"]
    assert (latest["event"], latest["state"], latest["status"]) == ("dataset.withdrawn", "delivered", 200)
    assert post(client, f"{own}/deliveries/{latest['id']}/redeliver").status_code == 202
    work()
    assert receiver.asked[2].headers["webhook-id"] == gone.headers["webhook-id"]
    assert (
        client.patch(own, '{"is_active": false}', content_type="application/json").json()["is_active"]
        is False
    )
    assert post(client, f"{own}/ping").status_code == 409
    assert post(client, f"{own}/secret").json()["secret"] != secret
    assert client.delete(own).json() == {"count": 0, "results": []}
    assert client.get(own).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {}, {"url": ""}, {"url": 5}, {"url": "http://127.0.0.1/"}, {"url": "http://169.254.169.254/"},
        {"url": "http://[::1]/"}, {"url": "http://[::ffff:10.0.0.1]/"}, {"url": "http://0x7f.1/"},
        {"url": "https://a.example/", "events": "semua"}, {"url": "https://a.example/", "events": [1]},
        {"url": "https://a.example/", "events": ["ping"]}, {"url": "https://a.example/", "secret": "x"},
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused(as_person: AsPerson, sari: User, body: dict[str, Any]) -> None:
    assert post(as_person(sari, Scope.PUBLISH), **body).status_code == 400
    assert not Webhook.objects.exists()


def test_a_dataset_that_one_may_not_know_cannot_be_asked_for(as_person: AsPerson, budi: User) -> None:
    hidden = factories.dataset(access=Access.CLOSED)
    factories.published(hidden)
    answer = post(as_person(budi, Scope.PUBLISH), url="https://a.example/", dataset=hidden.slug)
    assert answer.status_code == 404


def test_nobody_reads_those_of_others(as_person: AsPerson, sari: User, wati: User, client: Client) -> None:
    made = post(as_person(sari, Scope.PUBLISH), url="https://a.example/").json()["id"]
    assert as_person(wati).get(PATH).json()["count"] == 0
    for path in ("", "/deliveries"):
        assert as_person(wati).get(f"{PATH}/{made}{path}").status_code == 404
        assert client.get(f"{PATH}/{made}{path}").status_code == 401
    assert client.get(PATH).status_code == 401
    wrong = as_person(sari, Scope.PUBLISH).patch(f"{PATH}/{made}", "{}", content_type="application/json")
    assert wrong.status_code == 400
