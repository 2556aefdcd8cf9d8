"""How stated times of one act stand to each other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam import Article, Relation
from crossexam.pipeline.judging.intervals import Interval, relate_intervals, relate_times
from crossexam.pipeline.reading.dates import When, times_in
from crossexam.pipeline.reading.document import read

FRIDAY = date(2019, 4, 19)
SAME, VAGUER, DIFFERS, CANNOT = Relation.SAME, Relation.VAGUER, Relation.DIFFERS, Relation.INCOMPATIBLE


def when(text: str, reference: date | None = FRIDAY) -> When:
    return times_in(read(Article(article="a.txt", text=f"It began {text}, they said.")), reference)[0]


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("on April 15", "on Monday", SAME),
        ("on April 4", "earlier this month", VAGUER),
        ("earlier this month", "on April 4", VAGUER),
        ("on April 7", "earlier this week", CANNOT),
        ("on April 7", "on April 4", CANNOT),
        ("in 2011", "eight years ago", SAME),
        ("in 2011", "in 2014", CANNOT),
        ("in 2011", "in March 2011", VAGUER),
        ("this week", "earlier this month", VAGUER),
        ("in February", "within the past 12 days", CANNOT),
        ("as soon as June 3", "in the coming weeks", VAGUER),
        ("on Thursday", "the next day", VAGUER),
        ("on Thursday", "in recent days", VAGUER),
        ("over the weekend", "on Sunday", VAGUER),
        ("over the weekend", "on Monday", CANNOT),
        ("on Thursday", "days after the vote", VAGUER),
        ("by June 3", "on April 17", VAGUER),
        ("before 2014", "in 2011", VAGUER),
        ("before 2014", "in 2016", CANNOT),
        ("since 2014", "in 2016", VAGUER),
        ("since 2014", "in 2011", CANNOT),
        ("since 2014", "since 2016", CANNOT),
        ("at 09:20 UTC on Tuesday", "at 5:20 a.m. EDT on Tuesday", SAME),
        ("at 09:20 UTC on Tuesday", "on Tuesday", SAME),
        ("at 09:20 UTC on Tuesday", "at 09:23 GMT on Tuesday", DIFFERS),
        ("at 09:20 UTC on Tuesday", "at 13:23 GMT on Tuesday", CANNOT),
        ("at 5 p.m. local time on Tuesday", "at 10 a.m. GMT on Tuesday", VAGUER),
        ("at 5:03 p.m. on Tuesday", "at 4:50 p.m. on Tuesday", DIFFERS),
        ("at 5 p.m. on Tuesday", "at 5 p.m. on Tuesday", SAME),
        ("at 02:00 GMT on Wednesday", "at 9 p.m. EST on Tuesday", SAME),
        ("at 02:00 GMT on Wednesday", "on Tuesday", VAGUER),
        ("at 23:00 GMT on Tuesday", "on Wednesday", VAGUER),
        ("at noon GMT on Tuesday", "on Thursday", CANNOT),
        ("at 5 p.m. on Tuesday", "on Wednesday", CANNOT),
        ("late Tuesday night", "early Wednesday", VAGUER),
        ("Tuesday night", "on Wednesday", CANNOT),
        ("Tuesday night", "early Thursday", CANNOT),
    ],
)
def test_times_of_one_act_are_related(one: str, other: str, relation: Relation) -> None:
    assert relate_times(when(one), when(other)) is relation
    assert relate_times(when(other), when(one)) is relation


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("on June 3", "on June 3", SAME),
        ("on June 3", "in June", VAGUER),
        ("on June 3", "in January", CANNOT),
        ("on Monday", "on Monday", SAME),
        ("on Monday", "on Tuesday", CANNOT),
        ("on Monday", "on June 3", VAGUER),
        ("on June 3", "in 2011", VAGUER),
        ("on June 3", "yesterday", VAGUER),
    ],
)
def test_times_of_a_story_without_a_year_are_related(one: str, other: str, relation: Relation) -> None:
    assert relate_times(when(one, None), when(other, None)) is relation


def test_far_apart_datelines_allow_a_day() -> None:
    assert relate_times(when("on Tuesday"), when("on Wednesday")) is CANNOT
    assert relate_times(when("on Tuesday"), when("on Wednesday"), far_apart=True) is VAGUER
    assert relate_times(when("on Tuesday"), when("on Thursday"), far_apart=True) is CANNOT


intervals = st.none() | st.tuples(st.dates(), st.dates()).map(lambda pair: (min(pair), max(pair)))


@given(intervals, intervals)
def test_a_relation_is_the_same_from_both_sides(one: Interval | None, other: Interval | None) -> None:
    first, second = one or (None, None), other or (None, None)
    assert relate_intervals(first, second) is relate_intervals(second, first)


@given(intervals)
def test_every_interval_is_the_same_as_itself(one: Interval | None) -> None:
    assert relate_intervals(one or (None, None), one or (None, None)) is (SAME if one else VAGUER)
