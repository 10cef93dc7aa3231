"""Codes of the vocabulary → the words people read; one place for page, mail and API."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.vocab import (
    Access,
    Accumulation,
    Aggregation,
    Band,
    ColumnRole,
    ColumnType,
    Format,
    Frequency,
    IndicatorLevel,
    License,
    PersonalData,
    Polarity,
    Role,
    RowRuleKind,
    Scope,
    Severity,
    Step,
    Topic,
    UploadState,
    Verb,
    VersionState,
)
from datasets.wording.labels_harvest import HARVEST_LABELS
from datasets.wording.labels_hooks import HOOK_LABELS

#: By enum first: two words of different enums may share a code (`Step.READ`, `Scope.READ`).
LABELS: dict[type[StrEnum], dict[StrEnum, Promise]] = {
    Role: {
        Role.PRODUSEN: _("Produsen data"),
        Role.WALIDATA_PENDUKUNG: _("Walidata pendukung"),
        Role.WALIDATA: _("Walidata"),
        Role.SEKRETARIAT: _("Sekretariat Satu Data"),
        Role.PEMBINA: _("Pembina data"),
        Role.PIMPINAN: _("Pimpinan"),
        Role.ADMIN: _("Administrator"),
    },
    UploadState: {
        UploadState.RECEIVED: _("Diterima"),
        UploadState.CHECKING: _("Sedang diperiksa"),
        UploadState.NEEDS_ANSWER: _("Menunggu jawaban Anda"),
        UploadState.FAILED: _("Perlu perbaikan"),
        UploadState.READY: _("Siap diajukan"),
        UploadState.SUBMITTED: _("Menunggu verifikasi"),
        UploadState.RETURNED: _("Dikembalikan"),
        UploadState.PEMBINA_REVIEW: _("Diperiksa pembina"),
        UploadState.APPROVED: _("Disetujui, sedang diterbitkan"),
        UploadState.PUBLISHED: _("Terbit"),
        UploadState.CANCELLED: _("Dibatalkan"),
    },
    VersionState: {
        VersionState.BUILDING: _("Sedang disiapkan"),
        VersionState.PUBLISHED: _("Terbit"),
        VersionState.SUPERSEDED: _("Digantikan"),
        VersionState.WITHDRAWN: _("Ditarik"),
    },
    Step: {
        Step.STORED: _("Berkas tersimpan"),
        Step.SNIFF: _("Mengenali berkas"),
        Step.READ: _("Membaca tabel"),
        Step.CHECK: _("Memeriksa isi"),
        Step.LOAD: _("Memuat baris"),
        Step.PROFILE: _("Menghitung ringkasan"),
        Step.DONE: _("Selesai"),
    },
    Access: {
        Access.OPEN: _("Terbuka"),
        Access.RESTRICTED: _("Terbatas"),
        Access.CLOSED: _("Tertutup"),
    },
    Accumulation: {
        Accumulation.WHOLE: _("Menggantikan seluruh isi"),
        Accumulation.PERIOD: _("Menambah atau mengganti satu periode"),
    },
    Frequency: {
        Frequency.DAILY: _("Harian"),
        Frequency.WEEKLY: _("Mingguan"),
        Frequency.MONTHLY: _("Bulanan"),
        Frequency.QUARTERLY: _("Triwulanan"),
        Frequency.SEMIANNUAL: _("Semesteran"),
        Frequency.ANNUAL: _("Tahunan"),
        Frequency.IRREGULAR: _("Tidak tetap"),
    },
    License: {
        License.CC_BY_4: _("Creative Commons Atribusi 4.0 (CC BY 4.0)"),
        License.CC0: _("Creative Commons Nol (CC0 1.0)"),
        License.CLOSED: _("Tidak dilisensikan untuk umum"),
    },
    Topic: {
        Topic.WASTE: _("Persampahan"),
        Topic.MARKETS: _("Pasar & pedagang"),
        Topic.FARMING: _("Pertanian"),
        Topic.HEALTH: _("Kesehatan"),
        Topic.CIVIL_SERVICE: _("Talenta ASN"),
        Topic.FINANCE: _("Keuangan"),
        Topic.PERMITS: _("Perizinan"),
        Topic.POPULATION: _("Kependudukan"),
        Topic.EDUCATION: _("Pendidikan"),
        Topic.PUBLIC_WORKS: _("Infrastruktur"),
        Topic.SOCIAL: _("Sosial"),
        Topic.TOURISM: _("Pariwisata"),
        Topic.ENVIRONMENT: _("Lingkungan hidup"),
        Topic.GOVERNMENT: _("Pemerintahan"),
    },
    ColumnType: {
        ColumnType.INTEGER: _("bilangan bulat"),
        ColumnType.DECIMAL: _("bilangan desimal"),
        ColumnType.DATE: _("tanggal"),
        ColumnType.DATETIME: _("tanggal dan jam"),
        ColumnType.TIME: _("jam"),
        ColumnType.MONTH: _("bulan"),
        ColumnType.QUARTER: _("triwulan"),
        ColumnType.YEAR: _("tahun"),
        ColumnType.FISCAL_YEAR: _("tahun anggaran"),
        ColumnType.BOOLEAN: _("ya/tidak"),
        ColumnType.CODE: _("kode"),
        ColumnType.TEXT: _("teks"),
        ColumnType.POINT: _("titik lokasi"),
        ColumnType.GEOMETRY: _("bentuk peta"),
    },
    ColumnRole: {
        ColumnRole.DIMENSION: _("pembeda"),
        ColumnRole.MEASURE: _("ukuran"),
        ColumnRole.AREA: _("wilayah"),
        ColumnRole.PERIOD: _("periode"),
        ColumnRole.NOTE: _("keterangan"),
    },
    RowRuleKind: {
        RowRuleKind.ORDER: _("urutan: tidak melebihi"),
        RowRuleKind.SUM: _("jumlah: bagian sama dengan total"),
        RowRuleKind.REQUIRED_WITH: _("wajib bersama: terisi bila"),
    },
    PersonalData: {
        PersonalData.NIK: _("NIK"),
        PersonalData.KK: _("nomor KK"),
        PersonalData.NIP: _("NIP"),
        PersonalData.NPWP: _("NPWP"),
        PersonalData.PHONE: _("nomor telepon"),
        PersonalData.EMAIL: _("alamat surel"),
        PersonalData.NAME_ADDRESS: _("nama beserta alamat"),
    },
    Severity: {
        Severity.ERROR: _("Harus diperbaiki"),
        Severity.WARNING: _("Peringatan"),
        Severity.FIXED: _("Sudah dirapikan"),
    },
    Polarity: {
        Polarity.UP: _("makin tinggi makin baik"),
        Polarity.DOWN: _("makin rendah makin baik"),
        Polarity.RANGE: _("dalam rentang"),
    },
    Aggregation: {
        Aggregation.SUM: _("jumlah"),
        Aggregation.LAST: _("nilai terakhir"),
        Aggregation.MEAN: _("rata-rata"),
        Aggregation.RATIO: _("perbandingan"),
    },
    IndicatorLevel: {
        IndicatorLevel.IKU: _("Indikator Kinerja Utama"),
        IndicatorLevel.IKD: _("Indikator Kinerja Daerah"),
        IndicatorLevel.RPJMD: _("RPJMD"),
        IndicatorLevel.RKPD: _("RKPD"),
        IndicatorLevel.SPM: _("Standar Pelayanan Minimal"),
    },
    Band: {
        Band.VERY_HIGH: _("Sangat tinggi"),
        Band.HIGH: _("Tinggi"),
        Band.MEDIUM: _("Sedang"),
        Band.LOW: _("Rendah"),
        Band.VERY_LOW: _("Sangat rendah"),
        Band.NOT_COMPUTABLE: _("Tidak dapat dihitung"),
        Band.NOT_REPORTED: _("Belum dilaporkan"),
    },
    Format: {
        Format.CSV: _("CSV"),
        Format.XLSX: _("Excel (XLSX)"),
        Format.JSON: _("JSON"),
        Format.NDJSON: _("NDJSON"),
        Format.PARQUET: _("Parquet"),
        Format.GEOJSON: _("GeoJSON"),
    },
    Scope: {
        Scope.READ: _("membaca"),
        Scope.PUBLISH: _("mengirim data"),
        Scope.REVIEW: _("memeriksa dan menerbitkan"),
    },
    Verb: {
        Verb.REGISTER_DATASET: _("Dataset didaftarkan"),
        Verb.EDIT_DATASET: _("Metadata diubah"),
        Verb.EDIT_COLUMNS: _("Kamus kolom diubah"),
        Verb.EDIT_RULES: _("Aturan antarkolom diubah"),
        Verb.DELETE_DRAFT: _("Draf dihapus"),
        Verb.WITHDRAW_DATASET: _("Dataset ditarik"),
        Verb.OVERRIDE_PERSONAL: _("Data pribadi dibuka dengan alasan"),
        Verb.END_OVERRIDE: _("Alasan membuka data pribadi dicabut"),
        Verb.RECEIVE_UPLOAD: _("Berkas diterima"),
        Verb.CHECK_UPLOAD: _("Berkas diperiksa"),
        Verb.ANSWER_UPLOAD: _("Pertanyaan dijawab, diperiksa ulang"),
        Verb.REPLACE_FILE: _("Berkas yang sudah diperbaiki dikirim, diperiksa ulang"),
        Verb.SUBMIT_UPLOAD: _("Diajukan untuk verifikasi"),
        Verb.CANCEL_UPLOAD: _("Unggahan dibatalkan"),
        Verb.RETURN_UPLOAD: _("Dikembalikan dengan catatan"),
        Verb.REFER_UPLOAD: _("Diteruskan kepada pembina data"),
        Verb.APPROVE_UPLOAD: _("Disetujui untuk terbit"),
        Verb.DROP_UPLOAD: _("Dihentikan karena dataset ditarik"),
        Verb.PUBLISH_VERSION: _("Terbit"),
        Verb.MAKE_ACCOUNT: _("Akun dibuat"),
        Verb.CHANGE_ACCOUNT: _("Akun diubah"),
        Verb.CLOSE_ACCOUNT: _("Akun ditutup"),
        Verb.REOPEN_ACCOUNT: _("Akun dibuka kembali"),
        Verb.INVITE_AGAIN: _("Undangan dikirim lagi"),
        Verb.CHANGE_PASSWORD: _("Kata sandi diganti"),
        Verb.SIGN_IN: _("Masuk"),
        Verb.SIGN_IN_FAILED: _("Gagal masuk"),
        Verb.SIGN_OUT: _("Keluar"),
        Verb.RESET_PASSWORD: _("Kata sandi dipulihkan"),
        Verb.MAKE_TOKEN: _("Token API dibuat"),
        Verb.REVOKE_TOKEN: _("Token API dicabut"),
        Verb.MAKE_WEBHOOK: _("Webhook dibuat"),
        Verb.CHANGE_WEBHOOK: _("Webhook diubah"),
        Verb.END_WEBHOOK: _("Webhook dihapus"),
        Verb.MAKE_CONSUMER: _("Sistem pemakai didaftarkan"),
        Verb.END_CONSUMER: _("Sistem pemakai dihapus"),
        Verb.MAKE_SOURCE: _("Sumber panen didaftarkan"),
        Verb.CHANGE_SOURCE: _("Sumber panen diubah"),
    },
    **HOOK_LABELS,
    **HARVEST_LABELS,
}


def label(words: type[StrEnum], code: str) -> str:
    """The word people read for `code`; the code itself where none is known."""
    try:
        return str(LABELS[words][words(code)])
    except (ValueError, KeyError):
        return code


def choices(words: type[StrEnum]) -> list[tuple[str, Promise]]:
    """Choices for a form, in the vocabulary's order."""
    return [(word.value, LABELS[words][word]) for word in words]
