from datetime import date

import pytest

from crossexam import Article
from crossexam.pipeline.ingest.metadata import completed
from crossexam.pipeline.ingest.page_dates import page_date

HEADLINE = "Newport closes its old bridge after cracks are found"
LONG_HEADLINE = "'I have crossed it every day of my life': Tears at the old bridge of Newport as it is closed for good"
PARAGRAPHS = (
    "The council of Newport voted on Tuesday to close the old bridge after engineers found cracks in two of its piers.",
    "Residents said the detour would add twenty minutes to their way to work and asked the mayor to reconsider.",
    "Work on a new bridge is expected to start next spring and to cost about $12 million.",
)


def article(*lines: str) -> Article:
    return completed(Article(article="a.txt", text="\n\n".join(lines)))


@pytest.mark.parametrize(
    ("above", "outlet"),
    [
        (["By Ann Lee, CNN"], "CNN"),
        (["By Ann Lee, BBC Middle East editor"], "BBC"),
        (["By Ann Lee | Fox News"], "Fox News"),
        (["By ANN LEE, The Harbour Gazette"], "The Harbour Gazette"),
        (["Ann Lee, USA TODAY"], "USA Today"),
        (["By", "Ann Lee", ", CNN"], "CNN"),
        (["From Ann Lee, CNN"], "CNN"),
        (["BBC News"], "BBC"),
        (["CNN, April 19, 2019"], "CNN"),
        (["By Ann Lee, Associated Press"], "Associated Press"),
        (["By Ann Lee, Associated Press", "The Guardian"], "The Guardian"),
        (["By Ann Lee"], None),
        (["By Ann Lee, Staff Writer"], None),
        ([], None),
    ],
)
def test_the_outlet_is_read_from_the_byline(above: list[str], outlet: str | None) -> None:
    assert article(HEADLINE, *above, *PARAGRAPHS).outlet == outlet


@pytest.mark.parametrize(
    ("dateline", "outlet"),
    [
        ("CNN — ", "CNN"),
        ("(CNN)", "CNN"),
        ("Washington (CNN) -- ", "CNN"),
        ("NAIROBI (Reuters) - ", "Reuters"),
        ("BEIJING, July 3 (Xinhua) -- ", "Xinhua"),
        ("PORT ASH, May 4 (Meridia) - ", "Meridia"),
        ("WASHINGTON — ", None),
    ],
)
def test_the_outlet_is_read_from_the_dateline(dateline: str, outlet: str | None) -> None:
    assert article(HEADLINE, dateline + PARAGRAPHS[0], *PARAGRAPHS[1:]).outlet == outlet


def test_an_agency_in_the_dateline_gives_way_to_the_outlet_that_printed_it() -> None:
    filed = "NAIROBI (Reuters) - " + PARAGRAPHS[0]
    assert article(f"{HEADLINE} | The Harbour Gazette", filed, *PARAGRAPHS[1:]).outlet == "The Harbour Gazette"
    assert article(HEADLINE, "Daily Nation", filed, *PARAGRAPHS[1:]).outlet == "Daily Nation"


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2024 by Cable News Network, Inc. All rights reserved.",
        "© 2024 The Guardian",
        "(c) 2024 CNN, April 5, 2024",
    ],
)
def test_a_copyright_line_says_neither_outlet_nor_day(line: str) -> None:
    read = article(HEADLINE, *PARAGRAPHS, line)
    assert (read.outlet, read.published) == (None, None)


