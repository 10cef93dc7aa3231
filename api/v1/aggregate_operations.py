"""What can be asked of groups of rows, for the OpenAPI document and its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from api.v1.operations import WHICH_ROWS, Operation, query
from api.v1.schemas import content_of, ref, text
from datasets.queries.aggregate_query import MOST_GROUPS, MOST_KEYS, MOST_MEASURES
from datasets.queries.aggregate_words import DatePart, Function
from datasets.queries.aggregates import MOST_PIVOTED
from datasets.vocab import MEDIA_TYPES, Format

_ASKED = (
    *WHICH_ROWS,
    query(
        "group_by",
        text(examples=["kecamatan,tanggal:month"]),
        f"Up to {MOST_KEYS} columns between commas, those with dates also by part: {', '.join(DatePart)} "
        "(weeks and weekdays as in ISO 8601, Monday is 1). A key is named by its column; a column that is "
        "there twice is named with its part (`tanggal_year`). Without it all rows are one group.",
    ),
    query(
        "measure",
        text(default="count", examples=["sum:jumlah,avg:jumlah,count"]),
        f"Up to {MOST_MEASURES} between commas: `count`, or {', '.join(Function)} `:` a column. `sum:x` is "
        "named `sum_x`; a name that a key has gets `_` at its end, longer ones are cut to 63 letters. Sums "
        "are exact, `avg` and `median` have up to ten decimals, empty cells are left out: `count:x` "
        "counts the others.",
    ),
    query(
        "having",
        text(examples=["sum_jumlah__gte:100,count__gt:5"]),
        "Groups that stay: a measure's name, `__gt __gte __lt __lte __ne __isnull` or nothing for equal, `:` "
        "and a value; several between commas must all be met.",
    ),
    query(
        "pivot",
        text(),
        f"One of the keys: its values, up to {MOST_PIVOTED}, become columns named by measure and value "
        "(`sum_jumlah_L`), listed under `pivot`. `having` still looks at the groups before; "
        "`sort` then takes keys only.",
    ),
    query("sort", text(), "Keys and measures between commas, `-` before one for descending; nulls last."),
    query(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST_GROUPS},
        f"The first so many; `groups_total` counts the rest too. Without it all groups, and 413 "
        f"where they are more than {MOST_GROUPS}.",
    ),
)


def _stream(form: Format) -> Operation:
    return Operation(
        "get",
        f"datasets/{{slug}}/aggregate.{form}",
        f"aggregate_{form}",
        _("Semua kelompok sebagai satu berkas, mengalir, tanpa batas jumlah"),
        content_of(Format(form)),
        media_type=MEDIA_TYPES[form],
        parameters=_ASKED,
        refusals=(400, 403, 404, 410, 503),
    )


GROUPS = (
    Operation(
        "get",
        "datasets/{slug}/aggregate",
        "aggregate",
        _("Jumlah, rata-rata, cacah dan median menurut kolom apa pun"),
        ref("Groups"),
        parameters=_ASKED,
        refusals=(400, 403, 404, 410, 413, 503),
    ),
    *map(_stream, (Format.CSV, Format.NDJSON, Format.JSON, Format.XLSX, Format.PARQUET)),
)
