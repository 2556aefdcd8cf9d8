"""How is text that nobody vouches for made safe to show: on a page, in a terminal, in Markdown, in a spreadsheet?

Articles, models, file names and addresses are all hostile here. HTML itself is escaped by the template engine; what is
left to do is what escaping does not touch.
"""

import json
import re
from typing import Any
from urllib.parse import urlsplit

# Control characters but tab and line ends, marks that turn the direction of writing, characters of no width, halves
# of surrogate pairs, noncharacters and the invisible tag characters. Joiners stay: Persian and emoji need them.
_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff"
)
_UNSEEN_CHARACTER = re.compile(f"[{_UNSEEN}]")
_CONTROL_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
_WEB_SCHEMES = {"http", "https"}


def visible(text: str) -> str:
    """Return the text with every character that hides or reorders others spelled out: "‹U+202E›"."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN_CHARACTER.sub(lambda found: f"‹U+{ord(found.group()):04X}›", text)


def plain(text: str) -> str:
    """Return the text for a terminal: one line, without escape sequences, control and bidirectional characters.

    Only sequences that carry no text vanish whole; of all others the escape character goes and the rest stays to be
    seen, so that no article can hide its words in one.
    """
    return " ".join(_UNSEEN_CHARACTER.sub("", _CONTROL_SEQUENCE.sub("", text)).split())


def web_address(url: str | None) -> str | None:
    """Return an http or https address as it was given, or None for anything else."""
    if not url or _UNSEEN_CHARACTER.search(url) or "\\" in url or url != "".join(url.split()):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in _WEB_SCHEMES and parts.hostname else None


_MARKDOWN = re.compile(r"[\\`*_\[\]|~]")
_LINE_START = re.compile(r"\A(?:[#+=-]|\d{1,9}(?=[.)]))")


def markdown(text: str) -> str:
    """Return the text as one line of Markdown that renders as the same words and nothing else.

    GitHub turns addresses, @names and #numbers into links after the Markdown is parsed, so those are broken up too.
    """
    line = " ".join(visible(text).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("$", "&#36;")
    line = _MARKDOWN.sub(r"\\\g<0>", line)
    line = line.replace("://", "&#58;//").replace("www.", "www&#46;").replace("WWW.", "WWW&#46;")
    line = re.sub(r"@(?=\w)", "@&#8288;", line)
    line = re.sub(r"#(?=\w)", "#&#8288;", line.replace("&#", "\0")).replace("\0", "&#")
    return _LINE_START.sub(_escaped_start, line)


def _escaped_start(found: re.Match[str]) -> str:
    start = found.group()
    return f"{start}&#8288;" if start[0].isdigit() else f"\\{start}"


_FORMULA_START = tuple("=+-@＝＋－＠")


def cell(text: str) -> str:
    """Return the text for one cell of a spreadsheet, with an apostrophe before what would run as a formula."""
    line = " ".join(visible(text).split())
    return f"'{line}" if line.startswith(_FORMULA_START) else line


_JSON_UNSAFE = re.compile(f"[<>&{_UNSEEN}]")


def embeddable_json(value: Any) -> str:
    """Return JSON that can also be pasted into a script element: no markup, nothing invisible."""
    return _JSON_UNSAFE.sub(_json_escape, json.dumps(value, ensure_ascii=False, indent=2))


def _json_escape(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
