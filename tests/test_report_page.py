from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from crossexam import Report, Verdict
from crossexam.evals.benchmarks.large_report import large_report
from crossexam.pipeline.errors import BadResult
from crossexam.pipeline.report import render

DESKTOP, PHONE = (1280, 800), (390, 844)


@pytest.fixture(scope="module")
def seed_page(seed_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render(seed_report, "html"), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_page(path: Path, size: tuple[int, int] = DESKTOP, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def finding_about(page: Page, question: str) -> Locator:
    return page.locator("article.finding", has=page.locator("h3", has_text=question))


def words_in(locator: Locator) -> str:
    return " ".join(locator.inner_text().split())


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_first_screen_says_what_was_compared_and_what_the_words_mean(
    opened: Callable[..., Page], seed_page: Path, size: tuple[int, int]
) -> None:
    page = opened(seed_page, size)
    header = words_in(page.locator("header").first)
    for part in (
        "5 articles",
        "2,338 words",
        "local engine",
        "Arab News",
        "CNN",
        "19 April 2019",
        "It never says who is right",
    ):
        assert part in header
    for label in ("Cannot all be true", "Quotation changed", "Sources differ", "Loaded wording"):
        assert label in header
    first = page.locator("#first .finding").first.bounding_box()
    assert first
    assert first["y"] < size[1] * 1.2


def test_the_toll_is_shown_with_its_bounds_and_informants(opened: Callable[..., Page], seed_page: Path) -> None:
    page = opened(seed_page)
    card = page.locator("#first").locator("article", has_text="How many people have been killed")
    rows = [" ".join(row.split()) for row in card.locator("tbody tr").all_inner_texts()]
    assert len(rows) == 3
    for row, parts in zip(
        rows,
        [
            ("A 000_f3f2fa0800b63834", "over 205 killed", "credits Al Jazeera"),
            ("B CNN 19 Apr 2019", "at least 213 killed", "credits World Health Organization"),
            ("D 003_c5cf71ad9fd432c2", "at least 213 killed", "credits United Nations"),
        ],
        strict=True,
    ):
        assert all(part in row for part in parts), row
    assert words_in(card.locator(".chip")) == "Sources differ"


def test_the_words_that_a_quotation_lacks_are_there_to_be_seen(opened: Callable[..., Page], seed_page: Path) -> None:
    card = finding_about(opened(seed_page), "What did the White House say the two men spoke about")
    missing = card.locator("table del")
    assert missing.count() == 1
    assert missing.is_visible()
    assert "and the need" in words_in(missing)
    assert "line-through" in missing.evaluate("e => getComputedStyle(e).textDecorationLine")
    row = card.locator("tr", has=card.page.locator("del"))
    assert "004_5b48dbf7a6dd61a5" in words_in(row)


def test_a_changed_headline_quotation_shows_both_wordings(opened: Callable[..., Page], seed_page: Path) -> None:
    card = finding_about(opened(seed_page), "What did the White House say Trump recognized")
    assert "fighting terrorism" in words_in(card.locator("table del"))
    assert "Terror Fight" in words_in(card.locator("table ins"))


def test_the_labels_stand_by_outlet_with_quoted_ones_apart(opened: Callable[..., Page], seed_page: Path) -> None:
    card = finding_about(opened(seed_page), "How do the articles name Khalifa Haftar?")
    cells = {
        words_in(row.locator("th")): [words_in(cell) for cell in row.locator("td").all()]
        for row in card.locator("tbody tr").all()
    }
    assert "rebel Libyan general" in cells["A 000_f3f2fa0800b63834"][0]
    assert "criminal" not in cells["A 000_f3f2fa0800b63834"][0]
    assert "criminal" in cells["A 000_f3f2fa0800b63834"][1]
    assert "Fayez al-Sarraj" in cells["A 000_f3f2fa0800b63834"][1]
    assert cells["C Arab News"][0] == "Libyan military commander"
    assert "Libyan warlord" in cells["D 003_c5cf71ad9fd432c2"][0]


def test_a_finding_opens_to_its_sentences_number_line_and_origins(opened: Callable[..., Page], seed_page: Path) -> None:
    card = finding_about(opened(seed_page), "How many people have been killed")
    assert not card.locator(".sentences").is_visible()
    card.locator("summary").click()
    assert card.locator(".sentences figure").count() == 3
    assert "according to the World Health Organization" in words_in(card.locator(".sentences"))
    assert "At least 213 people have been killed" in card.locator(".sentences mark").all_inner_texts()
    assert "credits Al Jazeera" in (card.locator(".chart").get_attribute("aria-label") or "")
    assert [svg.get_attribute("aria-label") for svg in card.locator(".chart svg[role=img]").all()] == [
        "over 205",
        "at least 213",
        "at least 213",
    ]
    assert "3 articles, 3 independent origins." in words_in(card)
    assert "Says nothing of it: C Arab News" in words_in(card)


def test_dated_events_have_a_timeline(opened: Callable[..., Page], seed_page: Path) -> None:
    card = finding_about(opened(seed_page), "When did the State Department")
    card.locator("summary").click()
    assert card.locator(".chart .days").count() == 4
    assert "15 to 21 April 2019" in words_in(card.locator(".chart"))


def test_sources_that_share_an_informant_are_named_as_one_origin(opened: Callable[..., Page], seed_page: Path) -> None:
    card = finding_about(opened(seed_page), "What did the White House say Trump recognized")
    card.locator("summary").click()
    assert "5 articles, 1 independent origin" in words_in(card)
    assert "rest on one source: White House" in words_in(card)


def test_the_map_has_a_row_for_each_finding_and_a_column_for_each_article(
    opened: Callable[..., Page], seed_page: Path, seed_report: Report
) -> None:
    page = opened(seed_page)
    assert page.locator("table.map tbody tr").count() == len(seed_report.findings)
    row = page.locator("table.map tbody tr", has_text="How many people have been killed").first
    signs = [cell.inner_text().strip() for cell in row.locator("td").all()]
    assert signs == ["agrees", "differs", "silent", "differs", "silent"]
    row.locator("td").nth(3).click(force=True)  # the link lies over the whole row
    assert page.evaluate("document.querySelector(':target h3').innerText").endswith("Tripoli this month?")


def test_every_link_in_the_page_lands_on_something_that_is_shown(opened: Callable[..., Page], seed_page: Path) -> None:
    page = opened(seed_page)
    lost = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href')).filter(href => {
            location.hash = href;
            const target = document.querySelector(':target');
            if (!target || target.id !== href.slice(1)) return true;
            const place = target.getBoundingClientRect();
            return !target.checkVisibility() || place.top > innerHeight || place.bottom < 0;
        })"""
    )
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert lost == []
    assert len(ids) == len(set(ids))


def test_findings_and_marks_in_the_articles_lead_to_each_other(opened: Callable[..., Page], seed_page: Path) -> None:
    page = opened(seed_page)
    card = finding_about(page, "How many people have been killed")
    card.locator("summary").click()
    card.locator("a", has_text="in the article").first.click()
    mark = page.locator(":target + mark")
    assert mark.inner_text() == "killed over 205 people"
    page.locator(":target + mark + a.note").click()
    assert page.evaluate("document.querySelector(':target').id") == card.get_attribute("id")


def test_the_keyboard_reaches_every_finding(opened: Callable[..., Page], seed_page: Path, seed_report: Report) -> None:
    page = opened(seed_page)
    reached: set[str] = set()
    for _ in range(1200):
        page.keyboard.press("Tab")
        here = page.evaluate("(document.activeElement.closest('article.finding') || {}).id")
        if here:
            reached.add(here)
        if len(reached) == len(seed_report.findings):
            return
    pytest.fail(f"reached {len(reached)} of {len(seed_report.findings)}")


def test_the_first_tab_skips_to_the_findings(opened: Callable[..., Page], seed_page: Path) -> None:
    page = opened(seed_page)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the findings"
    assert page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#first')")


@pytest.fixture(scope="module")
def short_page(seed_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some findings of every verdict: what axe has to see, in less time."""
    seen: Counter[Verdict] = Counter()
    findings = []
    for finding in seed_report.findings:
        seen[finding.verdict] += 1
        if seen[finding.verdict] <= 3:
            findings.append(finding)
    kept = {p.claim for f in findings for p in f.positions}
    claims = tuple(c for c in seed_report.claims if c.id in kept)
    path = tmp_path_factory.mktemp("short") / "report.html"
    report = seed_report.model_copy(update={"findings": tuple(findings), "claims": claims})
    path.write_text(render(report, "html"), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_axe_finds_no_fault(opened: Callable[..., Page], short_page: Path, scheme: str, size: tuple[int, int]) -> None:
    page = opened(short_page, size, color_scheme=scheme)
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert faults_in(page) == []


STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults_in(page: Page) -> list[str]:
    options = {"runOnly": STANDARDS, "rules": {"target-size": {"enabled": True}}}
    response = Axe().run(page, options=options).response
    assert response["passes"]
    return [f"{v['impact']} {v['id']}: {node['html'][:200]}" for v in response["violations"] for node in v["nodes"]]


@pytest.mark.parametrize("size", [DESKTOP, PHONE, (320, 640)])
def test_the_page_never_scrolls_sideways(opened: Callable[..., Page], seed_page: Path, size: tuple[int, int]) -> None:
    page = opened(seed_page, size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_print_has_the_sentences_of_flagged_findings_and_no_navigation(
    opened: Callable[..., Page], seed_page: Path
) -> None:
    page = opened(seed_page)
    page.emulate_media(media="print")
    card = finding_about(page, "How many people have been killed")
    height = card.locator(".sentences").evaluate("e => e.getBoundingClientRect().height")
    assert height > 40
    assert not page.locator("nav").is_visible()


def test_the_page_says_what_was_not_judged_and_how_to_reproduce_it(
    opened: Callable[..., Page], seed_page: Path, seed_report: Report
) -> None:
    run = words_in(opened(seed_page).locator("#run"))
    assert "005_photo.jpg ingest this is no text: a JPEG picture" in run
    for article in seed_report.articles:
        assert article.sha256 in run
        assert article.article in run
    assert f"crossexam {seed_report.tool.version}, local engine" in run


def test_skipped_furniture_is_in_the_article_with_its_reason(opened: Callable[..., Page], seed_page: Path) -> None:
    page = opened(seed_page)
    article = page.locator("article.source", has_text="000_f3f2fa0800b63834.txt")
    assert "© Greg Nash [not read: photo credit]" in words_in(article.locator(".text"))


def test_an_article_reads_as_it_was_written(opened: Callable[..., Page], seed_page: Path, seed_report: Report) -> None:
    page = opened(seed_page)
    for number, article in enumerate(seed_report.articles, 1):
        shown = page.locator(f"#a{number} .text").evaluate(
            """e => {
                const copy = e.cloneNode(true);
                copy.querySelectorAll('.note, .reason').forEach(extra => extra.remove());
                return copy.textContent;
            }"""
        )
        assert shown.split() == article.text.split()


def test_the_page_asks_for_nothing_from_anywhere_and_has_no_script(browser: Browser, seed_page: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(seed_page.as_uri())
    assert asked == [seed_page.as_uri()]
    assert complaints == []
    assert page.locator("script").count() == 0
    context.close()


def test_a_report_on_500_articles_stays_under_20_megabytes_and_opens(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(large_report(500), "html"), encoding="utf-8")
    assert path.stat().st_size < 20_000_000
    page = opened(path)
    assert "500 articles" in words_in(page.locator("header").first)
    assert page.locator("#first .finding").first.is_visible()


def test_many_articles_are_counted_in_the_map_instead_of_given_columns() -> None:
    page = render(large_report(30, 4), "html")
    assert '<table class="map tallies">' in page
    assert '<table class="map">' not in page


def test_a_report_without_its_texts_still_shows_its_evidence(seed_report: Report) -> None:
    bare = Report.model_validate_json(seed_report.model_dump_json())
    page = render(bare, "html")
    assert "At least 213 people have been killed" in page
    assert "The text of this article is not at hand." in page


def test_a_report_with_nothing_in_it_says_so(seed_report: Report) -> None:
    alone = {"articles": seed_report.articles[:1], "claims": (), "findings": ()}
    page = render(seed_report.model_copy(update=alone), "html")
    assert "Nothing was flagged as major." in page
    assert "There is only one article, so nothing could be compared." in page


@pytest.mark.parametrize("form", ["html", "md", "csv", "claimreview"])
def test_a_report_that_speaks_of_an_unknown_article_is_refused(seed_report: Report, form: str) -> None:
    with pytest.raises(BadResult, match="000_f3f2fa0800b63834"):
        render(seed_report.model_copy(update={"articles": seed_report.articles[1:]}), form)
