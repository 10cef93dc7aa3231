"""Looks for personal data (UU 27/2022; DOMAIN §4): by content, over every row, never by name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.values.shapes import LONG, where_shape
from datasets.intake.values.words import normalised
from datasets.vocab import PersonalData

_DAY = r"0[1-9]|[12]\d|3[01]"
_MONTH = r"(?:0[1-9]|1[0-2])"
_PROVINCE = r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
#: Region (38 provinces), birth date (women: day + 40), serial from 0001.
_SERIAL = r"(?:\d{3}[1-9]|\d{2}[1-9]0|\d[1-9]00|[1-9]000)"
_BIRTHDAY = rf"(?:{_DAY}|4[1-9]|[56]\d|7[01])"
_NIK = (
    rf"(?:{_PROVINCE}\d{{4}}{_BIRTHDAY}{_MONTH}\d{{2}}{_SERIAL}"
    rf"|{_PROVINCE}\d{{2}} \d{{2}}{_BIRTHDAY} {_MONTH}\d{{2}} {_SERIAL})"
)
#: Birth date, month of appointment, sex, serial.
_NIP = rf"(?:19[4-9]\d|20[01]\d){_MONTH}(?:{_DAY}) ?(?:19[6-9]\d|20[0-4]\d){_MONTH} ?[12] ?\d{{3}}"
_NPWP = r"\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}"
_PHONE = r"(?:\+?62[ -]?|0)8[1-9]\d(?:[ .-]?\d){6,9}"
_EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"

KINDS: dict[PersonalData, str] = {
    PersonalData.NIK: _NIK,
    PersonalData.NIP: _NIP,
    PersonalData.NPWP: _NPWP,
    PersonalData.PHONE: _PHONE,
    PersonalData.EMAIL: _EMAIL,
}
#: In free text a number counts only where no digit or letter touches it.
_IN_TEXT = {
    kind: rf"(?:^|[^0-9A-Za-z.]){pattern}(?:[^0-9A-Za-z]|$)"
    for kind, pattern in KINDS.items()
    if kind is not PersonalData.EMAIL
} | {PersonalData.EMAIL: _EMAIL}
_ANY_IN_TEXT = "|".join(_IN_TEXT.values())

_KK_WORDS = re.compile(r"\b(?:kk|kartu keluarga)\b")
_OFFICE_WORDS = re.compile(
    r"\b(?:kantor|dinas|opd|instansi|lembaga|puskesmas|sekolah|layanan|pengaduan|call center)\b"
)
_OFFICE_MAIL = re.compile(r"@(?:[\w-]+\.)*(?:go|sch|ac|mil)\.id$", re.I)
_ROUNDED = re.compile(r"\d[.,]\d+E\+1[5-8]", re.I)
_ID_WORDS = re.compile(r"\b(?:nik|no ktp|nomor ktp|nip|kk)\b")
_PERSON = r"(?:pegawai|penerima|pemilik|pasien|siswa|warga|kepala keluarga|pedagang|pemohon|peserta|orang)"
_PERSON_NAME = re.compile(rf"^nama (?:lengkap|{_PERSON})\b")
_HOME = re.compile(r"^alamat(?: (?:rumah|lengkap|tinggal|domisili|ktp))?$")

#: What a header calls a column of numbers of persons, and how many digits such a number has where
#: it counts without its inner order, because a zero or the signs between the digits may be lost.
#: NIK and NIP always show a date: other digits, or rounded ones, are none whatever the header says.
_HEADERS = (
    (PersonalData.KK, _KK_WORDS, range(0)),
    (PersonalData.NIK, re.compile(r"\b(?:nik|ktp|induk kependudukan)\b"), range(0)),
    (PersonalData.NIP, re.compile(r"\b(?:nip|induk pegawai)\b"), range(0)),
    (PersonalData.NPWP, re.compile(r"\b(?:npwp|wajib pajak)\b"), range(15, 17)),
    (
        PersonalData.PHONE,
        re.compile(r"\b(?:hp|no wa|whatsapp|handphone|ponsel|tele?pon|tele?fon|telp|tlp|kontak)\b"),
        range(9, 13),
    ),
)
_SIGNED_DIGITS = re.compile(r"['+]?[09][09 .\-]*")
_WHOLE_FLOAT = re.compile(r"\.[09]$")

#: Share of a column's values that makes it a column of a kind: 2.8 % of random 16 digits look
#: like a NIK, so one cell proves nothing. Less is enough where the header says the same.
_SHARE = 0.6
_SHARE_NAMED = 0.3
_FEWEST = 3


#: Shapes of a column: (shape, how often, an example).
Shapes = Sequence[tuple[str, int, str]]


@dataclass(frozen=True)
class PersonalFound:
    """What a column holds. An office's own numbers are only a hint."""

    kind: PersonalData
    count: int
    is_office: bool = False


