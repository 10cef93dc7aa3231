"""Reads `fq` and fielded `q`: the part of Lucene's grammar that clients use, strictly (decision 0020).

    query   = group …                 a space is AND, and binds loosest
    group   = chain OR chain …        so `organization:a OR organization:b metadata_modified:[… TO *]`
    chain   = clause AND clause …     means what a harvester means by it
    clause  = [+ | - | NOT | !] (field: (value | range | "( query )") | ( query ) | value)

What is not understood is refused: read otherwise than meant, a filter would tell a harvester that
everything is gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from api.ckan.errors import SearchError
from datasets.queries.terms import FIELDS, Both, Either, Node, Range, Term, Wild, Without

MOST_LETTERS, MOST_TOKENS, MOST_DEPTH, MOST_WILD = 50_000, 3_000, 30, 10

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<quoted>"(?:[^"\\]|\\.)*")
    | (?P<range>[\[{]\s*(?:"[^"]*"|[^\s"\[\]{}]+)\s+TO\s+(?:"[^"]*"|[^\s"\[\]{}]+)\s*[\]}])
    | (?P<open>\()
    | (?P<close>\))
    | (?P<colon>:\s*)
    | (?P<boost>\^\d{1,6}(?:\.\d{1,6})?)
    | (?P<and>&&)
    | (?P<or>\|\|)
    | (?P<plus>\+)
    | (?P<not>[-!])
    | (?P<word>(?:[^\s()\[\]{}":^~\\/&|]|\\.)(?:[^\s()\[\]{}":^~\\]|\\.)*)
    """,
    re.VERBOSE | re.DOTALL,
)
_ENDS = re.compile(r"""[\[{]\s*("[^"]*"|\S+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*[\]}]""", re.DOTALL)
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not"}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def read_query(text: str, *, with_words: bool) -> Node:
    """The tree of a query; nothing is everything. `with_words` allows values without a field.

    Raises SearchError.
    """
    if len(text) > MOST_LETTERS:
        raise _unreadable("too long")
    tokens = list(_tokens(text))
    if len(tokens) > MOST_TOKENS:
        raise _unreadable("too many terms")
    return _Reader(tokens, with_words=with_words).whole() if tokens else Both()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise _unreadable(f"at {text[place : place + 40]!r}")
        place = found.end()
        kind = found.lastgroup
        if kind == "word":
            kind = _OPERATORS.get(found[0], kind)
        if kind != "space":
            tokens.append(_Token(kind, found[0]))
    return tokens


class _Reader:
    """Goes once from the first token to the last."""

    def __init__(self, tokens: list[_Token], *, with_words: bool) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self._with_words = with_words

    def whole(self) -> Node:
        """The whole query."""
        node = self._query("")
        if self._place < len(self._tokens):
            raise _unreadable("a parenthesis too many")
        return node

    def _query(self, field: str) -> Node:
        groups = [self._group(field)]
        while self._kind() not in ("", "close"):
            groups.append(self._group(field))
        return groups[0] if len(groups) == 1 else Both(tuple(groups))

    def _group(self, field: str) -> Node:
        chains = [self._chain(field)]
        while self._took("or"):
            chains.append(self._chain(field))
        return chains[0] if len(chains) == 1 else Either(tuple(chains))

    def _chain(self, field: str) -> Node:
        clauses = [self._clause(field)]
        while self._took("and"):
            clauses.append(self._clause(field))
        return clauses[0] if len(clauses) == 1 else Both(tuple(clauses))

    def _clause(self, field: str) -> Node:
        is_without = False
        while self._kind() in ("plus", "not"):
            is_without ^= self._next().kind == "not"
        node = self._value(self._field() or field)
        self._took("boost")
        return Without(node) if is_without else node

    def _field(self) -> str:
        """The field before a colon, taken; '' where none stands here."""
        if self._kind() != "word" or self._kind(1) != "colon":
            return ""
        name = self._next().text
        self._next()
        if name != Wild.ANY and name not in FIELDS:
            raise _unreadable(f"undefined field {name[:60]}")
        return name

    def _value(self, field: str) -> Node:
        token = self._next()
        if token.kind == "open":
            return self._nested(field)
        if field == Wild.ANY:
            if token.text != Wild.ANY:
                raise _unreadable("only *:* asks every field")
            return Both()
        if not field and not self._with_words:
            raise _unreadable(f"no field before {token.text[:40]!r}")
        if token.kind == "range" and field:
            return _range(field, token.text)
        if token.kind == "quoted":
            return Term(field, re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL))
        if token.kind == "word":
            return _term(field, token.text)
        raise _unreadable(f"at {token.text[:40]!r}")

    def _nested(self, field: str) -> Node:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise _unreadable("too deep")
        node = self._query(field)
        if not self._took("close"):
            raise _unreadable("a parenthesis is not closed")
        self._depth -= 1
        return node

    def _kind(self, ahead: int = 0) -> str:
        place = self._place + ahead
        return self._tokens[place].kind if place < len(self._tokens) else ""

    def _took(self, kind: str) -> bool:
        is_here = self._kind() == kind
        self._place += is_here
        return is_here

    def _next(self) -> _Token:
        if not self._kind():
            raise _unreadable("it ends too early")
        self._place += 1
        return self._tokens[self._place - 1]


def _term(field: str, written: str) -> Term:
    """A bare value: `*` and `?` stand for other letters unless a backslash stands before them."""
    pieces: list[str] = []
    for letter in re.findall(r"\\.|[^\\]", written, re.DOTALL):
        if letter in tuple(Wild):
            pieces.append(Wild(letter))
        elif pieces and not isinstance(pieces[-1], Wild):
            pieces[-1] += letter[-1]
        else:
            pieces.append(letter[-1])
    wild = sum(isinstance(piece, Wild) for piece in pieces)
    if wild > MOST_WILD:
        raise _unreadable("too many wildcards")
    return Term(field, "".join(pieces), tuple(pieces) if wild else ())


def _range(field: str, written: str) -> Range:
    ends = _ENDS.fullmatch(written)
    if ends is None:
        raise _unreadable(f"at {written[:40]!r}")
    low, high = (None if end == "*" else end.strip('"') for end in ends.groups())
    return Range(field, low, high, written[0] == "[", written[-1] == "]")


def _unreadable(why: str) -> SearchError:
    return SearchError(f"SOLR returned an error running query: cannot parse query: {why}")
