"""Reading: what takes too long is cut, and nothing of the limit stays behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from psycopg2 import sql

from datasets.queries.errors import TooSlow
from datasets.queries.reading import one_row

pytestmark = pytest.mark.django_db


def test_a_question_that_takes_too_long_is_cut(transactional_db: None, settings: Any) -> None:
    settings.STATEMENT_TIMEOUT_MS = 100
    with pytest.raises(TooSlow):
        one_row(sql.SQL("SELECT pg_sleep(3)"))
    assert one_row(sql.SQL("SELECT 1")) == (1,)
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
