"""Looks for personal data (UU 27/2022; DOMAIN §4): by content, over every row, never by name alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.values import people, personal
from datasets.intake.values.cells import Cells
from datasets.intake.values.marks import is_missing
from datasets.intake.values.shapes import LONG, where_shape
from datasets.intake.values.words import normalised
from datasets.vocab import PersonalData
from datasets.vocab_repairs import MASKED

_KK_WORDS = re.compile(r"\b(?:n?kk|kartu keluarga|family card)\b")
_OFFICE_WORDS = re.compile(
    r"\b(?:kantor|dinas|opd|instansi|lembaga|puskesmas|sekolah|layanan|pengaduan|call center)\b"
)
_ROUNDED = re.compile(r"\d[.,]\d+E\+1[5-8]", re.I)
_ID_WORDS = re.compile(r"\b(?:nik|no ktp|nomor ktp|nip|kk)\b")
_PHONE_WORDS = re.compile(
    r"\b(?:hp|wa|whatsapp|handphone|ponsel|seluler|tele?pon|tele?fon|telp|tlp|kontak|narahubung"
    r"|contact|phone|mobile|dihubungi)\b"
)

#: What a header calls a column of numbers of persons, and how many digits such a number has where
#: it counts without its inner order, because a zero or the signs between the digits may be lost.
#: NIK and NIP always show a date: other digits, or rounded ones, are none whatever the header says.
_HEADERS = (
    (PersonalData.KK, _KK_WORDS, range(0)),
    (
        PersonalData.NIK,
        re.compile(r"\b(?:nik|n i k|ktp|induk kependudukan|identitas|national id)\b"),
        range(0),
    ),
    (PersonalData.NIP, re.compile(r"\b(?:nip|induk pegawai|employee id)\b"), range(0)),
    (PersonalData.NPWP, re.compile(r"\b(?:npwp|wajib pajak|tax id)\b"), range(15, 17)),
    (PersonalData.PHONE, _PHONE_WORDS, range(9, 13)),
)
_SIGNED_DIGITS = re.compile(r"(?:[A-Za-z ]{2,20}[.:] ?)?['`\"+(]?[09][09 .()\-]*")
_WHOLE_FLOAT = re.compile(r"\.[09]$")
_NULL = pa.scalar(None, pa.string())

#: Share of a column's values that makes it a column of a kind: 2.8 % of random 16 digits look
#: like a NIK, so one cell proves nothing. Less is enough where the header says the same.
_SHARE = 0.6
_SHARE_NAMED = 0.3
_FEWEST = 3


#: Shapes of a column: (shape, how often, an example).
Shapes = Sequence[tuple[str, int, str]]


@dataclass(frozen=True)
class PersonalFound:
    """What a column holds. An office's own numbers are only a hint.

    `is_inside` where most of it stands inside texts, which say more than that.
    """

    kind: PersonalData
    count: int
    is_office: bool = False
    is_inside: bool = False


@dataclass
class PersonalScan:
    """Counts of personal values in one column, and the first cells of free text that hold some.

    `counts` are of cells that hold nothing else, `inside` of those with words around the value.
    """

    counts: dict[PersonalData, int] = field(default_factory=dict)
    inside: dict[PersonalData, int] = field(default_factory=dict)
    office_mails: int = 0
    texts: list[tuple[int, str, PersonalData]] = field(default_factory=list)
    text_count: int = 0

    def scan(self, cells: Cells, shapes: pa.DictionaryArray, rows: pa.Int64Array) -> None:
        """Look at the cells whose shape could hold something personal."""
        names = shapes.dictionary.to_pylist()
        wanted = np.array([_may_hold(name) for name in names], dtype=bool)
        if wanted.any():
            self._scan(cells, where_shape(shapes, wanted), rows)

    def scan_text(self, cells: Cells, rows: pa.Int64Array) -> None:
        """Look at every cell."""
        self._scan(cells, None, rows)

    def _scan(self, cells: Cells, wanted: pa.BooleanArray | None, rows: pa.Int64Array) -> None:
        looked = cells.values if wanted is None else pc.if_else(wanted, cells.values, _NULL)
        hit = pc.fill_null(pc.match_substring_regex(looked, personal.ANY_IN_TEXT), False)
        if hit.true_count:
            hit = pc.fill_null(cells.spread(hit), False)
            self._take_in(cells.column.filter(hit), rows.filter(hit))

    def _take_in(self, values: pa.StringArray, places: pa.Int64Array) -> None:
        """Count what kinds the cells hold, all of which hold some."""
        alone = np.zeros(len(values), bool)
        for kind in personal.KINDS:
            held = _matches(values, personal.IN_TEXT[kind])
            if not held.any():
                continue
            whole = _matches(values, personal.whole_cell(kind))
            self.counts[kind] = self.counts.get(kind, 0) + int(whole.sum())
            self.inside[kind] = self.inside.get(kind, 0) + int((held & ~whole).sum())
            alone |= whole
            if kind is PersonalData.EMAIL:
                self.office_mails += _count_office_mails(values.filter(pa.array(held)))
        self._keep_texts(values.filter(pa.array(~alone)), places.filter(pa.array(~alone)))

    def _keep_texts(self, values: pa.StringArray, rows: pa.Int64Array) -> None:
        self.text_count += len(values)
        for value, row in zip(values[:1000].to_pylist(), rows[:1000].to_pylist(), strict=True):
            kind = personal.kind_inside(value)
            if kind is not None and len(self.texts) < 1000:
                self.texts.append((row, value, kind))

    def column_kind(self, label: str, valued: int, shapes: Shapes = ()) -> PersonalFound | None:
        """What the whole column holds, None where nothing personal.

        `valued` cells hold a value; `shapes` are (shape, how often, an example) of the column.
        """
        words = normalised(label)
        for kind, alone in self.counts.items():
            count = alone + self.inside[kind]
            share = _SHARE_NAMED if _says(words, kind) else _SHARE
            if count < (min(_FEWEST, valued) if alone else _FEWEST) or count < share * valued:
                continue
            if kind is PersonalData.NIK and _KK_WORDS.search(words):
                return PersonalFound(PersonalData.KK, count)
            return PersonalFound(kind, count, self._is_office(kind, count, words), alone * 2 < count)
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
        yield from self.texts


def _says(words: str, kind: PersonalData) -> bool:
    return any(kind is one and named.search(words) for one, named, _ in _HEADERS)


def _digits_in(shape: str) -> int:
    """Digits of a shape that holds nothing else but the signs between them; 0 of any other."""
    bare = _WHOLE_FLOAT.sub("", shape)
    return sum(char in "09" for char in bare) if _SIGNED_DIGITS.fullmatch(bare) else 0


def says_who(label: str) -> bool:
    """Whether a header alone says that its column tells persons apart, or where they live."""
    words = normalised(label)
    return people.is_home(words) or any(named.search(words) for _, named, _ in _HEADERS)


def is_masked(values: Collection[str] | None) -> bool:
    """Whether the distinct values of a column are but masks and marks for no data."""
    return bool(values) and all(value == MASKED or is_missing(value) for value in values or ())


def is_rounded_identity(label: str, value: str) -> bool:
    """Whether an identity number lost its end in Excel (`8,27E+15` under NIK)."""
    return bool(_ROUNDED.fullmatch(value) and _ID_WORDS.search(normalised(label)))


def name_columns(labels: list[str], *, has_identity: bool, peopled: Collection[int] = ()) -> list[int]:
    """Columns that name persons or their homes: beside identity numbers, or one beside the other.

    `peopled` are columns of names that hold people's (`peopled_columns`). The name and address of a
    building or an office alone are no personal data (DOMAIN §7 no. 31).
    """
    words = [normalised(label) for label in labels]
    names = [place for place, text in enumerate(words) if people.is_of_persons(text) or place in peopled]
    homes = [place for place, text in enumerate(words) if people.is_home(text)]
    if has_identity:
        bare = (place for place, text in enumerate(words) if people.is_bare_name(text))
        return sorted({*names, *homes, *bare})
    both = [place for place in names if people.is_home_too(words[place])]
    return sorted({*names, *homes}) if names and homes else both


def peopled_columns(labels: list[str], values: Sequence[Collection[str] | None]) -> set[int]:
    """Columns of names that are people's, as their distinct values show where the header leaves it open."""
    return {
        place
        for place, (label, distinct) in enumerate(zip(labels, values, strict=True))
        if distinct and people.may_be_of_persons(normalised(label)) and people.are_persons(distinct)
    }


@lru_cache(maxsize=1 << 14)
def _may_hold(shape: str) -> bool:
    return shape == LONG or sum(char in "09" for char in shape) >= 10 or personal.may_hold_mail(shape)


def _matches(values: pa.StringArray, pattern: str) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = pc.match_substring_regex(values, pattern).to_numpy(zero_copy_only=False)
    return found


def _count_office_mails(values: pa.StringArray) -> int:
    return sum(personal.is_office_mail(value) for value in values.to_pylist())
