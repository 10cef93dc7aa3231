"""Publication: everything built first, the pointer last; whole and period; twice is once; old stays."""

from __future__ import annotations

import io
import json
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.db import DatabaseError
from psycopg2 import sql

from datasets import store
from datasets.intake import database, indicators
from datasets.intake.downloads import write_downloads
from datasets.intake.lineup import parts_of
from datasets.intake.publish import publish
from datasets.models import (
    Column,
    Dataset,
    Distribution,
    Event,
    Part,
    Realisation,
    Upload,
    Version,
)
from datasets.vocab import (
    Accumulation,
    Aggregation,
    ColumnRole,
    ColumnType,
    Format,
    UploadState,
    VersionState,
)
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = factories.WASTE_ROWS[:2], factories.WASTE_ROWS[2:]


def _growing() -> Dataset:
    return factories.dataset(accumulation=Accumulation.PERIOD)


def _rows_of(version: Version) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for part in parts_of(version):
        query = f"SELECT bulan, kode_kecamatan, terangkut_ton::text FROM rows.{part.table_name} ORDER BY _n"
        found += database.rows(sql.SQL(query))
    return found


def _content(version: Version, format_: Format) -> bytes:
    distribution = version.distributions.get(format=format_)
    data = store.path_of(distribution.sha256).read_bytes()
    assert len(data) == distribution.bytes
    return data


def test_the_first_file_becomes_version_one(tmp_path: Path) -> None:
    of = factories.dataset()
    factories.columns(of)
    version = by_hand.published(of, tmp_path)
    of.refresh_from_db()
    assert (version.number, version.state, version.row_count) == (1, VersionState.PUBLISHED, 4)
    assert of.live_version == version
    assert of.data_updated_at == version.published_at
    upload = version.upload
    assert (upload.state, upload.publish_error, upload.lease_until) == (UploadState.PUBLISHED, "", None)
    assert [column["id"] for column in version.columns] == [name for name, _, _ in factories.WASTE_COLUMNS]


def test_a_whole_file_replaces_everything_and_the_old_version_stays(tmp_path: Path) -> None:
    of = factories.dataset()
    first = by_hand.published(of, tmp_path)
    second = by_hand.published(of, tmp_path, OCTOBER)
    first.refresh_from_db()
    assert (first.state, second.number) == (VersionState.SUPERSEDED, 2)
    assert len(_rows_of(first)) == 4
    assert len(_rows_of(second)) == 2
    assert first.distributions.count() == 4
    assert _content(first, Format.CSV).count(b"\n") == 5


def test_a_period_replaces_only_its_own(tmp_path: Path) -> None:
    of = _growing()
    by_hand.published(of, tmp_path, OCTOBER, period="2026-10")
    by_hand.published(of, tmp_path, SEPTEMBER, period="2026-09")
    mended = [("2026-10", "82.71.02", "Ternate Selatan", "900")]
    third = by_hand.published(of, tmp_path, mended, period="2026-10")
    assert [part.period for part in parts_of(third)] == ["2026-09", "2026-10"]
    assert _rows_of(third) == [
        ("2026-09", "82.71.02", "812.5"),
        ("2026-09", "82.71.03", "640.0"),
        ("2026-10", "82.71.02", "900"),
    ]
    assert [place.offset for place in third.version_parts.order_by("position")] == [0, 2]
    assert (third.number, third.row_count) == (3, 3)


def test_a_year_replaces_the_months_within_it(tmp_path: Path) -> None:
    of = _growing()
    by_hand.published(of, tmp_path, SEPTEMBER, period="2026-09")
    by_hand.published(of, tmp_path, OCTOBER, period="2026-10")
    year = by_hand.published(
        of, tmp_path, [*factories.WASTE_ROWS, ("2026-08", "82.71.02", "x", "1")], period="2026"
    )
    assert [part.period for part in parts_of(year)] == ["2026"]


