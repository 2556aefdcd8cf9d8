"""Which lines are furniture by what they say alone?"""

import re

from .bylines import byline_of, is_credit, is_role
from .lines import is_finished, is_name, is_prose, words_in
from .notices import copyright_start
from .outlets import known_outlet
from .page_dates import is_dates_only, page_date
from .phrases import furniture_phrases, furniture_words, plain
from .pictures import caption_of, is_photo_credit

SECTION_LABEL = "section label"
LONGEST_LINE = 2000
"""Characters; furniture is shorter, and a longer line is read for glued stretches only."""

_SERIAL = re.compile(r"(?:e-?)?(?:ISSN|ISBN|DOI)\b.{0,60}\d")
_THE_END = re.compile(r"[-–—]+ ?30 ?[-–—]+|#{2,4}")
_NOT_A_LETTER = frozenset(" _-–—*=~#•·.+|/<>\u00a0")
_LINK_ONLY = re.compile(r"(?:https?://|www\.)\S+\Z|\S+@\S+\.\w{2,}\Z", re.IGNORECASE)
_PHONE = re.compile(r"\b\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b")
_MAIL = re.compile(r"\S@\S+\.\w{2,}")
_MOST_WORDS_OF_SHARING = 25
_CONTACT = re.compile(
    r"(?:contact|e-?mail|reach|write to|follow|send|call|name|(?:[A-Z][\w'’.-]+ ){1,4}can be reached"
    r"|for (?:more|media|press))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w+-]+")
_FIRST_OF_A_PATH = frozenset({"headlines", "news", "politics", "world", "business", "local"})


def reason_alone(line: str, *, first: bool, early: bool) -> str | None:
    """Return why a line is furniture wherever it stands, or None.

    `first` says that it is the first line of the page, which a headline may be; `early` that it is one of the first.
    """
    if all(char in _NOT_A_LETTER for char in line):
        return "separator"
    reason = furniture_phrases().reason_for(line)
    if reason and reason != SECTION_LABEL and not (first and _may_be_a_headline(line, reason)):
        return reason
    if copyright_start(line) == 0:
        return "copyright line"
    dated = page_date(line)
    if dated and dated.labelled:
        return "date line"
    if byline_of(line, first=first):
        return "byline"
    if is_photo_credit(line, first=first):
        return "photo credit"
    caption = caption_of(line, early=early)
    if caption and (caption.start, caption.end) == (0, len(line)):
        return caption.why
    return _small_matter(line, first=first)


def _may_be_a_headline(line: str, reason: str) -> bool:
    return reason in {"related link", "player", "navigation", "label"} and words_in(line) > 4


def _small_matter(line: str, *, first: bool) -> str | None:
    if _SERIAL.match(line):
        return "serial number"
    if _THE_END.fullmatch(line):
        return "end mark"
    if len(_PHONE.findall(line)) > 1 and not is_finished(line):
        return "contact"
    if _LINK_ONLY.match(line) or (_MAIL.search(line) and _CONTACT.match(line) and words_in(line) <= 40):
        return "contact"
    words = _WORD.findall(line.casefold()) if words_in(line) <= _MOST_WORDS_OF_SHARING else []
    shares = furniture_words("words of sharing")
    if len(words) > 1 and all(w in shares or w in furniture_words("words between words of sharing") for w in words):
        return "social sharing" if sum(word in shares for word in words) > 1 else None
    tokens = line.split(maxsplit=20)
    if all(token[0] in "@#" and len(token) > 1 for token in tokens):
        return "tags"
    if line[0] == "[" and line[-1] == "]" and len(tokens) >= 4 and line.count("[") == 1:
        return "related link"
    return "related link" if not first and _is_shouted_link(line) else None


def _is_shouted_link(line: str) -> bool:
    """Tell whether a line is a headline in capitals, as some outlets put between paragraphs to link to others."""
    return (
        line.isupper() and 5 <= words_in(line) <= 25 and not is_finished(line) and line[0].isalpha() and ":" not in line
    )


def reason_outside(line: str) -> str | None:
    """Return why a line is furniture where no running text stands around it, or None: dates, names, sections."""
    if furniture_phrases().reason_for(line) == SECTION_LABEL:
        return SECTION_LABEL
    words = line.split(maxsplit=4)
    if 2 <= len(words) <= 3 and words[-1].casefold() == "news" and not is_prose(line) and known_outlet(line) is None:
        return SECTION_LABEL
    if page_date(line):
        return "date line"
    if known_outlet(line):
        return "outlet name"
    if is_credit(line):
        return "byline"
    if is_role(line) and words_in(line) <= 4:
        return "byline"
    if _is_breadcrumb(line):
        return SECTION_LABEL
    return "strip of the page" if _is_strip(line) else None


_LABELLED = re.compile(r"(?:source|editor|author|category|section|tags?|reporter|location|by)\s?:", re.IGNORECASE)


def _is_strip(line: str) -> bool:
    """Tell whether a line is small matters side by side: "Source: Xinhua | 2019-04-19 21:04 | Editor: Lee"."""
    parts = [part.strip() for part in re.split(r"[|•·]", line[:LONGEST_LINE]) if part.strip()]
    if not 2 <= len(parts) <= 8:
        return False
    small = [bool(is_dates_only(p) or _LABELLED.match(p) or furniture_phrases().reason_for(p)) for p in parts]
    return any(small) and all(is_small or is_name(part, 4) for is_small, part in zip(small, parts, strict=True))


def _is_breadcrumb(line: str) -> bool:
    """Tell whether a line is the path to the page: "Home > News > World"."""
    parts = [part.strip() for part in re.split(r"[>»›/|]", line) if part.strip()]
    return len(parts) > 1 and plain(parts[0]) in {"home", "news", *_FIRST_OF_A_PATH} and words_in(line) <= 16
