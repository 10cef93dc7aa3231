"""A dataset's own page: what it says, its rows, its columns, its files, its past."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from datasets.models import Version
from datasets.pages import stories
from datasets.pages.charts import bars_of, line_chart
from datasets.pages.map import map_of
from datasets.queries.catalog import Detail, dataset_detail
from datasets.queries.citation import citation_of
from datasets.queries.compliance import days_late
from datasets.queries.described import described_detail
from datasets.queries.resources import resource_of
from datasets.queries.schema_org import dataset_schema
from datasets.queries.summaries import Glance, glance_at
from datasets.queries.versions import file_of, version_of
from datasets.rules.access import Act, find_dataset, may
from datasets.rules.errors import Hidden
from datasets.vocab import Format, content_type_of
from satudata.stored_files import stored_file

PREVIEW = 12
#: The dimensions of quality in plain words: what the two counts beside them count.
_QUALITY = {
    "kelengkapan": gettext_lazy("Sel terisi"),
    "konsistensi": gettext_lazy("Sel tanpa perbaikan"),
    "keunikan": gettext_lazy("Baris tidak berulang"),
    "kemutakhiran": gettext_lazy("Periode terisi"),
    "metadata": gettext_lazy("Isian metadata terisi"),
}


@require_safe
def show(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """`/dataset/<slug>` and `/dataset/<slug>/versi/<n>`: the live version, or an older one."""
    detail = dataset_detail(request.user, slug, number, preview=PREVIEW)
    glance = glance_at(detail.dataset, detail.version) if detail.version and detail.is_rows_allowed else None
    tabs = _tabs(glance, detail)
    chosen = request.GET.get("tampilan", "")
    context = {
        "dataset": detail.dataset,
        "detail": detail,
        "version": detail.version,
        "is_live": detail.version is not None and detail.version.pk == detail.dataset.live_version_id,
        "tabs": tabs,
        "tab": chosen if chosen in [name for name, _icon, _word in tabs] else (tabs[0][0] if tabs else ""),
        "days_late": days_late(detail.dataset, timezone.localdate()),
        "quality": list(_quality(detail.version)),
        "citation": _citation(detail),
        "linked": dataset_schema(told, detail.columns) if (told := described_detail(detail)) else None,
        "may_edit": may(request.user, Act.EDIT_DATASET, detail.dataset),
        "may_upload": may(request.user, Act.UPLOAD, detail.dataset),
        **(_drawn(glance, detail) if glance else {}),
    }
    return render(request, "pages/dataset.html", context)


@require_safe
def show_file(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """`/dataset/<slug>/resource/<id>`: where a file's lasting address leads, the page of its dataset."""
    if resource_of(request.user, str(key)).dataset != find_dataset(request.user, slug):
        raise Hidden
    return show(request, slug)


@require_safe
def download(
    request: HttpRequest, slug: str, file_format: str, number: int | None = None
) -> HttpResponseBase:
    """`/dataset/<slug>/unduh/<format>`: a prepared file of the live version, or of an older one."""
    dataset = find_dataset(request.user, slug)
    version = version_of(request.user, dataset, number)
    file = file_of(request.user, dataset, version, file_format)
    return stored_file(request, file.sha256, file.bytes, content_type_of(Format(file.format)), file.filename)


def _tabs(glance: Glance | None, detail: Detail) -> list[tuple[str, str, str]]:
    """(name in the address, icon, word) of what can be shown."""
    tabs = []
    if glance and len(glance.periods) > 1:
        tabs.append(("grafik", "grafik", _("Grafik")))
    if glance and glance.areas:
        tabs.append(("wilayah", "peta", _("Wilayah")))
    if tabs:
        tabs.append(("angka", "tabel", _("Angka")))
    if detail.version and detail.is_rows_allowed:
        tabs.append(("api", "kode", _("API")))
    return tabs


def _drawn(glance: Glance, detail: Detail) -> dict[str, Any]:
    """What the tabs of a glance need."""
    measure = glance.main.measure
    lines = [(stories.subject(series.measure.label), series.values) for series in glance.series]
    return {
        "glance": glance,
        "measure": measure,
        "over_time": stories.over_time(glance),
        "by_area": stories.by_area(glance),
        "chart": line_chart(glance.periods, lines, measure.unit),
        "bars": bars_of(glance.areas, measure.unit),
        "map": map_of(glance.areas, measure.unit),
        "api_example": _example(detail, glance),
    }


def _example(detail: Detail, glance: Glance) -> str:
    """A filter that finds rows: the last period, where a column says it so."""
    column = next(
        (c for c in detail.columns if c.role == "period" and c.type in ("month", "quarter", "year")), None
    )
    return f"{column.id}={glance.periods[-1]}" if column and glance.periods else ""


def _quality(version: Version | None) -> Iterator[Mapping[str, Any]]:
    """The dimensions that apply: name, good, of, and the share as text for the bar."""
    dimensions = (version.quality or {}).get("dimensions", {}) if version else {}
    for name, word in _QUALITY.items():
        score = dimensions.get(name)
        if score and score["of"]:
            good, of = score["good"], score["of"]
            share = 100 * good / of
            kind = "" if share >= 95 else ("w-awas" if share >= 75 else "w-gagal")
            yield {
                "word": word,
                "good": good,
                "of": of,
                "share": f"{share:.1f}",
                "kind": kind,
            }


def _citation(detail: Detail) -> str:
    """How to cite the version that is shown; '' where nothing was published yet."""
    cited = citation_of(detail.dataset, detail.version)
    return cited.text if cited else ""
