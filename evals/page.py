"""How does a page of figures look in a terminal, in a pull request and in a browser?

What is quoted from articles is hostile: it may hold escape codes, markup and mentions, and none of it may do anything.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..pipeline.console import one_line

Form = Literal["text", "markdown", "html"]

_LONGEST = 300
_SPACE = re.compile(r"\s")
_MARKS = re.compile(r"[\\`*_\[\]|~]")
_LIST_MARKS = re.compile(r"^(\d{0,9})([-+=#.)])")
_LINKS = re.compile(r"@|#(?=\d)|(?<=:)//|(?<=www)\.")
_UNLINKED = "\u200b"
"""Stands in a mention or an address so that no code host makes a link of it or calls somebody."""


@dataclass(frozen=True)
class Table:
    """Rows of cells under a head; every column but the first holds figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Entry:
    """One line, and what explains it."""

    line: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with a table or entries under it, or with the one line that there are none."""

    title: str
    body: Table | Sequence[Entry] = ()
    note: str = ""
    drawing: str = ""
    """SVG that was made here, never text from outside; shown in a browser only."""


@dataclass(frozen=True)
class Page:
    """A title, what was measured, and the sections in the order in which they should be read."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def render(page: Page, form: Form) -> str:
    """Return the page as one text that ends with a line break."""
    return {"text": _text, "markdown": _markdown, "html": _html}[form](page)


def plain(text: str) -> str:
    """Return text on one line in which whatever cannot be printed stands as an escape."""
    return one_line(_SPACE.sub(" ", text))


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return text that is not too long to be read in a list."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _text(page: Page) -> str:
    lines = [plain(page.title), *([""] if page.facts else [])]
    width = max((len(name) for name, _ in page.facts), default=0)
    lines += [f"{name:<{width}}  {plain(value)}" for name, value in page.facts]
    for section in page.sections:
        lines += ["", plain(section.title)]
        if isinstance(section.body, Table):
            lines += _columns(section.body)
        for entry in [] if isinstance(section.body, Table) else section.body:
            lines.append(f"- {plain(entry.line)}")
            lines += [f"    {plain(detail)}" for detail in entry.details]
        if section.note:
            lines.append(plain(section.note))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _columns(table: Table) -> list[str]:
    rows = [[plain(cell) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    padded = [
        [cell.rjust(width) if i else cell.ljust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True))]
        for row in rows
    ]
    return [f"  {'  '.join(row)}" for row in padded]


def _markdown(page: Page) -> str:
    lines = [f"## {_quoted(page.title)}", *([""] if page.facts else [])]
    lines += [f"- {name}: {_quoted(value)}" for name, value in page.facts]
    for section in page.sections:
        lines += ["", f"### {_quoted(section.title)}", ""]
        if isinstance(section.body, Table):
            table = section.body
            lines.append(_row(table.head))
            lines.append("|" + "|".join("---:" if i else "---" for i in range(len(table.head))) + "|")
            lines += [_row(row) for row in table.rows]
        for entry in [] if isinstance(section.body, Table) else section.body:
            lines.append(f"- {_quoted(entry.line)}")
            lines += [f"  - {_quoted(detail)}" for detail in entry.details]
        if section.note:
            lines += ["", _quoted(section.note)] if section.body else [_quoted(section.note)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_quoted(cell) for cell in cells) + " |"


def _quoted(text: str) -> str:
    """Return text of which Markdown, HTML in Markdown, and the mentions and links of a code host make nothing."""
    entities = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    unlinked = _LINKS.sub(lambda found: found[0] + _UNLINKED, entities)
    return _LIST_MARKS.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", unlinked))


def _html(page: Page) -> str:
    from jinja2 import Environment, StrictUndefined

    template = Path(__file__).with_name("page.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.tests["table"] = lambda body: isinstance(body, Table)
    environment.filters["plain"] = plain
    return environment.from_string(template).render(page=page) + "\n"
