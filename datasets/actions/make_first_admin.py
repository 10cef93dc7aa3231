"""The first administrator of a portal without sample accounts; later ones are made by them."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from datasets.actions.texts import one_line
from datasets.models import User
from datasets.rules.errors import Fault, IllegalMove, Invalid
from datasets.trail import record
from datasets.vocab import Role, Verb


def has_admin() -> bool:
    """Whether somebody can sign in who keeps accounts."""
    return User.objects.filter(role=Role.ADMIN, is_active=True).exists()


def make_first_admin(email: str, password: str, username: str = "admin") -> User:
    """Make the account. Raises Invalid (address, name, weak password), IllegalMove where there is one."""
    if has_admin():
        raise _exists()
    address, name = one_line(email), one_line(username)
    user = User(
        username=name, name=gettext("Administrator"), email=address, role=Role.ADMIN, is_superuser=True
    )
    _check(user, password)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            record(user, Verb.MAKE_ACCOUNT, user, detail={"role": Role.ADMIN})
    except IntegrityError:
        raise _exists() from None
    return user


def _check(user: User, password: str) -> None:
    faults = []
    try:
        validate_email(user.email)
    except ValidationError:
        faults.append(
            Fault("email", "invalid", gettext("Tulis alamat surel lengkap, misal nama@kota.go.id."))
        )
    try:
        User._meta.get_field("username").run_validators(user.username)
    except ValidationError as error:
        faults.append(Fault("username", "invalid", " ".join(error.messages)))
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults.append(Fault("password", "weak", " ".join(error.messages)))
    if faults:
        raise Invalid(*faults)


def _exists() -> IllegalMove:
    return IllegalMove("exists", "make_first_admin", gettext("Portal ini sudah punya administrator."))
