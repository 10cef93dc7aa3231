"""The forms of personal numbers and addresses (UU 27/2022; DOMAIN §4), alone in a cell or inside a text.

Offices write them with points, dashes and blanks between any groups, behind a label (`NIK: …`, `WA …`)
and with what shall keep robots away (`nama (at) gmail.com`).
"""

from __future__ import annotations

import re

from datasets.vocab import PersonalData

#: What may stand between two groups of digits of one number.
_SIGN = r"[ .\-_/" + "\u2013]"
_GAP = f"{_SIGN}{{0,3}}"
_DAY = r"0[1-9]|[12]\d|3[01]"
_MONTH = r"(?:0[1-9]|1[0-2])"
_PROVINCE = r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
#: Region (38 provinces), birth date (women: day + 40), serial from 0001.
_SERIAL = r"(?:\d{3}[1-9]|\d{2}[1-9]0|\d[1-9]00|[1-9]000)"
_BIRTHDAY = rf"(?:{_DAY}|4[1-9]|[56]\d|7[01])"
_NIK = _GAP.join((_PROVINCE, r"\d\d", r"\d\d", _BIRTHDAY, _MONTH, r"\d\d", _SERIAL))
#: Birth date, month of appointment (21 to 25 of staff by contract), sex, serial.
_BORN, _BEGAN = rf"(?:19[4-9]\d|20[01]\d){_MONTH}(?:{_DAY})", rf"(?:19[6-9]\d|20[0-4]\d)(?:{_MONTH}|2[1-5])"
_NIP = _GAP.join((_BORN, _BEGAN, "[12]", r"\d{3}"))
#: Without signs between its digits it is only known by its name before it.
_NPWP = (
    r"(?:0?\d{2}[ .\-]\d{3}[ .\-]\d{3}[ .\-]\d[ .\-]\d{3}[ .\-]\d{3}"
    r"|(?i:npwp)[ .:\-]{0,3}\d{2}[ .]?\d{3}[ .]?\d{3}[ .]?\d[ .\-]?\d{3}[ .]?\d{3,4})"
)
#: After the prefix three or four digits to the first sign, so that no coordinate (0.8…) is a phone.
_PHONE = rf"\(?(?:(?:\+|00)?62\)?{_SIGN}{{0,3}}\(?0?|0-?)8[1-9]\d{{1,2}}\)?(?:{_SIGN}{{0,3}}\d){{6,9}}"
_AT = r"(?: ?@ ?| ?[(\[{] ?(?i:at?) ?[)\]}] ?|_at_)"
_DOT = r"(?:\.| ?[(\[{] ?(?i:dot|titik) ?[)\]}] ?)"
_HOST = rf"[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+)*{_DOT}[A-Za-z]{{2,}}"
_SPELT = r"(?i: at [A-Za-z0-9-]+(?: dot [A-Za-z0-9-]+)* dot [A-Za-z]{2,})"
_EMAIL = rf"[A-Za-z0-9._%+-]*[A-Za-z0-9](?:{_AT}{_HOST}|{_SPELT})"

KINDS: dict[PersonalData, str] = {
    PersonalData.NIK: _NIK,
    PersonalData.NIP: _NIP,
    PersonalData.NPWP: _NPWP,
    PersonalData.PHONE: _PHONE,
    PersonalData.EMAIL: _EMAIL,
}
#: In free text a number counts only where no digit or letter touches it; a label's point may.
BEFORE = r"(?:^|[^0-9A-Za-z.]|[A-Za-z]\.)"
AFTER = r"(?:[^0-9A-Za-z]|$)"
IN_TEXT: dict[PersonalData, str] = {
    kind: f"{BEFORE}(?:{pattern}){AFTER}" for kind, pattern in KINDS.items() if kind is not PersonalData.EMAIL
} | {PersonalData.EMAIL: _EMAIL}
ANY_IN_TEXT = "|".join(IN_TEXT.values())

#: Beside a number in a text: what makes 16 digits a person's.
ID_BESIDE = r"(?i)\b(?:nik|ktp|kk|kartu keluarga|penduduk)\b"
_MAIL = re.compile(_EMAIL)
_OFFICE_MAIL = re.compile(r"@(?:[\w-]+\.)*(?:go|sch|ac|mil)\.id$", re.I)
_SPELT_AT = re.compile(_AT)
_SPELT_DOT = re.compile(_DOT)
#: In the shape of a cell: that it may hold an address.
_SIGNS_OF_MAIL = ("@", "(at", "[at", "{at", " at ", "( at", "[ at", "(a)", "_at_")


def whole_cell(kind: PersonalData) -> str:
    """The pattern of a cell that holds one such value and nothing else but signs around it."""
    return rf"^[^0-9A-Za-z+(]?(?:{KINDS[kind]})(?:\.0)?$"


def may_hold_mail(shape: str) -> bool:
    """Whether a cell of this shape may hold an address."""
    lowered = shape.lower()
    return any(sign in lowered for sign in _SIGNS_OF_MAIL)


def kind_inside(text: str) -> PersonalData | None:
    """The first kind of personal data inside a text; 16 digits are a NIK only with its name beside them."""
    for kind, pattern in IN_TEXT.items():
        if not re.search(pattern, text) or (kind is PersonalData.EMAIL and is_office_mail(text)):
            continue
        if kind is not PersonalData.NIK or re.search(ID_BESIDE, text):
            return kind
    return None


def is_office_mail(text: str) -> bool:
    """Whether all addresses in `text` are those of an office or a school, however they are written."""
    found = [match[0] for match in _MAIL.finditer(text)]
    return bool(found) and all(_OFFICE_MAIL.search(_plain(one)) for one in found)


def _plain(mail: str) -> str:
    return _SPELT_DOT.sub(".", _SPELT_AT.sub("@", mail))
