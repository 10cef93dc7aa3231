"""Texts on their way to other systems: nothing that XML cannot hold, Indonesian first."""

from __future__ import annotations

from defusedxml import ElementTree

from datasets.export.described import clean, texts

EVERYTHING = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x11000), 0x1F5FA]))


def test_whatever_is_left_can_stand_in_xml() -> None:
    left = clean(EVERYTHING).replace("&", "").replace("<", "")
    assert ElementTree.fromstring(f"<a>{left}</a>".encode()) is not None


def test_nothing_else_is_changed() -> None:
    assert clean("satu\r\ndua\rtiga") == "satu\ndua\ntiga"
    assert clean("a\x00b\x0b\x1b[0m\tc\nd\ufffe\ud800e 🗺 ']]>") == "ab[0m\tc\nde 🗺 ']]>"


def test_texts_are_told_in_the_languages_they_have() -> None:
    assert texts("Sampah", "Waste") == (("id", "Sampah"), ("en", "Waste"))
    assert texts("Sampah", " ") == (("id", "Sampah"),)
    assert texts("") == ()
