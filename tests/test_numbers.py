import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam.pipeline.reading.numbers import numbers_in, plain_number
from crossexam.pipeline.reading.tokens import tokens_of


def read(text: str) -> list[str]:
    return [
        f"{n.comparator}{n.low:g}" + (f"-{n.high:g}" if n.is_vague else "") + (f" {n.unit}" if n.unit else "")
        for n in numbers_in(list(tokens_of(text)))
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("over 205 people", [">205"]),
        ("more than a million people", [">1e+06"]),
        ("at least 213 dead and 1,009 hurt", [">=213", "=1009"]),
        ("no fewer than twelve goals", [">=12"]),
        ("some 300 homes, about 40 cars, nearly 90 boats, roughly 7", ["~300", "~40", "~90", "~7"]),
        ("up to 20 buses and as many as 300 fans", ["<=20", "<=300"]),
        ("fewer than 50, less than 3 percent", ["<50", "<3 %"]),
        ("500 or more, 40-plus, 100+ people", [">=500", ">=40", ">=100"]),
        ("dozens of cows, scores of sheep, hundreds of hens", ["~24-99", "~40-99", "~200-999"]),
        ("tens of thousands of files", ["~20000-99999"]),
        ("two dozen men, half a dozen women, a dozen dogs", ["=24", "=6", "=12"]),
        ("a couple of days, several weeks, a few months", ["~2-3", "~3-9", "~2-9"]),
        ("two-thirds of voters, a third of the seats, half of them", ["=0.666666", "=0.333333", "=0.5"]),
        ("a third man came second", []),
        ("12,000 to 15,000 marchers, between 30 and 40 tents, 30-40 dogs", ["~12000-15000", "~30-40", "~30-40"]),
        ("$1.2bn, £5m, EUR 3.4bn, $900 million", ["=1.2e+09 USD", "=5e+06 GBP", "=3.4e+09 EUR", "=9e+08 USD"]),
        ("$2-3 billion and 4 million to 5 million pounds", ["~2e+09-3e+09 USD", "~4e+06-5e+06 GBP"]),
        ("3.5 percent, 45%, 12 per cent, 2 percentage points", ["=3.5 %", "=45 %", "=12 %", "=2 percentage point"]),
        ("one hundred and twenty-five were hurt", ["=125"]),
        ("two hundred died, sixty-six lived", ["=200", "=66"]),
        ("Flight 370, No. 1 seed, a CN-235, ISSN 2330-717X, the 15th time", []),
        ("they won 6-3 6-4 and drew 2-2", []),
        ("spread over 55,000 pages, pored over the 300 files", ["=55000", "=300"]),
        ("half a million people", ["=500000"]),
        ("an estimated 14 children", ["~14"]),
        ("a total of 31 medals, just over 1,500 entries", ["=31", ">1500"]),
    ],
)
def test_numbers_are_read_with_their_bounds_and_units(text: str, numbers: list[str]) -> None:
    assert read(text) == numbers


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_number_with_thousands_separators_is_one_number(value: int) -> None:
    assert read(f"about {value:,} things") == [f"~{value:g}"]


@given(st.integers(min_value=1, max_value=99), st.sampled_from(["over", "at least", "about", "up to"]))
def test_a_comparator_never_changes_the_number(value: int, comparator: str) -> None:
    (plain,) = numbers_in(list(tokens_of(f"{value} people")))
    (bound,) = numbers_in(list(tokens_of(f"{comparator} {value} people")))
    assert (bound.low, bound.high) == (plain.low, plain.high)


@pytest.mark.parametrize(
    ("value", "written"), [(1009, "1009"), (6.1, "6.1"), (1.7e9, "1.7 billion"), (5e6, "5 million"), (0.5, "0.5")]
)
def test_normal_form_is_short(value: float, written: str) -> None:
    assert plain_number(value) == written


def test_superscripts_and_circled_digits_are_no_numbers() -> None:
    assert read("² ① cases") == []
