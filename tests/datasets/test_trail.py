"""The trail: whole lines, and none of them can be changed or deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import InternalError, connection, transaction

from datasets.models import Event, User
from datasets.trail import record
from datasets.vocab import Verb
from tests import factories


def test_a_line_says_who_did_what_with_what_for_which_office(sari: User) -> None:
    upload = factories.upload(factories.dataset())
    line = record(
        sari,
        Verb.SUBMIT_UPLOAD,
        upload,
        from_state="ready",
        to_state="submitted",
        note="Mohon.",
        detail={"a": 1},
    )
    line.refresh_from_db()
    assert (line.actor, line.actor_role, line.verb) == (sari, "produsen", "submit_upload")
    assert (line.object_type, line.object_id) == ("upload", upload.pk)
    assert line.organization == sari.organization
    assert (line.from_state, line.to_state, line.note, line.detail) == (
        "ready",
        "submitted",
        "Mohon.",
        {"a": 1},
    )


def test_the_portal_itself_and_the_city_have_lines_too(wati: User) -> None:
    assert record(None, Verb.PUBLISH_VERSION).actor is None
    assert record(wati, Verb.MAKE_TOKEN).organization is None
    office = factories.office()
    assert record(wati, Verb.EDIT_DATASET, office).organization == office


@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.update(note="lain"),
        lambda: Event.objects.get().delete(),
        lambda: connection.cursor().execute("DELETE FROM datasets_event"),
    ],
)
def test_no_line_can_be_changed_or_deleted(sari: User, change: Callable[[], object]) -> None:
    record(sari, Verb.SUBMIT_UPLOAD)
    with pytest.raises(InternalError, match="append-only"), transaction.atomic():
        change()
    assert Event.objects.get().note == ""
