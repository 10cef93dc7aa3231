"""The catalogue of refusals is complete: every code that the code can answer with, and no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.test import Client

from api.v1.refusals import REFUSALS
from datasets import signatures
from datasets.vocab import FindingCode
from tests.house.sources import ROOT, modules, tree_of

#: Calls whose first text is the code of a problem.
_RAISED = frozenset({"Denied", "PeriodWrong"})
#: Rooms with an error format of their own.
_OTHER_FORMATS = ("api/ckan/", "api/feeds/")

#: Raised where no address of the API leads to.
_ELSEWHERE = {"scope"}  # tokens are made on the account page


def codes_in(path: Path) -> Iterator[str]:
    """Codes that a module answers with or raises."""
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = 1 if name == "Problem" else 0
        is_refusal = name == "__init__" and str(path) == "datasets/rules/errors.py"
        if (name == "Problem" or name in _RAISED or is_refusal) and len(node.args) > place:
            given = node.args[place]
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value


def codes() -> set[str]:
    """All of them; what a file can be refused for at the gate comes by name."""
    found = {
        code for path in modules() if not str(path).startswith(_OTHER_FORMATS) for code in codes_in(path)
    }
    gate = ast.parse((ROOT / "datasets/signatures.py").read_text(encoding="utf-8"))
    named = {node.attr for node in ast.walk(gate) if isinstance(node, ast.Attribute)}
    found -= _ELSEWHERE
    return found | {FindingCode[name].value for name in named & set(FindingCode.__members__)} | {"empty_file"}


def test_every_code_is_told_once_with_its_meaning_and_remedy() -> None:
    assert signatures.HEAD_BYTES > 0
    told = [refusal.code for refusal in REFUSALS]
    assert sorted(set(told)) == sorted(told)
    assert set(told) == codes()
    for refusal in REFUSALS:
        assert 400 <= refusal.status < 600
        assert len(str(refusal.meaning)) > 10, refusal.code
        assert len(str(refusal.remedy)) > 10, refusal.code


def test_the_address_in_a_problem_leads_to_its_place_in_the_catalogue(nobody: Client) -> None:
    page = nobody.get("/api/v1/docs").content.decode()
    problem = nobody.get("/api/v1/datasets/tidak-ada").json()
    assert problem["type"].endswith("/api/v1/docs#not_found")
    for refusal in REFUSALS:
        assert f'id="{refusal.code}"' in page
