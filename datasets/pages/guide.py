"""`/pengembang`: the developers' guide, with examples that run as they stand for a dataset's own columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from datasets.pages import guide_examples
from datasets.pages.guide_examples import Asked, Snippet
from datasets.queries.examples import example_for


@dataclass(frozen=True)
class Section:
    """A step of the guide: what it is about, and its examples."""

    anchor: str
    title: str | Promise
    lead: str | Promise
    examples: Callable[[Asked], tuple[Snippet, ...]]


#: In the order in which a new integrator needs them.
SECTIONS = (
    Section(
        "cari",
        _("Cari dataset"),
        _("Kata, OPD, topik, atau kapan berubah. Jawabannya berhalaman: ikuti “next” sampai kosong."),
        guide_examples.find,
    ),
    Section(
        "kolom",
        _("Baca kolom dan metadatanya"),
        _("“id” kolom tetap selamanya dan dipakai untuk menyaring; “label” adalah judul seperti tertulis."),
        guide_examples.describe,
    ),
    Section(
        "baris",
        _("Ambil baris"),
        _(
            "Saring dengan kolom=nilai atau akhiran __ne, __gt, __gte, __lt, __lte, __in, __contains, "
            "__isnull; cari kata dengan q; pilih kolom dengan select; urutkan dengan sort. Halaman tidak ada "
            "habisnya dan sama cepatnya; .csv, .ndjson, .json, .xlsx, .parquet mengalirkan seluruh pilihan. "
            "Parameter yang tidak dikenal ditolak, tidak diabaikan. Simpan ETag: yang belum berubah "
            "dijawab 304."
        ),
        guide_examples.read,
    ),
    Section(
        "kelompok",
        _("Hitung per kelompok"),
        _("Portal yang menjumlah, jadi tidak perlu mengunduh semua baris. Ada juga having, pivot dan limit."),
        guide_examples.group,
    ),
    Section(
        "bahasa",
        _("Dari program Anda"),
        _("Di Excel: Data, Dari Kueri Kosong, Editor Lanjutan, lalu tempel contoh Power Query."),
        guide_examples.languages,
    ),
    Section(
        "klien",
        _("Klien Python dan baris perintah"),
        _(
            "Masing-masing satu berkas tanpa pustaka lain: semua halaman, unduhan yang dapat dilanjutkan dan "
            "diperiksa, unggahan yang dipantau. Keduanya menunggu selama diminta portal."
        ),
        guide_examples.client,
    ),
    Section(
        "kirim",
        _("Kirim data dari sistem OPD"),
        _(
            "Perlu token dengan cakupan “publish” dari halaman akun, sebaiknya dalam SATUDATA_TOKEN. "
            "Pemeriksaan berjalan di belakang layar: tanyakan lagi menurut Retry-After. Dengan "
            "Idempotency-Key, kiriman yang terputus boleh diulang tanpa menjadi dua."
        ),
        guide_examples.send,
    ),
    Section(
        "kunci",
        _("Ubah beberapa baris saja"),
        _(
            "Baris dikirim menurut kolom kuncinya (JSON, NDJSON, CSV) ke “rows”, atau kuncinya saja ke "
            "“rows/delete”. Portal menggabungkannya dengan versi yang terbit; hasilnya diperiksa, disetujui, "
            "dan terbit sebagai versi baru. Versi lama tidak pernah berubah."
        ),
        guide_examples.change,
    ),
    Section(
        "asisten",
        _("Untuk asisten AI (MCP)"),
        _("Hanya membaca: cari, uraikan, baca, hitung, dan kutip, dengan sumber pada setiap jawaban."),
        guide_examples.assistant,
    ),
)
#: What of v1 changed, newest first. Only additions: see the promise.
CHANGES = (
    (
        date(2026, 11, 25),
        (
            _("API v1: dataset, baris, versi, unggahan, indikator, OpenAPI 3.1."),
            _("Kelompok (aggregate), kata dari daftar kode, XLSX, Parquet dan GeoJSON dari pilihan apa pun."),
            _("Kamus data, aturan antarkolom, baris menurut kunci, langkah borongan, dan Idempotency-Key."),
            _("Webhook bertanda tangan; klien Python dan baris perintah; pintu asisten (MCP)."),
            _("CKAN Action API, DCAT-AP, OAI-PMH, Atom, Croissant, dan Data Package."),
        ),
    ),
)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The guide; `dataset` names whose columns the examples are written for."""
    example = example_for(request.user, request.GET.get("dataset", "")[:100].replace("\x00", ""))
    asked = Asked(settings.PUBLIC_URL, example) if example else None
    sections = [(section, section.examples(asked) if asked else ()) for section in SECTIONS]
    context = {
        "example": example,
        "sections": [(section, snippets) for section, snippets in sections if snippets],
        "changes": CHANGES,
        "per_minute": settings.API_PER_MINUTE,
        "token_per_minute": settings.API_TOKEN_PER_MINUTE,
    }
    return render(request, "pages/developers.html", context)
