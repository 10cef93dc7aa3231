"""Offices, topics, code lists and figures of the whole portal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import ApiView, viewer_of
from datasets.models import Code, CodeList
from datasets.queries.cards import api_url, card_of, moment, page_url
from datasets.queries.codelists import code_list_of, code_lists, codes_of
from datasets.queries.organizations import OfficeCount, datasets_of, office_of, offices_of
from datasets.queries.stats import stats_of, topic_counts
from datasets.vocab import Topic
from datasets.wording.labels import label


class OrganizationsView(ApiView):
    """`GET organizations`."""

    def get(self, request: Request) -> HttpResponse:
        """Every office, with how many datasets it has published."""
        shown = [_office(office) for office in offices_of(viewer_of(request))]
        return as_json({"count": len(shown), "results": shown})


class OrganizationView(ApiView):
    """`GET organizations/{slug}`."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        """One office with its datasets."""
        office = office_of(viewer_of(request), slug)
        datasets = datasets_of(viewer_of(request), office.organization)
        return as_json(_office(office) | {"datasets": [card_of(dataset) for dataset in datasets]})


class TopicsView(ApiView):
    """`GET topics`."""

    def get(self, request: Request) -> HttpResponse:
        """Every topic in the portal's order, with its number of datasets."""
        counts = topic_counts(viewer_of(request))
        shown = [
            {"slug": topic, "name": label(Topic, topic), "dataset_count": counts.get(topic, 0)}
            for topic in Topic
        ]
        return as_json({"count": len(shown), "results": shown})


class CodeListsView(ApiView):
    """`GET codelists`."""

    def get(self, request: Request) -> HttpResponse:
        """Every code list, without its codes."""
        shown = [_list(code_list) for code_list in code_lists()]
        return as_json({"count": len(shown), "results": shown})


class CodeListView(ApiView):
    """`GET codelists/{slug}`."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        """One code list with all its codes."""
        code_list = code_list_of(slug)
        return as_json(_list(code_list) | {"codes": [_code(code) for code in codes_of(code_list)]})


class StatsView(ApiView):
    """`GET stats`."""

    def get(self, request: Request) -> HttpResponse:
        """How much there is."""
        stats = stats_of(viewer_of(request))
        return as_json(
            {
                "datasets": stats.datasets,
                "organizations": stats.organizations,
                "rows": stats.rows,
                "data_updated_at": moment(stats.data_updated_at),
            }
        )


def _office(office: OfficeCount) -> dict[str, Any]:
    of = office.organization
    return {
        "slug": of.slug,
        "name": of.name,
        "abbreviation": of.abbreviation or None,
        "code": of.code,
        "description": of.description or None,
        "website": of.website or None,
        "is_active": of.is_active,
        "is_sample": of.is_sample,
        "dataset_count": office.dataset_count,
        "links": {"self": api_url("organizations", of.slug), "page": page_url("opd", of.slug)},
    }


def _list(code_list: CodeList) -> dict[str, Any]:
    return {
        "slug": code_list.slug,
        "title": code_list.title,
        "description": code_list.description or None,
        "source": code_list.source or None,
        "version": code_list.version,
        "code_count": code_list.code_count,  # type: ignore[attr-defined]  # annotated by the query
        "links": {"self": api_url("codelists", code_list.slug)},
    }


def _code(code: Code) -> dict[str, Any]:
    return {
        "code": code.code,
        "name": code.name,
        "name_en": code.name_en or None,
        "parent": code.parent or None,
        "level": code.level or None,
        "valid_from": code.valid_from.isoformat() if code.valid_from else None,
        "valid_to": code.valid_to.isoformat() if code.valid_to else None,
    }
