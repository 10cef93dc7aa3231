"""A webhook is switched off and on, and gets a new secret; those of others do not exist."""

from __future__ import annotations

import pytest
from django.utils import timezone

from datasets.actions.change_webhook import renew_secret, switch_webhook
from datasets.actions.make_webhook import make_webhook
from datasets.models import Event, User, Webhook
from datasets.rules.errors import Hidden
from datasets.vocab import Verb


@pytest.fixture
def webhook(sari: User) -> Webhook:
    return make_webhook(sari, "https://a.example/hook")[0]


def test_off_and_on_again_forgets_what_failed(sari: User, webhook: Webhook) -> None:
    assert switch_webhook(sari, webhook, is_active=False).disabled_at is not None
    Webhook.objects.update(failing_since=timezone.now())
    switched = switch_webhook(sari, webhook, is_active=True)
    assert (switched.is_active, switched.failing_since, switched.disabled_at) == (True, None, None)
    switch_webhook(sari, webhook, is_active=True)
    assert Event.objects.filter(verb=Verb.CHANGE_WEBHOOK).count() == 2


def test_a_new_secret_ends_the_old_one(sari: User, webhook: Webhook) -> None:
    assert renew_secret(sari, webhook) != renew_secret(sari, webhook)
    assert "whsec" not in str(list(Event.objects.values()))


def test_others_do_not_find_it(wati: User, webhook: Webhook) -> None:
    with pytest.raises(Hidden):
        switch_webhook(wati, webhook, is_active=False)
    with pytest.raises(Hidden):
        renew_secret(wati, webhook)
    webhook.refresh_from_db()
    assert webhook.is_active
