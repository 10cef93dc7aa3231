"""Loading: a typed, immutable table of its own, whole or not there at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg2 import sql

from datasets.intake import database
from datasets.intake.claims import Lost
from datasets.intake.load import INDEX_ROWS, KeysRepeat, drop_part, load, table_name_of
from datasets.intake.shape import shape_of
from datasets.models import Part, Upload
from datasets.vocab import ColumnRole, ColumnType, UploadState
from datasets.vocab import FindingCode as F
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db

EVERY_TYPE = tuple((f"c_{kind}", kind, ColumnRole.DIMENSION) for kind in ColumnType)
ONE_OF_EACH = (
    "-12",
    "1234.50",
    "2026-10-31",
    "2026-10-31 09:12:00",
    "09:12:00",
    "2026-10",
    "2026-Q3",
    "2026",
    "2025/2026",
    "true",
    "007",
    'Kota "Ternate", Maluku\nUtara',
    '{"type": "Point", "coordinates": [127.3, 0.8]}',
    '{"type": "Point", "coordinates": [127.3, 0.8]}',
)


def _select(part: Part, what: str) -> list[tuple[object, ...]]:
    return database.rows(sql.SQL(f"SELECT {what} FROM rows.{part.table_name} ORDER BY _n"))


def test_every_type_of_column_is_kept_as_that_type(tmp_path: Path) -> None:
    part = by_hand.loaded(factories.dataset(), tmp_path, [ONE_OF_EACH, [None] * len(EVERY_TYPE)], EVERY_TYPE)
    assert part.row_count == 2
    [(number, decimal, day, code, text), empty] = _select(
        part, "c_integer, c_decimal::text, c_date::text, c_code, c_text"
    )
    assert (number, decimal, day, code) == (-12, "1234.50", "2026-10-31", "007")
    assert text == ONE_OF_EACH[11]
    assert set(empty) == {None}


def test_rows_keep_their_number_and_the_row_of_the_spreadsheet(tmp_path: Path) -> None:
    part = by_hand.loaded(factories.dataset(), tmp_path)
    assert _select(part, "_n, _row") == [(1, 2), (2, 3), (3, 4), (4, 5)]


def test_a_whole_number_too_big_for_bigint_is_kept_as_a_decimal(tmp_path: Path) -> None:
    huge = "123456789012345678901"
    given = (("angka", ColumnType.INTEGER, ColumnRole.MEASURE),)
    claim, upload = by_hand.claimed(factories.dataset())
    told = by_hand.report([[huge]], given)
    column = told.table.columns[0]
    from dataclasses import replace

    told = replace(told, table=replace(told.table, columns=(replace(column, maximum=huge),)))
    shape = shape_of(told, None)
    part = load(claim, upload, shape, by_hand.spool(tmp_path / "s", [[huge]]))
    assert shape[0]["type"] == ColumnType.DECIMAL
    assert _select(part, "angka::text") == [(huge,)]


def test_loading_again_replaces_the_earlier_table_of_the_same_upload(tmp_path: Path) -> None:
    claim, upload = by_hand.claimed(factories.dataset())
    shape = shape_of(by_hand.report(factories.WASTE_ROWS), None)
    load(claim, upload, shape, by_hand.spool(tmp_path / "a", factories.WASTE_ROWS))
    part = load(claim, upload, shape, by_hand.spool(tmp_path / "b", factories.WASTE_ROWS[:1]))
    assert Part.objects.get(upload=upload) == part
    assert len(_select(part, "_n")) == 1


def test_an_upload_that_was_cancelled_meanwhile_leaves_no_table(tmp_path: Path) -> None:
    claim, upload = by_hand.claimed(factories.dataset())
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.CANCELLED)
    shape = shape_of(by_hand.report(factories.WASTE_ROWS), None)
    with pytest.raises(Lost):
        load(claim, upload, shape, by_hand.spool(tmp_path / "s", factories.WASTE_ROWS))
    assert not Part.objects.exists()
    assert table_name_of(upload.id) not in database.part_tables()


def test_a_worker_that_was_taken_over_loads_nothing(tmp_path: Path) -> None:
    claim, upload = by_hand.claimed(factories.dataset())
    Upload.objects.filter(pk=upload.pk).update(attempt=claim.attempt + 1)
    with pytest.raises(Lost):
        load(claim, upload, shape_of(by_hand.report([]), None), by_hand.spool(tmp_path / "s", []))


def test_repeated_keys_are_named_row_by_row_and_nothing_is_loaded(tmp_path: Path) -> None:
    claim, upload = by_hand.claimed(factories.dataset())
    rows = [*factories.WASTE_ROWS, factories.WASTE_ROWS[0], factories.WASTE_ROWS[0]]
    shape = shape_of(by_hand.report(rows), None)
    with pytest.raises(KeysRepeat) as raised:
        load(claim, upload, shape, by_hand.spool(tmp_path / "s", rows), ["bulan", "kode_kecamatan"])
    first, second = raised.value.findings
    assert (first.code, first.row, first.count) == (F.KEY_DUPLICATE, 6, 2)
    assert first.params == {"first_row": 2}
    assert first.value == "2026-09, 82.71.02"
    assert second.row == 7
    assert not database.part_tables()


def test_a_key_that_holds_is_kept_as_a_unique_index(tmp_path: Path) -> None:
    claim, upload = by_hand.claimed(factories.dataset())
    shape = shape_of(by_hand.report(factories.WASTE_ROWS), None)
    spool = by_hand.spool(tmp_path / "s", factories.WASTE_ROWS)
    part = load(claim, upload, shape, spool, ["bulan", "kode_kecamatan"])
    assert _indexes(part) == 2


def test_only_long_tables_get_indexes_on_period_area_and_codes(tmp_path: Path) -> None:
    short = by_hand.loaded(factories.dataset("pendek"), tmp_path)
    rows = [("2026-09", f"{n:05d}", "x", "1") for n in range(INDEX_ROWS)]
    long = by_hand.loaded(factories.dataset("panjang"), tmp_path, rows)
    assert (_indexes(short), _indexes(long)) == (1, 3)


def test_dropping_a_part_drops_its_table_too(tmp_path: Path) -> None:
    part = by_hand.loaded(factories.dataset(), tmp_path)
    drop_part(part.upload_id)
    assert not Part.objects.exists()
    assert not database.part_tables()


def _indexes(part: Part) -> int:
    query = sql.SQL("SELECT count(*) FROM pg_indexes WHERE schemaname = 'rows' AND tablename = {}")
    [(count,)] = database.rows(query.format(sql.Literal(part.table_name)))
    return int(count)