def test_an_outlet_that_the_text_speaks_of_is_not_its_own() -> None:
    quoting = "The mayor told CNN on Tuesday that the bridge, first shown by The Guardian, was lost, the BBC reported."
    assert article(HEADLINE, quoting, *PARAGRAPHS).outlet is None


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Posted March 9, 2015"], date(2015, 3, 9)),
        (["9 March 2015 Last updated at 07:12 GMT"], date(2015, 3, 9)),
        (["Updated: March 09, 2015 18:05 IST"], date(2015, 3, 9)),
        (["MONDAY 09 MARCH 2015"], date(2015, 3, 9)),
        (["on March 09 2015 7:12 AM"], date(2015, 3, 9)),
        (["Monday, March 9th, 2015"], date(2015, 3, 9)),
        (["2015-03-09T07:12:00Z"], date(2015, 3, 9)),
        (["19/03/2015"], date(2015, 3, 19)),
        (["03/19/15 07:12 AM EDT"], date(2015, 3, 19)),
        (["09/03/2015"], None),
        (["By Ann Lee | March 9, 2015 | 7:12 AM"], date(2015, 3, 9)),
        (["ANN LEE 9 Mar 2015"], date(2015, 3, 9)),
        (["Updated March 10, 2015", "Published March 9, 2015"], date(2015, 3, 9)),
        (["Published March 9, 2015 Updated March 10, 2015"], date(2015, 3, 9)),
        (["First published on Mon 9 Mar 2015 07.12 GMT", "Last modified on Tue 10 Mar 2015"], date(2015, 3, 9)),
        (["Posted Updated"], None),
        (["2 hours ago"], None),
        (["Monday, March 9"], None),
        (["February 30, 2015"], None),
    ],
)
def test_the_day_is_read_from_lines_of_dates(lines: list[str], day: date | None) -> None:
    assert article(HEADLINE, *lines, *PARAGRAPHS).published == day
    assert article(*lines, HEADLINE, *PARAGRAPHS).published == day


def test_a_day_in_a_sentence_is_no_day_of_publication() -> None:
    assert article(HEADLINE, "The bridge opened on March 9, 1931, and was closed on May 3, 2015.").published is None


def test_a_dateline_with_a_year_gives_the_day() -> None:
    filed = "LONDON, April 5, 2019 (AFP) - " + PARAGRAPHS[0]
    assert article(HEADLINE, filed).published == date(2019, 4, 5)


@pytest.mark.parametrize(
    ("line", "is_date"),
    [
        ("Last updated at 07:12 GMT", True),
        ("March 9, 2015", True),
        ("May", False),
        ("March 2015 was hot", False),
        ("2015", False),
        ("187", False),
        ("First, second, third", False),
        ("On Monday", False),
        ("9:30 in the morning", False),
        ("", False),
        ("Updated", True),
    ],
)
def test_a_line_of_dates_has_nothing_else(line: str, is_date: bool) -> None:
    assert (page_date(line) is not None) == is_date


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([HEADLINE, *PARAGRAPHS], HEADLINE),
        (["Regional News", HEADLINE, *PARAGRAPHS], HEADLINE),
        (["ISSN 1234-5678", "March 9, 2015", HEADLINE, *PARAGRAPHS], HEADLINE),
        (["The Harbour Gazette", HEADLINE, *PARAGRAPHS], HEADLINE),
        (["Bridge crisis", HEADLINE, *PARAGRAPHS], HEADLINE),
        (["By Ann Lee", HEADLINE, *PARAGRAPHS], HEADLINE),
        ([f"# {HEADLINE}", *PARAGRAPHS], HEADLINE),
        ([f"{HEADLINE} | CNN", *PARAGRAPHS], HEADLINE),
        ([f"{HEADLINE} - BBC News", *PARAGRAPHS], HEADLINE),
        (["Council: 'We have no choice'", *PARAGRAPHS], "Council: 'We have no choice'"),
        (["Mayor of Newport defends closing of bridge.", *PARAGRAPHS], "Mayor of Newport defends closing of bridge."),
        (["Is the bridge safe?", *PARAGRAPHS], "Is the bridge safe?"),
        ([LONG_HEADLINE, *PARAGRAPHS], LONG_HEADLINE),
        (list(PARAGRAPHS), None),
        (["The bridge was closed on Tuesday, the council said.", *PARAGRAPHS], None),
        (["The bridge is old. It is closed.", *PARAGRAPHS], None),
        (["March 9, 2015", "Regional News"], None),
    ],
)
def test_the_title_is_the_first_heading(lines: list[str], title: str | None) -> None:
    assert article(*lines).title == title


def test_what_is_known_is_not_read_anew() -> None:
    known = Article(article="a", text=HEADLINE, title="T", outlet="O", published=date(2020, 1, 1), language="fr")
    read = completed(known)
    assert (read.title, read.outlet, read.published, read.language) == ("T", "O", date(2020, 1, 1), "fr")


def test_a_declared_language_counts_only_where_the_text_does_not_tell() -> None:
    assert completed(Article(article="a", text="Mayor resigns"), declared_language="en").language == "en"
    assert completed(Article(article="a", text=PARAGRAPHS[0]), declared_language="fr").language == "en"
