"""The administrator reopens a closed account; its person is invited to choose a new password."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.accounts import faults_of, hold_account
from datasets.actions.letters import send_invitation
from datasets.models import User
from datasets.rules.errors import IllegalMove
from datasets.trail import record
from datasets.vocab import Verb


@transaction.atomic
def reopen_account(actor: User, account: User) -> User:
    """Open it with the role and office it had, without password or tokens; a letter goes out after commit.

    Raises Denied, Hidden, IllegalMove (open already, or without an address to write to).
    """
    held = hold_account(actor, account)
    if held.is_active:
        raise IllegalMove("active", "reopen_account", gettext("Akun ini sudah terbuka."))
    if faults := faults_of(held):
        raise IllegalMove("closed", "reopen_account", " ".join(fault.message for fault in faults))
    held.is_active = True
    held.save(update_fields=["is_active"])
    record(actor, Verb.REOPEN_ACCOUNT, held, from_state="closed", to_state="active")
    transaction.on_commit(partial(send_invitation, held))
    return held
