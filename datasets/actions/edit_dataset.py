"""Metadata is edited: by its office or walidata; what opens data wider, by walidata alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.fields import clean_fields
from datasets.actions.moving import locked_dataset
from datasets.jobs import Job, enqueue
from datasets.models import Dataset, Upload, User
from datasets.rules.access import Act, check_not_withdrawn, demand, is_draft, is_wider
from datasets.rules.errors import Fault, Invalid, NotReady
from datasets.rules.readiness import STANDARD_FIELDS, missing_for_access, needs_pembina, personal_columns
from datasets.trail import record
from datasets.vocab import Access, Verb

#: What may be changed at all; owner, address, state and pointers never are by this way.
EDITABLE = (
    "title",
    "title_en",
    "description",
    "description_en",
    "topic",
    "tags",
    "license",
    "frequency",
    "accumulation",
    "access",
    "access_basis",
    "access_test_number",
    "access_review_on",
    "is_sensitive",
    "priority_years",
    *STANDARD_FIELDS,
    "method",
    "caveats",
    "coverage",
    "contact_name",
    "contact_email",
    "next_release",
    "release_day",
    "has_row_search",
)


@transaction.atomic
def edit_dataset(actor: User, dataset: Dataset, changes: Mapping[str, Any]) -> Dataset:
    """Set the fields of `changes` (values as forms or JSON give them); the rest stays.

    Nothing is written where nothing differs. Raises Hidden, Denied, Gone, Invalid, NotReady.
    """
    held = locked_dataset(actor, Act.EDIT_DATASET, dataset)
    check_not_withdrawn(held)
    demand_for_fields(actor, held, changes)
    cleaned = clean_fields(held, changes, EDITABLE)
    before = {name: getattr(held, name) for name in cleaned if getattr(held, name) != cleaned[name]}
    if not before:
        return held
    for name in before:
        setattr(held, name, cleaned[name])
    _check(actor, held, before)
    held.metadata_updated_at = timezone.now()
    held.save(update_fields=[*before, "metadata_updated_at"])
    _record(actor, held, before)
    if "has_row_search" in before:
        enqueue(Job.BUILD_ROW_SEARCH, str(held.pk))
    return held


def demand_for_fields(actor: User, dataset: Dataset, changes: Mapping[str, Any]) -> None:
    """Which years are priority is what the Forum agreed; walidata records it. Raises Denied."""
    if "priority_years" in changes and changes["priority_years"] != dataset.priority_years:
        demand(actor, Act.SET_PRIORITY, dataset.organization)


def check_plausible(dataset: Dataset) -> None:
    """Bounds that the columns of the database do not know. Raises Invalid."""
    faults = []
    if dataset.release_day is not None and not 1 <= dataset.release_day <= 31:
        faults.append(Fault("release_day", "out_of_range", gettext("Isi tanggal 1 sampai 31.")))
    if any(not 2000 <= year <= 2100 for year in dataset.priority_years):
        faults.append(Fault("priority_years", "out_of_range", gettext("Isi tahun, misalnya 2026.")))
    if faults:
        raise Invalid(*faults)


def check_access(dataset: Dataset) -> None:
    """An access other than open rests on a legal basis, a test and a review date (DOMAIN req. 33)."""
    sentence = gettext("Wajib diisi bila akses tidak terbuka (UU 14/2008 Pasal 19).")
    raise_missing(missing_for_access(dataset), sentence)


def raise_missing(fields: Iterable[str], sentence: str) -> None:
    """Raises Invalid naming each of `fields`; nothing where there are none."""
    faults = [Fault(name, "required", sentence) for name in fields]
    if faults:
        raise Invalid(*faults)


def _check(actor: User, dataset: Dataset, before: Mapping[str, Any]) -> None:
    check_plausible(dataset)
    check_access(dataset)
    if "access" in before:
        _check_access_change(actor, dataset, Access(before["access"]))
    if is_draft(dataset):
        return
    emptied = [name for name in STANDARD_FIELDS if name in before and not getattr(dataset, name)]
    raise_missing(emptied, gettext("Dataset ini sudah terbit, jadi bagian ini tidak boleh kosong."))
    if "accumulation" in before:
        sentence = gettext("Cara isi bertambah tidak dapat diubah sesudah dataset terbit.")
        raise Invalid(Fault("accumulation", "published", sentence))


def _check_access_change(actor: User, dataset: Dataset, earlier: Access) -> None:
    """Wider access publishes what was shut, so it needs who may publish, and no personal data."""
    now = Access(dataset.access)
    if now is Access.CLOSED and needs_pembina(dataset, timezone.localdate().year):
        sentence = gettext("Data prioritas diperiksa pembina data, jadi aksesnya tidak dapat tertutup.")
        raise Invalid(Fault("access", "priority", sentence))
    if is_draft(dataset) or not is_wider(now, earlier):
        return
    demand(actor, Act.WIDEN_ACCESS, dataset)
    live = Upload.objects.filter(part__versions__dataset=dataset).distinct()
    personal = sorted({label for upload in _with(dataset, live) for label in personal_columns(upload)})
    if personal:
        sentence = gettext("Tidak dapat dibuka: ada data pribadi pada kolom %(columns)s.")
        raise NotReady(["access"], sentence % {"columns": ", ".join(personal)})


def _with(dataset: Dataset, uploads: Iterable[Upload]) -> Iterable[Upload]:
    for upload in uploads:
        upload.dataset = dataset
        yield upload


def _record(actor: User, dataset: Dataset, before: Mapping[str, Any]) -> None:
    is_reclassified = "access" in before
    record(
        actor,
        Verb.EDIT_DATASET,
        dataset,
        from_state=before["access"] if is_reclassified else "",
        to_state=dataset.access if is_reclassified else "",
        detail={"fields": sorted(before)},
    )
