"""Tags of the pages: icons, words, cells, query strings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal as D
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from datasets.templatetags import portal
from datasets.vocab import Band, ColumnType, Topic
from datasets.wording.labels import label


def rendered(source: str, **context: Any) -> str:
    return Template("{% load portal charts %}" + source).render(Context(context))


def test_an_icon_is_hidden_from_screen_readers_and_an_unknown_one_is_nothing() -> None:
    assert 'aria-hidden="true"' in portal.ikon("cari")
    assert portal.ikon("tidak-ada") == ""


@pytest.mark.parametrize("topic", list(Topic))
def test_each_topic_has_an_icon(topic: Topic) -> None:
    assert portal.ikon_topik(topic)


@pytest.mark.parametrize("band", list(Band))
def test_each_band_has_a_word_and_a_shape(band: Band) -> None:
    text = rendered("{% pita band %}", band=band)
    assert "<svg" in text
    assert label(Band, band) in text


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (None, ColumnType.DECIMAL, ""),
        (D("1248.50"), ColumnType.DECIMAL, "1.248,5"),
        ("1248.50", ColumnType.DECIMAL, "1.248,5"),
        (0, ColumnType.INTEGER, "0"),
        (True, ColumnType.BOOLEAN, "ya"),
        (False, ColumnType.BOOLEAN, "tidak"),
        (date(2026, 11, 5), ColumnType.DATE, "5 Nov 2026"),
        (datetime(2026, 11, 5, 9, 12, tzinfo=UTC), ColumnType.DATETIME, "5 Nov 2026 09.12"),
        ("82.71.02", ColumnType.CODE, "82.71.02"),
        ("2026-10", ColumnType.MONTH, "2026-10"),
        ({"type": "Point", "coordinates": [127.37, 0.77]}, ColumnType.POINT, "0,77000, 127,37000"),
    ],
)
def test_a_cell_is_read_by_its_type(value: Any, kind: ColumnType, expected: str) -> None:
    assert portal.sel(value, kind) == expected


def test_cells_escape_what_they_hold() -> None:
    row = ["<b>x</b>", D(5)]
    columns = [{"type": "text"}, {"type": "integer"}]
    text = rendered("{% baris_bukti row columns %}", row=[7, *row], columns=columns)
    assert text == '<td class="n">7</td><td>&lt;b&gt;x&lt;/b&gt;</td><td class="n">5</td>'


def test_the_query_string_keeps_what_was_chosen() -> None:
    asked = RequestFactory().get("/dataset?topik=a&topik=b&page=3")
    assert rendered("{% ganti page=4 %}", request=asked) == "topik=a&amp;topik=b&amp;page=4"
    assert rendered("{% halaman_sebelum 2 %}", request=asked) == "topik=a&amp;topik=b"


def test_missing_numbers_are_a_dash() -> None:
    assert rendered("{{ x|angka }} {{ x|persen }} {% nilai x 'ton' %}", x=None) == "– – –"


def test_charts_say_what_they_show() -> None:
    assert 'aria-label="82 dari 90"' in rendered("{% peluru 82 90 'tinggi' '82 dari 90' %}")
    assert "kosong" in rendered("{% peluru None None 'belum_dilaporkan' 'tidak ada' %}")
    assert rendered("{% percik values '' %}", values=[D(1)]).strip() == ""
