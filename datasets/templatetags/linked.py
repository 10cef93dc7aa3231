"""`{% load linked %}`: what search engines read, as data inside a page."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: No text of ours may end the element or begin another one.
_ESCAPED = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


@register.simple_tag
def jsonld(data: dict[str, Any] | None) -> SafeString:
    """`data` as a block of JSON-LD: data, not a script that runs, so the page's policy allows it."""
    if not data:
        return SafeString("")
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPED)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped for its place
    )
