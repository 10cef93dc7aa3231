"""Words and marks of people: headers that name a person or a home, titles before and behind a name."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Who a column of names may be about; the name of anything else (a school, a firm) is nobody's.
_WHO = (
    *("orang", "individu", "warga", "penduduk", "anggota", "keluarga", "kepala keluarga", "kk", "responden"),
    *("ibu", "ayah", "bapak", "anak", "istri", "suami", "wali", "orang tua", "ahli waris", "balita", "bayi"),
    *("lansia", "lanjut usia", "pasien", "peserta", "penerima", "pemohon", "pemilik", "pelanggan", "nasabah"),
    *("pegawai", "karyawan", "pekerja", "petugas", "tenaga", "honorer", "pensiunan", "relawan"),
    *("guru", "dosen", "siswa", "siswi", "murid", "mahasiswa", "santri", "dokter", "bidan", "perawat"),
    *("kader", "penyuluh", "pendamping", "petani", "nelayan", "peternak", "pembudidaya", "pedagang"),
    *("pengrajin", "perajin", "sopir", "pengemudi", "penumpang", "juru parkir", "tukang", "penyewa"),
    *("wajib pajak", "debitur", "penanggung jawab", "pj", "pelapor", "terlapor", "korban", "pengadu"),
    *("pendaftar", "jemaah", "jamaah", "atlet", "pelatih", "seniman", "difabel", "penyandang"),
    *("disabilitas", "penghuni", "pengguna", "saksi", "kontak", "narahubung"),
)
_PERSON_NAME = re.compile(
    rf"^(?:nama (?:lengkap|{'|'.join(_WHO)})\b|(?:full|person|patient|owner|customer|member) ?s? name$)"
)
#: Of what else lists are made: whose names never are those of people, whatever they look like.
_WHAT = (
    *("usaha", "perusahaan", "firma", "toko", "kios", "merek", "merk", "brand", "produk", "barang", "paket"),
    *(
        "sekolah",
        "kampus",
        "puskesmas",
        "posyandu",
        "klinik",
        "apotek",
        "rumah sakit",
        "rs",
        "pasar",
        "kantor",
    ),
    *("jalan", "gedung", "bangunan", "tempat", "lokasi", "kelurahan", "kecamatan", "desa", "wilayah", "opd"),
    *(
        "instansi",
        "dinas",
        "unit",
        "lembaga",
        "yayasan",
        "kelompok",
        "koperasi",
        "bank",
        "kegiatan",
        "program",
    ),
    *("masjid", "gereja", "hotel", "restoran", "objek", "obyek", "wisata", "kapal", "taman", "terminal"),
    *("pelabuhan", "fasilitas", "proyek", "jembatan", "sungai", "pulau", "komoditas", "penyakit", "obat"),
)
#: A bare name may be a building's: the values decide.
_BARE_NAME = re.compile(r"^(?:nama|name)$")
_ANY_NAME = re.compile(
    rf"^(?:nama\b(?!.*\b(?:{'|'.join(_WHAT)})\b)|name$|(?:{'|'.join(_WHO)})(?: (?:{'|'.join(_WHO)}))?$)"
)
_HOME = re.compile(
    r"^(?:alamat(?: (?:sesuai|di|dalam|rumah|lengkap|tempat|tinggal|domisili|ktp|kk|asal|sekarang|rt|rw"
    rf"|{'|'.join(_WHO)}))*|(?:tempat )?(?:domisili|tinggal)(?: sekarang)?|(?:home |residential )?address)$"
)
_TITLED = re.compile(
    r"^(?:drg?|drs|dra|ir|prof|h|hj|hi|bpk|bapak|ibu|tn|ny|nn|sdra?|sdri|alm|almh|an)\.? +(?=[A-Z])"
    r"|, ?(?:S\.?[A-Z][A-Za-z]*|M\.? ?[A-Z][A-Za-z]*|Sp\.? ?[A-Z]+|A\.?Md|Ph\.? ?D|SH|SE|ST|MM)\b"
    r"|\b(?:bin|binti)\b",
    re.I,
)
#: What many people here are called first; none of them begins the name of a building.
_GIVEN = re.compile(
    r"^(?:mu?hamm?[ae]d|moh?d?|mochamm?ad|abd(?:ul(?:lah)?)?|ahmad|ach?mad|siti|nur[a-z]*|sri|dewi|putri|putra"
    r"|andi|budi|agus|eko|dwi|tri|rini|rina|rudi|hasan|husen|ibrahim|ismail|yusuf|umar|usman|ali|aminah?"
    r"|fatimah?|aisyah?|khadijah|hasna[h]?|salma[h]?|maryam|mariam|maimunah|rahma[nt]?|rahmawati|ratna|wati"
    r"|yanti|sulastri|suryani|hendra|irwan|iwan|wawan|bambang|joko|slamet|suparman|sutrisno|la ode|wa ode"
    r"|i (?:made|wayan|ketut|nyoman)|ni (?:made|wayan|ketut)|yohan[ae]s?|maria|paulus|petrus|yosep|daud)\b",
    re.I,
)
#: Share of the values that makes a column of names one of people.
_SHARE = 0.2
_LOOKED_AT = 2_000


def is_of_persons(words: str) -> bool:
    """Whether a header (normalised) says that the column names persons."""
    return bool(_PERSON_NAME.match(words))


def is_bare_name(words: str) -> bool:
    """Whether a header (normalised) only says that the column names something."""
    return bool(_BARE_NAME.match(words))


def may_be_of_persons(words: str) -> bool:
    """Whether a header (normalised) leaves open whom or what the column names."""
    return bool(_ANY_NAME.match(words))


def is_home(words: str) -> bool:
    """Whether a header (normalised) says that the column holds addresses that may be homes."""
    return bool(_HOME.match(words))


def is_home_too(words: str) -> bool:
    """Whether a header (normalised) of names says that an address stands in the same cell."""
    return "alamat" in words.split()


def are_persons(values: Iterable[str]) -> bool:
    """Whether so many of the values carry a person's title or a common first name that they name people."""
    looked = [value for value, _ in zip(values, range(_LOOKED_AT), strict=False)]
    named = sum(bool(_TITLED.search(value) or _GIVEN.match(value)) for value in looked)
    return named >= 2 and named >= _SHARE * len(looked)
