import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossexam import Relation
from crossexam.pipeline.judging.figures import relate_figures
from crossexam.schemas import Comparator, Figure

SAME, VAGUER, DIFFERS, *_ = Relation


def figure(text: str) -> Figure:
    sign, low, high, unit = text.split()
    return Figure(comparator=Comparator(sign), low=float(low), high=float(high), unit=unit)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("= 24 24 person", "= 24 24 person", SAME),
        ("= 24 24 person", ">= 24 24 person", VAGUER),
        ("= 24 24 person", "= 21 21 person", DIFFERS),
        ("> 205 205 person", ">= 213 213 person", DIFFERS),
        ("= 37 37 person", "~ 24 99 person", VAGUER),
        ("= 11 11 person", "~ 24 99 person", DIFFERS),
        ("= 249 249 person", "> 200 200 person", VAGUER),
        ("= 900 900 person", "> 200 200 person", DIFFERS),
        ("= 213 213 person", "> 205 205 person", DIFFERS),
        ("= 229866 229866 person", "~ 230000 230000 person", VAGUER),
        ("= 1482 1482 page", "= 1500 1500 page", SAME),
        ("= 10 10 kilometre", "= 6 6 mile", SAME),
        ("= 10 10 kilometre", "= 9 9 mile", DIFFERS),
        ("~ 12000 15000 person", "= 13000 13000 person", VAGUER),
        ("= 40 40 person", "<= 50 50 person", VAGUER),
        ("~ 40 40 house", "> 300 300 house", DIFFERS),
        ("= 5 5 USD", "= 5 5 EUR", DIFFERS),
        ("> 40 40 person", "< 40 40 person", DIFFERS),
        ("= 120 120 job", "<= 120 120 job", DIFFERS),
        ("= 14.2 14.2 USD", "> 14.2 14.2 USD", VAGUER),
    ],
)
def test_figures_are_related_by_their_bounds(one: str, other: str, relation: Relation) -> None:
    assert relate_figures(figure(one), figure(other)) is relation
    if one.rsplit(maxsplit=1)[-1] == other.rsplit(maxsplit=1)[-1]:
        assert relate_figures(figure(other), figure(one)) is relation


@given(st.sampled_from(Comparator), st.floats(min_value=0, max_value=1e12, allow_nan=False))
def test_a_figure_is_the_same_as_itself(comparator: Comparator, value: float) -> None:
    same = Figure(comparator=comparator, low=value, high=value, unit="person")
    assert relate_figures(same, same) is SAME
