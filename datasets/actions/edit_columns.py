"""The data dictionary is edited: what each column means and which values it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.fields import clean_fields
from datasets.actions.moving import locked_dataset
from datasets.models import CodeList, Column, Dataset, User
from datasets.rules.access import Act, check_not_withdrawn, demand, is_draft
from datasets.rules.errors import Fault, IllegalMove, Invalid
from datasets.trail import record
from datasets.vocab import UploadState, Verb

#: What may be changed; `name`, the column's id, is stable for ever. `code_list` is a slug or ''.
EDITABLE = (
    "label",
    "label_en",
    "aliases",
    "type",
    "role",
    "unit",
    "concept",
    "definition",
    "is_required",
    "is_key",
    "minimum",
    "maximum",
    "pattern",
    "allowed",
    "decimals",
    "personal_data",
)

#: Look-around and back references: the checker reads each cell once.
_NOT_LINEAR = re.compile(r"\(\?(?:[=!]|<[=!])|\\[1-9]|\(\?P=")
#: Files in these states were loaded by the dictionary as it is.
_LOADED = (UploadState.READY, UploadState.SUBMITTED, UploadState.PEMBINA_REVIEW, UploadState.APPROVED)


@transaction.atomic
def edit_columns(actor: User, dataset: Dataset, changes: Sequence[Mapping[str, Any]]) -> list[Column]:
    """Set fields of columns, each named by `name`; columns and fields not named stay as they are.

    A new header leaves the old one as an alias, so that files of before are still understood.
    Raises Hidden, Denied, Gone, IllegalMove, Invalid (fields as `<name>.<field>`).
    """
    held = locked_dataset(actor, Act.EDIT_DATASET, dataset)
    check_not_withdrawn(held)
    columns = {column.name: column for column in held.columns.select_for_update(no_key=True)}
    changed = {}
    for given in changes:
        column = _named(columns, given)
        if fields := _edit(actor, held, column, given):
            changed[column.name] = fields
    if changed:
        check_labels(columns.values())
        held.metadata_updated_at = timezone.now()
        held.save(update_fields=["metadata_updated_at"])
        record(actor, Verb.EDIT_COLUMNS, held, detail={"columns": changed})
    return list(columns.values())


def _named(columns: Mapping[str, Column], given: Mapping[str, Any]) -> Column:
    name = str(given.get("name", ""))
    if name not in columns:
        sentence = gettext("Kolom “%(name)s” tidak ada dalam kamus dataset ini.") % {"name": name[:60]}
        raise Invalid(Fault("name", "unknown_column", sentence))
    return columns[name]


def _edit(actor: User, dataset: Dataset, column: Column, given: Mapping[str, Any]) -> list[str]:
    """Set and save what differs; the names of those fields."""
    wanted = {name: value for name, value in given.items() if name not in ("name", "code_list")}
    try:
        cleaned: dict[str, Any] = clean_fields(column, wanted, EDITABLE)
        if "code_list" in given:
            cleaned["code_list"] = code_list_of(given["code_list"])
        differing = [name for name in cleaned if getattr(column, name) != cleaned[name]]
        _check(actor, dataset, column, {name: cleaned[name] for name in differing})
    except Invalid as error:
        raise Invalid(*(Fault(f"{column.name}.{f.field}", f.code, f.message) for f in error.faults)) from None
    if "label" in differing and column.label not in column.aliases:
        cleaned["aliases"] = [*cleaned.get("aliases", column.aliases), column.label]
        differing = sorted({*differing, "aliases"})
    for name in differing:
        setattr(column, name, cleaned[name])
    if differing:
        column.save(update_fields=differing)
    return differing


def _check(actor: User, dataset: Dataset, column: Column, changes: Mapping[str, Any]) -> None:
    if "personal_data" in changes and column.personal_data:
        demand(actor, Act.OVERRIDE_PERSONAL, dataset)
    if "type" in changes:
        _check_type_may_change(dataset)
    low, high = (changes.get(name, getattr(column, name)) for name in ("minimum", "maximum"))
    check_bounds(low, high)
    if changes.get("pattern"):
        check_pattern(changes["pattern"])


def check_bounds(low: Decimal | None, high: Decimal | None) -> None:
    """Raises Invalid where no value could lie between both."""
    if low is not None and high is not None and low > high:
        raise Invalid(
            Fault("maximum", "below_minimum", gettext("Nilai terbesar lebih kecil dari yang terkecil."))
        )


def _check_type_may_change(dataset: Dataset) -> None:
    """Rows that are loaded keep their type, so it changes only while there are none."""
    if not is_draft(dataset):
        sentence = gettext("Jenis kolom tidak dapat diubah sesudah dataset terbit.")
        raise Invalid(Fault("type", "published", sentence))
    if dataset.uploads.filter(state__in=_LOADED).exists():
        sentence = gettext("Ada berkas yang sudah dimuat. Batalkan dahulu, lalu ubah jenis kolomnya.")
        raise IllegalMove("loaded", "edit_columns", sentence)


def check_pattern(pattern: str) -> None:
    """Raises Invalid for what the checker cannot match in linear time, or not at all."""
    if _NOT_LINEAR.search(pattern):
        sentence = gettext("Pola dengan lihat-depan, lihat-belakang atau rujuk-balik tidak didukung.")
        raise Invalid(Fault("pattern", "unsupported", sentence))
    try:
        re.compile(pattern)
    except re.error:
        raise Invalid(Fault("pattern", "invalid", gettext("Pola ini tidak dapat dibaca."))) from None


def code_list_of(slug: object) -> CodeList | None:
    """The list with this slug; None for no list. Raises Invalid for one that is not there."""
    if slug in ("", None):
        return None
    found = CodeList.objects.filter(slug=str(slug)).first()
    if found is None:
        raise Invalid(Fault("code_list", "unknown", gettext("Daftar kode ini tidak ada.")))
    return found


def check_labels(columns: Iterable[Column]) -> None:
    """Raises Invalid: two columns with one header could not be told apart in a file."""
    seen: set[str] = set()
    for column in columns:
        label = column.label.casefold()
        if label in seen:
            sentence = gettext("Judul kolom “%(label)s” dipakai dua kali.") % {"label": column.label}
            raise Invalid(Fault(f"{column.name}.label", "duplicate", sentence))
        seen.add(label)
