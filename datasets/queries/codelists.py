"""Reference codes, public: the lists that columns are bound to, and their codes."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from datasets.models import Code, CodeList
from datasets.rules.errors import Hidden


def code_lists() -> QuerySet[CodeList]:
    """Every list, with `code_count`."""
    return CodeList.objects.annotate(code_count=Count("codes")).order_by("slug")


def code_list_of(slug: str) -> CodeList:
    """One list, with `code_count`. Raises Hidden."""
    found = code_lists().filter(slug=slug).first()
    if found is None:
        raise Hidden(gettext("Daftar kode ini tidak ditemukan."))
    return found


def codes_of(code_list: CodeList) -> QuerySet[Code]:
    """The codes of a list in its own order."""
    return code_list.codes.order_by("position", "code")
