"""Every code that a refusal of the API can carry: what it means, and what one does about it.

A test reads the codes out of the code itself and holds this list complete.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Refusal:
    """One code, for programs; its status; two sentences, for people."""

    status: int
    code: str
    meaning: str | Promise
    remedy: str | Promise


REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        400,
        "bad_parameter",
        _("Parameter atau isian tidak dikenal, atau nilainya tidak terbaca."),
        _("Baca “errors”: “field” menyebut yang mana, “detail” apa yang diharapkan."),
    ),
    Refusal(
        400,
        "invalid",
        _("Ada isian yang belum benar; tidak ada yang disimpan."),
        _("Perbaiki semua yang disebut “errors”, lalu kirim lagi."),
    ),
    Refusal(
        400,
        "malformed",
        _("Isi permintaan bukan JSON yang utuh."),
        _("Periksa tanda kutip dan kurung, dan kirim sebagai UTF-8."),
    ),
    Refusal(
        400,
        "period_missing",
        _("Dataset tumbuh per periode, tetapi periode baris tidak disebut."),
        _("Isi kolom periode di setiap baris, atau tulis “period” di alamat."),
    ),
    Refusal(
        400,
        "period_too_short",
        _("Periode lebih pendek daripada pemutakhiran dataset."),
        _("Kirim periode yang utuh, misalnya sebulan untuk data bulanan."),
    ),
    Refusal(
        400,
        "period_unknown",
        _("Periode tidak dikenali."),
        _("Tulis seperti 2026-10, 2026-Q3, 2026-S1 atau 2026."),
    ),
    Refusal(
        401,
        "invalid_token",
        _("Token tidak dikenal, kedaluwarsa, atau dicabut."),
        _("Buat token baru di halaman akun, lalu kirim sebagai “Authorization: Bearer …”."),
    ),
    Refusal(
        401,
        "unauthenticated",
        _("Langkah ini perlu token."),
        _("Buat token di halaman akun, lalu kirim sebagai “Authorization: Bearer …”."),
    ),
    Refusal(
        403,
        "denied",
        _("Boleh Anda ketahui, tetapi bukan wewenang Anda."),
        _("Mintalah kepada OPD pemilik data atau Walidata."),
    ),
    Refusal(
        403,
        "own_upload",
        _("Pengirim tidak dapat menyetujui kirimannya sendiri."),
        _("Biarkan Walidata lain yang memutuskan."),
    ),
    Refusal(
        403,
        "rows_restricted",
        _("Metadatanya terbuka, isinya terbatas."),
        _("Ajukan permohonan data kepada OPD pemilik."),
    ),
    Refusal(
        403,
        "scope_too_small",
        _("Wewenang token tidak cukup untuk langkah ini."),
        _("Buat token dengan cakupan yang disebut “detail”."),
    ),
    Refusal(
        404,
        "not_found",
        _("Tidak ada, atau tidak boleh Anda ketahui."),
        _("Periksa alamatnya; untuk data tertutup pakai token OPD pemilik."),
    ),
    Refusal(
        405,
        "method_not_allowed",
        _("Cara panggil ini tidak tersedia di alamat ini."),
        _("Lihat kepala “Allow” dan daftar alamat di halaman ini."),
    ),
    Refusal(
        409,
        "illegal_move",
        _("Langkah ini tidak mungkin dalam keadaan sekarang; tidak ada yang berubah."),
        _("Baca ulang objeknya: “moves” menyebut langkah yang mungkin."),
    ),
    Refusal(
        409,
        "not_ready",
        _("Metadata belum lengkap untuk terbit."),
        _("Lengkapi isian yang disebut “errors”."),
    ),
    Refusal(
        409,
        "offset_mismatch",
        _("Bagian berkas ini tidak bersambung dengan yang sudah tersimpan."),
        _("Lanjutkan dari byte yang disebut “Upload-Offset”."),
    ),
    Refusal(
        409,
        "overtaken",
        _("Yang sama sudah diubah orang lain sementara itu."),
        _("Baca ulang, lalu putuskan lagi; perubahan baris diperiksa ulang."),
    ),
    Refusal(
        409,
        "too_many_sessions",
        _("Terlalu banyak berkas belum selesai dikirim."),
        _("Selesaikan atau buang salah satunya."),
    ),
    Refusal(
        410,
        "session_expired",
        _("Pengiriman terhenti lebih dari tujuh hari dan sudah dihapus."),
        _("Mulailah mengirim dari awal."),
    ),
    Refusal(
        410,
        "withdrawn",
        _("Sudah ditarik; disertai alasan dan tanggal."),
        _("Jangan pakai lagi; baca “reason”, dan hapus salinan Anda bila diminta."),
    ),
    Refusal(
        412,
        "tus_version",
        _("Kepala “Tus-Resumable” tidak ada atau versinya lain."),
        _("Kirim “Tus-Resumable: 1.0.0”."),
    ),
    Refusal(
        413,
        "too_large",
        _("Berkas lebih besar daripada batas."),
        _("Bagi berkasnya, atau kirim sebagai CSV yang dimampatkan (.gz)."),
    ),
    Refusal(
        413,
        "too_many_groups",
        _("Jawaban lebih dari 10.000 kelompok."),
        _("Kasarkan kelompoknya, beri “limit”, atau unduh aggregate.csv."),
    ),
    Refusal(
        415,
        "is_binary",
        _("Berkas ini bukan tabel."),
        _("Kirim CSV, XLSX, XLS, ODS atau JSON."),
    ),
    Refusal(
        415,
        "is_document",
        _("Berkas ini dokumen, bukan tabel."),
        _("Simpan tabelnya sebagai XLSX atau CSV."),
    ),
    Refusal(
        415,
        "is_html",
        _("Berkas ini halaman web, bukan tabel."),
        _("Simpan ulang tabelnya sebagai XLSX atau CSV."),
    ),
    Refusal(
        415,
        "is_image",
        _("Berkas ini gambar."),
        _("Kirim tabelnya sendiri, bukan fotonya."),
    ),
    Refusal(
        415,
        "is_parquet",
        _("Parquet belum diterima sebagai kiriman."),
        _("Kirim isinya sebagai CSV."),
    ),
    Refusal(
        415,
        "is_pdf",
        _("Berkas ini PDF."),
        _("Kirim tabel asalnya, sebelum dicetak menjadi PDF."),
    ),
    Refusal(
        415,
        "unsupported_media_type",
        _("Jenis isi permintaan ini tidak dibaca di alamat ini."),
        _("Perbaiki “Content-Type” menurut daftar alamat."),
    ),
    Refusal(
        416,
        "no_such_range",
        _("Rentang byte yang diminta ada di luar berkas."),
        _("“Content-Range” menyebut panjangnya; mintalah yang ada di dalamnya."),
    ),
    Refusal(
        422,
        "empty_file",
        _("Berkas tidak berisi apa pun."),
        _("Periksa berkasnya di komputer Anda, lalu kirim lagi."),
    ),
    Refusal(
        422,
        "key_reused",
        _("Idempotency-Key sudah dipakai untuk kiriman lain."),
        _("Pakai kunci baru untuk kiriman baru."),
    ),
    Refusal(
        423,
        "session_locked",
        _("Bagian lain dari berkas yang sama sedang disimpan."),
        _("Coba lagi beberapa detik kemudian."),
    ),
    Refusal(
        429,
        "throttled",
        _("Terlalu banyak permintaan dalam semenit."),
        _("Tunggu sebanyak “Retry-After” detik; token memberi batas lebih tinggi."),
    ),
    Refusal(
        460,
        "checksum_mismatch",
        _("Bagian berkas rusak di jalan; tidak ada yang disimpan."),
        _("Kirim ulang bagian yang sama."),
    ),
    Refusal(
        500,
        "server_error",
        _("Terjadi kesalahan di pihak kami; sudah tercatat."),
        _("Coba lagi nanti; sebutkan “X-Request-ID” bila melapor."),
    ),
    Refusal(
        503,
        "busy",
        _("Terlalu banyak berkas atau pertanyaan berat sekaligus."),
        _("Tunggu sebanyak “Retry-After” detik."),
    ),
    Refusal(
        503,
        "too_slow",
        _("Pertanyaan terlalu berat untuk dijawab sekaligus."),
        _("Persempit dengan penyaring, atau unduh berkas yang sudah disiapkan."),
    ),
    Refusal(
        507,
        "disk_full",
        _("Ruang simpan portal hampir penuh; tidak ada yang hilang."),
        _("Hubungi pengelola portal, lalu kirim lagi."),
    ),
)
