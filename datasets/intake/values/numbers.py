"""Numbers as people write them: `1.234,56`, `1,234.56`, `Rp 1.250.000,-`, `85%`, `12 orang`.

`read_number` reads a value or its shape (`values.shapes`) alike; which style a column writes is
decided over every row by `values.styles`. Never strip separators before the pattern matched:
`1,234.56` without its comma and with its dot swapped would become 1.23456.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from datasets.intake.schema import NumberStyle
from datasets.intake.values.marks import split_status

PLAIN, ENGLISH, INDONESIAN = NumberStyle.PLAIN, NumberStyle.ENGLISH, NumberStyle.INDONESIAN
_ALL = frozenset(NumberStyle)

#: Units that may stand right behind the digits; any other word needs a space before it.
_GLUED = r"%|‰|°C?|kg|ton|km2?|cm|m[23²³]?|ha|l|jt|rb|jiwa|orang"
_WORDS = r"[A-Za-z][A-Za-z./²³23]*(?: [A-Za-z/²³23]+)?"
_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?P<prefix>Rp\.?|IDR|US\$|USD|\$|€)?\s*(?P<inner>[-−])?"
    r"(?P<body>\d(?:[\d., ']*\d)?|[.,]\d+)(?:[Ee](?P<exponent>[+-]?\d{1,3}))?(?P<money>[,.]-{1,2})?"
    rf"(?:\s*(?P<glued>{_GLUED})|\s+(?P<words>{_WORDS}))?\s*(?P<close>\))?"
)
_MONTH_NAME = re.compile(
    r"jan|feb|peb|mar|apr|mei|may|jun|jul|ag[ust]|aug|sep|ok?t|oct|no[vp]|des|dec|wib|wita|wit\b", re.I
)
#: Account and area codes (`5.1.02.01`, `82.71.02`): an inner group that is no thousand.
_DOTTED_CODE = re.compile(r"\d+(?:\.\d{3})*\.(?:\d{1,2}|\d{4,})(?:\.\d+)+")
#: Signs of a hemisphere: south and west are negative (lintang selatan, bujur barat).
_HEMISPHERES = {"LS": -1, "BB": -1, "LU": 1, "BT": 1}

_BODIES: tuple[tuple[re.Pattern[str], frozenset[NumberStyle]], ...] = (
    (re.compile(r"\d+"), _ALL),
    (re.compile(r"[1-9]\d{0,2}\.\d{3}"), _ALL),
    (re.compile(r"\d*\.\d+"), frozenset({PLAIN, ENGLISH})),
    (re.compile(r"[1-9]\d{0,2}(\.\d{3}){2,}|[1-9]\d{0,2}(\.\d{3})+,\d+"), frozenset({INDONESIAN})),
    (re.compile(r"[1-9]\d{0,2},\d{3}"), frozenset({ENGLISH, INDONESIAN})),
    (re.compile(r"\d*,\d+"), frozenset({INDONESIAN})),
    (re.compile(r"[1-9]\d{0,2}(,\d{3}){2,}|[1-9]\d{0,2}(,\d{3})+\.\d+"), frozenset({ENGLISH})),
    (re.compile(r"[1-9]\d{0,2}([ ']\d{3})+"), _ALL),
    (re.compile(r"[1-9]\d{0,2}([ ']\d{3})+,\d+"), frozenset({INDONESIAN})),
    (re.compile(r"[1-9]\d{0,2}([ ']\d{3})+\.\d+"), frozenset({PLAIN, ENGLISH})),
)


@dataclass(frozen=True)
class NumberRead:
    """What stands in a cell that looks like a number.

    `styles` are those under which `body` is well formed; none means broken (`1.234.56`).
    `unit` is what stood around it, `status` the mark behind it (sementara, revisi).
    """

    body: str
    sign: int
    styles: frozenset[NumberStyle]
    exponent: str = ""
    unit: str = ""
    status: str = ""

    @property
    def is_broken(self) -> bool:
        """Digits and separators that no style explains."""
        return not self.styles

    @property
    def is_ambiguous(self) -> bool:
        """Well formed in two styles with different values (`1.234`)."""
        return INDONESIAN in self.styles and ENGLISH in self.styles and not self.is_bare

    @property
    def is_bare(self) -> bool:
        """Digits alone, or grouped by blanks: the same number in every style."""
        return not set(self.body) & {".", ","}

    @property
    def is_padded(self) -> bool:
        """Starts with a zero before another digit, as codes do."""
        return len(self.body) > 1 and self.body[0] == "0" and self.body[1].isdigit()

    def decimals(self, style: NumberStyle) -> int:
        """Digits behind the decimal sign when read as `style`."""
        sign = "," if style is INDONESIAN else "."
        tail = len(self.body.rpartition(sign)[2]) if sign in self.body and style in self.styles else 0
        return max(0, tail - int(self.exponent)) if self.exponent else tail


@lru_cache(maxsize=1 << 15)
def read_number(text: str) -> NumberRead | None:
    """The number written in `text` (a value or a shape), None where it writes none."""
    bare, status = split_status(text)
    match = _NUMBER.fullmatch(bare.replace("\u00a0", " "))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    unit = match["prefix"] or match["glued"] or match["words"] or ""
    if match["words"] and _MONTH_NAME.match(unit):
        return None
    minus = [match["open"], match["sign"] in ("-", "−", "–"), match["inner"]]
    sign = (-1) ** sum(map(bool, minus)) * _HEMISPHERES.get(unit, 1)
    body = match["body"]
    if _DOTTED_CODE.fullmatch(body):
        return None
    exponent = match["exponent"] or ""
    styles = _styles_of(body) - _grouped_by(body) if exponent else _styles_of(body)
    return NumberRead(body, sign, styles, exponent, unit.rstrip("."), status)


def plain(read: NumberRead, style: NumberStyle) -> str | None:
    """`read` in plain notation (`-1234.5`) as the style has it; None where it does not fit."""
    if style not in read.styles:
        return None
    digits = read.body.replace(" ", "").replace("'", "")
    digits = digits.replace(".", "").replace(",", ".") if style is INDONESIAN else digits.replace(",", "")
    whole, _, fraction = digits.partition(".")
    whole = whole.lstrip("0") or "0"
    number = f"{whole}.{fraction}" if fraction else whole
    if read.exponent:
        number = f"{Decimal(f'{number}E{read.exponent}'):f}"
    return f"-{number}" if read.sign < 0 and number.strip("0.") else number


def parse_number(text: str, style: NumberStyle) -> str | None:
    """`text` in plain notation; None where it is no number in that style."""
    read = read_number(text)
    return plain(read, style) if read else None


def _grouped_by(body: str) -> frozenset[NumberStyle]:
    """Styles that would take a sign of `body` for one of thousands: never before an exponent."""
    return frozenset({INDONESIAN}) if "." in body else frozenset({ENGLISH}) if "," in body else frozenset()


@lru_cache(maxsize=1 << 12)
def _styles_of(body: str) -> frozenset[NumberStyle]:
    for pattern, styles in _BODIES:
        if pattern.fullmatch(body):
            return styles
    return frozenset()
