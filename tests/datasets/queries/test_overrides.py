"""Reasons for open personal columns, as pages and API show them."""

from __future__ import annotations

from django.utils import timezone

from datasets.models import User
from datasets.queries.cards import moment
from datasets.queries.overrides import override_of, overrides_of
from tests import factories


def test_reasons_are_told_with_who_gave_them(wati: User) -> None:
    dataset = factories.dataset()
    now = timezone.now()
    dataset.personal_overrides.create(
        column="nip", label="NIP", kinds=["nip"], reason="SK 12/2026", given_by=wati, given_at=now
    )
    (one,) = overrides_of(dataset)
    assert override_of(one) == {
        "column": "nip",
        "label": "NIP",
        "kinds": ["nip"],
        "reason": "SK 12/2026",
        "given_by": wati.name,
        "given_at": moment(now),
    }
    assert overrides_of(factories.dataset("lain")) == []
