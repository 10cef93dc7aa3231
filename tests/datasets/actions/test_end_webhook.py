"""A webhook is removed with its log, by its owner only."""

from __future__ import annotations

import pytest

from datasets.actions.end_webhook import end_webhook
from datasets.actions.make_webhook import make_webhook
from datasets.actions.send_again import ping_webhook
from datasets.models import Delivery, Event, User, Webhook
from datasets.rules.errors import Hidden
from datasets.vocab import Verb


def test_it_is_gone_with_its_log(sari: User, budi: User) -> None:
    webhook, _ = make_webhook(sari, "https://a.example/hook")
    ping_webhook(sari, webhook)
    with pytest.raises(Hidden):
        end_webhook(budi, webhook)
    end_webhook(sari, webhook)
    assert (Webhook.objects.count(), Delivery.objects.count()) == (0, 0)
    assert Event.objects.filter(verb=Verb.END_WEBHOOK, actor=sari).exists()
