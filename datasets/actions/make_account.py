"""The administrator gives somebody an account: a letter invites them to choose their own password."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.accounts import faults_of, hold_admins, office_fault
from datasets.actions.letters import send_invitation
from datasets.actions.texts import one_line
from datasets.models import Organization, User
from datasets.rules.errors import Fault, Invalid
from datasets.trail import record
from datasets.vocab import Role, Verb


@transaction.atomic
def make_account(
    actor: User, username: str, name: str, email: str, role: str, organization: Organization | None = None
) -> User:
    """An account that opens with no password yet; the invitation goes out after commit.

    `organization` is needed for the roles of an OPD and only for them. Raises Denied, Invalid (every
    field at fault is named).
    """
    hold_admins(actor)
    user = User(
        username=User.normalize_username(one_line(username)),
        name=one_line(name),
        email=one_line(email),
        role=role,
        organization=organization,
        is_superuser=role == Role.ADMIN,
    )
    faults = [fault for fault in (_username_fault(user), office_fault(organization)) if fault]
    if faults := faults + faults_of(user):
        raise Invalid(*faults)
    user.set_unusable_password()
    user.save(force_insert=True)
    record(actor, Verb.MAKE_ACCOUNT, user, to_state=user.role, detail={"role": user.role})
    transaction.on_commit(partial(send_invitation, user))
    return user


def _username_fault(user: User) -> Fault | None:
    try:
        User._meta.get_field("username").clean(user.username, user)
    except ValidationError:
        told = gettext("Tulis nama pengguna tanpa spasi: huruf, angka, titik atau garis, paling banyak 80.")
        return Fault("username", "invalid", told)
    if User.objects.filter(username__iexact=user.username).exists():
        return Fault("username", "duplicate", gettext("Nama pengguna ini sudah dipakai. Pilih yang lain."))
    return None
