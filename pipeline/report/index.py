"""The page over a batch."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Entry:
    """One story of a batch. `href` is its page's path from the index."""

    name: str
    href: str
    title: str | None = None
    articles: int = 0
    major: int = 0
    minor: int = 0
    not_judged: int = 0
    failed: str | None = None


def render_index(entries: Iterable[Entry], name: str = "batch") -> str:
    """Return the page."""
    lines = [f"<li>{escape(e.name)}: {e.major} major, {e.minor} minor</li>" for e in entries]
    return "\n".join([f"<!doctype html><title>{escape(name)}</title><ul>", *lines, "</ul>"]) + "\n"
