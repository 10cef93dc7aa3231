"""What people read for the codes of harvesting."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.vocab_harvest import ItemState, Outcome, RunState, SourceKind

HARVEST_LABELS: dict[type[StrEnum], dict[StrEnum, Promise]] = {
    SourceKind: {
        SourceKind.CKAN: _("Portal CKAN"),
        SourceKind.DCAT: _("Katalog DCAT"),
        SourceKind.LISTING: _("Daftar JSON (PALA dan portal lain)"),
        SourceKind.FILE: _("Satu berkas"),
    },
    ItemState: {
        ItemState.ACTIVE: _("ada"),
        ItemState.DEAD: _("tautan mati"),
        ItemState.FAILED: _("gagal diambil"),
        ItemState.GONE: _("hilang dari sumber"),
    },
    RunState: {
        RunState.RUNNING: _("sedang berjalan"),
        RunState.DONE: _("selesai"),
        RunState.CUT: _("terpotong waktu, dilanjutkan"),
        RunState.FAILED: _("gagal"),
        RunState.LOST: _("terputus"),
    },
    Outcome: {
        Outcome.NEW: _("baru"),
        Outcome.CHANGED: _("berubah"),
        Outcome.SAME: _("tetap"),
        Outcome.DEAD: _("tautan mati"),
        Outcome.FAILED: _("gagal"),
        Outcome.GONE: _("hilang"),
    },
}
