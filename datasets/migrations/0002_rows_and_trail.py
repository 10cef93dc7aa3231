"""The schema of loaded rows, and the trigger that makes the trail append-only."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

FORBID_CHANGE = """
CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only';
END
$$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON datasets_event
    FOR EACH ROW EXECUTE FUNCTION event_is_append_only();
"""

ALLOW_CHANGE = """
DROP TRIGGER event_append_only ON datasets_event;
DROP FUNCTION event_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("datasets", "0001_initial")]

    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL("CREATE SCHEMA IF NOT EXISTS rows", "DROP SCHEMA rows CASCADE"),
        migrations.RunSQL(FORBID_CHANGE, ALLOW_CHANGE),
    ]
