"""Addresses of API v1, without a slash at their end (the middleware forgives one)."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from api.v1.aggregate import (
    AggregateCsvView,
    AggregateJsonView,
    AggregateNdjsonView,
    AggregateParquetView,
    AggregateView,
    AggregateXlsxView,
)
from api.v1.base import NotFoundView
from api.v1.bulk import BulkView
from api.v1.client import ClientFileView
from api.v1.columns import ColumnsView, RowRulesView
from api.v1.consumers import ConsumersView, ConsumerView, SchemaDiffView
from api.v1.datasets import DatasetsView, DatasetView, WithdrawView
from api.v1.dictionary import SchemaView, TemplateView
from api.v1.document import DocsView, OpenApiView
from api.v1.indicators import IndicatorsView, IndicatorView
from api.v1.overrides import OverridesView, OverrideView
from api.v1.reference import (
    CodeListsView,
    CodeListView,
    OrganizationsView,
    OrganizationView,
    StatsView,
    TopicsView,
)
from api.v1.repairs import RepairsView, RepairView
from api.v1.row_changes import RowsDeleteView, RowsSentView, SentRowsView
from api.v1.rows import (
    RowsCsvView,
    RowsGeojsonView,
    RowsJsonView,
    RowsNdjsonView,
    RowsParquetView,
    RowsXlsxView,
)
from api.v1.sending import DatasetUploadsView, FileView
from api.v1.sessions import DatasetSessionsView, SessionsView, SessionView
from api.v1.uploads import (
    AnnotatedView,
    AnswerView,
    ApproveView,
    CancelView,
    FindingsView,
    ReturnView,
    SubmitView,
    UploadView,
)
from api.v1.version_diffs import VersionDiffCsvView, VersionDiffNdjsonView, VersionDiffView
from api.v1.versions import LatestFileView, VersionFileView, VersionsView, VersionView
from api.v1.webhooks import (
    DeliveriesView,
    RedeliverView,
    WebhookPingView,
    WebhookSecretView,
    WebhooksView,
    WebhookView,
)

_VERSION = "datasets/<slug:slug>/versions/<int:number>"


class _Anything(StringConverter):
    """What is left of an address, also with line breaks and slashes in it."""

    regex = r"[\s\S]+"


register_converter(_Anything, "anything")
_UPLOAD = "uploads/<uuid:upload_id>"
_WEBHOOK = "webhooks/<uuid:webhook_id>"

urlpatterns: list[URLPattern] = [
    path("datasets", DatasetsView.as_view(), name="api_datasets"),
    path("datasets/<slug:slug>", DatasetView.as_view(), name="api_dataset"),
    path("datasets/<slug:slug>/rows", RowsSentView.as_view(), name="api_rows"),
    path("datasets/<slug:slug>/rows/delete", RowsDeleteView.as_view(), name="api_rows_delete"),
    path("datasets/<slug:slug>/rows.csv", RowsCsvView.as_view(), name="api_rows_csv"),
    path("datasets/<slug:slug>/rows.ndjson", RowsNdjsonView.as_view(), name="api_rows_ndjson"),
    path("datasets/<slug:slug>/rows.json", RowsJsonView.as_view(), name="api_rows_json"),
    path("datasets/<slug:slug>/aggregate", AggregateView.as_view(), name="api_aggregate"),
    path("datasets/<slug:slug>/aggregate.csv", AggregateCsvView.as_view(), name="api_aggregate_csv"),
    path("datasets/<slug:slug>/aggregate.ndjson", AggregateNdjsonView.as_view(), name="api_aggregate_ndjson"),
    path("datasets/<slug:slug>/aggregate.json", AggregateJsonView.as_view(), name="api_aggregate_json"),
    path("datasets/<slug:slug>/aggregate.xlsx", AggregateXlsxView.as_view(), name="api_aggregate_xlsx"),
    path(
        "datasets/<slug:slug>/aggregate.parquet", AggregateParquetView.as_view(), name="api_aggregate_parquet"
    ),
    path("datasets/<slug:slug>/rows.xlsx", RowsXlsxView.as_view(), name="api_rows_xlsx"),
    path("datasets/<slug:slug>/rows.parquet", RowsParquetView.as_view(), name="api_rows_parquet"),
    path("datasets/<slug:slug>/rows.geojson", RowsGeojsonView.as_view(), name="api_rows_geojson"),
    path("datasets/<slug:slug>/versions", VersionsView.as_view(), name="api_versions"),
    path("datasets/<slug:slug>/versions/<int:number>", VersionView.as_view(), name="api_version"),
    path(
        "datasets/<slug:slug>/versions/<int:number>/files/<slug:file_format>",
        VersionFileView.as_view(),
        name="api_version_file",
    ),
    path(f"{_VERSION}/diff", VersionDiffView.as_view(), name="api_version_diff"),
    path(f"{_VERSION}/diff.csv", VersionDiffCsvView.as_view(), name="api_version_diff_csv"),
    path(f"{_VERSION}/diff.ndjson", VersionDiffNdjsonView.as_view(), name="api_version_diff_ndjson"),
    path(
        "datasets/<slug:slug>/versions/<int:number>/schema-diff",
        SchemaDiffView.as_view(),
        name="api_schema_diff",
    ),
    path("datasets/<slug:slug>/consumers", ConsumersView.as_view(), name="api_consumers"),
    path("datasets/<slug:slug>/consumers/<uuid:consumer_id>", ConsumerView.as_view(), name="api_consumer"),
    path("datasets/<slug:slug>/columns", ColumnsView.as_view(), name="api_columns"),
    path("datasets/<slug:slug>/row-rules", RowRulesView.as_view(), name="api_row_rules"),
    path("datasets/<slug:slug>/files/<slug:file_format>", LatestFileView.as_view(), name="api_latest_file"),
    path("datasets/<slug:slug>/schema.json", SchemaView.as_view(), name="api_schema"),
    path("datasets/<slug:slug>/template.xlsx", TemplateView.as_view(), name="api_template"),
    path("datasets/<slug:slug>/uploads", DatasetUploadsView.as_view(), name="api_dataset_uploads"),
    path("datasets/<slug:slug>/upload-sessions", DatasetSessionsView.as_view(), name="api_dataset_sessions"),
    path("upload-sessions", SessionsView.as_view(), name="api_sessions"),
    path("upload-sessions/<uuid:session_id>", SessionView.as_view(), name="api_session"),
    path("datasets/<slug:slug>/withdraw", WithdrawView.as_view(), name="api_withdraw"),
    path(_UPLOAD, UploadView.as_view(), name="api_upload"),
    path(f"{_UPLOAD}/file", FileView.as_view(), name="api_upload_file"),
    path(f"{_UPLOAD}/sent-rows", SentRowsView.as_view(), name="api_sent_rows"),
    path(f"{_UPLOAD}/findings", FindingsView.as_view(), name="api_findings"),
    path(f"{_UPLOAD}/annotated.xlsx", AnnotatedView.as_view(), name="api_annotated"),
    path(f"{_UPLOAD}/repairs", RepairsView.as_view(), name="api_repairs"),
    path(f"{_UPLOAD}/overrides", OverridesView.as_view(), name="api_overrides"),
    path(f"{_UPLOAD}/overrides/<slug:column>", OverrideView.as_view(), name="api_override"),
    path(f"{_UPLOAD}/repairs/<slug:key>", RepairView.as_view(), name="api_repair"),
    path(f"{_UPLOAD}/submit", SubmitView.as_view(), name="api_submit"),
    path(f"{_UPLOAD}/cancel", CancelView.as_view(), name="api_cancel"),
    path(f"{_UPLOAD}/answer", AnswerView.as_view(), name="api_answer"),
    path(f"{_UPLOAD}/approve", ApproveView.as_view(), name="api_approve"),
    path(f"{_UPLOAD}/return", ReturnView.as_view(), name="api_return"),
    path("bulk", BulkView.as_view(), name="api_bulk"),
    path("organizations", OrganizationsView.as_view(), name="api_organizations"),
    path("organizations/<slug:slug>", OrganizationView.as_view(), name="api_organization"),
    path("topics", TopicsView.as_view(), name="api_topics"),
    path("codelists", CodeListsView.as_view(), name="api_codelists"),
    path("codelists/<slug:slug>", CodeListView.as_view(), name="api_codelist"),
    path("indicators", IndicatorsView.as_view(), name="api_indicators"),
    path("indicators/<str:code>", IndicatorView.as_view(), name="api_indicator"),
    path("webhooks", WebhooksView.as_view(), name="api_webhooks"),
    path(_WEBHOOK, WebhookView.as_view(), name="api_webhook"),
    path(f"{_WEBHOOK}/secret", WebhookSecretView.as_view(), name="api_webhook_secret"),
    path(f"{_WEBHOOK}/ping", WebhookPingView.as_view(), name="api_webhook_ping"),
    path(f"{_WEBHOOK}/deliveries", DeliveriesView.as_view(), name="api_deliveries"),
    path(
        f"{_WEBHOOK}/deliveries/<uuid:delivery_id>/redeliver", RedeliverView.as_view(), name="api_redeliver"
    ),
    path("stats", StatsView.as_view(), name="api_stats"),
    path("client/<str:name>", ClientFileView.as_view(), name="api_client"),
    path("openapi.json", OpenApiView.as_view(), name="api_openapi"),
    path("docs", DocsView.as_view(), name="api_docs"),
    path("<anything:rest>", NotFoundView.as_view(), name="api_not_found"),
]
