"""Which datasets match the words that somebody typed, and how well."""

from __future__ import annotations

import re

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import (
    Case,
    DecimalField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Round

from datasets.models import Column, Dataset

#: PostgreSQL's Indonesian stemmer: `pengangkutan` and `terangkut` meet at `angkut`.
CONFIG = "indonesian"
MOST_LETTERS = 200


def matching(datasets: QuerySet[Dataset], words: str) -> QuerySet[Dataset]:
    """Those of `datasets` that match `words`, with `rank` (6 decimals, higher is better).

    Words are stemmed and also taken as beginnings of words; a phrase in quotes, `OR` and `-word`
    work as in a search engine. A piece of the title, or an office's abbreviation, always matches.
    """
    typed = words.replace("\x00", " ").strip()[:MOST_LETTERS]
    if not typed:
        return datasets
    return ranked(searchable(datasets), typed).filter(word_condition(typed)).defer(None)


def searchable(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """The same with `text`, which `word_condition` looks into."""
    return datasets.annotate(text=_text())


def ranked(datasets: QuerySet[Dataset], typed: str) -> QuerySet[Dataset]:
    """The same with `rank`: how well `typed` matches (6 decimals, higher is better)."""
    return datasets.annotate(rank=_rank(_query_of(typed), _in_title(typed)))


def word_condition(typed: str) -> Q:
    """Whether a dataset of `searchable` matches what was typed."""
    return Q(text=_query_of(typed)) | _in_title(typed) | Q(slug__icontains=typed)


def _in_title(typed: str) -> Q:
    return Q(title__icontains=typed) | Q(organization__abbreviation__iexact=typed)


def _query_of(typed: str) -> SearchQuery:
    asked = SearchQuery(typed, search_type="websearch", config=CONFIG)
    starts = " & ".join(f"{word}:*" for word in re.findall(r"[^\W_]+", typed))
    if not starts or re.search(r'["-]|\bor\b', typed, re.IGNORECASE):
        return asked
    return asked | SearchQuery(starts, search_type="raw", config=CONFIG)


def _text() -> CombinedExpression:
    """Everything that is searched: title before tags before office, columns and description."""
    tags = Func(F("tags"), Value(" "), function="array_to_string", output_field=TextField())
    labels = (
        Column.objects.filter(dataset=OuterRef("pk"))
        .order_by()
        .values("dataset")
        .annotate(all=StringAgg("label", Value(" ")))
        .values("all")
    )
    return (
        SearchVector("title", weight="A", config=CONFIG)
        + SearchVector(tags, weight="B", config=CONFIG)
        + SearchVector("organization__name", "organization__abbreviation", weight="C", config=CONFIG)
        + SearchVector(Subquery(labels, output_field=TextField()), weight="C", config=CONFIG)
        + SearchVector("description", "concept", "definition", weight="D", config=CONFIG)
    )


def _rank(query: SearchQuery, in_title: Q) -> Round:
    decimal: DecimalField[object, object] = DecimalField(max_digits=12, decimal_places=6)
    bonus = Case(When(in_title, then=Value(1)), default=Value(0), output_field=decimal)
    return Round(Cast(SearchRank(_text(), query), decimal) + bonus, 6, output_field=decimal)