@dataclass
class PersonalScan:
    """Counts of personal values in one column, and the first cells of free text that hold some."""

    counts: dict[PersonalData, int] = field(default_factory=dict)
    office_mails: int = 0
    texts: list[tuple[int, str, PersonalData]] = field(default_factory=list)
    text_count: int = 0

    def scan(self, column: pa.StringArray, shapes: pa.DictionaryArray, rows: pa.Int64Array) -> None:
        """Look at the cells whose shape could hold something personal."""
        names = shapes.dictionary.to_pylist()
        wanted = np.array([_may_hold(name) for name in names], dtype=bool)
        if not wanted.any():
            return
        mask = where_shape(shapes, wanted)
        self.scan_text(column.filter(mask), rows.filter(mask))

    def scan_text(self, column: pa.StringArray, rows: pa.Int64Array) -> None:
        """Look at every cell of `column`."""
        hit = pc.fill_null(pc.match_substring_regex(column, _ANY_IN_TEXT), False)
        if not hit.true_count:
            return
        values, places = column.filter(hit), rows.filter(hit)
        alone = np.zeros(len(values), bool)
        for kind, pattern in KINDS.items():
            whole = pc.match_substring_regex(values, f"^(?:{pattern})(?:\\.0)?$").to_numpy(
                zero_copy_only=False
            )
            if whole.any():
                self.counts[kind] = self.counts.get(kind, 0) + int(whole.sum())
                alone |= whole
                if kind is PersonalData.EMAIL:
                    self.office_mails += _count_office_mails(values.filter(pa.array(whole)))
        self._keep_texts(values.filter(pa.array(~alone)), places.filter(pa.array(~alone)))

    def _keep_texts(self, values: pa.StringArray, rows: pa.Int64Array) -> None:
        self.text_count += len(values)
        for value, row in zip(values[:1000].to_pylist(), rows[:1000].to_pylist(), strict=True):
            kind = next(kind for kind, pattern in _IN_TEXT.items() if re.search(pattern, value))
            if len(self.texts) < 1000 and not (kind is PersonalData.EMAIL and _is_office_mail(value)):
                self.texts.append((row, value, kind))

    def column_kind(self, label: str, valued: int, shapes: Shapes = ()) -> PersonalFound | None:
        """What the whole column holds, None where nothing personal.

        `valued` cells hold a value; `shapes` are (shape, how often, an example) of the column.
        """
        words = normalised(label)
        for kind, count in self.counts.items():
            share = _SHARE_NAMED if _says(words, kind) else _SHARE
            if count < min(_FEWEST, valued) or count < share * valued:
                continue
            if kind is PersonalData.NIK and _KK_WORDS.search(words):
                return PersonalFound(PersonalData.KK, count)
            return PersonalFound(kind, count, self._is_office(kind, count, words))
        return self._by_header(words, valued, shapes)

    def _by_header(self, words: str, valued: int, shapes: Shapes) -> PersonalFound | None:
        """Numbers of the right length under a header that names them."""
        for kind, named, lengths in _HEADERS:
            if not named.search(words):
                continue
            count = sum(
                times
                for shape, times, example in shapes
                if _digits_in(shape) in lengths and (kind is not PersonalData.PHONE or example[:1] == "8")
            )
            if count >= min(_FEWEST, max(valued, 1)) and count >= _SHARE * valued:
                return PersonalFound(kind, count, self._is_office(kind, count, words))
        return None

    def _is_office(self, kind: PersonalData, count: int, words: str) -> bool:
        if kind is PersonalData.EMAIL:
            return self.office_mails >= _SHARE * count
        return kind is PersonalData.PHONE and bool(_OFFICE_WORDS.search(words))

    def cells(self) -> Iterator[tuple[int, str, PersonalData]]:
        """Cells of free text that hold personal data: (row, value, kind)."""
        for row, value, kind in self.texts:
            if kind is not PersonalData.NIK or re.search(r"\b(?:nik|ktp|kk)\b", value, re.I):
                yield row, value, kind


def _says(words: str, kind: PersonalData) -> bool:
    return any(kind is one and named.search(words) for one, named, _ in _HEADERS)


def _digits_in(shape: str) -> int:
    """Digits of a shape that holds nothing else but the signs between them; 0 of any other."""
    bare = _WHOLE_FLOAT.sub("", shape)
    return sum(char in "09" for char in bare) if _SIGNED_DIGITS.fullmatch(bare) else 0


def is_rounded_identity(label: str, value: str) -> bool:
    """Whether an identity number lost its end in Excel (`8,27E+15` under NIK)."""
    return bool(_ROUNDED.fullmatch(value) and _ID_WORDS.search(normalised(label)))


def name_columns(labels: list[str], *, has_identity: bool) -> list[int]:
    """Columns that name persons or their homes: beside identity numbers, or one beside the other.

    The name and address of a building or an office alone are no personal data (DOMAIN §7 no. 31).
    """
    words = [normalised(label) for label in labels]
    names = [place for place, text in enumerate(words) if _PERSON_NAME.match(text)]
    homes = [place for place, text in enumerate(words) if _HOME.match(text)]
    if has_identity:
        return sorted({*names, *homes, *(place for place, text in enumerate(words) if text == "nama")})
    return sorted([*names, *homes]) if names and homes else []


@lru_cache(maxsize=1 << 14)
def _may_hold(shape: str) -> bool:
    return shape == LONG or "@" in shape or sum(char in "09" for char in shape) >= 10


def _is_office_mail(text: str) -> bool:
    return bool(_OFFICE_MAIL.search(text.strip(" ).;,"))) or bool(re.search(r"@[\w.-]*\bgo\.id\b", text))


def _count_office_mails(values: pa.StringArray) -> int:
    return sum(_is_office_mail(value) for value in values.to_pylist())
