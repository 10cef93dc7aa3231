"""Matches the columns of a file with a data dictionary: the same, renamed, missing, new."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from datasets.intake.check_headers import id_of
from datasets.intake.findings import Findings
from datasets.intake.schema import ColumnRule, Dictionary
from datasets.intake.table import Table
from datasets.intake.values.words import normalised
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity

#: How alike two headers must be to be taken for one column (with a warning).
_ALIKE = 0.85
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True)
class Matched:
    """A column of the file that is the dictionary's `rule`."""

    place: int
    rule: ColumnRule


#: What a column of the file would be in a dictionary: its id, type, role and unit, by place.
Propose = Callable[[int], dict[str, str]]


def match_columns(
    table: Table, dictionary: Dictionary, findings: Findings, propose: Propose
) -> list[Matched]:
    """The columns to load, in the dictionary's order; tells what is missing, new or renamed."""
    found: dict[str, int] = {}
    free = list(range(len(table.labels)))
    for is_same in (_is_exact, _is_normalised, _is_without_unit, _is_alike):
        for rule in dictionary.columns:
            if rule.id in found:
                continue
            place = next((place for place in free if is_same(rule, table.labels[place])), None)
            if place is None:
                continue
            free.remove(place)
            found[rule.id] = place
            if is_same in (_is_without_unit, _is_alike):
                _tell_renamed(table, place, rule, findings)
    _tell_missing(dictionary, found, findings)
    _tell_new(table, free, findings, propose)
    return [Matched(found[rule.id], rule) for rule in dictionary.columns if rule.id in found]


def _names(rule: ColumnRule) -> list[str]:
    return [rule.label, rule.id, *rule.aliases]


def _is_exact(rule: ColumnRule, label: str) -> bool:
    return label in _names(rule)


def _is_normalised(rule: ColumnRule, label: str) -> bool:
    wanted = normalised(label)
    return wanted != "" and (wanted in map(normalised, _names(rule)) or id_of(label) == rule.id)


def _is_without_unit(rule: ColumnRule, label: str) -> bool:
    wanted = normalised(_BRACKETS.sub(" ", label))
    return wanted != "" and wanted in {normalised(_BRACKETS.sub(" ", name)) for name in _names(rule)}


def _is_alike(rule: ColumnRule, label: str) -> bool:
    wanted = normalised(label)
    if len(wanted) < 5:
        return False
    return any(
        difflib.SequenceMatcher(None, wanted, normalised(name)).ratio() >= _ALIKE
        and re.findall(r"\d+", wanted) == re.findall(r"\d+", normalised(name))
        for name in _names(rule)
    )


def _tell_renamed(table: Table, place: int, rule: ColumnRule, findings: Findings) -> None:
    cell = _header_cell(table, place)
    findings.add(F.COLUMN_RENAMED, column=table.labels[place], suggestion=rule.label, **cell)


def _tell_missing(dictionary: Dictionary, found: dict[str, int], findings: Findings) -> None:
    for rule in dictionary.columns:
        if rule.id not in found:
            severity = Severity.ERROR if rule.required or rule.key else Severity.WARNING
            params = {"name": rule.id, "type": str(rule.type), "may_loosen": rule.required and not rule.key}
            findings.add(F.COLUMN_MISSING, severity=severity, column=rule.label, params=params)


def _tell_new(table: Table, free: list[int], findings: Findings, propose: Propose) -> None:
    for place in free:
        if table.labels[place].strip():
            where = _header_cell(table, place)
            findings.add(F.COLUMN_NEW, column=table.labels[place], params=propose(place), **where)


def _header_cell(table: Table, place: int) -> dict[str, Any]:
    row = table.header_row.rpartition("-")[2]
    return {"row": int(row), "cell": f"{table.letters[place]}{row}"} if row.isdecimal() else {}
