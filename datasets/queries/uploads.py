"""One upload as its sender and reviewers follow it, and what was found in it, page by page."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from datasets.models import Finding, Upload
from datasets.queries import cursors
from datasets.queries.cards import api_url, moment, page_url
from datasets.queries.consumers import breaking_card
from datasets.queries.errors import BadParameter
from datasets.rules.access import Viewer, find_upload
from datasets.rules.states import moves_for
from datasets.vocab import Severity
from datasets.wording.findings import sentence_of

#: What `table` shows of a table found, whatever else is kept with it.
_TABLE = ("sheet", "header_row", "encoding", "delimiter", "rows", "columns")
MOST_FINDINGS = 1_000


@dataclass(frozen=True)
class FindingsPage:
    """Findings in their order; `next` is None at the end."""

    findings: list[dict[str, Any]]
    total: int
    next: str | None


def upload_view(viewer: Viewer, upload_id: uuid.UUID | str) -> dict[str, Any]:
    """The upload as CONTRACT shows it. Raises Hidden."""
    return view_of(viewer, find_upload(viewer, upload_id))


def view_of(viewer: Viewer, upload: Upload) -> dict[str, Any]:
    """The shape of `upload_view` for an upload already found."""
    version = getattr(upload, "version", None)
    return {
        "id": str(upload.pk),
        "url": api_url("uploads", upload.pk),
        "page": page_url("kerja", "unggahan", upload.pk),
        "dataset": upload.dataset.slug,
        "state": upload.state,
        "filename": upload.filename,
        "bytes": upload.bytes,
        "sha256": upload.sha256,
        "period": upload.period or None,
        "progress": {"step": upload.step, "done": upload.step_done, "total": upload.step_total},
        "table": {name: upload.table.get(name) for name in _TABLE} if upload.table else None,
        "counts": {word: upload.counts.get(word, 0) for word in ("errors", "warnings", "fixed")},
        "question": upload.question or None,
        "row_change": _row_change(upload),
        "breaking": breaking_card(upload),
        "moves": list(moves_for(viewer, upload)),
        "version": version.number if version else None,
        "received_at": moment(upload.received_at),
        "finished_at": moment(upload.finished_at),
    }


def _row_change(upload: Upload) -> dict[str, Any] | None:
    """What was sent instead of a file; `matched` of the `rows` were live when it was last checked."""
    change = getattr(upload, "row_change", None)
    if change is None:
        return None
    matched = change.outcome.get("matched")
    return {"kind": change.kind, "rows": change.rows, "columns": change.columns, "matched": matched}


def findings_page(
    viewer: Viewer, upload_id: uuid.UUID | str, *, severity: str = "", limit: int = 100, cursor: str = ""
) -> FindingsPage:
    """What was found, in the order of intake. Raises Hidden, BadParameter."""
    upload = find_upload(viewer, upload_id)
    found = upload.findings.order_by("position")
    if severity:
        if severity not in set(Severity):
            detail = gettext("“severity” adalah error, warning, atau fixed.")
            raise BadParameter("severity", "unknown_value", detail)
        found = found.filter(severity=severity)
    question = {"findings": str(upload.pk), "severity": severity}
    after = cursors.unseal(cursor, question) if cursor else -1
    total = found.count()
    page = list(found.filter(position__gt=after)[: limit + 1])
    following = cursors.seal(page[limit - 1].position, question) if len(page) > limit else None
    return FindingsPage([finding_of(finding) for finding in page[:limit]], total, following)


def finding_of(finding: Finding) -> dict[str, Any]:
    """One finding with its sentences; `row` and `cell` as the spreadsheet shows them."""
    told = {name: getattr(finding, name) for name in _TOLD}
    sentence = sentence_of(told)
    shown: dict[str, Any] = {name: _or_none(told[name]) for name in _SHOWN}
    return shown | {
        "message": sentence.message,
        "remedy": sentence.remedy,
        "suggestion": finding.suggestion or None,
        "count": finding.count,
    }


def findings_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Several findings with their sentences."""
    return [finding_of(finding) for finding in findings]


_SHOWN = ("code", "severity", "sheet", "row", "column", "cell", "value")
_TOLD = (*_SHOWN, "params", "suggestion", "count")


def _or_none(value: Any) -> Any:
    return None if value == "" else value
