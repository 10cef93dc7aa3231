"""Who may do what where: cursors, raw SQL, jobs and tasks, third-party files, registry hosts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from datasets import tasks
from datasets.jobs import Job
from tests.house.sources import ROOT, modules, tracked, tree_of

#: Where a database cursor may be opened (HOUSE, SQL).
CURSOR_ROOMS = (
    "datasets/queries/",
    "datasets/intake/database",
    "datasets/intake/load",
    "datasets/intake/profile",
    "datasets/intake/publish",
    "satudata/health.py",
)
THIRD_PARTY = re.compile(r"\.min\.(js|css)$|\.(woff2?|ttf|otf|eot)$|(^|/)(vendor|node_modules)/")
REGISTRY = re.compile(r"(registry\.npmjs|pypi\.org|pythonhosted|deb\.debian|--index-url|--extra-index)")


def calls(path: Path, name: str) -> list[int]:
    """Lines of a module that call a method `name`."""
    return [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
    ]


def test_cursors_are_opened_in_their_rooms_only() -> None:
    strays = [
        f"{path}:{line}"
        for path in modules()
        if not str(path).startswith(CURSOR_ROOMS)
        for line in calls(path, "cursor")
    ]
    assert strays == []


def test_the_rooms_do_open_cursors() -> None:
    assert any(calls(path, "cursor") for path in modules() if str(path).startswith(CURSOR_ROOMS))


def test_no_raw_sql_through_the_orm() -> None:
    strays = [f"{path} .{name}" for path in modules() for name in ("raw", "extra") if calls(path, name)]
    assert strays == []


def test_each_job_has_its_task_and_no_task_is_unnamed() -> None:
    named = {job.value for job in Job}
    registered = {
        thing.name
        for thing in vars(tasks).values()
        if getattr(thing, "name", "").startswith("datasets.tasks.")
    }
    assert registered == named


def test_nothing_third_party_lies_in_the_repository() -> None:
    assert [str(path) for path in tracked() if THIRD_PARTY.search(str(path))] == []


def test_no_lock_or_config_names_a_registry() -> None:
    kept = {".txt", ".json", ".toml", ".cfg", ".npmrc", ".yml", ".yaml", ".in", ""}
    files = [path for path in tracked() if path.suffix in kept and path.name != "LICENSE"]
    told = [
        str(path)
        for path in files
        if REGISTRY.search((ROOT / path).read_text(encoding="utf-8", errors="replace"))
    ]
    assert told == []


def test_templates_escape_everything_and_run_no_inline_script() -> None:
    unsafe = re.compile(r"\|\s*safe\b|autoescape\s+off|<script(?![^>]*\bsrc=)(?![^>]*json)|\son[a-z]+=", re.I)
    templates = [path for path in tracked() if path.parts[0] == "templates"]
    found = [
        f"{path}: {match.group(0)}"
        for path in templates
        for match in unsafe.finditer((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert found == []


def test_visibility_is_decided_by_the_rules_alone() -> None:
    strays = [
        f"{path}:{node.lineno}"
        for path in modules()
        if str(path).startswith(("datasets/queries/", "datasets/pages/", "api/"))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Compare) and "Access." in ast.unparse(node)
    ]
    assert strays == []
