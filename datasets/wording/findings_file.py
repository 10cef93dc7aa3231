"""Sentences for findings about a file as a whole: what it is, whether it can be read."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.vocab import FindingCode as F

_SAVE_AS = _(
    "Buka berkas aslinya di Excel atau LibreOffice, lalu simpan sebagai XLSX atau CSV dan kirim lagi."
)

FILE: dict[F, tuple[Promise, Promise]] = {
    F.EMPTY_FILE: (
        _("Berkas ini kosong: tidak ada isi yang dapat dibaca."),
        _("Periksa berkas di komputer Anda, simpan ulang dengan isinya, lalu kirim lagi."),
    ),
    F.NO_ROWS: (
        _("Tabel hanya berisi judul kolom; tidak ada satu baris data pun."),
        _("Isi baris data di bawah judul kolom, lalu kirim lagi."),
    ),
    F.NO_TABLE: (
        _("Tidak ditemukan tabel di berkas ini: isinya tidak tersusun dalam baris dan kolom."),
        _("Susun data sebagai tabel: satu baris judul kolom, lalu satu baris untuk setiap data."),
    ),
    F.IS_PDF: (
        _("Isi berkas ini adalah PDF, bukan tabel."),
        _("PDF tidak dapat dimuat. Kirim lembar kerja asalnya (XLSX atau CSV)."),
    ),
    F.IS_IMAGE: (
        _("Isi berkas ini adalah gambar (%(kind)s), bukan tabel."),
        _("Gambar tidak dapat dimuat. Kirim lembar kerja asalnya (XLSX atau CSV)."),
    ),
    F.IS_HTML: (
        _("Isi berkas ini adalah halaman web (HTML), bukan lembar kerja Excel."),
        _SAVE_AS,
    ),
    F.IS_DOCUMENT: (
        _("Isi berkas ini adalah dokumen (%(kind)s), bukan tabel."),
        _("Salin tabelnya ke lembar kerja, simpan sebagai XLSX atau CSV, lalu kirim lagi."),
    ),
    F.IS_PARQUET: (
        _("Berkas Parquet tidak diterima sebagai kiriman."),
        _("Simpan tabelnya sebagai CSV atau XLSX, lalu kirim lagi."),
    ),
    F.IS_BINARY: (
        _("Isi berkas ini (%(kind)s) tidak dikenali sebagai tabel."),
        _("Kirim XLSX, XLS, ODS, CSV, JSON atau GeoJSON."),
    ),
    F.ENCRYPTED: (
        _("Buku kerja ini dikunci dengan kata sandi, sehingga tidak dapat dibaca."),
        _("Hapus kata sandinya (Berkas → Info → Proteksi) lalu simpan dan kirim lagi."),
    ),
    F.DAMAGED: (
        _("Berkas ini rusak atau terpotong: %(reason)s."),
        _SAVE_AS,
    ),
    F.ARCHIVE_BOMB: (
        _("Isi berkas membengkak jauh saat dibuka (lebih dari %(limit)s), sehingga tidak dibaca."),
        _("Simpan ulang tabelnya tanpa baris dan lembar kosong, atau bagi menjadi beberapa berkas."),
    ),
    F.ARCHIVE_CONTENT: (
        _("Arsip ini tidak berisi tepat satu berkas tabel (isi: %(members)s)."),
        _("Keluarkan tabel dari arsip dan kirim berkasnya langsung."),
    ),
    F.XML_ENTITIES: (
        _("Buku kerja ini memuat perintah XML (DTD atau entitas) yang tidak diizinkan."),
        _SAVE_AS,
    ),
    F.TOO_MANY_CELLS: (
        _("Lembar “%(sheet)s” membentang %(rows)s baris × %(columns)s kolom, lebih dari %(limit)s sel."),
        _("Hapus isi yang tercecer jauh di luar tabel (Ctrl+End menunjukkan sel terakhir), lalu simpan."),
    ),
    F.TOO_MANY_COLUMNS: (
        _("Tabel ini punya %(columns)s kolom; paling banyak %(limit)s kolom."),
        _("Susun data ke bawah: satu baris untuk setiap data, bukan satu kolom."),
    ),
    F.TOO_MANY_ROWS: (
        _("Tabel ini punya lebih dari %(limit)s baris."),
        _("Bagi data menurut periode dan kirim satu berkas untuk setiap periode."),
    ),
    F.FIELD_TOO_LONG: (
        _("Satu sel pada baris %(row)s berisi lebih dari %(limit)s huruf."),
        _("Periksa tanda kutip yang tidak ditutup, atau ringkas isi sel itu."),
    ),
    F.UNCLOSED_QUOTE: (
        _("Tanda kutip yang dibuka pada baris %(row)s tidak pernah ditutup."),
        _('Tutup atau hapus tanda kutip (") pada baris itu, lalu kirim lagi.'),
    ),
    F.JSON_INVALID: (
        _("Isi JSON tidak sah: %(reason)s."),
        _("Periksa tanda kurung dan koma pada tempat itu, atau kirim tabelnya sebagai CSV."),
    ),
    F.JSON_NOT_RECORDS: (
        _("JSON ini bukan daftar baris data."),
        _('Kirim daftar objek, misalnya [{"nama": "…", "jumlah": 1}], atau sebuah CSV.'),
    ),
    F.OUT_OF_MEMORY: (
        _("Berkas ini terlalu besar untuk diperiksa dalam batas memori %(limit)s."),
        _("Simpan sebagai CSV, atau bagi menjadi beberapa berkas, lalu kirim lagi."),
    ),
    F.OUT_OF_TIME: (
        _("Pemeriksaan berkas ini melampaui batas waktu %(limit)s detik."),
        _("Simpan sebagai CSV, atau bagi menjadi beberapa berkas, lalu kirim lagi."),
    ),
    F.READER_CRASHED: (
        _("Pembaca berkas berhenti mendadak pada berkas ini (%(reason)s)."),
        _SAVE_AS,
    ),
    F.NAMED_OTHERWISE: (
        _("Nama berkas berakhiran %(named)s, tetapi isinya %(found)s; dibaca menurut isinya."),
        _("Tidak perlu tindakan. Lain kali beri akhiran yang sesuai."),
    ),
    F.HTML_READ: (
        _("Berkas .xls ini sebenarnya halaman web; tabel di dalamnya sudah disusun ulang."),
        _("Periksa contoh barisnya. Bila keliru, buka di Excel dan simpan sebagai XLSX."),
    ),
    F.ENCODING_CONVERTED: (
        _("Berkas ditulis dengan penyandian %(encoding)s dan sudah diubah ke UTF-8."),
        _("Tidak perlu tindakan."),
    ),
    F.ENCODING_UNCERTAIN: (
        _("Penyandian huruf berkas ini tidak pasti (diduga %(encoding)s)."),
        _("Periksa huruf beraksen pada contoh baris. Bila keliru, simpan sebagai CSV UTF-8."),
    ),
    F.NUL_REMOVED: (
        _("%(count)s byte NUL (huruf kosong) dibuang dari isi berkas."),
        _("Tidak perlu tindakan, kecuali ada isi sel yang hilang."),
    ),
    F.RAGGED_ROW: (
        _("Baris %(row)s berisi %(found)s nilai, padahal tabel punya %(expected)s kolom."),
        _("Samakan jumlah nilai di baris itu; bila isi sel memuat pemisah, apit dengan tanda kutip."),
    ),
}
