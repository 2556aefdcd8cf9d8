"""Take the pictures of a report that the README shows.

python docs/screenshots.py RESULTS     a results folder with its report.html; `make screenshots` makes one first

It needs Chromium and the `dev` extra, and writes report-desktop.png and report-phone.png beside itself.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

HERE = Path(__file__).parent
SHOTS = {
    "report-desktop.png": (ViewportSize(width=1280, height=900), 1.0, "light", "body"),
    "report-phone.png": (ViewportSize(width=390, height=844), 1.5, "dark", ".finding.v-altered_quote, body"),
}
"""Each picture's size, scale and colours, and what stands at its top: the last in the page that there is."""
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-lcd-text")


def take(page: Path) -> None:
    """Open a report once for each picture and save it."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for name, (size, scale, scheme, top) in SHOTS.items():
            context = browser.new_context(
                viewport=size, device_scale_factor=scale, color_scheme="dark" if scheme == "dark" else "light"
            )
            tab = context.new_page()
            tab.goto(page.resolve().as_uri())
            tab.locator(top).last.evaluate("e => e.scrollIntoView()")
            tab.screenshot(path=HERE / name)
            context.close()
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1], "report.html"))
