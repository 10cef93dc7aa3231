"""Rooms with one purpose stay small: functions, files, templates (HOUSE, Habits)."""

from __future__ import annotations

from tests.house.sources import ROOT, functions, lines_of, modules, tracked

MOST_FUNCTION = 50
MOST_FILE = 400
MOST_TEMPLATE = 120


def length(path: object) -> int:
    return len((ROOT / str(path)).read_text(encoding="utf-8").splitlines())


def test_there_is_something_to_measure() -> None:
    assert len(modules()) > 50


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path}:{function.lineno} {function.name} {lines_of(function)}"
        for path in modules()
        for function in functions(path)
        if lines_of(function) > MOST_FUNCTION
    ]
    assert long == []


def test_no_module_outgrows_its_purpose() -> None:
    assert [(str(path), length(path)) for path in modules() if length(path) > MOST_FILE] == []


def test_no_template_outgrows_its_purpose() -> None:
    templates = [path for path in tracked() if path.parts[0] == "templates" and path.suffix == ".html"]
    assert [(str(path), length(path)) for path in templates if length(path) > MOST_TEMPLATE] == []
