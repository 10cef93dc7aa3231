"""What only the sender of a file knows → the question people read and the answers they may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from datasets.vocab import FindingCode

#: Kind of question → (the part of the recipe that keeps its answer, the question).
_QUESTIONS: dict[str, tuple[str, Promise]] = {
    FindingCode.NUMBER_AMBIGUOUS: (
        "number_styles",
        _("Bagaimana angka ditulis di kolom “%(column)s”?"),
    ),
    FindingCode.NUMBER_STYLES_MIXED: (
        "number_styles",
        _("Bagaimana angka ditulis di kolom “%(column)s”?"),
    ),
    FindingCode.DASH_MISSING: (
        "dash_means",
        _("Apa arti tanda “-” di kolom “%(column)s”?"),
    ),
    FindingCode.MERGED_BODY: (
        "fill_down",
        _("Label digabung atau hanya ditulis sekali untuk beberapa baris. Isi sel kosong di bawahnya?"),
    ),
    FindingCode.PERIOD_COLUMNS: (
        "unpivot",
        _("Judul kolom berupa periode (%(headers)s). Susun ulang menjadi satu kolom periode?"),
    ),
}

#: Kinds of question that are answered by a place in the file: the option is the answer.
_OF_PLACES: dict[str, tuple[str, Promise, Promise]] = {
    FindingCode.SHEET_CHOSEN: (
        "sheet",
        _("Lembar mana yang berisi data untuk dataset ini?"),
        _("lembar “%(value)s”: %(shown)s"),
    ),
    FindingCode.TABLES_SEVERAL: (
        "header_rows",
        _("Ada beberapa tabel di lembar ini. Tabel mana yang dimaksud?"),
        _("tabel dengan judul kolom di baris %(value)s: %(shown)s"),
    ),
    FindingCode.TABLES_BESIDE: (
        "columns",
        _("Ada beberapa tabel bersebelahan di lembar ini. Tabel mana yang dimaksud?"),
        _("kolom %(value)s: %(shown)s"),
    ),
    FindingCode.HEADER_UNCERTAIN: (
        "header_rows",
        _("Baris mana yang berisi judul kolom?"),
        _("baris %(value)s: %(shown)s"),
    ),
}
#: Kinds of finding that the page asks a question about.
ASKED = frozenset(_QUESTIONS) | frozenset(_OF_PLACES)
_NO_HEADER = "none"
_ONE_TABLE = "all"

_OPTIONS: dict[str, Promise] = {
    "id": _("1.234,5: titik memisahkan ribuan, koma desimal"),
    "en": _("1,234.5: koma memisahkan ribuan, titik desimal"),
    "plain": _("1234.5: titik desimal, tanpa pemisah ribuan"),
    "all": _("semua: satu tabel"),
    "missing": _("tidak ada data"),
    "zero": _("nol (0)"),
    "blank": _("biarkan kosong: tidak ada data"),
    "fill": _("isi dengan label di atasnya (kolom %(shown)s), juga untuk berkas berikutnya"),
    "keep": _("biarkan: satu kolom untuk setiap periode"),
    "fold": _("susun menjadi kolom %(shown)s, juga untuk berkas berikutnya"),
}


#: Headers named in a question; a table may have dozens.
_HEADERS_SHOWN = 6

#: Part of the recipe → how its answer is told; `%(said)s` is what was answered.
_ANSWERED: dict[str, Promise] = {
    "sheet": _("Data dibaca dari lembar “%(said)s”"),
    "columns": _("Tabel di kolom %(said)s"),
    "header_rows": _("Baris judul kolom: %(said)s"),
    "unpivot": _("Kolom periode disusun menjadi satu kolom: %(said)s"),
    "fill_down": _("Label diulang ke baris di bawahnya: %(said)s"),
    "keep_totals": _("Baris jumlah ikut dimuat sebagai data"),
    "number_styles": _("Angka di kolom “%(column)s”: %(said)s"),
    "dash_means": _("Tanda “-” di kolom “%(column)s”: %(said)s"),
}


@dataclass(frozen=True)
class Option:
    """One answer: its code, its words, whether it is the one assumed until now."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """One question: `name` of its field, where in the recipe its answer goes, and the answers."""

    name: str
    recipe_key: str
    column: str
    words: str
    options: tuple[Option, ...]
    unpivot: Mapping[str, Any] | None = None
    headers: tuple[str, ...] = ()

    def answer(self, choice: str) -> Any:
        """What the recipe keeps for `choice`: a place, a part for this column, how the table is folded."""
        if self.recipe_key in ("sheet", "columns"):
            return choice
        if self.recipe_key == "header_rows":
            first, _dash, last = ("0" if choice == _NO_HEADER else choice).partition("-")
            return [int(first), int(last or first)]
        if self.recipe_key == "fill_down":
            return list(self.headers) if choice == "fill" else []
        if self.unpivot is None:
            return {self.column: choice}
        return dict(self.unpivot) if choice == "fold" else {**self.unpivot, "headers": []}


def answered_words(name: str, column: str, value: Any) -> str:
    """An answer that holds, in words; `column` is a header."""
    return str(_ANSWERED[name]) % {"column": column, "said": _said(name, value)}


def _said(name: str, value: Any) -> str:
    if name == "header_rows":
        first, last = value
        return gettext("tidak ada") if first == 0 else str(first) if first == last else f"{first}-{last}"
    if name == "unpivot":
        return ", ".join(value["headers"][:_HEADERS_SHOWN]) or gettext("tidak")
    if name == "fill_down":
        return ", ".join(value) or gettext("tidak")
    return str(_OPTIONS.get(value, value))


def asked_of(
    question: Mapping[str, Any], recipe: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> list[Asked]:
    """The questions kept with an upload, in words; a kind that no recipe answers is left out.

    `headers` are the headers as written, by column id.
    """
    listed = question.get("questions") or []
    return [
        _asked(index, one, recipe, headers or {})
        for index, one in enumerate(listed)
        if one.get("code") in ASKED
    ]


def _asked(
    index: int, one: Mapping[str, Any], recipe: Mapping[str, Any], headers: Mapping[str, str]
) -> Asked:
    if one["code"] in _OF_PLACES:
        return _asked_place(index, one)
    key, words = _QUESTIONS[one["code"]]
    column = str(one.get("column", ""))
    chosen = one.get("default", "")
    if isinstance(recipe.get(key), Mapping):
        chosen = recipe[key].get(column, chosen)
    unpivot = one.get("unpivot")
    shown = {"column": headers.get(column) or column or gettext("tanpa judul")} | _names_of(unpivot or {})
    texts = {"fold": f"{shown.get('name')}, {shown.get('value')}"} | (one.get("shown") or {})
    options = tuple(
        Option(
            value,
            str(_OPTIONS.get(value, value)) % (shown | {"shown": texts.get(value, "")}),
            value == chosen,
        )
        for value in one.get("options", ())
    )
    return Asked(
        f"jawab-{index}", key, column, str(words) % shown, options, unpivot, tuple(one.get("headers") or ())
    )


def _asked_place(index: int, one: Mapping[str, Any]) -> Asked:
    """A question about the place of the table: each answer shows what stands there."""
    key, words, option = _OF_PLACES[one["code"]]
    texts = one.get("shown") or {}
    options = tuple(
        Option(
            value,
            _whole(key, value) or str(option) % {"value": value, "shown": texts.get(value, "")},
            value == one.get("default"),
        )
        for value in one.get("options", ())
    )
    return Asked(f"jawab-{index}", key, "", str(words), options)


def _whole(key: str, value: str) -> str:
    """The answer that is no place: no header at all, or all of it one table."""
    if (key, value) == ("header_rows", _NO_HEADER):
        return gettext("tabel ini tidak punya judul kolom")
    return gettext("semuanya satu tabel") if (key, value) == ("columns", _ONE_TABLE) else ""


def _names_of(unpivot: Mapping[str, Any]) -> dict[str, str]:
    """The headers to be folded, the first few of them, and what the new columns are called."""
    headers = [str(header) for header in unpivot.get("headers", ())]
    return {
        "headers": ", ".join(headers[:_HEADERS_SHOWN]) + (" …" if len(headers) > _HEADERS_SHOWN else ""),
        "name": str(unpivot.get("name_column", "")),
        "value": str(unpivot.get("value_column", "")),
    }
