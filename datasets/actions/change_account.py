"""The administrator mends an account: name, address, role and office."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.accounts import faults_of, hold_account, office_fault, own_account, revoke_tokens
from datasets.actions.letters import send_invitation
from datasets.actions.texts import one_line
from datasets.models import Organization, User
from datasets.rules.errors import Fault, Invalid
from datasets.trail import record
from datasets.vocab import Role, Verb

_FIELDS = ("name", "email", "role", "organization_id")


@transaction.atomic
def change_account(
    actor: User, account: User, name: str, email: str, role: str, organization: Organization | None = None
) -> User:
    """Keep what is given; the same again changes nothing.

    With another role or office the person's tokens end: they were given for the old work. Who has no
    password yet is invited again at a new address. A closed account may be mended too, as it must be
    before it reopens without an address of its own. Raises Denied, Hidden, Invalid.
    """
    held = hold_account(actor, account)
    before = {field: getattr(held, field) for field in _FIELDS}
    held.name, held.email = one_line(name), one_line(email)
    held.role, held.organization = role, organization
    held.is_superuser = role == Role.ADMIN
    changed = [field for field in _FIELDS if getattr(held, field) != before[field]]
    if faults := _faults(actor, held, changed):
        raise Invalid(*faults)
    if changed:
        _keep(actor, held, changed, str(before["role"]))
    return held


def _faults(actor: User, held: User, changed: list[str]) -> list[Fault]:
    found = faults_of(held)
    moved = office_fault(held.organization) if "organization_id" in changed else None
    if moved is not None:
        found.append(moved)
    if held.pk == actor.pk and "role" in changed:
        found.append(own_account(held, gettext("mengganti peran akun")))
    return found


def _keep(actor: User, held: User, changed: list[str], role_before: str) -> None:
    held.save(update_fields=[*changed, "is_superuser"])
    is_other_work = "role" in changed or "organization_id" in changed
    ended = revoke_tokens(held) if is_other_work else 0
    states = (role_before, held.role) if "role" in changed else ("", "")
    record(
        actor,
        Verb.CHANGE_ACCOUNT,
        held,
        from_state=states[0],
        to_state=states[1],
        detail={"fields": changed, "tokens": ended},
    )
    if "email" in changed and held.is_active and not held.has_usable_password():
        transaction.on_commit(partial(send_invitation, held))
