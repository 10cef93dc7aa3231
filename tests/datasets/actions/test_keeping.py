"""What every verb does that takes a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets import store
from datasets.actions.keeping import kept
from datasets.rules.errors import EmptyFile, NotATable


def files() -> list[Path]:
    root = store.path_of("0" * 64).parents[1]
    return [path for path in root.rglob("*") if path.is_file()] if root.is_dir() else []


def test_a_table_is_kept_whole() -> None:
    stored = kept([b"a,b\n", b"1,2\n"])
    assert store.path_of(stored.sha256).read_bytes() == b"a,b\n1,2\n"
    assert stored.bytes == 8


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"", EmptyFile), (b" \n\n", EmptyFile), (b"%PDF-1.7 x", NotATable)]
)
def test_what_is_none_leaves_nothing(content: bytes, refusal: type[Exception]) -> None:
    before = files()
    with pytest.raises(refusal):
        kept([content])
    assert files() == before


def test_what_is_too_large_leaves_nothing(settings: object) -> None:
    settings.MAX_UPLOAD_BYTES = 10  # type: ignore[attr-defined]
    before = files()
    with pytest.raises(store.TooLarge):
        kept([b"a,b\n", b"1,2\n3,4\n"])
    assert files() == before
