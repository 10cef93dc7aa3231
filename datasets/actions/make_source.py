"""Walidata names a source elsewhere that is pulled into drafts of an office."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.make_webhook import checked_url
from datasets.actions.texts import one_line
from datasets.jobs import Job, enqueue
from datasets.models import Source, User
from datasets.rules.access import Act, demand, may
from datasets.rules.errors import Fault, Hidden, Invalid
from datasets.trail import record
from datasets.vocab import Frequency, Topic, Verb
from datasets.vocab_harvest import SourceKind

#: How often a source may be pulled at most and at least, in hours.
LEAST_HOURS, MOST_HOURS = 1, 24 * 31


@transaction.atomic
def make_source(
    actor: User,
    name: str,
    kind: str,
    url: str,
    sender: User,
    topic: str,
    frequency: str,
    hours: int = 24,
) -> Source:
    """The source, to be pulled at once and then every `hours`. Its files come in the name of `sender`, a
    produsen, into that person's office; `topic` and `frequency` are those of new drafts.

    Raises Denied for all but Walidata, Invalid.
    """
    demand(actor, Act.MANAGE_SOURCES)
    faults = [*_faults(one_line(name), kind, sender, topic, frequency, hours)]
    if faults or sender.organization is None:
        raise Invalid(*faults)
    made = Source(
        name=one_line(name),
        kind=kind,
        url=checked_url(url),
        organization=sender.organization,
        sender=sender,
        topic=topic,
        frequency=frequency,
        hours=hours,
        next_run_at=timezone.now(),
        created_by=actor,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Invalid(Fault("url", "duplicate", gettext("Alamat ini sudah terdaftar."))) from None
    record(actor, Verb.MAKE_SOURCE, made, detail={"kind": kind, "name": made.name})
    enqueue(Job.HARVEST, str(made.pk))
    return made


@transaction.atomic
def switch_source(actor: User, source: Source, *, is_active: bool) -> Source:
    """Off: it is not pulled any more; what it brought stays. Raises Denied, Hidden."""
    held = _held(actor, source)
    held.is_active = is_active
    held.save(update_fields=["is_active"])
    record(actor, Verb.CHANGE_SOURCE, held, detail={"is_active": is_active})
    return held


@transaction.atomic
def pull_now(actor: User, source: Source) -> None:
    """Ask for a run now; where one is under way, that one is it. Raises Denied, Hidden."""
    held = _held(actor, source)
    held.next_run_at = timezone.now()
    held.save(update_fields=["next_run_at"])
    enqueue(Job.HARVEST, str(held.pk))


def _held(actor: User, source: Source) -> Source:
    demand(actor, Act.MANAGE_SOURCES)
    held = Source.objects.select_for_update(no_key=True).filter(pk=source.pk).first()
    if held is None:
        raise Hidden
    return held


def _faults(name: str, kind: str, sender: User, topic: str, frequency: str, hours: int) -> list[Fault]:
    faults = []
    if not 1 <= len(name) <= 150:
        faults.append(Fault("name", "required", gettext("Tulis nama sumber, paling panjang 150 huruf.")))
    for field, value, words in (
        ("kind", kind, SourceKind), ("topic", topic, Topic), ("frequency", frequency, Frequency),
    ):  # fmt: skip
        if value not in set(words):
            faults.append(Fault(field, "unknown_value", gettext("Pilih salah satu.")))
    if not may(sender, Act.UPLOAD):
        sentence = gettext("Pengirim harus produsen data dengan akun yang aktif.")
        faults.append(Fault("sender", "no_produsen", sentence))
    if not LEAST_HOURS <= hours <= MOST_HOURS:
        faults.append(Fault("hours", "out_of_range", gettext("Jeda 1 sampai 744 jam.")))
    return faults
