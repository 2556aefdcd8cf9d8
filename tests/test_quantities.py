"""Figures through the whole local engine: what is found, and which are held against each other."""

import pytest

from crossexam import Article, Finding, Kind, Verdict, check


def figures(*texts: str) -> list[Finding]:
    articles = [Article(article=f"{n}.txt", text=text, language="en") for n, text in enumerate(texts)]
    return [f for f in check(articles).findings if f.kind is Kind.QUANTITY]


def values(text: str) -> list[str]:
    return sorted(p.value for f in figures(text) for p in f.positions)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fighting in the town has killed over 205 people.", [">205 killed"]),
        ("At least 213 people have been killed and 1,009 have been injured.", ["=1009 injured", ">=213 killed"]),
        ("Nine people were treated and eleven taken to the county hospital.", ["=11 treated", "=9 treated"]),
        ("The court jailed six of his officers.", ["=6 of his officers"]),
        ("Thousands of people are marching in the capital.", ["~thousands taking part"]),
        ("Police put the crowd at 2,000.", ["=2000 taking part"]),
        ("Storm winds damaged more than 300 houses.", [">300 houses damaged"]),
        ("Sales rose to $1.2bn, and profit fell 45 percent.", ["=1.2 billion USD", "=45 %"]),
        ("It was a five-year war.", ["=5 year"]),
        ("Mara Quill, 58, and Leo Brandt, 44, were charged.", ["=44 years old", "=58 years old"]),
        ("The council voted by 31 to 24 for the budget.", ["=24 votes against", "=31 votes for"]),
        ("The board will cut up to 120 jobs.", ["<=120 jobs cut"]),
        ("Between 30 and 40 tents were pitched.", ["~30-40 tents"]),
        ("A 17-year-old was hurt.", ["=17 years old"]),
        ("Police shot an 18-year-old man.", ["=18 years old"]),
        ("Teo was seventeen.", ["=17 years old"]),
        ("The score was seventeen.", []),
        ("A lorry left the A 17 on Monday.", []),
        ("A 6.1-magnitude earthquake hit the town.", ["=6.1 magnitude"]),
        ("The bill rises by £71 to £1,498 a year.", ["=1498 GBP", "=71 GBP"]),
        ("The team won 3-2 on 4 May 2024 at 7.45pm on Flight 370.", []),
        ("One of the men left, and the two spoke again.", []),
        ("They met in 2019 in Room 101.", []),
    ],
)
def test_figures_are_read_with_what_they_count(text: str, found: list[str]) -> None:
    assert values(text) == found


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("The fire killed 12 people.", "Twelve people died in the fire.", Verdict.CORROBORATED),
        ("The fire killed dozens of people.", "The fire killed 37 people.", Verdict.CORROBORATED),
        ("The fire killed at least 12 people.", "The fire killed 15 people.", Verdict.DISCREPANCY),
        ("The fire killed over 205 people.", "The fire killed at least 213 people.", Verdict.DISCREPANCY),
        ("The firm made a profit of $12m.", "The firm made a profit of $14m.", Verdict.DISCREPANCY),
        ("The tunnel is six miles long.", "The tunnel is 10 kilometres long.", Verdict.CORROBORATED),
        ("The firm said that 120 jobs will go.", "The firm will cut up to 120 jobs.", Verdict.DISCREPANCY),
        ("Mara Quill, 58, won.", "The winner was Mara Quill, 61.", Verdict.CONFLICT),
        ("Mara Quill, 58, won.", "The winner was Mara Quill, 59.", Verdict.DISCREPANCY),
        ("The motion passed by 31 votes to 24.", "The motion passed by 31 votes to 24.", Verdict.CORROBORATED),
    ],
)
def test_figures_of_one_thing_are_held_against_each_other(one: str, other: str, verdict: Verdict) -> None:
    compared = [f for f in figures(one, other) if len({p.article for p in f.positions}) == 2]
    assert compared
    assert all(f.verdict is verdict for f in compared)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The fire killed 12 people.", "In 2004 a fire in the same hall killed 40 people."),
        ("The fire killed 12 people.", "The fire injured 40 people."),
        ("The fire killed 12 people.", "The fire killed 40 sheep."),
        ("Mara Quill, 58, won.", "Leo Brandt, 44, came second."),
        ("Profit rose from $12m a year earlier.", "Profit rose to $14m."),
        ("Twelve people died in Ash district and three in Elm district.", "Three people died in Elm district."),
        ("A year-long trial cost $3m.", "The new stadium cost $90m to build."),
    ],
)
def test_figures_of_different_things_are_not_flagged(one: str, other: str) -> None:
    assert not [f for f in figures(one, other) if f.verdict.flagged]


def test_a_later_toll_is_no_conflict_but_two_figures_from_one_informant_are() -> None:
    (toll,) = figures("At 9 a.m. police said 12 people were killed.", "Police said that 15 people were killed.")
    assert toll.verdict is Verdict.DISCREPANCY
    (budget,) = figures("The mayor said the bridge cost $12m.", "The mayor said the bridge cost $14m.")
    assert budget.verdict is Verdict.CONFLICT


def test_the_informants_of_a_figure_are_named() -> None:
    (toll,) = figures(
        "Over 205 people were killed, according to the Red Cross.", "The army said 213 people were killed."
    )
    assert {p.attributed_to for p in toll.positions} == {"Red Cross", "army"}


def test_two_counts_of_one_vote_exclude_each_other() -> None:
    verdicts = {f.verdict for f in figures("The motion passed by 31 votes to 24.", "It passed by 31 votes to 26.")}
    assert verdicts == {Verdict.CORROBORATED, Verdict.CONFLICT}


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Six children were seen.", "How many children?"),
        ("It was 36,000 feet high.", "How many feet?"),
        ("It was 3.2 percent.", "What percentage?"),
        ("It had £71.", "How much money?"),
        ("Jane Doe, 58, won.", "How old is Jane Doe?"),
    ],
)
def test_questions_about_figures_are_english(text: str, question: str) -> None:
    assert [f.question for f in figures(text)] == [question]
