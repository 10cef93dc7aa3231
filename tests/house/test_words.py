"""Modules and public things say what they are; no room is called an attic."""

from __future__ import annotations

import ast

import pytest

from satudata.logs import ALLOWED
from tests.house.sources import modules, tree_of

#: What a log call may carry: all that is written, and the error whose trace becomes `exception`.
LOGGED = ALLOWED | {"exc_info"}
ATTICS = {"services.py", "utils.py", "helpers.py", "misc.py", "common.py"}


def test_no_attic() -> None:
    assert [str(path) for path in modules() if path.name in ATTICS] == []


def test_each_module_opens_with_its_place_in_one_line() -> None:
    silent = [
        str(path)
        for path in modules()
        if tree_of(path).body and not (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0]
    ]
    assert silent == []


def test_public_functions_and_classes_have_a_docstring() -> None:
    assert [name for path in modules() for name in _undescribed(tree_of(path), str(path))] == []


def _undescribed(tree: ast.Module, path: str) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        f"{path}:{node.lineno} {node.name}"
        for node in tree.body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]


@pytest.mark.parametrize("name", ["datasets", "api", "satudata"])
def test_the_packages_are_looked_at(name: str) -> None:
    assert any(path.parts[0] == name for path in modules())


def test_no_word_of_a_log_line_is_lost() -> None:
    lost = [
        f"{path}:{call.lineno} {word.arg}"
        for path in modules()
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and _is_logging(call.func)
        for word in call.keywords
        if word.arg not in LOGGED
    ]
    assert lost == []


def _is_logging(function: ast.expr) -> bool:
    """Whether this is `log.info`, `log.warning` …"""
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "log"
        and function.attr in {"debug", "info", "warning", "error", "exception"}
    )
