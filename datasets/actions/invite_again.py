"""The administrator sends the invitation once more, to who has not chosen a password yet."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.accounts import hold_account
from datasets.actions.letters import send_invitation
from datasets.models import User
from datasets.rules.errors import IllegalMove
from datasets.trail import record
from datasets.vocab import Verb


@transaction.atomic
def invite_again(actor: User, account: User) -> User:
    """A letter with a fresh link, after commit. Raises Denied, Hidden, IllegalMove."""
    held = hold_account(actor, account)
    if not held.is_active:
        raise IllegalMove("closed", "invite_again", gettext("Buka kembali akun ini sebelum mengundangnya."))
    if held.has_usable_password():
        told = gettext("Orang ini sudah punya kata sandi. Bila lupa, ia memintanya di halaman masuk.")
        raise IllegalMove("active", "invite_again", told)
    if not held.email:
        told = gettext("Akun ini belum punya alamat surel. Isi alamatnya dahulu.")
        raise IllegalMove("invited", "invite_again", told)
    record(actor, Verb.INVITE_AGAIN, held)
    transaction.on_commit(partial(send_invitation, held))
    return held
