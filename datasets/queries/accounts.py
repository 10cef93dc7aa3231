"""Who works with the portal: the administrator's list of accounts, and one of them."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from datasets.models import User
from datasets.rules.access import Act, Viewer, demand
from datasets.rules.errors import Hidden


def accounts(viewer: Viewer, words: str = "") -> QuerySet[User]:
    """Every account with its office, open ones first, by name; `words` are looked for in names.

    Raises Denied for all but administrators: names and addresses of staff are theirs alone to see.
    """
    demand(viewer, Act.MANAGE_USERS)
    found = User.objects.select_related("organization")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(username__icontains=words))
    return found.order_by("-is_active", "name", "username")


def account_of(viewer: Viewer, account_id: uuid.UUID) -> User:
    """One account. Raises Denied, Hidden."""
    found = accounts(viewer).filter(pk=account_id).first()
    if found is None:
        raise Hidden(gettext("Akun ini tidak ditemukan."))
    return found
