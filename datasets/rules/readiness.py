"""What must be there before a dataset is published: Standar Data (DOMAIN req. 11) and its access."""

from __future__ import annotations

from datasets.models import Dataset, Upload
from datasets.vocab import Access, FindingCode

#: Konsep, definisi, klasifikasi, ukuran, satuan (Perpres 39/2019 Ps 3–4).
STANDARD_FIELDS = ("concept", "definition", "classification", "measure", "unit")

#: What a classification other than open rests on: dasar hukum, nomor uji konsekuensi, tanggal
#: tinjau ulang (UU 14/2008 Ps 19; DOMAIN req. 33).
ACCESS_FIELDS = ("access_basis", "access_test_number", "access_review_on")

_PERSONAL = (FindingCode.PERSONAL_COLUMN, FindingCode.PERSONAL_IN_TEXT)


def missing_for_publication(dataset: Dataset) -> list[str]:
    """Names of the fields that are still empty and must not be, in the order of the form."""
    empty = [name for name in STANDARD_FIELDS if not _has(dataset, name)]
    return empty + missing_for_access(dataset)


def missing_for_access(dataset: Dataset) -> list[str]:
    """Names of the empty fields that an access other than open must rest on."""
    if dataset.access == Access.OPEN:
        return []
    return [name for name in ACCESS_FIELDS if not _has(dataset, name)]


def needs_pembina(dataset: Dataset, year: int) -> bool:
    """Whether the dataset is Data Prioritas in `year`: then a pembina decides too (DOMAIN req. 8)."""
    return year in dataset.priority_years


def _has(dataset: Dataset, name: str) -> bool:
    value = getattr(dataset, name)
    return bool(value.strip() if isinstance(value, str) else value)


def personal_kinds(upload: Upload) -> dict[str, set[str]]:
    """Kinds of personal data that the last check found in the file, by header; nothing of it was hidden."""
    kinds: dict[str, set[str]] = {}
    found = upload.findings.filter(code__in=_PERSONAL).exclude(column="")
    for column, kind in found.values_list("column", "params__kind"):
        kinds.setdefault(column, set()).update({kind} if kind else ())
    for column in upload.table.get("columns", ()):
        if column.get("personal"):
            kinds.setdefault(column["label"], set()).add(column["personal"])
    return kinds


def personal_columns(upload: Upload) -> list[str]:
    """Headers with personal data that stand in the way of open publication (DOMAIN req. 34).

    Empty where the dataset is not open, or walidata gave a reason for each kind in each such column.
    Asked at approval because access and reasons may have changed since the file was checked.
    """
    if upload.dataset.access != Access.OPEN:
        return []
    ids = ids_of_columns(upload)
    excused = {one.column: set(one.kinds) for one in upload.dataset.personal_overrides.all()}
    return sorted(
        label
        for label, kinds in personal_kinds(upload).items()
        if not kinds or not kinds <= excused.get(ids.get(label, ""), set())
    )


def ids_of_columns(upload: Upload) -> dict[str, str]:
    """The ids of the columns that the file was read to have, by header."""
    return {c["label"]: c["id"] for c in upload.table.get("columns", ()) if c.get("id")}
