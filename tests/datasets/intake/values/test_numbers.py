"""Numbers as people write them, read by shape before any sign is stripped."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.intake.schema import NumberStyle
from datasets.intake.values.numbers import parse_number, read_number

PLAIN, ENGLISH, INDONESIAN = NumberStyle.PLAIN, NumberStyle.ENGLISH, NumberStyle.INDONESIAN
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False)


def written(number: Decimal, group: str, point: str) -> str:
    whole, _, fraction = f"{abs(number):,.2f}".partition(".")
    sign = "-" if number < 0 else ""
    return f"{sign}{whole.replace(',', group)}{point}{fraction}"


@settings(deadline=None)
@given(NUMBERS)
def test_an_indonesian_number_comes_back_as_itself(number: Decimal) -> None:
    assert Decimal(parse_number(written(number, ".", ","), INDONESIAN) or "") == number


@settings(deadline=None)
@given(NUMBERS)
def test_an_english_number_comes_back_as_itself(number: Decimal) -> None:
    assert Decimal(parse_number(written(number, ",", "."), ENGLISH) or "") == number


@settings(deadline=None)
@given(NUMBERS)
def test_a_plain_number_comes_back_as_itself(number: Decimal) -> None:
    assert Decimal(parse_number(f"{number:.2f}", PLAIN) or "") == number


@settings(deadline=None)
@given(NUMBERS.filter(lambda number: abs(number) >= 1000))
def test_grouped_numbers_are_never_read_in_the_other_style(number: Decimal) -> None:
    assert parse_number(written(number, ".", ","), ENGLISH) is None
    assert parse_number(written(number, ",", "."), INDONESIAN) is None


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    number = parse_number(text, INDONESIAN)
    assert number is None or Decimal(number).is_finite()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Rp 1.250.000,-", "1250000"),
        ("Rp.1.250.000", "1250000"),
        ("97,2%", "97.2"),
        ("100,00 %", "100.00"),
        ("12 orang", "12"),
        ("(1.250)", "-1250"),
        ("-50", "-50"),
        ("−50", "-50"),
        ("5.066,23 M", "5066.23"),
        ("1 234 567,5", "1234567.5"),
        ("1.234*", "1234"),
        ("12 r", "12"),
        ("0", "0"),
        ("-0", "0"),
        ("8,27E+15", "8270000000000000"),
    ],
)
def test_decorated_indonesian_numbers(text: str, number: str) -> None:
    assert parse_number(text, INDONESIAN) == number


@pytest.mark.parametrize(
    ("text", "number"), [("8.45 LS", "-8.45"), ("123.17 BT", "123.17"), ("0.81 LU", "0.81")]
)
def test_south_and_west_are_negative(text: str, number: str) -> None:
    assert parse_number(text, PLAIN) == number


@pytest.mark.parametrize("text", ["200.000.000.00", "1.234.56", "12,34,56", "1.23,456.7"])
def test_broken_groups_fit_no_style(text: str) -> None:
    read = read_number(text)
    assert read is not None
    assert read.is_broken


@pytest.mark.parametrize(
    "text", ["31 Desember", "3 Mei", "0164A", "82.71.02", "5.1.02.01", "-", "12:30", "2024-01-01", ""]
)
def test_what_is_no_number(text: str) -> None:
    read = read_number(text)
    assert read is None or (read.is_broken and text == "82.71.02")


def test_a_single_group_of_three_may_be_either() -> None:
    read = read_number("1.234")
    assert read is not None
    assert read.is_ambiguous
    assert (parse_number("1.234", INDONESIAN), parse_number("1.234", PLAIN)) == ("1234", "1.234")


def test_a_nought_before_the_point_can_be_no_thousands() -> None:
    assert parse_number("0.791", INDONESIAN) is None
    assert parse_number("0.791", PLAIN) == "0.791"
