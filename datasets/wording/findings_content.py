"""Sentences for findings about cells: values, the data dictionary, personal data."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.vocab import FindingCode as F

_NOTHING = _("Tidak perlu tindakan.")
_MASK = _(
    "Samarkan atau buang kolomnya dengan satu klik. Bila memang harus terbuka, minta Walidata mencatat alasannya."
)

_UNDO = _("Bila keliru, batalkan di daftar perbaikan. Berkas asli tidak diubah.")

#: How to mend what nothing can be proposed for, where the usual sentence names a proposal.
WITHOUT_PROPOSAL: dict[F, Promise] = {
    F.CODE_UNKNOWN: _("Cari kode atau nama yang benar dalam daftar “%(codelist)s”, lalu tulis sama persis."),
}

CONTENT: dict[F, tuple[Promise, Promise]] = {
    F.CELLS_REPAIRED: (
        _("Atas permintaan Anda, “%(value)s” di kolom “%(column)s” dibaca sebagai “%(suggestion)s”."),
        _UNDO,
    ),
    F.HEADER_REPAIRED: (
        _("Atas permintaan Anda, kolom “%(column)s” dibaca sebagai “%(suggestion)s”."),
        _UNDO,
    ),
    F.COLUMN_DROPPED: (_("Atas permintaan Anda, kolom “%(column)s” tidak ikut dibaca."), _UNDO),
    F.ROWS_DROPPED: (_("Atas permintaan Anda, %(count)s baris tidak ikut dibaca."), _UNDO),
    F.COLUMN_MASKED: (
        _("Atas permintaan, %(count)s sel di kolom “%(column)s” disamarkan seluruhnya."),
        _UNDO,
    ),
    F.TEXT_MASKED: (
        _("Atas permintaan, data pribadi di dalam %(count)s sel kolom “%(column)s” disamarkan."),
        _UNDO,
    ),
    F.REPAIR_UNNEEDED: (
        _("Perbaikan “%(value)s” di kolom “%(column)s” tidak diperlukan lagi: isi itu sudah tidak ada."),
        _("Tidak perlu tindakan. Anda boleh menghapusnya dari daftar perbaikan."),
    ),
    F.NUMBER_STYLE: (
        _("Angka di kolom “%(column)s” ditulis seperti “%(value)s” dan dibaca sebagai %(suggestion)s."),
        _NOTHING,
    ),
    F.NUMBER_AMBIGUOUS: (
        _(
            "Angka seperti “%(value)s” di kolom “%(column)s” dapat berarti ribuan atau desimal; dibaca %(suggestion)s."
        ),
        _("Pastikan artinya. Bila keliru, pilih cara baca angka untuk kolom ini."),
    ),
    F.NUMBER_STYLES_MIXED: (
        _("Kolom “%(column)s” mencampur dua cara menulis angka; “%(value)s” tidak dapat dipastikan."),
        _("Tulis semua angka dengan cara yang sama, misalnya 1.234,5."),
    ),
    F.NUMBER_BROKEN: (
        _("“%(value)s” di %(cell)s menyerupai angka, tetapi pemisah ribuannya tidak tepat."),
        _("Tulis ulang angkanya, misalnya 1.234.567,89."),
    ),
    F.NUMBER_DECORATED: (
        _("Tanda di sekitar angka (seperti “%(value)s”) dilepas di kolom “%(column)s”."),
        _("Tidak perlu tindakan; tulis satuannya pada kamus data."),
    ),
    F.NUMBER_ROUNDED: (
        _("“%(value)s” di kolom “%(column)s” sudah dibulatkan Excel: angka di belakang digit ke-15 hilang."),
        _("Ketik ulang nomornya pada kolom berformat Teks; angka yang hilang tidak dapat dipulihkan."),
    ),
    F.CODE_WAS_NUMBER: (
        _(
            "Kode di kolom “%(column)s” tersimpan sebagai bilangan (“%(value)s”) dan dikembalikan menjadi “%(suggestion)s”."
        ),
        _NOTHING,
    ),
    F.MISSING_MARK: (
        _("Tanda “%(value)s” di kolom “%(column)s” dibaca sebagai tidak ada data."),
        _NOTHING,
    ),
    F.DASH_MISSING: (
        _("Tanda “%(value)s” di kolom “%(column)s” dibaca sebagai tidak ada data, bukan nol."),
        _("Bila maksudnya nol, tulis 0."),
    ),
    F.STATUS_MARK: (
        _("Tanda status pada “%(value)s” dilepas dan disimpan sebagai angka %(suggestion)s."),
        _NOTHING,
    ),
    F.DATE_CONVERTED: (
        _("Tanggal di kolom “%(column)s” (seperti “%(value)s”) dibaca sebagai %(suggestion)s."),
        _NOTHING,
    ),
    F.DATE_AMBIGUOUS: (
        _("Tanggal “%(value)s” di kolom “%(column)s” dapat dibaca dua cara; hari dianggap lebih dahulu."),
        _("Tulis tanggal sebagai TTTT-BB-HH, misalnya 2024-12-31, agar tidak tertukar."),
    ),
    F.DATE_IMPOSSIBLE: (
        _("“%(value)s” di %(cell)s bukan tanggal yang ada di kalender."),
        _("Perbaiki tanggalnya, misalnya 2024-02-29 atau 29 Februari 2024."),
    ),
    F.DATES_MIXED: (
        _("Kolom “%(column)s” mencampur cara menulis tanggal; karena “%(value)s”, kolom tetap teks."),
        _("Tulis semua tanggal dengan cara yang sama, misalnya 2024-12-31."),
    ),
    F.VALUE_CONVERTED: (
        _("Isi kolom “%(column)s” (seperti “%(value)s”) ditulis seragam menjadi “%(suggestion)s”."),
        _NOTHING,
    ),
    F.COLUMN_MIXED: (
        _(
            "Kolom “%(column)s” hampir seluruhnya %(kind)s, tetapi “%(value)s” di %(cell)s bukan; kolom menjadi teks."
        ),
        _("Perbaiki sel itu bila kolom ini seharusnya %(kind)s."),
    ),
    F.SPACES_TRIMMED: (
        _("Spasi atau tanda tak terlihat yang berlebih dibuang di kolom “%(column)s”."),
        _NOTHING,
    ),
    F.ERROR_CELL: (
        _("Sel %(cell)s berisi galat Excel (%(value)s)."),
        _("Perbaiki rumusnya di Excel, atau kosongkan sel itu."),
    ),
    F.FORMULA_EMPTY: (
        _("Sel %(cell)s berisi rumus tanpa hasil tersimpan, sehingga nilainya tidak diketahui."),
        _("Buka berkas di Excel, simpan ulang agar hasil rumus ikut tersimpan, lalu kirim lagi."),
    ),
    F.COORDINATES_OUTSIDE: (
        _("Koordinat %(value)s pada baris %(row)s di luar bumi: lintang hanya −90 sampai 90."),
        _("Urutan GeoJSON adalah [bujur, lintang]; tampaknya keduanya tertukar."),
    ),
    F.WRONG_TYPE: (
        _("“%(value)s” di %(cell)s bukan %(kind)s, padahal kolom “%(column)s” berisi %(kind)s."),
        _("Ganti dengan %(kind)s, atau kosongkan bila datanya tidak ada."),
    ),
    F.COLUMN_MISSING: (
        _("Kolom “%(column)s” menurut kamus data tidak ada di berkas."),
        _("Tambahkan kolom itu dengan judul yang sama seperti di kamus data."),
    ),
    F.COLUMN_NEW: (
        _("Kolom “%(column)s” tidak ada di kamus data dan tidak dimuat."),
        _("Bila kolom ini perlu, tambahkan ke kamus data; bila tidak, biarkan di luar."),
    ),
    F.COLUMN_RENAMED: (
        _("Kolom “%(column)s” dianggap sama dengan “%(suggestion)s” di kamus data."),
        _("Samakan judulnya dengan kamus data bila benar; perbaiki bila keliru."),
    ),
    F.COLUMN_RETYPED: (
        _(
            "Kolom “%(column)s” menurut kamus data berisi %(kind)s, tetapi %(cells)s selnya bukan;"
            " kini tampaknya %(becomes)s."
        ),
        _("Periksa apakah isi kolom ini tertukar. Bila jenisnya memang berganti, ubah kamus datanya."),
    ),
    F.UNITS_MIXED: (
        _("Kolom “%(column)s” mencampur beberapa satuan, misalnya pada “%(value)s”."),
        _("Tulis semua angka di kolom ini dalam satu satuan; angka dengan satuan lain tidak sebanding."),
    ),
    F.UNIT_CHANGED: (
        _("Satuan kolom “%(column)s” di berkas adalah %(unit)s, sedangkan menurut kamus data %(wanted)s."),
        _("Ubah angkanya ke %(wanted)s, atau perbaiki satuan di kamus data bila memang berganti."),
    ),
    F.SMALL_COUNT: (
        _("Nilai %(value)s di %(cell)s sangat kecil; orangnya mungkin dapat dikenali."),
        _(
            "Gabungkan dengan kelompok lain, atau kosongkan nilai di bawah 5. Bila jumlahnya ikut terbit, "
            "sel yang dikosongkan dapat dihitung kembali: kosongkan pula satu sel lain atau buang jumlahnya."
        ),
    ),
    F.REQUIRED_EMPTY: (
        _("Kolom “%(column)s” wajib diisi, tetapi %(cell)s kosong."),
        _("Isi nilainya pada sel itu."),
    ),
    F.KEY_DUPLICATE: (
        _("Baris %(row)s mengulang kunci “%(value)s” yang sudah ada di baris %(first_row)s."),
        _("Hapus salah satu baris, atau perbaiki isi kolom %(column)s."),
    ),
    F.ROW_DUPLICATE: (
        _("Baris %(row)s sama persis dengan baris %(first_row)s."),
        _("Hapus salah satunya bila memang tertulis dua kali."),
    ),
    F.BELOW_MINIMUM: (
        _("%(value)s di %(cell)s lebih kecil dari batas %(limit)s untuk kolom “%(column)s”."),
        _("Periksa angkanya; bila benar, minta Walidata mengubah batas di kamus data."),
    ),
    F.ABOVE_MAXIMUM: (
        _("%(value)s di %(cell)s lebih besar dari batas %(limit)s untuk kolom “%(column)s”."),
        _("Periksa angkanya; bila benar, minta Walidata mengubah batas di kamus data."),
    ),
    F.PATTERN_MISMATCH: (
        _("“%(value)s” di %(cell)s tidak mengikuti pola kolom “%(column)s” (%(pattern)s)."),
        _("Tulis ulang mengikuti polanya."),
    ),
    F.NOT_ALLOWED: (
        _("“%(value)s” di %(cell)s bukan isi yang diperbolehkan di kolom “%(column)s”."),
        _("Pilih salah satu: %(allowed)s."),
    ),
    F.CODE_UNKNOWN: (
        _("“%(value)s” di %(cell)s tidak dikenal dalam daftar kode “%(codelist)s”."),
        _("Mungkin maksudnya: %(suggestion)s."),
    ),
    F.CODE_ALIAS: (
        _("“%(value)s” di kolom “%(column)s” diseragamkan menjadi “%(suggestion)s” menurut daftar kode."),
        _NOTHING,
    ),
    F.PERIOD_OUTSIDE: (
        _("“%(value)s” di %(cell)s di luar periode kiriman ini (%(period)s)."),
        _("Pindahkan baris itu ke kiriman periodenya, atau perbaiki periode kiriman ini."),
    ),
    F.PERIOD_MISSING: (
        _("Periode kiriman ini tidak diketahui, padahal dataset ini bertambah menurut periode."),
        _("Kirim lagi dengan menyebut periodenya; data beberapa tahun dibagi menjadi satu berkas per tahun."),
    ),
    F.PERIOD_COVERED: (
        _("Periode %(period)s sudah termuat dalam kiriman %(live)s yang terbit."),
        _("Kirim ulang berkas %(live)s yang lengkap dengan perbaikannya."),
    ),
    F.PERSONAL_COLUMN: (
        _(
            "Kolom “%(column)s” berisi data pribadi (%(kind)s) pada %(count)s baris; dataset terbuka tidak boleh memuatnya."
        ),
        _MASK,
    ),
    F.PERSONAL_IN_TEXT: (
        _("Sel %(cell)s memuat data pribadi (%(kind)s) di dalam teks."),
        _MASK,
    ),
    F.PERSONAL_HINT: (
        _("Kolom “%(column)s” memuat %(kind)s yang tampaknya milik kantor, bukan perorangan."),
        _("Pastikan tidak ada nomor atau surel pribadi di kolom ini."),
    ),
}
