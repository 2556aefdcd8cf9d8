from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from crossexam import Report
from crossexam.pipeline.report.index import Entry, entry_of, render_index

ENTRIES = [
    Entry(name="calm", href="calm/report.html", articles=3),
    Entry(name="flood-2024", href="flood-2024/report.html", title="The flood", articles=5, major=2, minor=1),
    Entry(name="vote", href="vote/report.html", articles=4, major=7, not_judged=1),
    Entry(name="minor-things", href="minor/report.html", articles=4, minor=9),
    Entry(name="broken", href="", failed="there is no article in it"),
]


def test_an_entry_counts_what_its_report_flags(seed_report: Report) -> None:
    entry = entry_of(seed_report, "libya-2019/report.html")
    assert (entry.name, entry.title) == ("libya-2019", "Trump’s call to Haftar")
    assert (entry.articles, entry.major, entry.minor, entry.not_judged) == (5, 15, 12, 1)


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("stories/a b/report.html", "./stories/a%20b/report.html"),
        ("javascript:alert(1)", "./javascript%3Aalert%281%29"),
        ("//evil.example/x", "./evil.example/x"),
        ("https://evil.example", "./https%3A//evil.example"),
        ("a?b#c/report.html", "./a%3Fb%23c/report.html"),
        ("odd\udcff/report.html", "./odd%FF/report.html"),
    ],
)
def test_a_link_leads_into_the_folder_of_the_index_and_nowhere_else(href: str, link: str) -> None:
    assert Entry(name="x", href=href).link == link


def test_stories_stand_by_what_is_to_settle_and_failed_ones_first(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(render_index(ENTRIES, "Week 20"), encoding="utf-8")
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled)
        page = context.new_page()
        page.goto(path.as_uri())
        rows = [" ".join(row.inner_text().split()) for row in page.locator("tbody tr").all()]
        assert page.locator("#search").is_visible() is enabled
        context.close()
        assert rows == [
            "broken Could not be checked: there is no article in it",
            "vote 7 0 4 1",
            "The flood flood-2024 2 1 5 0",
            "minor-things 0 9 4 0",
            "calm 0 0 3 0",
        ]


def test_the_search_keeps_the_stories_that_have_all_words(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(render_index(ENTRIES), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri())
    page.get_by_label("Search").fill("FLOOD the")
    shown = [row.inner_text() for row in page.locator("tbody tr").all() if row.is_visible()]
    assert len(shown) == 1
    assert "The flood" in shown[0]
    assert page.get_by_role("status").inner_text() == "1 of 5"
    page.get_by_label("Search").fill("")
    assert sum(row.is_visible() for row in page.locator("tbody tr").all()) == 5
    assert complaints == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_the_index(browser: Browser, tmp_path: Path, scheme: str) -> None:
    path = tmp_path / "index.html"
    path.write_text(render_index(ENTRIES), encoding="utf-8")
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(path.as_uri())
    response = Axe().run(page).response
    context.close()
    assert response["passes"]
    assert [v["id"] for v in response["violations"]] == []