def test_an_unchanged_period_is_shared_and_not_loaded_again(tmp_path: Path) -> None:
    of = _growing()
    first = by_hand.published(of, tmp_path, SEPTEMBER, period="2026-09")
    second = by_hand.published(of, tmp_path, OCTOBER, period="2026-10")
    assert parts_of(first)[0] == parts_of(second)[0]
    assert Part.objects.count() == 2


def test_publishing_twice_changes_nothing(tmp_path: Path) -> None:
    of = factories.dataset()
    version = by_hand.published(of, tmp_path)
    events = Event.objects.count()
    publish(version.upload_id)
    assert Version.objects.count() == 1
    assert Event.objects.count() == events
    assert Distribution.objects.count() == 4


def test_the_same_rows_again_make_no_new_version(tmp_path: Path) -> None:
    of = factories.dataset()
    version = by_hand.published(of, tmp_path)
    changed = Dataset.objects.get(pk=of.pk).data_updated_at
    part = by_hand.loaded(Dataset.objects.get(pk=of.pk), tmp_path, list(reversed(factories.WASTE_ROWS)))
    upload = by_hand.approved(part)
    publish(upload.pk)
    upload.refresh_from_db()
    of.refresh_from_db()
    assert (of.live_version, of.data_updated_at) == (version, changed)
    assert upload.state == UploadState.PUBLISHED
    assert upload.difference["same_as"] == 1
    assert not Part.objects.filter(upload=upload).exists()
    assert part.table_name not in database.part_tables()


def test_downloads_hold_the_rows_of_the_version(tmp_path: Path) -> None:
    of = factories.dataset(is_sample=True)
    factories.columns(of)
    version = by_hand.published(of, tmp_path)
    lines = _content(version, Format.CSV).decode().splitlines()
    assert lines[0] == "Bulan,Kode kecamatan,Kecamatan,Terangkut ton"
    assert lines[1] == "2026-09,82.71.02,Ternate Selatan,812.5"
    assert len(lines) == 5
    rows = json.loads(_content(version, Format.JSON), parse_float=D)
    assert rows[0] == {
        "bulan": "2026-09",
        "kode_kecamatan": "82.71.02",
        "kecamatan": "Ternate Selatan",
        "terangkut_ton": D("812.5"),
    }
    assert rows[3]["terangkut_ton"] is None
    names = set(version.distributions.values_list("filename", flat=True))
    assert names == {f"data-contoh_{of.slug}_v1.{kind}" for kind in ("csv", "json", "parquet", "xlsx")}


def test_a_workbook_of_samples_is_marked_and_describes_itself(tmp_path: Path) -> None:
    import openpyxl

    of = factories.dataset(is_sample=True)
    version = by_hand.published(of, tmp_path)
    sha256 = version.distributions.get(format=Format.XLSX).sha256
    book = openpyxl.load_workbook(io.BytesIO(store.path_of(sha256).read_bytes()))
    assert book["Data"]["A1"].value == "DATA CONTOH"
    said = {row[0].value: row[1].value for row in book["Keterangan"].iter_rows()}
    assert said["Versi"] == "1"
    assert said["Satuan"] == "ton"


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    rows = [("2026-09", "82.71.02", "=1+1", "1"), ("2026-09", "-5", "@SUM(A1)", "-2")]
    version = by_hand.published(factories.dataset(), tmp_path, rows)
    text = _content(version, Format.CSV).decode()
    assert ",'=1+1,1\n" in text
    assert "2026-09,-5,'@SUM(A1),-2\n" in text


def test_a_version_too_long_for_a_sheet_has_no_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasets.intake import downloads

    monkeypatch.setattr(downloads, "XLSX_ROWS", 3)
    version = by_hand.published(factories.dataset(), tmp_path)
    formats = set(version.distributions.values_list("format", flat=True))
    assert formats == {Format.CSV, Format.JSON, Format.PARQUET}


def test_parquet_is_typed_as_the_statistics_say(tmp_path: Path) -> None:
    from pyarrow import parquet

    version = by_hand.published(factories.dataset(), tmp_path)
    table = parquet.read_table(io.BytesIO(_content(version, Format.PARQUET)))
    assert str(table.schema.field("terangkut_ton").type) == "decimal128(5, 2)"
    assert table["terangkut_ton"].to_pylist() == [D("812.50"), D("640.00"), D("830.25"), None]
    assert table.schema.field("terangkut_ton").metadata[b"label"] == b"Terangkut_Ton"


