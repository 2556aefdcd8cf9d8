from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam import Relation, Verdict
from crossexam.pipeline.report import words
from crossexam.schemas import Act, Comparator, Detail, Figure, Naming, Tie, Utterance


def figure(comparator: Comparator, low: float, high: float | None = None) -> Figure:
    return Figure(comparator=comparator, low=low, high=low if high is None else high, unit="person")


@pytest.mark.parametrize(
    ("value", "detail", "shown"),
    [
        (">205 killed", figure(Comparator.MORE, 205), "over 205 killed"),
        (">=213 killed", figure(Comparator.AT_LEAST, 213), "at least 213 killed"),
        ("<5 km", figure(Comparator.LESS, 5), "under 5 km"),
        ("<=5 km", figure(Comparator.AT_MOST, 5), "at most 5 km"),
        ("=1009 injured", figure(Comparator.EQUAL, 1009), "1,009 injured"),
        ("=1250000 USD", figure(Comparator.EQUAL, 1_250_000), "1,250,000 USD"),
        ("~20 years", figure(Comparator.ABOUT, 20), "about 20 years"),
        ("~dozens of villages", figure(Comparator.ABOUT, 24, 99), "dozens of villages"),
        ("=6.1 magnitude", figure(Comparator.EQUAL, 6.1), "6.1 magnitude"),
        ("a figure in words", figure(Comparator.EQUAL, 3), "a figure in words"),
        ("call 2019-04-15 (Monday)", Act(), "call 15 April 2019 (Monday)"),
        ("launched 2019-04 (this month)", Act(), "launched April 2019 (this month)"),
        ("on 2019-13-45", Act(), "on 2019-13-45"),
        ("the words", Utterance(words="the words"), "“the words”"),
        ("label", Naming(referent="he", label="warlord"), "warlord"),
        ("Egypt backs him", Tie(relation="backs"), "Egypt backs him"),
        (">205 killed", None, ">205 killed"),
        ("2019-04-15", None, "2019-04-15"),
    ],
)
def test_an_answer_is_said_in_plain_words(value: str, detail: Detail | None, shown: str) -> None:
    assert words.answer(value, detail) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(205, 205, "over 205"), (12_000, 15_000, "over 12,000 to 15,000"), (0.5, 0.5, "over 0.5")],
)
def test_a_bound_names_its_number(low: float, high: float, shown: str) -> None:
    assert words.bound(figure(Comparator.MORE, low, high)) == shown


@pytest.mark.parametrize(
    ("earliest", "latest", "shown"),
    [
        (date(2019, 4, 15), date(2019, 4, 15), "15 April 2019"),
        (date(2019, 4, 1), date(2019, 4, 30), "1 to 30 April 2019"),
        (date(2019, 3, 30), date(2019, 4, 2), "30 March 2019 to 2 April 2019"),
        (None, date(2019, 4, 2), "until 2 April 2019"),
        (date(2019, 4, 2), None, "from 2 April 2019"),
        (None, None, "undated"),
    ],
)
def test_days_are_said_in_words(earliest: date | None, latest: date | None, shown: str) -> None:
    assert words.span_words(earliest, latest) == shown


def test_every_verdict_and_relation_has_a_plain_name_that_no_other_has() -> None:
    assert len({words.VERDICTS[v].name for v in Verdict}) == len(Verdict)
    assert len({words.RELATIONS[r].name for r in Relation}) == len(Relation)


def test_no_label_says_who_is_right() -> None:
    labels = [*words.VERDICTS.values(), *words.RELATIONS.values()]
    said = " ".join(f"{label.name} {label.meaning}" for label in labels).lower()
    assert not {"false", "wrong", "lie", "correct", "accurate"} & set(said.split())


@pytest.mark.parametrize(
    ("many", "shown"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (1200, "1,200 articles")]
)
def test_a_count_agrees_with_its_noun(many: int, shown: str) -> None:
    assert words.counted(many, "article") == shown


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_is_one_line_of_at_most_so_many_characters(text: str, longest: int) -> None:
    short = words.shortened(text, longest)
    assert len(short) <= longest
    assert "\n" not in short
