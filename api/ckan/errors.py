"""Refusals in CKAN's own words: clients look at `__type` only (INTEROP §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar


class ActionError(Exception):
    """A refusal with a status, CKAN's `__type` and a message."""

    status: ClassVar[int]
    kind: ClassVar[str]

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(ActionError):
    """404: not there, or not public."""

    status, kind = 404, "Not Found Error"


class NotAllowed(ActionError):
    """403: any write, and rows of restricted datasets."""

    status, kind = 403, "Authorization Error"


class SearchQueryError(ActionError):
    """400: a parameter that the search does not know, or an order that it has not."""

    status, kind = 400, "Search Query Error"


class SearchError(ActionError):
    """409: `q` or `fq` cannot be read. Never an empty list: a harvester would take it for the end."""

    status, kind = 409, "Search Error"


class Invalid(ActionError):
    """409: parameters that are missing or wrong, each with its messages."""

    status, kind = 409, "Validation Error"

    def __init__(self, faults: Mapping[str, Sequence[str]]) -> None:
        super().__init__("; ".join(f"{name}: {' '.join(said)}" for name, said in faults.items()))
        self.faults = {name: list(said) for name, said in faults.items()}


class BadRequest(Exception):
    """400 whose body is a bare JSON string: an unknown action, a body that cannot be read."""
