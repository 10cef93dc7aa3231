"""What a single row around a table is: total, note, signature, column numbers, title."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from datasets.intake.values.units import is_known

_TOTAL_WORDS = (
    r"(?:(?:sub|grand)[\s-]*)?(?:jumlah|total|jml|rata\s*-?\s*rata|rerata|"
    r"j\s+u\s+m\s+l\s+a\s+h|t\s+o\s+t\s+a\s+l)"
)
_TOTAL_SCOPE = (
    r"(?:\s*(?:/\s*(?:total|jumlah)|umum|akhir|besar|keseluruhan|seluruh(?:nya)?|semua(?:nya)?|"
    r"(?:se-?)?(?:kota|kabupaten|kab\.?|provinsi|kecamatan|kec\.?|kelurahan|kel\.?)(?:\s.{0,40})?))*"
)
#: A label that is nothing but a total (RE2 and Python alike): `Jumlah Penduduk` is none.
TOTAL_LABEL = rf"(?i)^[\s*(]*{_TOTAL_WORDS}{_TOTAL_SCOPE}[\s:.*)]*$"
_TOTAL = re.compile(TOTAL_LABEL)

_NOTE = re.compile(
    r"^\s*(?:[*#†]+\)?\s*\S|(?:sumber|source|catatan|note|notes|ket|keterangan|penjelasan|"
    r"data\s+(?:diolah|sementara)|diunduh|dicetak|updated?|last\s+update|footnote)\b)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^\s*(?:mengetahui|menyetujui|disetujui|dibuat\s+oleh|diperiksa|kepala\s|plt\.|plh\.|pj\.|an\.|a\.n\.|"
    r"sekretaris\s|walikota|wali\s+kota|pejabat\s|penyusun|petugas|nip[\s.:]|nrp[\s.:]|ttd)"
    r"|\bnip\s*[.:]\s*\d"
    r"|^\s*[a-z .]{3,40},\s*(?:tanggal\s*)?(?:\d{1,2}|[.…_]+)\s*"
    r"(?:jan|feb|peb|mar|apr|mei|jun|jul|agu|ags|sep|okt|nov|nop|des)[a-z]*",
    re.IGNORECASE,
)
_COLUMN_NUMBER = re.compile(r"^\s*[(\[]?\s*(\d{1,3})\s*[)\]]?\s*(?:=.*)?$")
_BRACKETED = re.compile(r"^\s*\(.{1,40}\)\s*$")
_NUMBER = re.compile(r"^\s*\(?[-+]?(?:rp\.?\s*)?\d[\d.,\s]*(?:%|,-)?\)?\s*$", re.IGNORECASE)
_PLAIN_STYLES = (
    (re.compile(r"^-?\d+(?:\.\d+)?$"), ""),
    (re.compile(r"^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$"), "."),
    (re.compile(r"^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"), ","),
    (re.compile(r"^-?\d+,\d+$"), "."),
)
_YEAR = re.compile(r"^\s*(?:19|20)\d\d\s*\*{0,3}\s*$")

Row = Sequence[str]


def filled(row: Row) -> list[int]:
    """Indexes of the cells that hold something."""
    return [index for index, text in enumerate(row) if text and not text.isspace()]


def is_total_label(text: str) -> bool:
    """Whether `text` can only be the label of a total row."""
    return bool(_TOTAL.match(text))


def is_note(row: Row) -> bool:
    """Whether the row begins like `Sumber: …` and has hardly any other cell."""
    at = filled(row)
    return bool(at) and len(at) <= 2 and bool(_NOTE.match(row[at[0]]))


def is_signature(row: Row) -> bool:
    """Whether a cell of the row belongs to a block where officials sign."""
    return any(_SIGNATURE.search(row[index]) for index in filled(row))


def is_number(text: str) -> bool:
    """Whether `text` reads as a figure in any notation."""
    return bool(_NUMBER.match(text))


def is_year(text: str) -> bool:
    """Whether `text` is a year, perhaps with a mark for provisional figures."""
    return bool(_YEAR.match(text))


def value_of(text: str) -> float | None:
    """The figure that `text` writes, by its shape alone; None where it is not one."""
    text = text.strip()
    for pattern, thousands in _PLAIN_STYLES:
        if pattern.match(text):
            plain = text.replace(thousands, "") if thousands else text
            return float(plain.replace(",", "."))
    return None


def is_number_row(row: Row, following: Sequence[Row]) -> bool:
    """Whether the row only numbers the columns: `(1) (2) (3)`, or `1 2 3 …` above words.

    Bare numbers count only over five columns or more of which one holds words below.
    """
    at = filled(row)
    matches = [_COLUMN_NUMBER.match(row[index]) for index in at]
    if len(at) < 2 or not all(matches):
        return False
    numbers = [int(match.group(1)) for match in matches if match]
    if any(later != earlier + 1 for earlier, later in itertools.pairwise(numbers)):
        return False
    if numbers[0] not in (0, 1):
        return False
    if all(_BRACKETED.match(row[index]) for index in at):
        return True
    return len(at) >= 5 and _stands_over_words(at, following)


def _stands_over_words(at: list[int], following: Sequence[Row]) -> bool:
    below = [row for row in following[:10] if len(filled(row)) > 1]
    if len(below) < 2:
        return False
    return any(
        all(index < len(row) and row[index].strip() and not is_number(row[index]) for row in below)
        for index in at
    )


def is_unit_row(row: Row, header: Row) -> bool:
    """Whether the row only holds units under headers: `(ton)`, `(jiwa)`, or bare ones that are known."""
    at = filled(row)
    return len(at) >= 2 and all(
        (_BRACKETED.match(row[index]) or is_known(row[index]))
        and not _COLUMN_NUMBER.match(row[index])
        and not is_number(row[index])
        and index < len(header)
        and header[index].strip()
        for index in at
    )


def joined(row: Row) -> str:
    """The row as one line of text."""
    return " ".join(" ".join(row[index].split()) for index in filled(row))
