"""Letters of the outbox: the same message in words, for who gave a mail address."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import gettext_lazy

from datasets.models import Delivery
from datasets.vocab_hooks import HookEvent

_SUBJECTS = {
    HookEvent.WEBHOOK_DISABLED: gettext_lazy("Webhook Anda dimatikan: %(name)s"),
}


def send_letter(delivery: Delivery) -> None:
    """Send it. Raises SMTPException, OSError: then it is tried again."""
    with translation.override(settings.LANGUAGE_CODE):
        words = {name: value for name, value in delivery.data.items() if isinstance(value, str)}
        subject = str(_SUBJECTS[HookEvent(delivery.kind)]) % words
        template = Engine.get_default().get_template(f"mail/{delivery.kind.replace('.', '_')}.txt")
        context = Context(
            {"data": delivery.data, "url": settings.PUBLIC_URL, "city": settings.CITY}, autoescape=False
        )
        send_mail(" ".join(subject.split()), template.render(context), None, [delivery.email])
