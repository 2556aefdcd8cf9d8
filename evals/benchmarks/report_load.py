"""How large is the page of a very large story, and how long does a browser take to open it?

    python -m crossexam.evals.benchmarks.report_load [ARTICLES]

Prints each figure with its share of what a reader may be asked to bear: 20 MB and 3 seconds. It needs Chromium and the
`dev` extra.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from ...pipeline.report import render
from .large_report import large_report

MOST_BYTES = 20_000_000
MOST_SECONDS = 3.0
_RUNS = 5
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def measure(articles: int) -> None:
    """Render a report on so many articles, open it several times and print what it took."""
    started = time.perf_counter()
    report = large_report(articles)
    made = time.perf_counter()
    page = render(report, "html")
    rendered = time.perf_counter() - made
    size = len(page.encode())
    print(f"{articles} articles, {len(report.claims)} claims, {len(report.findings)} findings")
    print(f"made up in {made - started:.1f} s, rendered in {rendered:.1f} s")
    print(f"size {size / 1e6:.1f} MB, {size / MOST_BYTES:.0%} of {MOST_BYTES / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.html")
        path.write_text(page, encoding="utf-8")
        seconds = load_seconds(path)
    middle = statistics.median(seconds)
    print(f"opened in {middle:.2f} s (median of {_RUNS}), {middle / MOST_SECONDS:.0%} of {MOST_SECONDS:.0f} s")


def load_seconds(path: Path) -> list[float]:
    """Return how long each run takes until the page is loaded and its first screen painted."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_FLAGS)
        seconds = []
        for _ in range(_RUNS):
            page = browser.new_page()
            started = time.perf_counter()
            page.goto(path.as_uri())
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            seconds.append(time.perf_counter() - started)
            page.close()
        browser.close()
    return seconds


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
