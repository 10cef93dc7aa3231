"""What a query refuses: a parameter it does not know or cannot read, or a question that takes too long."""

from __future__ import annotations


class BadParameter(ValueError):
    """400: `field` names the parameter, `code` the reason, `detail` says it in words."""

    def __init__(self, field: str, code: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field
        self.code = code
        self.detail = detail


class TooSlow(Exception):
    """503: PostgreSQL cut the query at `STATEMENT_TIMEOUT_MS`. `is_search`: words were sought in all rows."""

    def __init__(self, *, is_search: bool = False) -> None:
        super().__init__()
        self.is_search = is_search


class NoPlace(TooSlow):
    """503: as many heavy queries as may are running already."""


class TooManyGroups(Exception):
    """413: an answer with more groups than one page holds; `count` is how many there are."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(f"{count} groups, {most} at most")
        self.count = count
        self.most = most
