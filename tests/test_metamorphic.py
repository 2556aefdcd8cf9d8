"""When articles change in a way that a reader would not mind, the findings change exactly as they should."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from crossexam import Article, Report, check

ROOT = Path(__file__).parents[1]
FOLDERS = [ROOT / "seeds/libya-2019", *sorted((ROOT / "evals/cases").glob("*/articles"))]
MONTHS = "January February March April May June July August September October November December".split()
SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"

every_story = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)


def articles_of(folder: Path, change: Callable[[str], str] = lambda text: text) -> list[Article]:
    """Return the articles as a newsroom would hand them over, with changed texts."""
    return [
        Article(article=a.article, text=change(a.text), outlet=a.outlet, published=a.published, primary=a.primary)
        for a in check(folder).articles
    ]


def by_place(report: Report) -> dict[str, object]:
    """Return what matters of each finding, whatever the order of the articles."""
    return {
        f.id: (
            f.question,
            f.verdict,
            f.weight,
            f.origins,
            frozenset((p.claim, p.relation) for p in f.positions),
            frozenset(f.silent),
        )
        for f in report.findings
    }


def by_shape(report: Report) -> Counter[object]:
    """Return how often each verdict is given to the same articles with the same relations, wherever they say it."""
    return Counter(
        (f.kind, f.verdict, f.weight, f.origins, tuple(sorted((p.article, p.relation) for p in f.positions)))
        for f in report.findings
    )


@every_story
def test_the_order_of_the_articles_does_not_matter(folder: Path) -> None:
    articles = articles_of(folder)
    expected = by_place(check(articles))
    assert by_place(check(articles[::-1])) == expected
    assert by_place(check(articles[2:] + articles[:2])) == expected


@every_story
def test_an_article_printed_twice_is_named_and_brings_no_flag_and_no_origin(folder: Path) -> None:
    articles = articles_of(folder)
    once = check(articles)
    for article in articles:
        again = check([*articles, article.model_copy(update={"article": "~again.txt"})])
        assert again.articles[-1].duplicate_of == article.article
        own = [[p for p in f.positions if p.article != "~again.txt"] for f in again.findings]
        seen = {
            (frozenset((p.article, p.start, p.end) for p in positions), f.kind, f.verdict, f.weight, f.origins)
            for f, positions in zip(again.findings, own, strict=True)
            if f.verdict.flagged
        }
        assert seen == {
            (frozenset((p.article, p.start, p.end) for p in f.positions), f.kind, f.verdict, f.weight, f.origins)
            for f in once.findings
            if f.verdict.flagged
        }


@every_story
@pytest.mark.parametrize(
    "furniture",
    [
        "\n\nAdvertisement\n",
        "\n\nSign up for our newsletter\n\nCopyright 2024. All rights reserved.\n",
        "\n\nRead more\n\nFollow us on Twitter\n",
    ],
)
def test_page_furniture_below_an_article_changes_nothing(folder: Path, furniture: str) -> None:
    plain, furnished = check(articles_of(folder)), check(articles_of(folder, lambda text: text + furniture))
    assert by_place(furnished) == by_place(plain)


def a_week_later(text: str) -> str:
    """Return a text in which every day of a month is a week later."""

    def later(found: re.Match[str]) -> str:
        month, day, year = found["month"], int(found["day"]), found["year"]
        number = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month[:3]))
        try:
            moved = date(int(year or 2019), number, day) + timedelta(7)
        except ValueError:
            return found.group()
        name = MONTHS[moved.month - 1] if moved.month != number else month
        return f"{name}{found['dot']} {moved.day}" + (f", {moved.year}" if year else "")

    months = "|".join(MONTHS)
    return re.sub(
        rf"\b(?P<month>{months}|{SHORT})(?P<dot>\.?) (?P<day>\d{{1,2}})\b(?:, (?P<year>\d{{4}}))?", later, text
    )


def test_a_story_a_week_later_has_the_same_findings() -> None:
    folder = ROOT / "seeds/libya-2019"
    assert a_week_later("on April 15, 2019, and April 4") == "on April 22, 2019, and April 11"
    assert by_shape(check(articles_of(folder, a_week_later))) == by_shape(check(articles_of(folder)))


OTHERS = {
    "Khalifa": "Ibrahim", "Haftar": "Barzan", "Hifter": "Barsan",
    "Libya": "Sudan", "Libyan": "Sudanese", "Libyans": "Sudanese", "LNA": "SNA", "Tripoli": "Khartoum",
    "Serraj": "Nurif", "Sarraj": "Nurif", "Gadhafi": "Talfari", "Qaddafi": "Talfari", "Gaddafi": "Talfari",
}  # fmt: skip


def test_a_story_with_other_names_has_the_same_findings() -> None:
    def renamed(text: str) -> str:
        return re.sub(r"\w+", lambda word: OTHERS.get(word.group(), word.group()), text)

    folder = ROOT / "seeds/libya-2019"
    assert by_shape(check(articles_of(folder, renamed))) == by_shape(check(articles_of(folder)))
