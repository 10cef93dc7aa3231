"""What can be asked of contracts for consumers, for the OpenAPI document and its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from api.v1.operations import ONCE, Operation, query
from api.v1.schemas import Schema, array, code, shape, text, whole
from datasets.vocab import Scope
from datasets.vocab_hooks import SchemaChange

_VALUE: Schema = {"type": ["string", "array", "null"], "items": text()}
SCHEMA_CHANGE = shape(
    column=text("'' for the key, which belongs to the whole table."),
    kind=code(SchemaChange),
    before=_VALUE,
    after=_VALUE,
    is_breaking={"type": "boolean"},
)
SCHEMA_DIFF = shape(
    version=whole(), against=whole(), is_breaking={"type": "boolean"}, changes=array(SCHEMA_CHANGE)
)
_CONSUMER = shape(
    id=text(format="uuid"),
    name=text(),
    contact=text(),
    email=text(),
    webhook=text(is_null=True, format="uuid"),
    columns=array(text("A column's id; none at all means every column.")),
    owner=text(),
    created_at=text(format="date-time"),
)
_CONSUMERS = shape(count=whole(), results=array(_CONSUMER))
_PATH = "datasets/{slug}/consumers"
_REFUSALS = (400, 401, 403, 404, 410)

CONSUMERS = (
    Operation(
        "get",
        "datasets/{slug}/versions/{number}/schema-diff",
        "schema_diff",
        _("Beda susunan kolom dengan versi lain, untuk mesin"),
        SCHEMA_DIFF,
        parameters=(query("against", whole(), "A version's number; by default the one before."),),
        refusals=(400, 404, 410),
    ),
    Operation(
        "get",
        _PATH,
        "consumers",
        _("Sistem pemakai dataset ini"),
        _CONSUMERS,
        scope=Scope.READ,
        refusals=_REFUSALS,
    ),
    Operation(
        "post",
        _PATH,
        "make_consumer",
        _("Daftarkan sistem yang membaca kolom tertentu; diberi tahu sebelum kolomnya berubah"),
        _CONSUMER,
        status=201,
        parameters=(ONCE,),
        body=shape(
            name=text(),
            columns=array(text()),
            contact=text(),
            email=text(),
            webhook=text("The id of one of your webhooks."),
        )
        | {"required": ["name"]},
        scope=Scope.PUBLISH,
        refusals=(*_REFUSALS, 422),
    ),
    Operation(
        "delete",
        f"{_PATH}/{{consumer_id}}",
        "end_consumer",
        _("Hapus sistem pemakai"),
        _CONSUMERS,
        scope=Scope.PUBLISH,
        refusals=_REFUSALS,
    ),
)
