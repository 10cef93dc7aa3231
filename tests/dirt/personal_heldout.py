"""A second set of labelled tables, written apart from the detector: forms as offices write them.

The first set (`personal_columns`) was used to mend the detector, so it measures what was mended. This
one was written, and measured, before the detector saw it. Each table has one labelled column, or a
name beside an address, among columns that hold nothing personal. All persons are invented: the
identity numbers use the kecamatan 82.71.99, which does not exist.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Cell = str | None
Make = Callable[[random.Random], str]


@dataclass(frozen=True)
class Sample:
    """One table, the headers of its personal columns, and those that the spreadsheet typed as numbers."""

    kind: str
    labels: list[str]
    rows: list[list[Cell]]
    personal: frozenset[str] = frozenset()
    native: list[str] = field(default_factory=list)


_GIVEN = (
    *("Abdul", "Aisyah", "Bahrudin", "Cut", "Darmawati", "Eko", "Fatimah", "Gamal", "Hasna", "Irwan"),
    *("Jumiati", "Kasman", "La Ode", "Maimunah", "Nurdin", "Olga", "Paulus", "Rusdi", "Salma", "Yohana"),
)
_FAMILY = (
    *("Abdullah", "Bopeng", "Djafar", "Hi. Umar", "Kharie", "Latuconsina", "Marsaoly", "Nasution"),
    *("Pattiasina", "Rumagit", "Sangadji", "Tjan", "Usman", "Wahab", "Yusuf", "Zulkarnain"),
)
_FRONT = ("", "", "", "dr. ", "H. ", "Hj. ", "Drs. ", "Ir. ", "Bpk. ", "Ibu ")
_BEHIND = ("", "", "", ", Sp.A", ", S.Pd", ", M.Si", ", SH", " bin Ali", " binti Hasan")
_STREETS = (
    "Jl. Sultan Babullah",
    "Jln. Merdeka",
    "Jl Cengkeh",
    "Gg. Mawar",
    "Lrg. Kenari",
    "Jalan Pattimura",
)
_AREAS = ("Kel. Moya", "Kelurahan Salero", "Kel. Kalumata", "Kel. Jambula", "Kel. Gambesi")
_FIRMS = ("CV. Sinar Gamalama", "UD. Berkah", "PT. Pala Nusantara", "Toko Murah Jaya", "Kios Dua Putri")
_BUILDINGS = ("Posyandu Melati", "SDN 21 Kota Ternate", "Masjid Al-Munawwar", "Puskesmas Siko", "TPS 3R Fitu")
_NOTES = ("Sudah diverifikasi", "Menunggu berkas", "Selesai", "Dikunjungi petugas", "Perlu tindak lanjut")


def heldout(seed: int, times: int) -> list[Sample]:
    """`times` personal tables and half as many clean ones of each kind and form, in a fixed order."""
    rng = random.Random(seed)
    held = [
        _sample(rng, kind, forms, form, headers, True)
        for kind, headers, forms in _PERSONAL
        for form in range(len(forms))
        for _ in range(times)
    ]
    held += [_texts(rng, say) for say in _SAID for _ in range(times)]
    held += [_homes(rng) for _ in range(times * 6)]
    few = max(1, times // 2)
    free = [
        _sample(rng, kind, forms, form, headers, False)
        for kind, headers, forms in _CLEAN
        for form in range(len(forms))
        for _ in range(few)
    ]
    free += [_places(rng) for _ in range(few * 4)] + [_chatter(rng) for _ in range(few * 4)]
    return held + free


def _sample(
    rng: random.Random, kind: str, forms: Sequence[Make], form: int, headers: Sequence[str], held: bool
) -> Sample:
    label, gaps = rng.choice(headers), rng.choice((0.0, 0.0, 0.15, 0.35))
    cells = [_gappy(rng, forms[form](rng), gaps) for _ in range(rng.choice((12, 30, 75)))]
    native = [label] if all(_is_number(cell) for cell in cells) and rng.random() < 0.5 else []
    if native:
        cells = [None if cell is None or cell == "-" else cell.lstrip("0") or "0" for cell in cells]
    rows: list[list[Cell]] = [[*_company(rng), cell] for cell in cells]
    return Sample(
        kind,
        ["Kelurahan", "Tahun", "Jumlah", label],
        rows,
        frozenset({label}) if held else frozenset(),
        ["Tahun", "Jumlah", *native] if native else [],
    )


def _is_number(cell: Cell) -> bool:
    return cell in (None, "-") or (len(cell or "") <= 15 and (cell or "").isdigit())


def _company(rng: random.Random) -> list[Cell]:
    return [rng.choice(_AREAS), str(rng.randint(2019, 2026)), str(rng.randint(5, 900))]


def _gappy(rng: random.Random, value: str, gaps: float) -> Cell:
    return rng.choice((None, "-", "")) or None if rng.random() < gaps else value


def _texts(rng: random.Random, say: str) -> Sample:
    """Free text, a few cells of which name how to reach or recognise a person."""
    cells = [rng.choice(_NOTES) for _ in range(40)]
    for place in rng.sample(range(40), rng.randint(1, 6)):
        cells[place] = f"{cells[place]}, {_said(rng, say)}"
    label = rng.choice(("Keterangan", "Catatan", "Uraian", "Remarks", "Tindak Lanjut"))
    rows: list[list[Cell]] = [[*_company(rng), cell] for cell in cells]
    return Sample("in text", ["Kelurahan", "Tahun", "Jumlah", label], rows, frozenset({label}))


def _said(rng: random.Random, say: str) -> str:
    return say.format(
        name=_name(rng),
        nik=_nik(rng),
        phone=_spell_phone(rng, "{p}{a}{b}{c}"),
        dashed=_spell_phone(rng, "{p}{a}-{b}-{c}"),
        mail=_mail(rng),
        nip=_nip(rng),
    )


_SAID = (
    "hub. {name} {phone}",
    "CP: {name} ({dashed})",
    "WA {phone} a.n. {name}",
    "an. {name} NIK {nik}",
    "NIK: {nik} belum padan",
    "No. KTP {nik}",
    "kirim ke {mail} paling lambat Jumat",
    "PJ {name}, NIP. {nip}",
)


def _homes(rng: random.Random) -> Sample:
    names = (
        *("Nama Lengkap", "Nama Pasien", "Nama Kepala Keluarga", "Nama Wajib Pajak", "Nama Anggota"),
        *("Nama Ibu", "Nama Nelayan", "Full Name", "Nama Penerima Manfaat", "Nama Ahli Waris"),
    )
    homes = ("Alamat", "Alamat Rumah", "Tempat Tinggal", "Alamat sesuai KTP", "Domisili", "Home Address")
    name, home = rng.choice(names), rng.choice(homes)
    rows: list[list[Cell]] = [[str(at), _name(rng), _home(rng), "1"] for at in range(1, 31)]
    return Sample("name+address", ["No", name, home, "Paket"], rows, frozenset({name, home}))


def _places(rng: random.Random) -> Sample:
    """Buildings and firms with an address, some of them with the name of who leads them."""
    name, pool = rng.choice(
        (
            ("Nama Posyandu", _BUILDINGS),
            ("Nama", _BUILDINGS),
            ("Nama Usaha", _FIRMS),
            ("Nama Perusahaan", _FIRMS),
        )
    )
    rows: list[list[Cell]] = [[rng.choice(pool), _home(rng), str(rng.randint(1, 90))] for _ in range(30)]
    labels = [name, rng.choice(("Alamat", "Alamat Kantor", "Lokasi")), "Jumlah Kader"]
    return Sample("building+address", labels, rows)


def _chatter(rng: random.Random) -> Sample:
    """Free text full of numbers that belong to nobody."""
    says: tuple[Make, ...] = (
        lambda r: (
            f"Paket 5.1.02.0{r.randint(1, 9)}.01.{_digits(r, 4)} senilai Rp {r.randint(100, 999)}.{_digits(r, 3)}.000"
        ),
        lambda r: f"Perda No. {r.randint(1, 20)} Tahun {r.randint(2009, 2025)} Pasal {r.randint(1, 40)}",
        lambda r: f"Faktur INV/{r.randint(2019, 2026)}/{_digits(r, 8)} tanggal {r.randint(1, 28)}-08-2024",
        lambda r: f"Titik 0.{_digits(r, 8)}, 127.{_digits(r, 8)} elevasi {r.randint(1, 400)} m",
        lambda r: f"Kantor: (0921) 31{_digits(r, 5)}, surel dinas@ternatekota.go.id",
        lambda r: f"Resi {_digits(r, 14)} diterima",
    )
    rows: list[list[Cell]] = [[*_company(rng), rng.choice(says)(rng)] for _ in range(40)]
    return Sample("numbers in text", ["Kelurahan", "Tahun", "Jumlah", "Keterangan"], rows)


def _name(rng: random.Random) -> str:
    plain = f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}"
    return f"{rng.choice(_FRONT)}{plain}{rng.choice(_BEHIND)}"


def _home(rng: random.Random) -> str:
    number = f"{rng.choice(_STREETS)} No. {rng.randint(1, 150)}"
    place = f"RT {rng.randint(1, 12):03d}/RW {rng.randint(1, 9):03d}"
    return rng.choice(
        (f"{number}, {rng.choice(_AREAS)}", f"{rng.choice(_AREAS)} {place}", f"{number} {place}")
    )


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _nik(rng: random.Random) -> str:
    day = rng.randint(1, 31) + rng.choice((0, 40))
    year = rng.randint(1938, 2024) % 100
    return f"827199{day:02d}{rng.randint(1, 12):02d}{year:02d}{rng.randint(1, 40):04d}"


def _cut(text: str, sizes: Sequence[int], gap: str) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(text[at : at + size])
        at += size
    return gap.join(pieces)


def _nip(rng: random.Random) -> str:
    born = f"{rng.randint(1962, 2000)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    began = f"{rng.randint(1988, 2025)}{rng.randint(1, 12):02d}"
    return f"{born}{began}{rng.randint(1, 2)}{rng.randint(1, 60):03d}"


def _npwp(rng: random.Random) -> str:
    return f"{rng.randint(1, 95):02d}{_digits(rng, 7)}942{rng.choice(('000', '001'))}"


def _dotted_npwp(rng: random.Random) -> str:
    n = _npwp(rng)
    return f"{n[:2]}.{n[2:5]}.{n[5:8]}.{n[8]}-{n[9:12]}.{n[12:]}"


def _spell_phone(rng: random.Random, form: str) -> str:
    block = rng.choice(("1100", "1200", "1300", "2100", "5200", "5700", "9500"))
    tail = _digits(rng, rng.choice((5, 6, 7)))
    return form.format(
        p=rng.choice(("08", "08", "+628", "628")), a=block[:2], b=block[2:] + tail[:2], c=tail[2:]
    )


def _phone(form: str) -> Make:
    return lambda rng: _spell_phone(rng, form)


def _mail(rng: random.Random) -> str:
    user = f"{rng.choice(_GIVEN)}{rng.choice(('.', '_', ''))}{rng.choice(_FAMILY[:1])}{rng.randint(1, 99)}"
    return f"{user.lower().replace(' ', '')}@{rng.choice(('gmail.com', 'yahoo.com', 'example.org', 'ymail.co.id'))}"


def _obscured(at: str, dot: str) -> Make:
    return lambda rng: _mail(rng).replace("@", at).replace(".", dot)


_ID = ("NIK", "No. KTP/NIK", "nik_pemohon", "National ID", "Nomor Identitas (KTP)", "N I K", "No Identitas")
_TEL = (
    "No. HP",
    "Nomor HP/WA",
    "Telp/HP",
    "Phone",
    "Mobile number",
    "No Kontak",
    "Narahubung",
    "Nomor Telepon",
)
_MAIL = ("Email", "E-Mail Pemohon", "Alamat Surel", "email_address", "Surat Elektronik")

_PERSONAL: tuple[tuple[str, tuple[str, ...], tuple[Make, ...]], ...] = (
    (
        "nik",
        _ID,
        (
            _nik,
            lambda r: _cut(_nik(r), (6, 6, 4), "."),
            lambda r: _cut(_nik(r), (2, 2, 2, 6, 4), "."),
            lambda r: _cut(_nik(r), (4, 4, 4, 4), " "),
            lambda r: _cut(_nik(r), (4, 4, 4, 4), "-"),
            lambda r: _cut(_nik(r), (6, 6, 4), " "),
            lambda r: f"NIK: {_nik(r)}",
            lambda r: f"NIK.{_nik(r)}",
            lambda r: f"{_nik(r)}.0",
            lambda r: f"`{_nik(r)}",
            lambda r: f"{_nik(r)} (KTP)",
        ),
    ),
    (
        "kk",
        ("No. KK", "Nomor KK", "No Kartu Keluarga", "NKK", "Family Card No", "nomor_kk"),
        (
            _nik,
            lambda r: _cut(_nik(r), (4, 4, 4, 4), " "),
            lambda r: f"KK: {_nik(r)}",
            lambda r: _cut(_nik(r), (6, 6, 4), "-"),
        ),
    ),
    (
        "nip",
        ("NIP", "NIP/NRP", "NIP Baru", "Nomor Induk Pegawai", "nip_penanggung_jawab", "Employee ID"),
        (
            _nip,
            lambda r: _cut(_nip(r), (8, 6, 1, 3), " "),
            lambda r: _cut(_nip(r), (8, 6, 1, 3), "."),
            lambda r: _cut(_nip(r), (8, 6, 1, 3), "-"),
            lambda r: f"NIP. {_nip(r)}",
            lambda r: f"'{_cut(_nip(r), (8, 6, 1, 3), ' ')}",
        ),
    ),
    (
        "npwp",
        ("NPWP", "No. NPWP", "NPWP Pemilik", "Tax ID (NPWP)"),
        (
            _dotted_npwp,
            _npwp,
            lambda r: f"0{_npwp(r)}",
            lambda r: f"NPWP: {_dotted_npwp(r)}",
            lambda r: _cut(_npwp(r), (2, 3, 3, 1, 3, 3), "."),
            lambda r: _cut(_npwp(r), (2, 3, 3, 1, 3, 3), " "),
        ),
    ),
    (
        "phone",
        _TEL,
        (
            _phone("{p}{a}{b}{c}"),
            _phone("{p}{a}-{b}-{c}"),
            _phone("{p}{a} {b} {c}"),
            _phone("{p}{a}.{b}.{c}"),
            _phone("(08{a}) {b}-{c}"),
            _phone("+62 (8{a}) {b} {c}"),
            _phone("+62-8{a}-{b}-{c}"),
            _phone("8{a}{b}{c}"),
            _phone("WA: {p}{a}{b}{c}"),
            _phone("HP. 08{a}{b}{c}"),
            _phone("wa.me/628{a}{b}{c}"),
            _phone("08{a} - {b}{c}"),
            lambda r: f"{_spell_phone(r, '08{a}{b}{c}')} / {_spell_phone(r, '08{a}{b}{c}')}",
            _phone("08{a}{b}{c}.0"),
            lambda r: f"{_spell_phone(r, '08{a}{b}{c}')} ({_name(r)})",
        ),
    ),
    (
        "email",
        _MAIL,
        (
            _mail,
            lambda r: _mail(r).upper(),
            lambda r: f"mailto:{_mail(r)}",
            lambda r: f"{_name(r)} <{_mail(r)}>",
            lambda r: f"{_mail(r)}; {_mail(r)}",
            _obscured(" (at) ", "."),
            _obscured("[at]", "[dot]"),
            _obscured(" at ", " dot "),
            _obscured(" @ ", "."),
        ),
    ),
)

_CLEAN: tuple[tuple[str, tuple[str, ...], tuple[Make, ...]], ...] = (
    ("npsn", ("NPSN", "Kode Sekolah"), (lambda r: f"6{_digits(r, 7)}",)),
    (
        "area code",
        ("Kode Wilayah", "kode_kelurahan", "ID Desa BPS"),
        (
            lambda r: f"82710{r.randint(1, 8)}{r.choice('12')}{_digits(r, 3)}",
            lambda r: f"82.71.0{r.randint(1, 8)}.10{r.randint(10, 40)}",
            lambda r: f"82710{r.randint(1, 8)}1{_digits(r, 6)}",
        ),
    ),
    (
        "invoice",
        ("No Faktur", "Nomor Kuitansi", "No. Bukti", "Invoice No"),
        (
            lambda r: f"INV/{r.randint(2019, 2026)}/{r.randint(1, 12):02d}/{_digits(r, 6)}",
            lambda r: f"{r.randint(2019, 2026)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}{_digits(r, 8)}",
            lambda r: f"010.00{r.randint(1, 9)}-{r.randint(19, 26)}.{_digits(r, 8)}",
        ),
    ),
    (
        "coordinate",
        ("Bujur", "longitude", "Koordinat", "Lintang, Bujur"),
        (
            lambda r: f"127.{_digits(r, 12)}",
            lambda r: f"0.{_digits(r, 9)}, 127.{_digits(r, 9)}",
            lambda r: f"127,{_digits(r, 13)}",
        ),
    ),
    (
        "budget account",
        ("Kode Rekening", "Rekening", "Kode Sub Kegiatan"),
        (
            lambda r: f"5.1.0{r.randint(1, 5)}.0{r.randint(1, 5)}",
            lambda r: f"5.{r.randint(1, 3)}.02.{r.randint(10, 99)}.{r.randint(10, 99)}.{_digits(r, 4)}",
            lambda r: f"1.02.0{r.randint(1, 5)}.2.{r.randint(10, 20)}.{_digits(r, 2)}.{_digits(r, 4)}",
        ),
    ),
    (
        "isbn",
        ("ISBN", "Kode Buku"),
        (
            lambda r: f"9786{_digits(r, 9)}",
            lambda r: f"978-602-{_digits(r, 4)}-{_digits(r, 2)}-{r.randint(0, 9)}",
        ),
    ),
    (
        "timestamp",
        ("Waktu Kejadian", "created_at", "timestamp"),
        (
            lambda r: (
                f"20{r.randint(19, 26)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}{r.randint(0, 23):02d}{_digits(r, 4)}"
            ),
            lambda r: f"1{r.randint(6, 7)}{_digits(r, 11)}",
            lambda r: (
                f"20{r.randint(19, 26)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}T0{r.randint(0, 9)}:15:00.{_digits(r, 6)}"
            ),
            lambda r: (
                f"20{r.randint(19, 26)}{r.randint(1, 12):02d}{r.randint(1, 28):02d}{r.randint(0, 23):02d}{_digits(r, 8)}"
            ),
        ),
    ),
    (
        "firm's number",
        ("NIB", "Nomor Induk Berusaha", "No Izin"),
        (
            lambda r: f"{r.choice(('91', '02', '12', '81', '03'))}{_digits(r, 11)}",
            lambda r: f"503/{r.randint(1, 999)}/SIUP/{r.randint(2015, 2025)}",
        ),
    ),
    (
        "plate",
        ("No Polisi", "Nopol", "TNKB"),
        (lambda r: f"DG {r.randint(1000, 9999)} {r.choice('ABKL')}{r.choice('ABC')}",),
    ),
    (
        "land",
        ("No Sertifikat", "NIB Tanah", "Nomor Hak", "NOP"),
        (
            lambda r: f"27.01.0{r.randint(1, 8)}.{r.randint(10, 30)}.{r.randint(1, 4)}.{_digits(r, 5)}",
            lambda r: f"27010{r.randint(1, 8)}{r.randint(10, 30)}{r.randint(1, 4)}{_digits(r, 5)}",
            lambda r: (
                f"82.71.0{r.randint(10, 80)}.00{r.randint(1, 9)}.0{r.randint(10, 30)}-{_digits(r, 4)}.0"
            ),
            lambda r: f"8271{_digits(r, 13)}0",
        ),
    ),
    (
        "barcode",
        ("Kode Barang", "Barcode", "SKU", "ID Pelanggan", "No Meter"),
        (lambda r: f"899{_digits(r, 10)}", lambda r: f"8{_digits(r, 11)}", lambda r: f"0{_digits(r, 10)}1"),
    ),
    (
        "office contact",
        ("Telepon Kantor", "No Telp Puskesmas", "Call Center", "Telp Kelurahan"),
        (
            lambda r: f"(0921) 312{_digits(r, 4)}",
            lambda r: f"0921-312{_digits(r, 4)}",
            lambda r: f"+62 921 312{_digits(r, 4)}",
            lambda r: f"150{r.randint(0, 9)}-{_digits(r, 3)}",
        ),
    ),
    (
        "office mail",
        ("Email", "Surel Resmi", "Email Instansi"),
        (
            lambda r: f"{r.choice(('dlh', 'dinkes', 'bappeda', 'lurah.moya'))}@ternatekota.go.id",
            lambda r: f"smp{r.randint(1, 20)}@smpn{r.randint(1, 20)}ternate.sch.id",
        ),
    ),
    (
        "money",
        ("Nilai Kontrak", "Realisasi", "Pagu (Rp)", "Omzet"),
        (
            lambda r: f"{r.randint(100, 999)}.{_digits(r, 3)}.{_digits(r, 3)}.{_digits(r, 3)}",
            lambda r: f"Rp {r.randint(1, 99)}.{_digits(r, 3)}.{_digits(r, 3)}.000,00",
            lambda r: str(r.randint(8 * 10**8, 9 * 10**14)),
            lambda r: f"{r.randint(8 * 10**9, 9 * 10**10)}.0",
        ),
    ),
    (
        "letter",
        ("Nomor SK", "No Surat", "Dasar Hukum"),
        (
            lambda r: f"821.2/{r.randint(100, 999)}/BKPSDM/{r.randint(2015, 2025)}",
            lambda r: f"188.{r.randint(10, 90)}/{_digits(r, 4)}/{r.randint(2015, 2025)}",
        ),
    ),
)
