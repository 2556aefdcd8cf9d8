"""The estimate of the day on which an article appeared."""

from calendar import day_name
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossexam import Article
from crossexam.pipeline.reading.document import Document, read
from crossexam.pipeline.reading.reference import reference_dates

SEEDS = Path(__file__).parents[1] / "seeds" / "libya-2019"
FRIDAY = date(2019, 4, 19)


def story_of(texts: Mapping[str, str], published: Mapping[str, date] | None = None) -> list[Document]:
    return [
        read(Article(article=name, text=text, published=(published or {}).get(name))) for name, text in texts.items()
    ]


def days_of(*texts: str, **published: date) -> list[date | None]:
    names = "abcdefgh"
    return list(reference_dates(story_of(dict(zip(names, texts, strict=False)), published)).values())


def test_the_seed_story_appeared_on_the_friday_of_the_statement() -> None:
    documents = story_of({path.name: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))})
    assert set(reference_dates(documents).values()) == {FRIDAY}


def test_the_order_of_the_articles_does_not_matter() -> None:
    documents = story_of({path.name: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))})
    expected = reference_dates(documents)
    assert all(reference_dates(order) == expected for order in permutations(documents))


def test_a_day_of_publication_is_taken_as_it_is() -> None:
    assert days_of("He said Monday.", a=date(2016, 3, 9)) == [date(2016, 3, 9)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 15 April 2019 was a Monday.
        ("He called on April 15, 2019. The call on Monday was short, the office said Friday.", FRIDAY),
        ("He called on Monday, April 15, 2019. The office said Thursday it was short.", date(2019, 4, 18)),
        ("He called on Monday, April 15, 2019. It was short.", date(2019, 4, 15)),
        ("It burned on Tuesday, April 16, 2019. Police said Tuesday it began on Sunday.", date(2019, 4, 16)),
        ("It burned on Friday, April 19, 2019. Police said Thursday that it would.", FRIDAY),
        ("The bank failed on Monday, April 15, 2019, and in 2008 and 1929.", date(2019, 4, 15)),
        ("He was born on July 3, 1950, won in 1998 and died Monday.", None),
        ("He called on April 15. The office said Friday it was short.", None),
        ("The office said Friday that it was short.", None),
        ("The vote will be held on Monday, April 15, 2030.", None),
        ("He spoke of Agenda 2030 on Monday, April 15, 2019. It passed, they said Friday.", FRIDAY),
        ("Copyright 2024 by nobody. He called on April 15, 2019. It was Monday, they said Friday.", FRIDAY),
    ],
)
def test_one_article_is_dated_by_what_it_says(text: str, expected: date | None) -> None:
    assert days_of(text) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "April 17, 2019",
        "Wednesday 17 April 2019",
        "By Jo Field | 17 April 2019",
        "Posted: Apr 17, 2019 / 06:45 PM",
        "on April 17 2019 7:41 AM",
        "LEEDS, April 17, 2019 (Wire) - Two men were held.",
        "LEEDS, 17 April 2019 — Two men were held.",
        "17 April 2019. For subscribers only.",
    ],
)
def test_a_date_above_an_article_is_its_day(line: str) -> None:
    assert days_of(f"Two men held\n\n{line}\n\nTwo men were held on Friday, police said Friday.") == [date(2019, 4, 17)]


def test_a_line_without_a_year_takes_it_from_the_story() -> None:
    full = "April 17, 2019\n\nTwo men were held."
    assert days_of(full, "LEEDS, April 18 (Wire) - Two men were held.", "Fri 19 Apr\n\nTwo men were held.") == [
        date(2019, 4, 17),
        date(2019, 4, 18),
        FRIDAY,
    ]
    assert days_of("LEEDS, April 18 (Wire) - Two men were held.") == [None]


@pytest.mark.parametrize(
    "text",
    [
        "War of April 3, 1982 remembered\n\nPolice said Friday they were ready.",
        "April 3, 1982, was a dark day, police said Friday.",
        "He called on April 3, 1982.",
    ],
)
def test_a_date_in_a_sentence_is_no_line(text: str) -> None:
    assert days_of(text) == [None]


def test_an_article_without_dates_is_dated_by_the_others() -> None:
    full = "He called on April 15, 2019. The call on Monday was short, the office said Friday."
    assert days_of(full, "He called on Monday, the office said Friday.") == [FRIDAY, FRIDAY]
    assert days_of(full, "He called on Monday, the office said Saturday.") == [FRIDAY, date(2019, 4, 20)]
    assert days_of(full, "He called.") == [FRIDAY, FRIDAY]
    assert days_of(full, "He spoke April 15, and his men had come on April 4, they said Thursday.") == [
        FRIDAY,
        date(2019, 4, 18),
    ]


def test_an_article_without_a_date_stands_beside_the_published_ones() -> None:
    told = "The dam burst on Tuesday, the company said late Tuesday."
    assert days_of(told, "It burst.", "It broke.", b=date(2016, 3, 9), c=date(2016, 3, 9))[0] == date(2016, 3, 8)


def test_a_date_long_before_the_published_ones_is_history() -> None:
    told = "It was the worst since September 11, 2001. Police said Tuesday they were ready."
    assert days_of(told, "It burst.", b=date(2016, 3, 9))[0] == date(2016, 3, 8)


def test_impossible_days_of_publication_are_no_days() -> None:
    assert days_of("He said Monday.", a=date(9999, 12, 31)) == [None]
    assert days_of("He said Monday.", a=date(1, 1, 1)) == [None]


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 6), st.integers(0, 6))
def test_shifting_every_date_by_a_week_shifts_the_estimate_by_a_week(day: date, called: int, said: int) -> None:
    def estimate(of: date) -> list[date | None]:
        return days_of(
            f"He called on {of:%A, %B %d, %Y}. They met on {day_name[called]}, he said {day_name[said]}.",
            f"He called on {day_name[called]}, they said {day_name[said]}.",
        )

    before, after = estimate(day), estimate(day + timedelta(7))
    assert [found + timedelta(7) for found in before if found] == after
