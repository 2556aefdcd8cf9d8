"""What does a fragment of HTML say, as text with a blank line between paragraphs?

For article bodies inside JSON, which are clean; whole pages, with their menus and banners, go through trafilatura.
"""

import re
from html import unescape

_LOOKS_LIKE_HTML = re.compile(r"</?(?:p|br|div|section|article|h[1-6]|ul|li|blockquote)\b", re.IGNORECASE)
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[a-zA-Z][\w:-]{0,30})[^<>]*>")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|ol|p|pre"
    "|section|table|tr|ul"
)
_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "iframe"})
_BLANKS = re.compile(r"[ \t\r\f\v\n]+")


def is_html(text: str) -> bool:
    """Tell whether a text has the tags of paragraphs."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def text_of(fragment: str) -> str:
    """Return the text of an HTML fragment. The time grows linearly with its length."""
    parts: list[str] = []
    unseen: str | None = None
    at = 0
    fragment = _without_comments(fragment)
    for tag in _TAG.finditer(fragment):
        if unseen is None:
            parts.append(_BLANKS.sub(" ", fragment[at : tag.start()]))
        at = tag.end()
        name = tag["name"].lower()
        if unseen is not None:
            unseen = None if tag["closing"] and name == unseen else unseen
        elif name in _UNSEEN and not tag["closing"]:
            unseen = name
        elif _BLOCK.fullmatch(name):
            parts.append("\n")
    if unseen is None:
        parts.append(_BLANKS.sub(" ", fragment[at:]))
    return paragraphs_of(unescape("".join(parts)))


def _without_comments(fragment: str) -> str:
    first, *others = fragment.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def paragraphs_of(text: str) -> str:
    """Return a text's lines as paragraphs, with one blank line between them and no white space around them."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)
