"""Every finding has a sentence that says what and how to mend, with nothing left unfilled."""

from __future__ import annotations

import re

import pytest

from datasets.vocab import FindingCode
from datasets.wording.findings import SENTENCES, place_of, sentence_of

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def test_each_code_has_exactly_one_pair_of_sentences() -> None:
    assert set(SENTENCES) == set(FindingCode)


@pytest.mark.parametrize("code", list(FindingCode))
def test_sentences_are_whole(code: FindingCode) -> None:
    message, remedy = map(str, SENTENCES[code])
    for text in (message, remedy):
        assert text.endswith((".", "]."))
        assert text.count("%") == len(PLACEHOLDER.findall(text))
    shown = sentence_of({"code": code})
    assert "%(" not in shown.message + shown.remedy


def test_parameters_and_places_are_filled_in() -> None:
    finding = {
        "code": FindingCode.WRONG_TYPE,
        "cell": "C18",
        "row": 18,
        "column": "Jumlah",
        "value": "dua belas",
        "params": {"kind": "bilangan bulat"},
    }
    said = sentence_of(finding)
    assert (
        said.message
        == "“dua belas” di C18 bukan bilangan bulat, padahal kolom “Jumlah” berisi bilangan bulat."
    )
    assert place_of(finding) == "sel C18"
    assert place_of(finding | {"cell": ""}) == "baris 18, kolom “Jumlah”"
    assert place_of({"code": FindingCode.EMPTY_FILE}) == ""


def test_a_percent_sign_in_a_value_is_only_a_percent_sign() -> None:
    said = sentence_of({"code": FindingCode.NUMBER_DECORATED, "value": "85%(x)s", "column": "Persen %d"})
    assert "85%(x)s" in said.message
    assert "Persen %d" in said.message


def test_a_proposal_is_named_only_where_there_is_one() -> None:
    unknown = {"code": FindingCode.CODE_UNKNOWN, "params": {"codelist": "wilayah"}, "value": "Entah"}
    assert sentence_of(unknown | {"suggestion": "Sasa"}).remedy == "Mungkin maksudnya: Sasa."
    assert "–" not in sentence_of(unknown).remedy
    assert "daftar “wilayah”" in sentence_of(unknown).remedy
