"""Letters of the outbox: the same message in words, for who gave a mail address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import gettext_lazy

from datasets.models import Delivery
from datasets.vocab_hooks import HookEvent
from datasets.wording.schema_changes import told as sentence

_SUBJECTS = {
    HookEvent.SCHEMA_BREAKING: gettext_lazy("Susunan kolom akan berubah: %(title)s"),
    HookEvent.WEBHOOK_DISABLED: gettext_lazy("Webhook Anda dimatikan: %(name)s"),
}


def send_letter(delivery: Delivery) -> None:
    """Send it. Raises SMTPException, OSError: then it is tried again."""
    with translation.override(settings.LANGUAGE_CODE):
        words = {"name": delivery.data.get("name"), "title": delivery.data.get("dataset", {}).get("title")}
        subject = str(_SUBJECTS[HookEvent(delivery.kind)]) % words
        template = Engine.get_default().get_template(f"mail/{delivery.kind.replace('.', '_')}.txt")
        told = {"data": _in_words(delivery.data), "url": settings.PUBLIC_URL, "city": settings.CITY}
        letter = template.render(Context(told, autoescape=False))
        send_mail(" ".join(subject.split()), letter, None, [delivery.email])


def _in_words(data: dict[str, Any]) -> dict[str, Any]:
    """The same with a sentence for each change of a column."""
    changes = [change | {"told": sentence(change)} for change in data.get("changes", [])]
    return data | {"changes": changes}
