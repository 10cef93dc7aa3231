"""The rules between the columns of a row are set: they hold every file that comes from now on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.fields import clean_fields
from datasets.actions.moving import locked_dataset
from datasets.models import Column, Dataset, RowRule, User
from datasets.rules.access import Act, check_not_withdrawn
from datasets.rules.errors import Fault, Invalid
from datasets.trail import record
from datasets.vocab import NUMERIC_TYPES, ColumnType, RowRuleKind, Verb

#: What a rule is made of; `columns` and `target` are column ids.
FIELDS = ("kind", "columns", "target", "tolerance", "values")
#: More rules, or more parts of one total, than anyone keeps in mind.
MOST_RULES = 40
MOST_PARTS = 20

_CALENDAR = frozenset({ColumnType.DATE, ColumnType.DATETIME, ColumnType.MONTH, ColumnType.YEAR})
_ORDERED = _CALENDAR | {ColumnType.TIME, ColumnType.QUARTER, ColumnType.FISCAL_YEAR}
_YES_NO = {"ya": "true", "tidak": "false"}


@transaction.atomic
def edit_row_rules(actor: User, dataset: Dataset, rules: Sequence[Mapping[str, Any]]) -> list[RowRule]:
    """Let the dataset have exactly these rules, in this order; versions of before stay as they are.

    Raises Hidden, Denied, Gone, Invalid (fields as `rules.<place from 0>.<field>`).
    """
    held = locked_dataset(actor, Act.EDIT_DATASET, dataset)
    check_not_withdrawn(held)
    before = list(held.row_rules.all())
    after = rules_of(held, {column.name: column for column in held.columns.all()}, rules)
    if [_told(rule) for rule in before] == [_told(rule) for rule in after]:
        return before
    held.row_rules.all().delete()
    RowRule.objects.bulk_create(after)
    held.metadata_updated_at = timezone.now()
    held.save(update_fields=["metadata_updated_at"])
    detail = {"before": [_told(rule) for rule in before], "after": [_told(rule) for rule in after]}
    record(actor, Verb.EDIT_RULES, held, detail=detail)
    return after


def rules_of(
    dataset: Dataset, columns: Mapping[str, Column], given: Sequence[Mapping[str, Any]]
) -> list[RowRule]:
    """The rules as rows that are not saved. Raises Invalid with every fault."""
    if len(given) > MOST_RULES:
        sentence = gettext("Paling banyak %(most)s aturan antarkolom.") % {"most": MOST_RULES}
        raise Invalid(Fault("rules", "too_many", sentence))
    made, faults = [], []
    for place, fields in enumerate(given):
        rule = RowRule(dataset=dataset, position=place)
        try:
            _fill(rule, fields)
            found = list(_faults(rule, columns))
        except Invalid as error:
            found = list(error.faults)
        faults += [Fault(f"rules.{place}.{fault.field}", fault.code, fault.message) for fault in found]
        made.append(rule)
    if faults:
        raise Invalid(*faults)
    return made


def _fill(rule: RowRule, fields: Mapping[str, Any]) -> None:
    missing = [name for name in ("kind", "columns", "target") if not fields.get(name)]
    if missing:
        raise Invalid(*(Fault(name, "required", gettext("Bagian ini wajib diisi.")) for name in missing))
    for name, value in clean_fields(rule, {"tolerance": 0, **fields}, FIELDS).items():
        setattr(rule, name, value)
    if rule.kind != RowRuleKind.REQUIRED_WITH:
        rule.values = []
    if rule.kind != RowRuleKind.SUM:
        rule.tolerance = RowRule._meta.get_field("tolerance").to_python(0)


def _faults(rule: RowRule, columns: Mapping[str, Column]) -> Iterator[Fault]:
    for field, names in (("columns", rule.columns), ("target", [rule.target])):
        for name in names:
            if name not in columns:
                sentence = gettext("Kolom “%(name)s” tidak ada dalam kamus dataset ini.") % {"name": name}
                yield Fault(field, "unknown_column", sentence)
                return
    if rule.target in rule.columns:
        yield Fault(
            "target", "same_column", gettext("Kolom tidak dapat dibandingkan dengan dirinya sendiri.")
        )
        return
    check = {RowRuleKind.ORDER: _order_faults, RowRuleKind.SUM: _sum_faults}.get(RowRuleKind(rule.kind))
    if check is not None:
        yield from check(rule, columns)
    elif columns[rule.target].type == ColumnType.BOOLEAN:
        rule.values = [_YES_NO.get(value.lower(), value.lower()) for value in rule.values]


def _order_faults(rule: RowRule, columns: Mapping[str, Column]) -> Iterator[Fault]:
    if len(rule.columns) != 1:
        yield Fault("columns", "one_column", gettext("Pilih satu kolom untuk dibandingkan."))
        return
    kinds = {ColumnType(columns[name].type) for name in (*rule.columns, rule.target)}
    alike = len(kinds) == 1 and kinds <= _ORDERED
    if not (alike or kinds <= NUMERIC_TYPES or kinds <= _CALENDAR):
        sentence = gettext("Pilih dua kolom sejenis: keduanya bilangan, atau keduanya waktu.")
        yield Fault("target", "not_comparable", sentence)


def _sum_faults(rule: RowRule, columns: Mapping[str, Column]) -> Iterator[Fault]:
    if not 2 <= len(rule.columns) <= MOST_PARTS:
        sentence = gettext("Pilih dua sampai %(most)s kolom bagian.") % {"most": MOST_PARTS}
        yield Fault("columns", "how_many", sentence)
    for field, names in (("columns", rule.columns), ("target", [rule.target])):
        if any(columns[name].type not in NUMERIC_TYPES for name in names):
            yield Fault(field, "not_a_number", gettext("Hanya kolom bilangan yang dapat dijumlahkan."))
    if rule.tolerance < 0:
        yield Fault("tolerance", "negative", gettext("Selisih yang dibolehkan paling kecil 0."))


def _told(rule: RowRule) -> dict[str, Any]:
    """A rule as the trail keeps it."""
    return {
        "kind": str(rule.kind),
        "columns": list(rule.columns),
        "target": rule.target,
        "tolerance": format(rule.tolerance.normalize(), "f"),
        "values": list(rule.values),
    }
