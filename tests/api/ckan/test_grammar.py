"""The grammar of `fq`: what clients send is read as they mean it, and the rest is refused."""

from __future__ import annotations

import pytest

from api.ckan.errors import SearchError
from api.ckan.grammar import MOST_DEPTH, read_query
from datasets.queries.terms import Both, Either, Range, Term, Wild, Without

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
