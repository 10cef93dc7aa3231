"""Tests stand where their subject stands: `tests/datasets/x/test_y.py` is about `datasets/x/y.py`."""

from __future__ import annotations

from pathlib import Path

from tests.house.sources import PACKAGES, ROOT, modules, tracked

#: Rooms in which every module has a test file of its own.
PAIRED = ("datasets/rules", "datasets/actions", "datasets/measures", "datasets/export", "datasets/queries")


def subject_exists(test: Path) -> bool:
    """Whether a test file mirrors a module, or a package of modules."""
    inside = test.relative_to("tests").parent
    name = test.stem.removeprefix("test_")
    candidates = (inside / f"{name}.py", inside / name / "__init__.py", inside.parent / f"{inside.name}.py")
    return any((ROOT / candidate).is_file() for candidate in candidates)


def mirrored() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.parts[0] == "tests"
        and len(path.parts) > 2
        and path.parts[1] in PACKAGES
        and path.name.startswith("test_")
    ]


def test_each_test_file_has_its_subject() -> None:
    assert mirrored() != []
    assert [str(path) for path in mirrored() if not subject_exists(path)] == []


def test_each_rule_verb_measure_and_query_has_its_test() -> None:
    names = {str(path) for path in mirrored()}
    missing = [
        str(path)
        for path in modules()
        if str(path).startswith(PAIRED)
        and path.name != "__init__.py"
        and f"tests/{path.parent}/test_{path.name}" not in names
    ]
    assert missing == []
