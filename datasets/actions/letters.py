"""Letters with a one-time link to choose a password: a forgotten one, or the first one."""

from __future__ import annotations

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template import Context, Engine
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext

from datasets.models import User

log = structlog.get_logger(__name__)


def password_link(user: User) -> str:
    """The address behind which this person chooses a password: once, within PASSWORD_RESET_TIMEOUT.

    Built from PUBLIC_URL, never from a request. It dies with a new password, address or sign-in.
    """
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.PUBLIC_URL + reverse("sandi_baru", args=[uid, default_token_generator.make_token(user)])


def send_reset(user: User) -> None:
    """The letter to who forgot the password; never raises for dead mail."""
    subject = gettext("Kata sandi baru untuk %(portal)s") % {"portal": settings.CITY.catalogue_title}
    _send(user, subject, "mail/reset.txt")


def send_invitation(user: User) -> None:
    """The letter to who got an account and has no password yet; never raises for dead mail."""
    subject = gettext("Akun Anda di %(portal)s") % {"portal": settings.CITY.catalogue_title}
    _send(user, subject, "mail/invitation.txt")


def _send(user: User, subject: str, template: str) -> None:
    words = {
        "name": user.name,
        "username": user.username,
        "link": password_link(user),
        "again": settings.PUBLIC_URL + reverse("sandi_lupa"),
        "city": settings.CITY,
    }
    letter = Engine.get_default().get_template(template)
    try:
        send_mail(subject, letter.render(Context(words, autoescape=False)), None, [user.email])
    except (SMTPException, OSError) as error:
        log.warning("letter_not_sent", reason=type(error).__name__)
