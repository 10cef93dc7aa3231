"""What the verbs on accounts share: the lock that makes them take turns, and what an account must be."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from datasets.models import ApiToken, Organization, User
from datasets.rules.access import Act, demand
from datasets.rules.errors import Denied, Fault, Hidden
from datasets.vocab import OPD_ROLES, Role


def hold_admins(actor: User) -> None:
    """Let one administrator at a time change accounts. Raises Denied where the actor is none (any more)."""
    demand(actor, Act.MANAGE_USERS)
    _lock(actor, Q())


def hold_account(actor: User, account: User) -> User:
    """The account as it is now, locked with every administrator. Raises Denied, Hidden.

    The actor is an administrator under the lock, so whoever else is demoted or closed is not the last.
    """
    demand(actor, Act.MANAGE_USERS)
    held = _lock(actor, Q(pk=account.pk)).get(account.pk)
    if held is None:
        raise Hidden(gettext("Akun ini tidak ditemukan."))
    return held


def _lock(actor: User, more: Q) -> dict[UUID, User]:
    admins = Q(role=Role.ADMIN, is_active=True)
    locked = User.objects.select_for_update(no_key=True).filter(admins | more if more else admins)
    held = {user.pk: user for user in locked.order_by("pk")}
    now = held.get(actor.pk)
    if now is None or not now.is_active or now.role != Role.ADMIN:
        raise Denied
    return held


def own_account(account: User, deed: str) -> Fault:
    """Why the administrator may not do `deed` (a few words) to the own account."""
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=account.pk)
    if others.exists():
        told = gettext("Anda tidak dapat %(deed)s sendiri. Minta administrator lain melakukannya.")
        return Fault("role", "own_account", told % {"deed": deed})
    told = gettext("Ini administrator terakhir. Buat administrator lain dahulu; ia yang dapat %(deed)s ini.")
    return Fault("role", "last_admin", told % {"deed": deed})


def faults_of(user: User) -> list[Fault]:
    """Everything wrong with name, address, role and office of an account that is to be saved."""
    found = [_name_fault(user), _email_fault(user), _role_fault(user)]
    return [fault for fault in found if fault is not None]


def office_fault(organization: Organization | None) -> Fault | None:
    """Whether somebody may newly come to this office."""
    if organization is None or organization.is_active:
        return None
    return Fault("organization", "closed", gettext("OPD ini sudah tidak aktif. Pilih OPD lain."))


def revoke_tokens(user: User) -> int:
    """Every token of the account opens nothing from now on; how many there were."""
    living = ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=timezone.now())
    return living.update(revoked_at=timezone.now())


def _name_fault(user: User) -> Fault | None:
    if not user.name:
        return Fault("name", "required", gettext("Tulis nama orangnya."))
    if len(user.name) > 150:
        return Fault("name", "too_long", gettext("Nama paling panjang 150 huruf."))
    return None


def _email_fault(user: User) -> Fault | None:
    try:
        User._meta.get_field("email").run_validators(user.email)
    except ValidationError:
        return _email_invalid()
    if not user.email:
        return _email_invalid()
    if User.objects.filter(email__iexact=user.email).exclude(pk=user.pk).exists():
        told = gettext("Alamat ini sudah dipakai akun lain. Setiap orang memakai alamatnya sendiri.")
        return Fault("email", "duplicate", told)
    return None


def _email_invalid() -> Fault:
    return Fault("email", "invalid", gettext("Tulis alamat surel lengkap, misal nama@kota.go.id."))


def _role_fault(user: User) -> Fault | None:
    """A role of an OPD needs its office, a role of the city has none (DOMAIN req. 1)."""
    if user.role not in set(Role):
        return Fault("role", "invalid", gettext("Pilih salah satu peran."))
    if user.role in OPD_ROLES and user.organization_id is None:
        return Fault("organization", "required", gettext("Peran ini bekerja untuk satu OPD. Pilih OPD-nya."))
    if user.role not in OPD_ROLES and user.organization_id is not None:
        told = gettext("Peran ini bekerja untuk seluruh kota. Kosongkan OPD-nya.")
        return Fault("organization", "not_for_role", told)
    return None
