"""A person says which columns of a dataset a system reads, and where it is warned of a change."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from datasets.actions.texts import one_line
from datasets.models import Consumer, Dataset, User, Webhook
from datasets.rules.access import Act, check_rows, demand
from datasets.rules.errors import Fault, Invalid
from datasets.trail import record
from datasets.vocab import Verb

#: Systems of one person that read one dataset.
MOST = 50


@transaction.atomic
def make_consumer(
    actor: User,
    dataset: Dataset,
    name: str,
    *,
    columns: Sequence[str] = (),
    contact: str = "",
    email: str = "",
    webhook: Webhook | None = None,
) -> Consumer:
    """`columns` are ids of the live version; none means all. Told by `email`, `webhook` (own), or both.

    Raises Denied (also where the rows are shut to the person), Hidden, Gone, Invalid.
    """
    demand(actor, Act.SEE_DESK)
    check_rows(actor, dataset)
    faults = [*_faults(dataset, one_line(name), columns, email)]
    if not email and webhook is None:
        faults.append(Fault("email", "required", gettext("Isikan surel, webhook, atau keduanya.")))
    if webhook is not None and webhook.owner_id != actor.pk:
        faults.append(Fault("webhook", "unknown", gettext("Webhook ini bukan milik Anda.")))
    if Consumer.objects.filter(dataset=dataset, owner=actor).count() >= MOST:
        faults.append(Fault("name", "too_many", gettext("Paling banyak 50 sistem pada satu dataset.")))
    if faults:
        raise Invalid(*faults)
    made = Consumer(
        dataset=dataset,
        owner=actor,
        name=one_line(name),
        contact=one_line(contact)[:150],
        email=email,
        webhook=webhook,
        columns=sorted(set(columns)),
    )
    _save(made)
    record(actor, Verb.MAKE_CONSUMER, dataset, detail={"consumer": made.name, "columns": made.columns})
    return made


def _save(made: Consumer) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        sentence = gettext("Anda sudah mendaftarkan sistem bernama ini.")
        raise Invalid(Fault("name", "duplicate", sentence)) from None


def _faults(dataset: Dataset, name: str, columns: Sequence[str], email: str) -> list[Fault]:
    faults = []
    if not 1 <= len(name) <= 100:
        faults.append(Fault("name", "required", gettext("Tulis nama sistem, paling panjang 100 huruf.")))
    live = dataset.live_version
    known = {column["id"] for column in live.columns} if live is not None else set()
    for unknown in sorted(set(columns) - known)[:10]:
        sentence = gettext("Kolom “%(name)s” tidak ada pada versi yang terbit.") % {"name": unknown[:60]}
        faults.append(Fault("columns", "unknown_column", sentence))
    if email and not _is_email(email):
        faults.append(Fault("email", "invalid", gettext("Alamat surel ini tidak lengkap.")))
    return faults


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
