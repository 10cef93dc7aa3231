"""The project's own files, as the checks of the house read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Packages whose code is held to the house's habits.
PACKAGES = ("satudata", "datasets", "api")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git knows or would add, relative to the root; outside a checkout, every file."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    paths = [Path(name) for name in names] or [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def modules() -> list[Path]:
    """Our Python modules, migrations and tests left out."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.parts[0] in PACKAGES and "migrations" not in path.parts
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def lines_of(function: Function) -> int:
    """Lines of a function without its docstring, from `def` to its end."""
    end = function.end_lineno or function.lineno
    first = function.body[0]
    has_doc = ast.get_docstring(function) is not None
    doc = (first.end_lineno or first.lineno) - first.lineno + 1 if has_doc else 0
    return end - function.lineno + 1 - doc
