"""A person names a system of theirs that is to be told of events; its secret is shown once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.texts import one_line
from datasets.models import Dataset, Organization, User, Webhook
from datasets.outbox.signing import secret_of
from datasets.rules.access import Act, demand
from datasets.rules.errors import Fault, Invalid
from datasets.trail import record
from datasets.vocab import Verb
from datasets.vocab_hooks import SUBSCRIBABLE
from satudata.destinations import Refused, destination_of

#: Webhooks of one person.
MOST = 20


@transaction.atomic
def make_webhook(
    actor: User,
    url: str,
    events: Sequence[str] = SUBSCRIBABLE,
    *,
    name: str = "",
    dataset: Dataset | None = None,
    organization: Organization | None = None,
) -> tuple[Webhook, str]:
    """The webhook and its secret `whsec_…`. `dataset` must be one that the person may know of.

    Raises Denied for who is no member of staff, Invalid for an address that is none or not public, an
    event that is none, or one webhook too many. A name is only resolved when something is sent.
    """
    demand(actor, Act.SEE_DESK)
    checked = checked_url(url)
    chosen = _checked_events(events)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if Webhook.objects.filter(owner=actor).count() >= MOST:
        sentence = gettext("Paling banyak %(most)s webhook. Hapus dahulu yang tidak dipakai.")
        raise Invalid(Fault("url", "too_many", sentence % {"most": MOST}))
    made = Webhook.objects.create(
        owner=actor,
        name=one_line(name)[:100],
        url=checked,
        salt=secrets.token_hex(16),
        events=chosen,
        dataset=dataset,
        organization=organization,
    )
    record(
        actor,
        Verb.MAKE_WEBHOOK,
        made,
        detail={"events": chosen, "host": destination_of(checked, _open()).host},
    )
    return made, secret_of(made)


def checked_url(url: str) -> str:
    """The address as it is kept. Raises Invalid for any that a request may not go to."""
    given = url.strip()
    try:
        destination_of(given, _open())
    except Refused as error:
        sentences = {
            "bad_url": gettext("Tulis alamat lengkap seperti https://sistem.kota.go.id/webhook."),
            "address_refused": gettext("Alamat ini di dalam jaringan tertutup; pakai alamat umum."),
            "port_refused": gettext("Port ini bukan port web. Pakai 80, 443, 8000, 8080, atau 8443."),
        }
        raise Invalid(Fault("url", error.code, sentences.get(error.code, sentences["bad_url"]))) from None
    return given


def _open() -> frozenset[str]:
    return frozenset(settings.OUTGOING_ALLOW)


def _checked_events(events: Sequence[str]) -> list[str]:
    known = [event.value for event in SUBSCRIBABLE]
    if not events or not set(events) <= set(known):
        sentence = gettext("Pilih peristiwa dari: %(known)s.") % {"known": ", ".join(known)}
        raise Invalid(Fault("events", "unknown_value", sentence))
    return [event for event in known if event in events]
