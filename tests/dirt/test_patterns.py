"""All 34 patterns of DOMAIN §7 have a test of their own here, named by number."""

from __future__ import annotations

import re
from pathlib import Path

#: The patterns that only a workbook, or only a text file, can have.
OF_ONE_FORMAT = {2: "merged cells", 29: "content under another name", 30: "delimiters and encodings"}
_TEST = re.compile(
    r"^(?P<both>@both\n(?:@.*\n(?:    .*\n|\)\n|\]\n)*)*)?def test_(?P<numbers>(?:\d\d_)+)", re.MULTILINE
)
_FOLDER = Path(__file__).parent
_ELSEWHERE = [_FOLDER.parent / "datasets" / "intake" / "test_sideways.py"]


def numbers_tested() -> dict[int, list[bool]]:
    """Pattern → for each of its tests, whether it runs for CSV and XLSX alike."""
    found: dict[int, list[bool]] = {}
    for path in [*_FOLDER.glob("test_*.py"), *_ELSEWHERE]:
        for match in _TEST.finditer(path.read_text(encoding="utf-8")):
            for number in match["numbers"].strip("_").split("_"):
                found.setdefault(int(number), []).append(bool(match["both"]))
    return found


def test_every_pattern_has_a_test() -> None:
    assert sorted(numbers_tested()) == list(range(1, 35))


def test_every_pattern_that_both_formats_can_have_is_tested_in_both() -> None:
    lacking = {number for number, both in numbers_tested().items() if not any(both)}
    assert lacking <= set(OF_ONE_FORMAT) | {28}, "28 has a test for each format"
