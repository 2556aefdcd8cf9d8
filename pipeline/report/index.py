"""The page over a batch: its stories, those with the most to settle first."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from ...schemas import Report, Weight
from .html import TEMPLATES, environment, policy


@dataclass(frozen=True)
class Entry:
    """One story of a batch. `href` is its page's path from the index, "stories/flood/report.html"."""

    name: str
    href: str
    title: str | None = None
    articles: int = 0
    major: int = 0
    minor: int = 0
    not_judged: int = 0
    failed: str | None = None
    """Why the story could not be checked; its `href` is not linked then."""

    @property
    def link(self) -> str:
        """The path as it may stand in a page: never an address of another place or scheme."""
        return "./" + quote(self.href.lstrip("/"), errors="surrogateescape")


def entry_of(report: Report, href: str) -> Entry:
    """Return the line of the index for a story that was checked."""
    flagged = [f for f in report.findings if f.verdict.flagged]
    minor = sum(f.weight is Weight.MINOR for f in flagged)
    return Entry(
        name=report.story.name,
        href=href,
        title=report.story.title,
        articles=len(report.articles),
        major=len(flagged) - minor,
        minor=minor,
        not_judged=len(report.not_judged),
    )


def render_index(entries: Iterable[Entry], name: str = "batch") -> str:
    """Return the page, which needs no network; the one script in it only filters the list.

    Args:
        entries: one for each story, in any order.
        name: what the batch is called.
    """
    style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own files
    script = Markup((TEMPLATES / "index.js").read_text(encoding="utf-8"))  # noqa: S704
    ordered = sorted(entries, key=lambda e: (e.failed is None, -e.major, -e.minor, e.name))
    page = environment().get_template("index.html.j2")
    return page.render(entries=ordered, name=name, style=style, script=script, policy=policy(style, script))
