"""Personal numbers and addresses are known in every way offices write them, and others are not."""

from __future__ import annotations

import re

import pytest

from datasets.intake.values.personal import IN_TEXT, is_office_mail, may_hold_mail, whole_cell
from datasets.vocab import PersonalData as P


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (P.NIK, "8271996406925008"),
        (P.NIK, "`8271996406925008"),
        (P.NIK, "827199.640692.5008"),
        (P.NIK, "82.71.99.640692.5008"),
        (P.NIK, "8271-9964-0692-5008"),
        (P.NIK, "8271996406925008.0"),
        (P.NIP, "19931111 201008 1 001"),
        (P.NIP, "19931111.201008.1.001"),
        (P.NIP, "199311112024211001"),
        (P.NPWP, "01.234.567.8-942.000"),
        (P.NPWP, "01 234 567 8 942 000"),
        (P.NPWP, "NPWP 012345678942000"),
        (P.PHONE, "(0812) 0035-7341"),
        (P.PHONE, "+62 (812) 0035 7341"),
        (P.PHONE, "0812 - 00357341"),
        (P.PHONE, "006281200357341"),
        (P.EMAIL, "nama.orang (at) contoh.com"),
        (P.EMAIL, "nama[at]contoh[dot]co[dot]id"),
        (P.EMAIL, "nama AT contoh DOT com"),
        (P.EMAIL, "nama @ contoh.com"),
    ],
)
def test_a_cell_that_holds_one_is_known_whole(kind: P, text: str) -> None:
    assert re.search(whole_cell(kind), text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (P.NIK, "hub. Ibu Contoh, NIK.8271996406925008"),
        (P.PHONE, "WA:081200357341 (Contoh)"),
        (P.PHONE, "wa.me/6281200357341"),
        (P.EMAIL, "Contoh <contoh@example.com>"),
    ],
)
def test_one_inside_a_text_is_found(kind: P, text: str) -> None:
    assert re.search(IN_TEXT[kind], text)


@pytest.mark.parametrize(
    "text",
    [
        "0.812345678901",
        "0.81234567, 127.38123456",
        "Rp 812.345.678.900",
        "5.1.02.02.01.0063",
        "2024010100000037",
        "978-602-1234-56-7",
        "20240815 123045",
        "(0921) 3121234",
        "3 kg @ 10.000",
        "rapat at kantor",
    ],
)
def test_other_numbers_and_words_are_none(text: str) -> None:
    assert not [kind for kind, pattern in IN_TEXT.items() if re.search(pattern, text)]


def test_an_offices_address_is_known_also_where_it_is_obscured() -> None:
    assert is_office_mail("dlh (at) ternatekota [dot] go [dot] id")
    assert not is_office_mail("sari@gmail.com")


def test_shapes_without_a_sign_of_an_address_hold_none() -> None:
    assert may_hold_mail("nama99 (at) contoh.com")
    assert not may_hold_mail("99.999.999")
