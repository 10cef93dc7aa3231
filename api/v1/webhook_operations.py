"""What can be asked of webhooks, for the OpenAPI document and its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from api.v1.operations import Operation
from api.v1.schemas import Schema, array, code, shape, text, whole
from datasets.vocab import Scope
from datasets.vocab_hooks import SUBSCRIBABLE, DeliveryState, HookEvent

_TIME: Schema = text(format="date-time")
_TIME_OR_NULL: Schema = text(is_null=True, format="date-time")
_EVENTS: Schema = array({"type": "string", "enum": [event.value for event in SUBSCRIBABLE]})
_FIELDS: dict[str, Schema] = {
    "id": text(format="uuid"),
    "name": text(),
    "url": text(),
    "events": _EVENTS,
    "dataset": text("Only this one, by slug.", is_null=True),
    "organization": text("Only this office's, by slug.", is_null=True),
    "is_active": {"type": "boolean"},
    "failing_since": _TIME_OR_NULL,
    "disabled_at": text("Switched off: by hand, or after five days of failures.", is_null=True),
    "created_at": _TIME,
}
_WEBHOOK = shape(**_FIELDS)
_SHOWN_ONCE = shape(
    **_FIELDS,
    secret=text("`whsec_…`, shown in this answer and never again; the rest is the key in base64."),
)
_DELIVERY = shape(
    id=text(format="uuid"),
    message=text("`webhook-id`: the same whenever this message is sent again.", format="uuid"),
    event=code(HookEvent),
    state=code(DeliveryState),
    attempt=whole(),
    status=whole("Of the receiver's answer.", is_null=True),
    error=text("Why there was no answer: timeout, address_refused, unknown_host, unreachable, tls…"),
    excerpt=text("The first 500 bytes of the answer."),
    tries=array({"type": "object"}),
    data={"type": "object"},
    created_at=_TIME,
    due_at=_TIME_OR_NULL,
    finished_at=_TIME_OR_NULL,
)
_ONE, _REFUSALS = "webhooks/{webhook_id}", (400, 401, 403, 404)


def _list(of: Schema) -> Schema:
    return shape(count=whole(), results=array(of))


def _operation(method: str, path: str, name: str, summary: Any, answer: Schema, **more: Any) -> Operation:
    scope = Scope.READ if method == "get" else Scope.PUBLISH
    return Operation(method, path, name, summary, answer, **{"scope": scope, "refusals": _REFUSALS} | more)


WEBHOOKS = (
    _operation("get", "webhooks", "webhooks", _("Webhook Anda"), _list(_WEBHOOK)),
    _operation(
        "post",
        "webhooks",
        "make_webhook",
        _("Daftarkan webhook; rahasianya hanya ditampilkan sekali, di jawaban ini"),
        _SHOWN_ONCE,
        status=201,
        body=shape(
            url=text("http or https, at a public address."),
            name=text(),
            events=_EVENTS,
            dataset=text("Slug."),
            organization=text("Slug."),
        )
        | {"required": ["url"]},
    ),
    _operation("get", _ONE, "webhook", _("Satu webhook"), _WEBHOOK),
    _operation(
        "patch",
        _ONE,
        "switch_webhook",
        _("Matikan atau hidupkan lagi"),
        _WEBHOOK,
        body=shape(is_active={"type": "boolean"}),
    ),
    _operation("delete", _ONE, "end_webhook", _("Hapus webhook beserta catatannya"), _list(_WEBHOOK)),
    _operation("post", f"{_ONE}/secret", "renew_webhook_secret", _("Ganti rahasianya"), _SHOWN_ONCE),
    _operation(
        "post",
        f"{_ONE}/ping",
        "ping_webhook",
        _("Kirim pesan percobaan"),
        _DELIVERY,
        status=202,
        refusals=(*_REFUSALS, 409),
    ),
    _operation(
        "get",
        f"{_ONE}/deliveries",
        "deliveries",
        _("Catatan kiriman tiga puluh hari terakhir"),
        _list(_DELIVERY),
    ),
    _operation(
        "post",
        f"{_ONE}/deliveries/{{delivery_id}}/redeliver",
        "redeliver",
        _("Kirim ulang satu pesan dengan webhook-id yang sama"),
        _DELIVERY,
        status=202,
        refusals=(*_REFUSALS, 409),
    ),
)
