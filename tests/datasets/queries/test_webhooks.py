"""A person's webhooks and their log: own ones only, never a secret."""

from __future__ import annotations

import pytest

from datasets.actions.make_webhook import make_webhook
from datasets.actions.send_again import ping_webhook
from datasets.models import User
from datasets.queries.webhooks import (
    deliveries_of,
    delivery_card,
    delivery_of,
    webhook_card,
    webhook_of,
    webhooks_of,
)
from datasets.rules.errors import Hidden
from tests import factories


def test_own_ones_are_listed_and_told_without_secret(sari: User, budi: User) -> None:
    of = factories.dataset()
    made, secret = make_webhook(sari, "https://a.example/hook", dataset=of)
    make_webhook(budi, "https://b.example/hook")
    (found,) = webhooks_of(sari)
    told = webhook_card(found)
    assert (told["id"], told["dataset"], told["organization"]) == (str(made.pk), of.slug, None)
    assert secret not in str(told)
    assert made.salt not in str(told)


def test_the_log_is_told(sari: User) -> None:
    made, _ = make_webhook(sari, "https://a.example/hook")
    ping = ping_webhook(sari, made)
    assert [delivery_card(one)["event"] for one in deliveries_of(made)] == ["ping"]
    assert delivery_of(sari, made.pk, ping.pk) == ping


def test_those_of_others_are_hidden(sari: User, budi: User) -> None:
    made, _ = make_webhook(sari, "https://a.example/hook")
    ping = ping_webhook(sari, made)
    other, _ = make_webhook(budi, "https://b.example/hook")
    for ask in (
        lambda: webhook_of(budi, made.pk),
        lambda: delivery_of(budi, made.pk, ping.pk),
        lambda: delivery_of(sari, other.pk, ping.pk),
    ):
        with pytest.raises(Hidden):
            ask()
