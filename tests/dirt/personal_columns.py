"""Labelled columns of personal data and of look-alikes, generated with a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

_REGIONS = ("827101", "827102", "827103", "317401", "647101", "730101", "110101", "910101", "961701")
_NAMES = ("Sari Wulandari", "Budi Santoso", "Wati Umar", "Fadli Albaar", "Nurhayati", "Ahmad Yasin")
_STREETS = ("Jl. Pahlawan Revolusi", "Jl. Hasan Esa", "Kel. Moya RT 03/02", "Jl. Batu Angus", "Lorong Melati")
_OFFICES = ("SDN 12 Kota Ternate", "Puskesmas Kalumata", "Kantor Lurah Moya", "Pasar Gamalama", "Terminal")
_ROWS = 40

Make = Callable[[random.Random], str]


@dataclass(frozen=True)
class Labelled:
    """One table: headers and rows, and whether it holds personal data."""

    kind: str
    labels: list[str]
    rows: list[list[str | None]]
    is_personal: bool


def personal(seed: int, times: int) -> list[Labelled]:
    """`times` tables of each kind of personal data, each written in its own way."""
    rng = random.Random(seed)
    return [_column(rng, kind, True) for kind in _PERSONAL for _ in range(times)] + [
        _people(rng) for _ in range(times)
    ]


def clean(seed: int, times: int) -> list[Labelled]:
    """`times` tables of each kind that only looks personal."""
    rng = random.Random(seed)
    return [_column(rng, kind, False) for kind in _CLEAN for _ in range(times)] + [
        _buildings(rng) for _ in range(times)
    ]


def _column(rng: random.Random, kind: str, is_personal: bool) -> Labelled:
    headers, ways = (_PERSONAL if is_personal else _CLEAN)[kind]
    make = rng.choice(ways)
    gaps = rng.choice((0.0, 0.0, 0.1, 0.3)) if is_personal else 0.0
    wrong = rng.choice((0.0, 0.0, 0.05, 0.1)) if is_personal else 0.0
    cells = [_dirty(rng, make(rng), gaps, wrong) for _ in range(_ROWS)]
    return Labelled(kind, ["urut", rng.choice(headers)], _numbered(cells), is_personal)


def _dirty(rng: random.Random, value: str, gaps: float, wrong: float) -> str | None:
    if rng.random() < gaps:
        return rng.choice((None, "-", "tidak ada"))
    return value[:-4] if rng.random() < wrong else value


def _numbered(cells: list[str | None]) -> list[list[str | None]]:
    return [[str(place), cell] for place, cell in enumerate(cells, 1)]


def _people(rng: random.Random) -> Labelled:
    name = rng.choice(
        ("Nama Lengkap", "Nama Penerima", "Nama Pasien", "Nama Siswa", "NAMA PEMILIK", "Nama Warga")
    )
    home = rng.choice(("Alamat", "Alamat Rumah", "ALAMAT TINGGAL", "Alamat Lengkap", "Alamat Domisili"))
    rows: list[list[str | None]] = [[rng.choice(_NAMES), _street(rng)] for _ in range(_ROWS)]
    return Labelled("name+address", [name, home], rows, True)


def _buildings(rng: random.Random) -> Labelled:
    name = rng.choice(("Nama Sekolah", "Nama Puskesmas", "Nama Pasar", "Nama Kantor", "Fasilitas"))
    rows: list[list[str | None]] = [[rng.choice(_OFFICES), _street(rng)] for _ in range(_ROWS)]
    return Labelled("building+address", [name, "Alamat"], rows, False)


def _street(rng: random.Random) -> str:
    return f"{rng.choice(_STREETS)} No. {rng.randint(1, 200)}"


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _born(rng: random.Random, form: str) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1950, 2005)
    if form == "nik":
        return f"{day + rng.choice((0, 40)):02d}{month:02d}{year % 100:02d}"
    return f"{year}{month:02d}{day:02d}"


def _nik(rng: random.Random) -> str:
    return f"{rng.choice(_REGIONS)}{_born(rng, 'nik')}{rng.randint(1, 99):04d}"


def _nip(rng: random.Random, gap: str = "") -> str:
    began = f"{rng.randint(1985, 2023)}{rng.randint(1, 12):02d}"
    return gap.join((_born(rng, "nip"), began, str(rng.randint(1, 2)), f"{rng.randint(1, 30):03d}"))


def _npwp(rng: random.Random) -> str:
    tail = f"{rng.randint(1, 999):03d}.{rng.choice(('000', '001'))}"
    middle = f"{_digits(rng, 3)}.{_digits(rng, 3)}"
    return f"{rng.randint(1, 99):02d}.{middle}.{_digits(rng, 1)}-{tail}"


def _bare_npwp(rng: random.Random) -> str:
    return "".join(char for char in _npwp(rng) if char.isdigit())


def _phone(rng: random.Random, form: str) -> str:
    number = rng.choice(("12", "13", "21", "52", "53", "57", "96", "22")) + _digits(rng, rng.choice((7, 8)))
    return form.format(a=number[:2], b=number[2:6], c=number[6:])


def _email(rng: random.Random) -> str:
    name = rng.choice(_NAMES).lower().replace(" ", rng.choice((".", "_", "")))
    return f"{name}{rng.randint(1, 99)}@{rng.choice(('gmail.com', 'yahoo.co.id', 'outlook.com', 'unkhair.ac.id'))}"


def _spaced(rng: random.Random) -> str:
    text = _nik(rng)
    return " ".join(text[at : at + 4] for at in range(0, 16, 4))


_PERSONAL: dict[str, tuple[tuple[str, ...], tuple[Make, ...]]] = {
    "nik": (
        ("NIK", "No. KTP", "Nomor Induk Kependudukan", "nik_penerima", "Identitas", "NOMOR"),
        (_nik, lambda r: f"'{_nik(r)}", lambda r: f" {_nik(r)} ", _spaced, lambda r: f"{_nik(r)}.0"),
    ),
    "kk": (("No KK", "Nomor Kartu Keluarga", "KK", "no_kk"), (_nik, lambda r: f"'{_nik(r)}")),
    "nip": (("NIP", "NIP Pegawai", "nip_baru", "Nomor Pegawai"), (_nip, lambda r: _nip(r, " "))),
    "npwp": (("NPWP", "Nomor Pokok Wajib Pajak", "npwp_pemilik"), (_npwp, _bare_npwp)),
    "phone": (
        ("HP", "No HP", "Telepon", "WhatsApp", "kontak", "No. Telp"),
        tuple(
            (lambda r, form=form: _phone(r, form))  # type: ignore[misc]
            for form in (
                "08{a}{b}{c}",
                "08{a}-{b}-{c}",
                "+628{a}{b}{c}",
                "+62 8{a}-{b}-{c}",
                "628{a}{b}{c}",
                "8{a}{b}{c}",
            )
        ),
    ),
    "email": (("Email", "E-mail", "Surel", "alamat email"), (_email, lambda r: _email(r).upper())),
}

_CLEAN: dict[str, tuple[tuple[str, ...], tuple[Make, ...]]] = {
    "random 16 digits": (("Kode", "ID", "No Referensi"), (lambda r: "3" + _digits(r, 15),)),
    "random 18 digits": (("Kode Barang", "ID"), (lambda r: "13" + _digits(r, 16),)),
    "random 15 digits": (("Kode", "ID Pelanggan", "IMEI"), (lambda r: "86" + _digits(r, 13),)),
    "account code": (
        ("Kode Rekening",),
        (lambda r: f"5.{r.randint(1, 4)}.02.{r.randint(10, 99)}.01.{_digits(r, 4)}",),
    ),
    "area code": (("Kode Kelurahan",), (lambda r: f"82.71.0{r.randint(1, 8)}.10{r.randint(10, 30)}",)),
    "rupiah": (
        ("Anggaran", "Realisasi (Rp)"),
        (
            lambda r: str(r.randint(10**9, 10**13)),
            lambda r: f"{r.randint(1, 999)}.{_digits(r, 3)}.{_digits(r, 3)}.000",
        ),
    ),
    "landline": (
        ("Telepon Kantor", "Telepon"),
        (lambda r: f"(0921) 31{_digits(r, 5)}", lambda r: f"092132{_digits(r, 5)}"),
    ),
    "office phone": (
        ("HP Layanan Puskesmas", "Telepon Kantor", "Call Center Dinas"),
        (lambda r: f"0812{_digits(r, 8)}",),
    ),
    "office mail": (("Email Dinas", "Email"), (lambda r: f"opd{r.randint(1, 60)}@ternatekota.go.id",)),
    "school number": (("NPSN",), (lambda r: f"602{_digits(r, 5)}",)),
    "day": (("Tanggal",), (lambda r: f"20{r.randint(10, 26)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}",)),
    "moment": (
        ("Waktu",),
        (
            lambda r: f"20{r.randint(10, 26)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}{_digits(r, 6)}",
            lambda r: f"17{_digits(r, 11)}",
        ),
    ),
    "letter": (("Nomor Surat",), (lambda r: f"800/{r.randint(1, 999)}/DISKOMINFO/2025",)),
    "coordinate": (("Bujur",), (lambda r: f"127.3{_digits(r, 14)}",)),
    "large number": (
        ("Produksi (butir)", "Volume"),
        (lambda r: str(r.randint(8 * 10**9, 9 * 10**11)), lambda r: str(r.randint(8 * 10**10, 9 * 10**10))),
    ),
}
