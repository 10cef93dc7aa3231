"""Findings → the sentences people read: what was found, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from datasets.vocab import ColumnType, FindingCode, PersonalData
from datasets.wording.findings_content import CONTENT, WITHOUT_PROPOSAL
from datasets.wording.findings_file import FILE
from datasets.wording.findings_layout import LAYOUT
from datasets.wording.findings_rules import RULES
from datasets.wording.labels import label

#: Code → (what was found, how to mend it); `%(name)s` stands for a parameter of the finding.
SENTENCES: dict[FindingCode, tuple[Promise, Promise]] = {**FILE, **LAYOUT, **CONTENT, **RULES}

_NO_VALUE = "–"


@dataclass(frozen=True)
class Sentence:
    """The two sentences of one finding."""

    message: str
    remedy: str


class _Words(dict[str, str]):
    """Parameters of a sentence; one that the finding does not carry shows as a dash."""

    def __missing__(self, key: str) -> str:
        return _NO_VALUE


def sentence_of(finding: Mapping[str, Any]) -> Sentence:
    """The sentences for a finding given as `{code, row, column, cell, value, params, count…}`."""
    code = FindingCode(finding["code"])
    message, remedy = SENTENCES[code]
    if not finding.get("suggestion"):
        remedy = WITHOUT_PROPOSAL.get(code, remedy)
    params = finding.get("params") or {}
    words = _Words({key: _shown(value) for key, value in params.items()})
    for key in ("kind", "becomes"):
        if key in params:
            words[key] = _kind(str(params[key]))
    for key in ("sheet", "row", "column", "cell", "value", "suggestion", "count"):
        words.setdefault(key, _shown(finding.get(key)))
    return Sentence(str(message) % words, str(remedy) % words)


def place_of(finding: Mapping[str, Any]) -> str:
    """Where it is, in words: `sel C18`, `baris 18, kolom “Jumlah”`; empty for the whole file."""
    if finding.get("cell"):
        return gettext("sel %(cell)s") % {"cell": finding["cell"]}
    parts = []
    if finding.get("row"):
        parts.append(gettext("baris %(row)s") % {"row": finding["row"]})
    if finding.get("column"):
        parts.append(gettext("kolom “%(column)s”") % {"column": finding["column"]})
    return ", ".join(parts)


def _kind(code: str) -> str:
    """What a cell should be, or which personal data it is, in words; a file's kind stays itself."""
    for words in (ColumnType, PersonalData):
        if code in set(words):
            return label(words, code)
    return gettext("angka") if code == "number" else code


def _shown(value: Any) -> str:
    if value is None or value == "":
        return _NO_VALUE
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)
