"""The report as one self-contained page: no network, no script, nothing in it that was not escaped."""

import base64
import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...schemas import Article, Verdict, Weight
from . import words
from .cards import Card
from .marks import Stretch, stretches_of
from .safe import visible, web_address
from .view import Matter, Source, View

TEMPLATES = Path(__file__).parent / "templates"
_MOST_COLUMNS = 18
"""Articles up to which the agreement map has a column for each."""
_MANY = 400
"""Findings, or tens of articles, from which a browser lays out only what is near the screen."""


def write(view: View) -> str:
    """Return the page."""
    report = view.report
    articles = {a.article: a for a in report.articles}
    cards = {m.number: Card(m, articles) for m in view.matters}
    style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    page = environment().get_template("report.html.j2")
    return page.render(
        view=view,
        report=report,
        style=style,
        policy=policy(style),
        sections=_sections(view, cards),
        flags=[(v, words.VERDICTS[v], len(view.having(v))) for v in words.VERDICTS if v.flagged],
        major=[cards[m.number] for m in view.flagged(Weight.MAJOR)],
        map_groups=_map_groups(view, cards),
        has_columns=len(view.sources) <= _MOST_COLUMNS,
        is_large=len(view.matters) + 10 * len(view.sources) > _MANY,
        story=report.story.title or report.story.name,
        total_words=sum(s.words for s in view.sources),
        period=_period(report.articles),
        stretches=lambda source: _stretches(view, source),
    )


def policy(style: str, script: str | None = None) -> str:
    """Return a Content-Security-Policy that lets exactly this style, and this script if any, take effect."""
    scripts = f"; script-src {source_expression(script)}" if script else ""
    return f"default-src 'none'; style-src {source_expression(style)}{scripts}; base-uri 'none'; form-action 'none'"


def source_expression(text: str) -> str:
    """Return how a Content-Security-Policy names this text, a style or a script, and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _compiled_templates() -> FileSystemBytecodeCache | None:
    """Keep compiled templates where Python keeps its compiled modules, in the package itself, if it may be written."""
    folder = TEMPLATES / "__pycache__"
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


@cache
def environment() -> Environment:
    """Return the one template environment; whatever it prints is escaped."""
    # select_autoescape() would leave .html.j2 unescaped; what is shown passes through `visible` first.
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_visible,
        bytecode_cache=_compiled_templates(),
    )
    environment.globals |= {
        "verdicts": words.VERDICTS,
        "relations": words.RELATIONS,
        "kinds": words.KINDS,
        "disclaimer": words.DISCLAIMER,
        "counted": words.counted,
        "shortened": words.shortened,
        "web_address": web_address,
    }
    return environment


def _visible(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_SECTIONS = (
    ("minor", "Smaller differences", "Flagged too, but background, or a shade that few readers would notice."),
    (Verdict.CORROBORATED, "Sources agree", words.VERDICTS[Verdict.CORROBORATED].meaning),
    (Verdict.SINGLE_SOURCE, "Only one source", words.VERDICTS[Verdict.SINGLE_SOURCE].meaning),
    (Verdict.NOT_JUDGED, "Could not be compared", words.VERDICTS[Verdict.NOT_JUDGED].meaning),
)


def _sections(view: View, cards: dict[int, Card]) -> list[tuple[str, str, str, list[Card]]]:
    """Return (anchor, heading, meaning, cards) of each section below the first one that has any."""
    found = []
    for key, heading, meaning in _SECTIONS:
        matters = view.having(key) if isinstance(key, Verdict) else view.flagged(Weight.MINOR)
        if matters:
            found.append((key.replace("_", "-"), heading, meaning, [cards[m.number] for m in matters]))
    return found


def _map_groups(view: View, cards: dict[int, Card]) -> list[tuple[str, bool, list[Card]]]:
    """Return (heading, open at first, cards) for the agreement map. What only one source has says little there."""
    groups: list[tuple[str, bool, list[Matter]]] = [
        ("To look at first", True, view.flagged(Weight.MAJOR)),
        ("Smaller differences", True, view.flagged(Weight.MINOR)),
        ("Sources agree", False, view.having(Verdict.CORROBORATED)),
        ("Only one source", False, view.having(Verdict.SINGLE_SOURCE)),
    ]
    return [(heading, is_open, [cards[m.number] for m in matters]) for heading, is_open, matters in groups if matters]


def _period(articles: tuple[Article, ...]) -> str | None:
    days = [a.published for a in articles if a.published]
    return words.span_words(min(days), max(days)) if days else None


def _stretches(view: View, source: Source) -> list[Stretch]:
    return stretches_of(source.article.text, view.marks.get(source.article.article, []), source.article.skipped)
