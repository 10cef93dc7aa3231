"""What a workbook or a Parquet file says of the data in it: title, publisher, meaning, columns."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from datasets.export.converted import About
from datasets.models import Dataset, Version
from datasets.vocab import Access, ColumnType, Format
from datasets.wording.labels import label

#: Stands above the table on each sheet of sample data, and begins the names of its files.
MARK = "DATA CONTOH"
_MARKED_NAME = "data-contoh_"


def about_version(version: Version, selection: str = "") -> About:
    """Of all rows of a version, or of those that `selection` (an address) chooses; in the city's language."""
    dataset = version.dataset
    with override(settings.LANGUAGE_CODE):
        metadata = tuple(_metadata(version, selection))
    return About(dataset.title, metadata, MARK if dataset.is_sample else "", version.row_count)


def file_name(version: Version, form: Format) -> str:
    """What a download is saved as: our own letters, ASCII."""
    dataset = version.dataset
    return f"{_MARKED_NAME if dataset.is_sample else ''}{dataset.slug}_v{version.number}.{form}"


def _metadata(version: Version, selection: str) -> Iterator[tuple[str, str]]:
    dataset = version.dataset
    yield gettext("Penerbit"), dataset.organization.name
    yield gettext("Versi"), str(version.number)
    if selection:
        yield gettext("Pilihan baris"), selection
    else:
        yield gettext("Jumlah baris"), str(version.row_count)
    yield gettext("Alamat"), f"{settings.PUBLIC_URL}/dataset/{dataset.slug}"
    yield gettext("Lisensi"), dataset.license
    yield gettext("Klasifikasi akses"), label(Access, dataset.access)
    yield gettext("Dibuat"), timezone.localtime().strftime("%Y-%m-%d %H:%M %Z")
    yield from ((name, value) for name, value in _standard(dataset) if value)
    for column in dataset.columns.order_by("position"):
        kind = label(ColumnType, column.type)
        said = [column.label, kind, column.unit, column.definition]
        yield gettext("Kolom %(name)s") % {"name": column.name}, "; ".join(part for part in said if part)


def _standard(dataset: Dataset) -> list[tuple[str, str]]:
    return [
        (gettext("Deskripsi"), dataset.description),
        (gettext("Konsep"), dataset.concept),
        (gettext("Definisi"), dataset.definition),
        (gettext("Klasifikasi"), dataset.classification),
        (gettext("Ukuran"), dataset.measure),
        (gettext("Satuan"), dataset.unit),
        (gettext("Metode"), dataset.method),
        (gettext("Keterbatasan"), dataset.caveats),
        (gettext("Cakupan"), dataset.coverage),
        (gettext("Kontak"), dataset.contact_email),
    ]
