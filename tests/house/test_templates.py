"""Templates stay readable: short lines, no look of their own, no decision about codes (HOUSE, Templates)."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.sources import ROOT, tracked

MOST_LINE = 120
#: Lines that are still longer, by template. This list only ever shrinks.
LONG_LINES: dict[str, int] = {
    "templates/pages/500.html": 1,
    "templates/pages/api_docs.html": 3,
    "templates/pages/calendar.html": 1,
    "templates/pages/data_list.html": 2,
    "templates/pages/dataset.html": 2,
    "templates/pages/desk.html": 9,
    "templates/pages/home.html": 5,
    "templates/pages/indicator.html": 5,
    "templates/pages/organization.html": 2,
    "templates/pages/organizations.html": 1,
    "templates/pages/performance.html": 4,
    "templates/pages/performance_office.html": 2,
    "templates/pages/search.html": 1,
    "templates/parts/dataset_columns.html": 1,
    "templates/parts/dataset_views.html": 1,
    "templates/parts/desk_datasets.html": 1,
    "templates/parts/footer.html": 2,
    "templates/parts/freshness.html": 1,
    "templates/parts/headline.html": 1,
    "templates/parts/performance_table.html": 3,
    "templates/parts/proof_rows.html": 3,
    "templates/parts/release.html": 1,
    "templates/parts/strip.html": 2,
    "templates/parts/verdict.html": 1,
}
#: A tag of Django cannot go over two lines: alone on its line it may be as long as it must.
_ONE_TAG = re.compile(r"\s*\{%[^%]*%\}\s*")
_STYLE = re.compile(r"""\sstyle=(?:"([^"]*)"|'([^']*)')""")
#: Only numbers and choices of a custom property may stand beside an element; the look is in CSS.
_PROPERTIES = re.compile(r"(--[a-z]+:[^;]+;?)+|\{\{ colours \}\}")
_DECISION = re.compile(r"\{%\s*(?:if|elif)\b[^%]*\.(?:access|role|state)\s*(?:==|!=|in\b)[^%]*%\}")


def templates() -> list[Path]:
    return [path for path in tracked() if path.parts[0] == "templates" and path.suffix == ".html"]


def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def is_long(line: str) -> bool:
    return len(line) > MOST_LINE and not _ONE_TAG.fullmatch(line)


def test_there_are_templates() -> None:
    assert len(templates()) > 50


def test_lines_fit_on_a_screen() -> None:
    found = {str(path): sum(map(is_long, text_of(path).splitlines())) for path in templates()}
    assert {name: many for name, many in found.items() if many > LONG_LINES.get(name, 0)} == {}


def test_no_element_brings_its_own_look() -> None:
    found = [
        f"{path}: {style}"
        for path in templates()
        for style in (first or second for first, second in _STYLE.findall(text_of(path)))
        if not _PROPERTIES.fullmatch(style)
    ]
    assert found == []


def test_templates_decide_nothing_by_codes() -> None:
    found = [f"{path}: {tag}" for path in templates() for tag in _DECISION.findall(text_of(path))]
    assert found == []
