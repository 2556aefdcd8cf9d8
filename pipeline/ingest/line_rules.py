"""Which lines are furniture by what they say alone?"""

import re

from .bylines import byline_of
from .lines import is_finished, words_in
from .notices import copyright_start
from .page_dates import page_date
from .phrases import furniture_phrases, furniture_words
from .pictures import caption_of, is_photo_credit

SECTION_LABEL = "section label"
LONGEST_LINE = 2000
"""Characters; furniture is shorter, and a longer line is read for glued stretches only."""

_SERIAL = re.compile(r"(?:e-?)?(?:ISSN|ISBN|DOI)\b.{0,60}\d")
_THE_END = re.compile(r"[-–—]+ ?30 ?[-–—]+|#{2,4}")
_NOT_A_LETTER = frozenset(" _-–—*=~#•·.+|/<>\u00a0")
_LINK_ONLY = re.compile(r"(?:https?://|www\.)\S+\Z|\S+@\S+\.\w{2,}\Z", re.IGNORECASE)
_PHONE = re.compile(r"\b\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b")
_PRESS_CONTACT = re.compile(r"(?:press |media )?contacts?\s?:", re.IGNORECASE)
_NUMBER_TO_CALL = re.compile(r"\+?\d[\d ()-]{5,20}\d")
_POINTER = re.compile(r".{2,50}\b(?:page|pages|p\.) ?\d{1,3}", re.IGNORECASE)
_MAIL = re.compile(r"\S@\S+\.\w{2,}")
_MOST_WORDS_OF_SHARING = 25
_CONTACT = re.compile(
    r"(?:contact|e-?mail|reach|write to|follow|send|call|name|(?:[A-Z][\w'’.-]+ ){1,4}can be reached"
    r"|for (?:more|media|press))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w+-]+")


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
    if _PRESS_CONTACT.match(line) and _NUMBER_TO_CALL.search(line):
        return "contact"
    if all(_POINTER.fullmatch(part.strip()) for part in re.split(r"[.;|]", line.rstrip(".")[:300])):
        return "related link"
    if _LINK_ONLY.match(line) or (_MAIL.search(line) and _CONTACT.match(line) and words_in(line) <= 40):
        return "contact"
    if _is_sharing(line):
        return "social sharing"
    tokens = line.split(maxsplit=20)
    if all(token[0] in "@#" and len(token) > 1 for token in tokens):
        return "tags"
    if line[0] == "[" and line[-1] == "]" and len(tokens) >= 4 and line.count("[") == 1:
        return "related link"
    return "related link" if not first and _is_shouted_link(line) else None


def _is_sharing(line: str) -> bool:
    """Tell whether a line is the names of places to share a page: "Facebook Twitter Email"."""
    if words_in(line) > _MOST_WORDS_OF_SHARING:
        return False
    shares, between = furniture_words("words of sharing"), furniture_words("words between words of sharing")
    count = 0
    for word in _WORD.finditer(line.casefold()):
        if word.group() in shares:
            count += 1
        elif word.group() not in between:
            return False
    return count > 1


def _is_shouted_link(line: str) -> bool:
    """Tell whether a line is a headline in capitals, as some outlets put between paragraphs to link to others."""
    return (
        line.isupper() and 5 <= words_in(line) <= 25 and not is_finished(line) and line[0].isalpha() and ":" not in line
    )
