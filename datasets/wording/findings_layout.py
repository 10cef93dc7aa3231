"""Sentences for findings about where the table lies: sheets, headers, totals, notes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.vocab import FindingCode as F

_NOTHING = _("Tidak perlu tindakan.")

LAYOUT: dict[F, tuple[Promise, Promise]] = {
    F.SHEET_CHOSEN: (
        _(
            "Buku kerja ini punya %(count_sheets)s lembar berisi; yang dibaca lembar “%(sheet)s”, bukan: %(others)s."
        ),
        _("Pilih lembar lain bila keliru. Data dari beberapa lembar perlu digabung ke satu lembar dahulu."),
    ),
    F.SHEETS_HIDDEN: (
        _("Ada lembar tersembunyi: %(others)s."),
        _("Pastikan lembar itu memang tidak perlu dimuat."),
    ),
    F.ROWS_HIDDEN: (
        _("%(count)s baris tersembunyi ikut dibaca sebagai data."),
        _("Tampilkan baris itu di Excel dan hapus bila bukan data."),
    ),
    F.COLUMNS_HIDDEN: (
        _("%(count)s kolom tersembunyi (%(columns)s) ikut dibaca sebagai data."),
        _("Tampilkan kolom itu di Excel dan hapus bila bukan data."),
    ),
    F.TABLES_SEVERAL: (
        _("Tampaknya ada lebih dari satu tabel pada lembar ini; tabel lain mulai di baris %(row)s."),
        _("Letakkan setiap tabel pada lembar sendiri, lalu kirim satu per satu."),
    ),
    F.TABLES_BESIDE: (
        _("Ada beberapa tabel bersebelahan pada lembar ini (kolom %(parts)s); yang dibaca kolom %(read)s."),
        _("Pilih tabel yang dimaksud. Agar semuanya dimuat, susun ke bawah dalam satu tabel."),
    ),
    F.TITLE_ROWS: (
        _("%(count)s baris judul di atas tabel dijadikan catatan, bukan data."),
        _NOTHING,
    ),
    F.HEADER_UNCERTAIN: (
        _("Baris %(row)s diduga sebagai judul kolom, tetapi tidak pasti."),
        _("Pastikan baris judul kolom yang benar sebelum mengajukan."),
    ),
    F.HEADER_NONE: (
        _("Tabel ini tidak punya judul kolom; kolom diberi nama kolom_1, kolom_2, dan seterusnya."),
        _("Tambahkan satu baris judul kolom di atas data, lalu kirim lagi."),
    ),
    F.HEADER_JOINED: (
        _("Judul kolom yang tersebar di baris %(rows)s digabung, misalnya “%(value)s”."),
        _NOTHING,
    ),
    F.HEADER_DUPLICATE: (
        _("Judul “%(column)s” dipakai lebih dari sekali; kolom di %(cell)s dinamai “%(suggestion)s”."),
        _("Beri setiap kolom judul sendiri agar artinya jelas."),
    ),
    F.HEADER_EMPTY: (
        _("Kolom di %(cell)s tidak punya judul dan dinamai “%(suggestion)s”."),
        _("Isi judul kolom itu, atau hapus kolomnya bila tidak dipakai."),
    ),
    F.HEADER_RENAMED: (
        _("Judul “%(column)s” dipakai sebagai label; nama tekniknya “%(suggestion)s”."),
        _NOTHING,
    ),
    F.NUMBER_ROW: (
        _("Baris nomor kolom (baris %(row)s) dilewati."),
        _NOTHING,
    ),
    F.TOTAL_ROW: (
        _("Baris %(row)s (“%(value)s”) adalah baris jumlah; tidak dimuat sebagai data."),
        _("Pastikan baris itu memang jumlah dari baris lain."),
    ),
    F.TOTAL_DIFFERS: (
        _(
            "Jumlah kolom “%(column)s” menurut baris %(row)s adalah %(value)s, tetapi barisnya berjumlah %(found)s."
        ),
        _("Periksa apakah ada baris yang hilang, tertulis ganda, atau salah ketik."),
    ),
    F.TOTAL_COLUMN: (
        _("Kolom “%(column)s” hanya menjumlah kolom periode; tidak diulang pada setiap periode."),
        _("Pastikan kolom itu memang jumlah dari kolom di sampingnya."),
    ),
    F.ROW_TOTAL_DIFFERS: (
        _("Baris %(row)s: “%(column)s” di %(cell)s berisi %(value)s, tetapi periodenya berjumlah %(found)s."),
        _("Periksa angka pada baris itu; mungkin salah ketik atau ada periode yang belum terisi."),
    ),
    F.NOTE_ROWS: (
        _("%(count)s baris catatan atau sumber dipindahkan dari data ke catatan."),
        _NOTHING,
    ),
    F.SIGNATURE_ROWS: (
        _("%(count)s baris tanda tangan di bawah tabel dibuang (memuat nama dan NIP pejabat)."),
        _NOTHING,
    ),
    F.BLANK_ROWS: (
        _("%(count)s baris kosong dilewati."),
        _NOTHING,
    ),
    F.REPEATED_HEADER: (
        _("Judul kolom yang berulang di baris %(row)s dilewati."),
        _NOTHING,
    ),
    F.MERGED_BODY: (
        _("%(count)s sel gabungan di dalam data: hanya sel pertamanya yang berisi."),
        _("Pisahkan sel gabungan dan isi setiap baris, agar setiap baris lengkap."),
    ),
    F.PERIOD_COLUMNS: (
        _("Judul kolom berupa periode (%(headers)s): setiap periode menjadi satu kolom."),
        _("Lebih baik satu kolom periode dan satu kolom nilai; portal dapat menyusunnya untuk Anda."),
    ),
    F.LABELS_FILLED: (
        _("Sel kosong di bawah label gabungan kolom “%(column)s” diisi dengan label itu."),
        _NOTHING,
    ),
    F.PERIODS_FOLDED: (
        _("Kolom periode (%(headers)s) disusun menjadi kolom “%(name)s” dan “%(value_name)s”."),
        _NOTHING,
    ),
}
