"""JSON-LD in a page: whatever a text holds, it stays inside its element and reads back the same."""

from __future__ import annotations

import json

from datasets.templatetags.linked import jsonld

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \" ' \\"


def test_no_text_gets_out() -> None:
    block = jsonld({"name": HOSTILE})
    start, end = '<script type="application/ld+json">', "</script>"
    assert block.startswith(start)
    assert block.endswith(end)
    inside = block[len(start) : -len(end)]
    assert not set(inside) & set("<>&\u2028")
    assert json.loads(inside) == {"name": HOSTILE}


def test_nothing_is_told_of_nothing() -> None:
    assert jsonld(None) == jsonld({}) == ""