def test_rows_with_places_are_offered_as_geojson_with_their_box(tmp_path: Path) -> None:
    given = (
        ("nama", ColumnType.TEXT, ColumnRole.DIMENSION),
        ("titik", ColumnType.POINT, ColumnRole.DIMENSION),
    )
    rows = [(f"TPS {n}", f'{{"type":"Point","coordinates":[127.{n},0.{n}]}}') for n in (3, 1, 8)]
    version = factories.published(factories.dataset(), [*rows, ("TPS 9", None)], given)
    write_downloads(version, list(version.parts.all()))
    made = json.loads(_content(version, Format.GEOJSON))
    assert made["bbox"] == [127.1, 0.1, 127.8, 0.8]
    assert [feature["properties"]["nama"] for feature in made["features"]] == [
        "TPS 3",
        "TPS 1",
        "TPS 8",
        "TPS 9",
    ]
    assert made["features"][3]["geometry"] is None


def test_a_failing_download_leaves_the_old_version_and_is_tried_again(
    tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    of = factories.dataset()
    first = by_hand.published(of, tmp_path)
    upload = by_hand.approved(by_hand.loaded(Dataset.objects.get(pk=of.pk), tmp_path, OCTOBER))
    settings.MIN_FREE_BYTES = 1 << 62  # type: ignore[attr-defined]
    with pytest.raises(store.DiskFull):
        publish(upload.pk)
    upload.refresh_from_db()
    of.refresh_from_db()
    assert of.live_version == first
    assert (upload.state, upload.publish_error[:8]) == (UploadState.APPROVED, "DiskFull")
    publish(upload.pk)
    assert not Version.objects.filter(number=2, state=VersionState.PUBLISHED).exists(), (
        "must wait a while first"
    )
    settings.MIN_FREE_BYTES = 0  # type: ignore[attr-defined]
    Upload.objects.filter(pk=upload.pk).update(lease_until=None)
    publish(upload.pk)
    of.refresh_from_db()
    upload.refresh_from_db()
    assert of.live_version is not None
    assert (of.live_version.number, upload.publish_error) == (2, "")


def test_a_crash_before_the_last_step_leaves_the_old_pointer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = factories.dataset()
    first = by_hand.published(of, tmp_path)
    upload = by_hand.approved(by_hand.loaded(Dataset.objects.get(pk=of.pk), tmp_path, OCTOBER))
    by_hand.indicator(of)

    def broken(*_: object) -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(indicators, "refresh", broken)
        with pytest.raises(DatabaseError):
            publish(upload.pk)
    of.refresh_from_db()
    first.refresh_from_db()
    assert (of.live_version, first.state) == (first, VersionState.PUBLISHED)
    assert not Realisation.objects.exists()
    Upload.objects.filter(pk=upload.pk).update(lease_until=None)
    publish(upload.pk)
    assert sorted(of.versions.values_list("number", "state")) == [
        (1, VersionState.SUPERSEDED),
        (2, VersionState.PUBLISHED),
    ]


def test_an_upload_dropped_by_a_withdrawal_is_not_published(tmp_path: Path) -> None:
    of = factories.dataset()
    upload = by_hand.approved(by_hand.loaded(of, tmp_path))
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.CANCELLED)
    publish(upload.pk)
    assert not Version.objects.exists()


def test_two_files_of_one_dataset_are_not_published_at_once(tmp_path: Path) -> None:
    from datasets.intake import claims

    of = _growing()
    first = by_hand.approved(by_hand.loaded(of, tmp_path, SEPTEMBER, period="2026-09"))
    second = by_hand.approved(by_hand.loaded(of, tmp_path, OCTOBER, period="2026-10"))
    assert claims.take_for_publication(first.pk) is not None
    assert claims.take_for_publication(second.pk) is None
    assert claims.take_for_publication(first.pk) is None


