"""The sample datasets as an office would describe them: metadata and data dictionary.

One file `datasets/<slug>.toml` for each. `[sample]` says which periods the generator makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from datasets.city.entries import Entry, read_entry
from datasets.city.errors import CityError
from datasets.city.profile import City
from datasets.city.reference import SLUG, all_codes, read_code_lists, read_organizations
from datasets.vocab import (
    Access,
    Accumulation,
    ColumnRole,
    ColumnType,
    Frequency,
    License,
    Topic,
)

COLUMN_ID = re.compile(r"[a-z][a-z0-9_]*")
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|S[12]|W(0[1-9]|[1-4]\d|5[0-3])))?")


class FileKind(StrEnum):
    """What the generator writes."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class ColumnText:
    """One column of a data dictionary, named as in `datasets.models.Column`."""

    name: str
    label: str
    label_en: str
    aliases: tuple[str, ...]
    type: ColumnType
    role: ColumnRole
    unit: str
    concept: str
    definition: str
    code_list: str
    is_required: bool
    is_key: bool
    minimum: Decimal | None
    maximum: Decimal | None
    pattern: str
    allowed: tuple[str, ...]
    decimals: int | None


@dataclass(frozen=True)
class SamplePlan:
    """The periods to make, first and last included, and how the files are written."""

    first: str
    last: str
    kind: FileKind
    delimiter: str


@dataclass(frozen=True)
class DatasetText:
    """A dataset described, named as in `datasets.models.Dataset`; `organization` is a slug."""

    slug: str
    title: str
    title_en: str
    description: str
    description_en: str
    organization: str
    topic: Topic
    tags: tuple[str, ...]
    license: License
    frequency: Frequency
    accumulation: Accumulation
    access: Access
    access_basis: str
    access_test_number: str
    access_review_on: date | None
    is_sensitive: bool
    priority_years: tuple[int, ...]
    release_day: int | None
    concept: str
    definition: str
    classification: str
    measure: str
    unit: str
    method: str
    caveats: str
    coverage: str
    contact_name: str
    contact_email: str
    columns: tuple[ColumnText, ...]
    plan: SamplePlan


def read_dataset_descriptions(city: City) -> Iterator[DatasetText]:
    """The descriptions in the folder `datasets/`, by slug; bound to offices and code lists."""
    offices = {office.slug for office in read_organizations(city)}
    lists = set(all_codes(read_code_lists(city)))
    for path in sorted((city.folder / "datasets").glob("*.toml")):
        yield _dataset(path, offices, lists)


def _dataset(path: Path, offices: set[str], lists: set[str]) -> DatasetText:
    if not SLUG.fullmatch(path.stem):
        raise CityError(f"{path.name}: nama berkas harus berbentuk sampah-terangkut.toml.")
    entry = read_entry(path)
    found = DatasetText(
        slug=path.stem,
        title=entry.text("title"),
        title_en=entry.optional("title_en"),
        description=entry.text("description"),
        description_en=entry.optional("description_en"),
        organization=entry.text("organization"),
        topic=entry.word("topic", Topic),
        tags=entry.several("tags"),
        license=entry.word("license", License),
        frequency=entry.word("frequency", Frequency),
        accumulation=entry.word("accumulation", Accumulation),
        access=entry.word("access", Access),
        access_basis=entry.optional("access_basis"),
        access_test_number=entry.optional("access_test_number"),
        access_review_on=entry.day("access_review_on"),
        is_sensitive=entry.flag("is_sensitive"),
        priority_years=entry.several("priority_years", int),
        release_day=entry.whole("release_day"),
        concept=entry.text("concept"),
        definition=entry.text("definition"),
        classification=entry.text("classification"),
        measure=entry.text("measure"),
        unit=entry.text("unit"),
        method=entry.optional("method"),
        caveats=entry.optional("caveats"),
        coverage=entry.optional("coverage"),
        contact_name=entry.optional("contact_name"),
        contact_email=entry.optional("contact_email"),
        columns=tuple(_column(part) for part in entry.parts("column")),
        plan=_plan(entry.part("sample")),
    )
    entry.done()
    _check(entry, found, offices, lists)
    return found


def _column(entry: Entry) -> ColumnText:
    column = ColumnText(
        name=entry.matching("id", COLUMN_ID, "kode_kecamatan"),
        label=entry.text("label"),
        label_en=entry.optional("label_en"),
        aliases=entry.several("aliases"),
        type=entry.word("type", ColumnType),
        role=entry.word("role", ColumnRole, ColumnRole.DIMENSION),
        unit=entry.optional("unit"),
        concept=entry.optional("concept"),
        definition=entry.text("definition"),
        code_list=entry.optional("codelist"),
        is_required=entry.flag("required"),
        is_key=entry.flag("key"),
        minimum=entry.number("min"),
        maximum=entry.number("max"),
        pattern=entry.optional("pattern"),
        allowed=entry.several("allowed"),
        decimals=entry.whole("decimals"),
    )
    entry.done()
    return column


def _plan(entry: Entry) -> SamplePlan:
    plan = SamplePlan(
        first=entry.matching("first", PERIOD, "2025-01"),
        last=entry.matching("last", PERIOD, "2026-10"),
        kind=entry.word("format", FileKind),
        delimiter=entry.optional("delimiter", ","),
    )
    entry.done()
    return plan


def _check(entry: Entry, found: DatasetText, offices: set[str], lists: set[str]) -> None:
    if found.organization not in offices:
        raise entry.error("organization", f'"{found.organization}" tidak ada di opd.csv.')
    if found.access is not Access.OPEN and not found.access_basis:
        raise entry.error("access_basis", "harus diisi bila data tidak terbuka.")
    names = [column.name for column in found.columns]
    if not names or len(set(names)) < len(names):
        raise entry.error("column", "harus ada, dan tiap id hanya sekali.")
    for column in found.columns:
        if column.code_list and column.code_list not in lists:
            raise entry.error(f"column {column.name}", f"memakai daftar {column.code_list} yang tidak ada.")
