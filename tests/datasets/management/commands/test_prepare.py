"""prepare brings an older installation up to date and keeps what it holds."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from datasets.models import Organization
from tests import factories


def has_rows_schema() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'rows'")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_an_older_database_is_migrated_and_keeps_its_offices(settings: Settings) -> None:
    settings.STATIC_ROOT = settings.DATA_DIR / "static"
    call_command("migrate", "datasets", "0001", verbosity=0)
    assert not has_rows_schema()
    kept = factories.office("kantor-lama")
    call_command("prepare", stdout=StringIO())
    assert has_rows_schema()
    assert Organization.objects.get(slug="kantor-lama").pk == kept.pk


@pytest.mark.django_db
def test_known_passwords_are_refused_on_an_open_address(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BIND = "0.0.0.0"
    monkeypatch.delenv("SAMPLE_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="SAMPLE_PASSWORD"):
        call_command("prepare", stdout=StringIO())
