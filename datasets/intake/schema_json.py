"""The shapes of `schema` as plain JSON values, and back."""

from __future__ import annotations

import dataclasses
import types
import typing
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")


def to_json(thing: Any) -> Any:
    """`thing` (a dataclass of `schema`) as plain JSON values."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {f.name: to_json(getattr(thing, f.name)) for f in dataclasses.fields(thing)}
    if isinstance(thing, dict):
        return {str(key): to_json(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [to_json(value) for value in thing]
    return str(thing) if isinstance(thing, StrEnum | Decimal) else thing


def from_json(cls: type[T], data: Any) -> T:
    """The dataclass `cls` back from `to_json`; unknown keys are ignored, missing ones defaulted.

    Raises TypeError or ValueError where `data` does not have the shape of `cls`.
    """
    hints = typing.get_type_hints(cls)
    given = {key: _rebuild(hints[key], value) for key, value in dict(data).items() if key in hints}
    return cls(**given)


def _rebuild(hint: Any, value: Any) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = next(arg for arg in args if arg is not type(None))
        return None if value is None else _rebuild(inner, value)
    if origin is tuple:
        return tuple(_rebuild(args[0], item) for item in value)
    if origin is dict:
        return {key: _rebuild(args[1], item) for key, item in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return from_json(hint, value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, StrEnum) else value
