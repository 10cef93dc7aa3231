"""Files of the store that no row names any more: what a deleted draft leaves behind."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.apps import apps
from django.conf import settings

from datasets import store

#: A file younger than this many seconds may belong to a row that is still being written.
_YOUNG = 3600


def remove_unused() -> int:
    """Remove such files from one of the store's folders, the next one each round; how many."""
    turn = int(time.time()) // max(1, int(settings.SWEEP_SECONDS))
    return store.clear_unused(store.FOLDERS[turn % len(store.FOLDERS)], _YOUNG, named_among)


def named_among(keys: Iterable[str]) -> set[str]:
    """Those of the SHA-256 `keys` that some row of any table names."""
    asked, found = list(keys), set[str]()
    for model in apps.get_models():
        for name in (field.name for field in model._meta.get_fields() if field.name.endswith("sha256")):
            named = model._default_manager.filter(**{f"{name}__in": asked})
            found |= set(named.values_list(name, flat=True))
    return found