def test_a_dataset_without_a_dictionary_takes_the_one_that_was_proposed(tmp_path: Path) -> None:
    from datasets.intake.job import as_json
    from datasets.intake.schema import ColumnRule, Dictionary

    of = factories.dataset()
    part = by_hand.loaded(of, tmp_path)
    rules = tuple(ColumnRule(name, name.title(), kind, role) for name, kind, role in factories.WASTE_COLUMNS)
    Upload.objects.filter(pk=part.upload_id).update(proposal=as_json(Dictionary(rules)))
    publish(by_hand.approved(part).pk)
    made = Column.objects.filter(dataset=of).order_by("position")
    assert [(c.name, c.type, c.role) for c in made] == list(factories.WASTE_COLUMNS)


def test_types_are_promoted_over_parts(tmp_path: Path) -> None:
    of = _growing()
    whole = (*factories.WASTE_COLUMNS[:3], ("terangkut_ton", ColumnType.INTEGER, ColumnRole.MEASURE))
    by_hand.published(of, tmp_path, [("2026-09", "82.71.02", "x", "3")], given=whole, period="2026-09")
    version = by_hand.published(of, tmp_path, OCTOBER, period="2026-10")
    assert version.columns[3]["type"] == ColumnType.DECIMAL
    assert [row["terangkut_ton"] for row in json.loads(_content(version, Format.JSON))] == [3, 830.25, None]


def test_a_figure_is_the_sum_of_its_rows_and_names_its_version(tmp_path: Path) -> None:
    of = _growing()
    by_hand.indicator(of)
    by_hand.published(of, tmp_path, SEPTEMBER, period="2026-09")
    version = by_hand.published(of, tmp_path, OCTOBER, period="2026-10")
    found = {r.period: (r.value, r.row_count, r.version) for r in Realisation.objects.all()}
    assert found == {
        "2026-09": (D("1452.5"), 2, version),
        "2026-10": (D("830.25"), 2, version),
    }
    rows = [D(str(amount)) for _, _, amount in _rows_of(version) if amount]
    assert sum(rows) == sum(value for value, _, _ in found.values() if value)


def test_a_period_without_rows_any_more_loses_its_figure(tmp_path: Path) -> None:
    of = factories.dataset()
    by_hand.indicator(of)
    by_hand.published(of, tmp_path)
    by_hand.published(of, tmp_path, OCTOBER)
    assert [r.period for r in Realisation.objects.all()] == ["2026-10"]


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"filters": {"kode_kecamatan": "82.71.03"}}, D(640)),
        ({"aggregation": Aggregation.MEAN}, D("726.25")),
        ({"aggregation": Aggregation.RATIO, "denominator": "terangkut_ton", "scale": D(100)}, D(100)),
        ({"filters": {"kode_kecamatan": ["82.71.02", "82.71.03"]}, "scale": D(2)}, D(2905)),
    ],
)
def test_figures_follow_the_formula(tmp_path: Path, changes: dict[str, object], value: D) -> None:
    of = factories.dataset()
    by_hand.indicator(of, **changes)
    by_hand.published(of, tmp_path, SEPTEMBER)
    assert Realisation.objects.get().value == value


def test_an_indicator_of_a_column_that_is_not_there_has_no_figure(tmp_path: Path) -> None:
    of = factories.dataset()
    by_hand.indicator(of, measure="tidak_ada")
    by_hand.published(of, tmp_path)
    assert not Realisation.objects.exists()


def test_the_next_release_follows_the_latest_period(tmp_path: Path) -> None:
    of = _growing()
    of.release_day = 10
    of.save()
    by_hand.published(of, tmp_path, OCTOBER, period="2026-10")
    of.refresh_from_db()
    assert str(of.next_release) == "2026-12-10"


def test_quality_is_counted_from_the_rows(tmp_path: Path) -> None:
    of = factories.dataset()
    factories.columns(of)
    version = by_hand.published(of, tmp_path)
    completeness = version.quality["dimensions"]["kelengkapan"]
    assert (completeness["good"], completeness["of"]) == (15, 16)
    assert version.quality["total"] is not None
