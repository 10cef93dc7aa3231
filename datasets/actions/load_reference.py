"""Bring the city's reference data into the database: offices, code lists, indicators, targets.

Idempotent: what is already so is left untouched, so times of change stay true. What a city file
no longer names stays for the history: a code is closed today, a sample office is switched off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from datasets.city import (
    City,
    CodeListRow,
    CodeRow,
    IndicatorRow,
    OrganizationRow,
    TargetRow,
    read_code_lists,
    read_indicators,
    read_organizations,
)
from datasets.jobs import Job, enqueue
from datasets.models import Code, CodeList, Dataset, Indicator, Organization, Target

Row = TypeVar("Row", bound=models.Model)


@dataclass
class Loaded:
    """How many rows were made, changed and found as they should be."""

    made: int = 0
    changed: int = 0
    same: int = 0

    @property
    def total(self) -> int:
        """All rows looked at."""
        return self.made + self.changed + self.same


@transaction.atomic
def load_reference(city: City) -> Loaded:
    """Offices, code lists and the city's own (not sample) indicators. Raises CityError."""
    loaded = Loaded()
    _load_organizations(list(read_organizations(city)), loaded)
    for item in read_code_lists(city):
        _load_code_list(item, loaded)
    _load_indicators([row for row in read_indicators(city) if not row.is_sample], loaded)
    return loaded


@transaction.atomic
def load_sample_indicators(city: City) -> Loaded:
    """The indicators marked as samples, bound to their datasets where these exist."""
    loaded = Loaded()
    _load_indicators([row for row in read_indicators(city) if row.is_sample], loaded)
    return loaded


def _load_organizations(rows: list[OrganizationRow], loaded: Loaded) -> None:
    for row in rows:
        values = asdict(row) | {"affairs": list(row.affairs), "is_active": True}
        _keep(Organization, {"code": values.pop("code")}, values, loaded)
    gone = Organization.objects.filter(is_sample=True, is_active=True)
    gone.exclude(code__in=[row.code for row in rows]).update(is_active=False)


def _load_code_list(item: CodeListRow, loaded: Loaded) -> None:
    values = {
        "title": item.title,
        "title_en": item.title_en,
        "description": item.description,
        "source": item.source,
        "version": item.version,
    }
    code_list = _keep(CodeList, {"slug": item.slug}, values, loaded)
    known = {code.code: code for code in code_list.codes.all()}
    wanted = {row.code: _code_values(row, place) for place, row in enumerate(item.codes)}
    fresh = [Code(code_list=code_list, code=code, **wanted[code]) for code in wanted if code not in known]
    Code.objects.bulk_create(fresh)
    loaded.made += len(fresh)
    for code in wanted.keys() & known.keys():
        _change(known[code], wanted[code], loaded)
    closed = code_list.codes.exclude(code__in=wanted).filter(valid_to=None)
    loaded.changed += closed.update(valid_to=timezone.localdate())


def _code_values(row: CodeRow, place: int) -> dict[str, Any]:
    return {
        "name": row.name,
        "name_en": row.name_en,
        "parent": row.parent,
        "level": row.level,
        "aliases": list(row.aliases),
        "extra": row.extra,
        "position": place,
        "valid_to": None,
    }


def _load_indicators(rows: list[IndicatorRow], loaded: Loaded) -> None:
    offices = {office.slug: office for office in Organization.objects.all()}
    datasets = {dataset.slug: dataset for dataset in Dataset.objects.all()}
    for place, row in enumerate(rows):
        values = {field: getattr(row, field) for field in _INDICATOR_FIELDS} | {
            "organization": offices[row.organization],
            "dataset": datasets.get(row.dataset),
            "position": place,
        }
        before = loaded.total - loaded.same
        indicator = _keep(Indicator, {"code": row.code}, values, loaded)
        if loaded.total - loaded.same > before or not indicator.realisations.exists():
            _ask_for_figures(indicator)
        _load_targets(indicator, row.targets, loaded)


def _ask_for_figures(indicator: Indicator) -> None:
    """Data that are public already give figures at once, not at their next publication only."""
    if indicator.dataset is not None and indicator.dataset.live_version_id is not None:
        enqueue(Job.COMPUTE_INDICATOR, str(indicator.pk))


_INDICATOR_FIELDS = (
    "name",
    "name_en",
    "affair",
    "level",
    "unit",
    "decimals",
    "polarity",
    "aggregation",
    "measure",
    "denominator",
    "scale",
    "filters",
    "formula",
    "formula_en",
    "baseline",
    "is_sample",
)


def _load_targets(indicator: Indicator, targets: Iterable[TargetRow], loaded: Loaded) -> None:
    for target in targets:
        key = {"indicator": indicator, "year": target.year, "quarter": None}
        values = {"value": target.value, "lower": target.lower, "upper": target.upper}
        _keep(Target, key, values, loaded)


def _keep(model: type[Row], key: dict[str, Any], values: dict[str, Any], loaded: Loaded) -> Row:
    found = model._default_manager.filter(**key).first()
    if found is None:
        loaded.made += 1
        return model._default_manager.create(**key, **values)
    return _change(found, values, loaded)


def _change(found: Row, values: dict[str, Any], loaded: Loaded) -> Row:
    different = [field for field, value in values.items() if getattr(found, field) != value]
    for field in different:
        setattr(found, field, values[field])
    if different:
        found.save()
        loaded.changed += 1
    else:
        loaded.same += 1
    return found
