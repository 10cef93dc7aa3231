"""The administrator closes an account: its sessions, links and tokens end at once; its past stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.accounts import hold_account, own_account, revoke_tokens
from datasets.models import User
from datasets.rules.errors import Denied, IllegalMove
from datasets.trail import record
from datasets.vocab import Verb


@transaction.atomic
def close_account(actor: User, account: User) -> User:
    """Nobody enters with it any more. Raises Denied (also for the own account), Hidden, IllegalMove.

    The password goes too: sessions are bound to it, so none comes back to life when the account does.
    """
    held = hold_account(actor, account)
    if held.pk == actor.pk:
        fault = own_account(held, gettext("menutup akun"))
        raise Denied(fault.code, fault.message)
    if not held.is_active:
        raise IllegalMove("closed", "close_account", gettext("Akun ini sudah ditutup."))
    held.is_active = False
    held.set_unusable_password()
    held.save(update_fields=["is_active", "password"])
    ended = revoke_tokens(held)
    record(actor, Verb.CLOSE_ACCOUNT, held, from_state="active", to_state="closed", detail={"tokens": ended})
    return held
