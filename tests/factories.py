"""The people and things that tests speak of: always the same, made with as few words as possible."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg2 import sql

from datasets.export.sql import PG_TYPES, table_of
from datasets.models import Column, Dataset, Organization, Part, Upload, User, Version, VersionPart
from datasets.vocab import (
    Access,
    ColumnRole,
    ColumnType,
    Frequency,
    Role,
    Topic,
    UploadState,
    VersionState,
)

PASSWORD = "kata-sandi-uji-2026"
_numbers = itertools.count(1)

#: (id, type, role) of the columns of a dataset made by `published` unless others are given.
WASTE_COLUMNS: tuple[tuple[str, ColumnType, ColumnRole], ...] = (
    ("bulan", ColumnType.MONTH, ColumnRole.PERIOD),
    ("kode_kecamatan", ColumnType.CODE, ColumnRole.AREA),
    ("kecamatan", ColumnType.TEXT, ColumnRole.DIMENSION),
    ("terangkut_ton", ColumnType.DECIMAL, ColumnRole.MEASURE),
)
WASTE_ROWS: tuple[tuple[Any, ...], ...] = (
    ("2026-09", "82.71.02", "Ternate Selatan", "812.5"),
    ("2026-09", "82.71.03", "Ternate Utara", "640.0"),
    ("2026-10", "82.71.02", "Ternate Selatan", "830.25"),
    ("2026-10", "82.71.03", "Ternate Utara", None),
)


def office(slug: str = "dinas-lingkungan-hidup") -> Organization:
    """The office with this slug, made on first use."""
    found = Organization.objects.filter(slug=slug).first()
    if found:
        return found
    number = next(_numbers)
    code = f"2.11.0.00.0.00.{number % 100:02d}.{number:04d}"
    return Organization.objects.create(code=code, slug=slug, name=slug.replace("-", " ").title())


def person(username: str, role: Role, of: str = "") -> User:
    """The person with this name, made on first use; `of` is the slug of an OPD."""
    found = User.objects.filter(username=username).first()
    if found:
        return found
    where = office(of) if of else None
    return User.objects.create_user(username, PASSWORD, name=username.title(), role=role, organization=where)


def sari() -> User:
    """Produsen of Dinas Lingkungan Hidup."""
    return person("sari", Role.PRODUSEN, "dinas-lingkungan-hidup")


def budi() -> User:
    """Produsen of another OPD, Dinas Kesehatan."""
    return person("budi", Role.PRODUSEN, "dinas-kesehatan")


def wati() -> User:
    """Walidata of the city."""
    return person("wati", Role.WALIDATA)


def dataset(slug: str = "sampah-terangkut", **changes: Any) -> Dataset:
    """A fully described dataset of Sari's office, without columns or rows: a draft."""
    values: dict[str, Any] = {
        "title": slug.replace("-", " ").capitalize(),
        "description": "Sampah yang terangkut ke TPA setiap bulan di setiap kecamatan.",
        "organization": changes.pop("organization", None) or office(),
        "topic": Topic.WASTE,
        "frequency": Frequency.MONTHLY,
        "access": Access.OPEN,
        "concept": "Pengelolaan sampah",
        "definition": "Sampah yang ditimbang di TPA.",
        "classification": "Menurut kecamatan",
        "measure": "Berat",
        "unit": "ton",
        "metadata_updated_at": timezone.now(),
    }
    return Dataset.objects.create(slug=slug, **(values | changes))


def columns(of: Dataset, given: Sequence[tuple[str, ColumnType, ColumnRole]] = WASTE_COLUMNS) -> list[Column]:
    """Give a dataset its data dictionary."""
    return [
        Column.objects.create(
            dataset=of,
            position=place,
            name=name,
            label=name.replace("_", " ").capitalize(),
            type=kind,
            role=role,
            unit="ton" if role is ColumnRole.MEASURE else "",
            definition="Isi kolom ini.",
        )
        for place, (name, kind, role) in enumerate(given)
    ]


def upload(of: Dataset, state: UploadState = UploadState.READY, **changes: Any) -> Upload:
    """An upload as a row only: no file lies behind it."""
    values: dict[str, Any] = {
        "uploaded_by": changes.pop("uploaded_by", None) or sari(),
        "filename": "sampah.csv",
        "bytes": 120,
        "sha256": f"{next(_numbers):064x}",
        "received_at": timezone.now(),
    }
    return Upload.objects.create(dataset=of, state=state, **(values | changes))


def published(
    of: Dataset,
    rows: Sequence[Sequence[Any]] = WASTE_ROWS,
    given: Sequence[tuple[str, ColumnType, ColumnRole]] = WASTE_COLUMNS,
    period: str = "",
) -> Version:
    """Publish rows (values in the order of `given`) as a version of one part, as intake would."""
    if not of.columns.exists():
        columns(of, given)
    shape = [
        {"id": c.name, "label": c.label, "type": c.type, "role": c.role, "unit": c.unit}
        for c in of.columns.all()
    ]
    sent = upload(of, UploadState.PUBLISHED, approved_by=wati(), approved_at=timezone.now())
    part = Part.objects.create(
        dataset=of,
        upload=sent,
        table_name=f"p_{sent.id.hex}",
        period=period,
        row_count=len(rows),
        columns=shape,
    )
    _fill(part, rows, given)
    number = of.versions.count() + 1
    of.versions.filter(state=VersionState.PUBLISHED).update(state=VersionState.SUPERSEDED)
    version = Version.objects.create(
        dataset=of,
        number=number,
        state=VersionState.PUBLISHED,
        upload=sent,
        columns=shape,
        row_count=len(rows),
        approved_by=wati(),
        published_at=timezone.now(),
    )
    VersionPart.objects.create(version=version, part=part, position=0, offset=0)
    of.live_version = version
    of.data_updated_at = version.published_at
    of.save()
    return version


def _fill(
    part: Part, rows: Sequence[Sequence[Any]], given: Sequence[tuple[str, ColumnType, ColumnRole]]
) -> None:
    typed = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(PG_TYPES[kind])) for name, kind, _ in given
    )
    table = table_of(part.table_name)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TABLE {} (_n bigint PRIMARY KEY, _row bigint NOT NULL, _flags text, {})").format(
                table, typed
            )
        )
        places = sql.SQL(", ").join([sql.Placeholder()] * (len(given) + 3))
        for n, row in enumerate(rows, 1):
            cursor.execute(
                sql.SQL("INSERT INTO {} VALUES ({})").format(table, places), [n, n + 1, None, *row]
            )
