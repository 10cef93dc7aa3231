"""The grammar of `fq`: what clients send is read as they mean it, and the rest is refused."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.ckan.errors import SearchError
from api.ckan.grammar import MOST_DEPTH, read_query
from datasets.queries.terms import Both, Either, Node, Range, Term, Wild, Without

A, B, C = Term("organization", "a"), Term("organization", "b"), Term("groups", "c")
SINCE = Range("metadata_modified", "2026-11-24T03:30:02.123456Z", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Both()),
        ("   ", Both()),
        ("*:*", Both()),
        ("organization:a", A),
        ("+organization:a", A),
        ('organization:"a b"', Term("organization", "a b")),
        (r'title:"kata \"kutip\""', Term("title", 'kata "kutip"')),
        (r"name:a\:b", Term("name", "a:b")),
        ("-organization:a", Without(A)),
        ("NOT organization:a", Without(A)),
        ("!organization:a", Without(A)),
        ("--organization:a", A),
        ("organization:a groups:c", Both((A, C))),
        ("organization:a AND groups:c", Both((A, C))),
        ("organization:a && groups:c", Both((A, C))),
        ("organization:a OR organization:b", Either((A, B))),
        ("organization:a || organization:b", Either((A, B))),
        ("organization:(a OR b)", Either((A, B))),
        ("organization:(a b)", Both((A, B))),
        ("organization:(a OR -b)", Either((A, Without(B)))),
        ("(organization:a OR organization:b)", Either((A, B))),
        ("organization:a AND groups:c OR organization:b", Either((Both((A, C)), B))),
        ("-organization:a -organization:b", Both((Without(A), Without(B)))),
        ("organization:a^2", A),
        ("name:samp*", Term("name", "samp*", ("samp", Wild.ANY))),
        (r"name:samp\*", Term("name", "samp*")),
        ("name:*", Term("name", "*", (Wild.ANY,))),
        ("metadata_modified:[2026-11-24T03:30:02.123456Z TO *]", SINCE),
        ("name:{a TO b]", Range("name", "a", "b", is_low_in=False)),
        ('name:["a b" TO c}', Range("name", "a b", "c", is_high_in=False)),
        ("metadata_modified:[NOW-7DAYS/DAY TO NOW]", Range("metadata_modified", "NOW-7DAYS/DAY", "NOW")),
    ],
)
def test_what_clients_send_is_read(text: str, expected: object) -> None:
    assert read_query(text, with_words=False) == expected


def test_a_filtered_harvest_that_goes_on_asks_for_changes_of_either_office() -> None:
    """CKAN's own reading would drop the offices here: a space binds loosest, so OR keeps together."""
    text = "organization:a OR organization:b metadata_modified:[2026-11-24T03:30:02.123456Z TO *]"
    assert read_query(text, with_words=False) == Both((Either((A, B)), SINCE))


def test_words_stand_in_q_only() -> None:
    assert read_query("sampah organization:a", with_words=True) == Both((Term("", "sampah"), A))
    with pytest.raises(SearchError):
        read_query("sampah organization:a", with_words=False)


@pytest.mark.parametrize(
    "text",
    [
        "organization:", ":a", "organization:a OR", "OR organization:a", "organization:a AND OR groups:c", "(",
        ")", "()", "(organization:a", "organization:a)", "organization:(a", "organization:()", '"', 'name:"a',
        "name:[a TO b", "name:[a b]", "name:[TO]", "{!lucene}organization:a", "/.*/", "name:/a+/", "name:a~2",
        "-", "+", "NOT", "\\", "warna:merah", "organisasi:a", "*:a", "organization:a:b", "name:a\\",
        "sampah", "_query_:x", "a" * 50_001, "name:" + "*a" * 11, "name:*?*?*?*?*?*",
        "(" * (MOST_DEPTH + 1) + "name:a" + ")" * (MOST_DEPTH + 1), "(" * 40_000, "-" * 40_000,
        "name:a OR " * 1_500 + "name:a",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(SearchError) as caught:
        read_query(text, with_words=False)
    assert len(caught.value.message) < 300


def test_a_long_flat_list_is_read() -> None:
    offices = " OR ".join(f"organization:opd-{number}" for number in range(300))
    node = read_query(offices, with_words=False)
    assert isinstance(node, Either)
    assert len(node.parts) == 300


#: A question over three facts: a name of one, or an operator with its parts.
Fact = str | tuple[str, list[Any]]
FACTS = ("a", "b", "c")
QUESTIONS: st.SearchStrategy[Fact] = st.recursive(
    st.sampled_from(FACTS),
    lambda inner: st.tuples(st.sampled_from(["and", "or", "not"]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=12,
)
SPELLINGS = {"and": [" ", " AND ", " && "], "or": [" OR ", " || "], "not": ["-", "NOT ", "!", "- "]}


def written(question: Fact, choose: Callable[[list[str]], str]) -> str:
    """The question as one may write it, every part in parentheses."""
    if isinstance(question, str):
        return f"name:{question}"
    operator, parts = question
    spelling = choose(SPELLINGS[operator])
    texts = [f"({written(part, choose)})" for part in parts]
    return f"{spelling}{texts[0]}" if operator == "not" else spelling.join(texts)


def is_so(question: Fact, facts: set[str]) -> bool:
    if isinstance(question, str):
        return question in facts
    operator, parts = question
    told = [is_so(part, facts) for part in parts]
    return not told[0] if operator == "not" else all(told) if operator == "and" else any(told)


def holds(node: Node, facts: set[str]) -> bool:
    if isinstance(node, Term):
        return node.value in facts
    if isinstance(node, Without):
        return not holds(node.part, facts)
    assert isinstance(node, Both | Either)
    told = [holds(part, facts) for part in node.parts]
    return all(told) if isinstance(node, Both) else any(told)


@settings(max_examples=200, deadline=None, database=None)
@given(QUESTIONS, st.randoms(use_true_random=False))
def test_whatever_is_written_means_what_logic_says(question: Fact, chance: Random) -> None:
    node = read_query(written(question, chance.choice), with_words=False)
    for many in range(len(FACTS) + 1):
        for facts in itertools.combinations(FACTS, many):
            assert holds(node, set(facts)) == is_so(question, set(facts))
