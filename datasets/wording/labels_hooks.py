"""What people read for the codes of webhooks: events and what became of a message."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.vocab_hooks import DeliveryState, HookEvent, SchemaChange

HOOK_LABELS: dict[type[StrEnum], dict[StrEnum, Promise]] = {
    HookEvent: {
        HookEvent.DATASET_PUBLISHED: _("Versi baru terbit"),
        HookEvent.UPLOAD_RETURNED: _("Berkas dikembalikan Walidata"),
        HookEvent.DATASET_WITHDRAWN: _("Dataset ditarik"),
        HookEvent.SCHEMA_BREAKING: _("Susunan kolom akan berubah"),
        HookEvent.PING: _("Pesan percobaan"),
        HookEvent.WEBHOOK_DISABLED: _("Webhook dimatikan"),
    },
    SchemaChange: {
        SchemaChange.ADDED: _("kolom baru"),
        SchemaChange.REMOVED: _("kolom hilang"),
        SchemaChange.RETYPED: _("jenis isi berubah"),
        SchemaChange.KEY_CHANGED: _("kunci baris berubah"),
        SchemaChange.CODES_CHANGED: _("daftar kode berubah"),
        SchemaChange.UNIT_CHANGED: _("satuan berubah"),
        SchemaChange.RELABELLED: _("judul berubah"),
    },
    DeliveryState: {
        DeliveryState.WAITING: _("menunggu dikirim"),
        DeliveryState.DELIVERED: _("diterima"),
        DeliveryState.FAILED: _("tidak diterima"),
        DeliveryState.DROPPED: _("tidak jadi dikirim"),
    },
}
