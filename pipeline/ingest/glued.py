"""Which stretches inside the lines of a text were glued into it by the page: links, codes, players?"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from ..data import phrase_lists
from .lines import is_prose, lines_of


class Stretch(NamedTuple):
    """Characters `start` to `end` of a text or a line that are no part of the report, and why."""

    start: int
    end: int
    why: str


_CODE = re.compile(
    r"""
      (?<![:\\])(?:\\[nrt])+(?=[\s"“‘(A-Z]|$)                    # \n written out
    | (?:&(?:nbsp|\#160|\#xa0|\#8203|zwnj|shy);)+
    | </?(?:p|br|div|span|em|strong|b|i|u|a|h[1-6]|li|ul|ol|blockquote|img|figure|figcaption)(?:[ ][^<>\n\r]{0,500})?/?>
    | \[/?(?:caption|embed|gallery|video|audio|youtube|tweet|pullquote)(?:[ ][^\[\]\n\r]{0,300})?\]
    | \[\+\d{1,7}\ chars\]                                       # where a news API cut the text off
    """,
    re.VERBOSE | re.MULTILINE,
)
_HEADING_MARK = re.compile(r"^#{1,6} (?=\S)", re.MULTILINE)  # of Markdown
_LINK = re.compile(r"https?://\S{1,400}|\bpic\.twitter\.com/\w{1,20}")
_WORK = re.compile(r"\((?:[Aa]dditional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting) by [^()\n\r]{2,400}\)")
_READ_ON = re.compile(
    r"(?<=[.!?”\"…)]) *(?:(?i:read more|continue reading|click here)|Read the full story)(?: here)?[ .…»>→]{0,4}$",
    re.MULTILINE,
)


# Each with what a text must have for the pattern to be worth running.
_PATTERNS = (
    ("stray code", _CODE, ("\\", "&", "<", "[")),
    ("stray code", _HEADING_MARK, ("# ",)),
    ("link", _LINK, ("://", "pic.twitter")),
    ("byline", _WORK, ("ing by ",)),
    (
        "related link",
        _READ_ON,
        ("ead more", "EAD MORE", "ead More", "lick", "LICK", "full story", "reading", "READING"),
    ),
)


def stretches_in(text: str) -> Iterator[Stretch]:
    """Yield what was glued into a text; the stretches may overlap. The time grows linearly with its length."""
    for why, pattern, hints in _PATTERNS:
        if any(hint in text for hint in hints):
            for found in pattern.finditer(text):
                yield Stretch(found.start(), found.end(), why)
    for found in _anywhere().finditer(text):
        yield Stretch(found.start(), found.end(), _reasons()[found.group()])
    yield from _links_behind_names(text)
    yield from _players(text)


@cache
def _reasons() -> dict[str, str]:
    lists = phrase_lists("furniture.txt")
    marker = "*anywhere, "
    starred = ((name.removeprefix(marker), lists[name]) for name in lists if name.startswith(marker))
    return {form: reason for reason, phrases in starred for phrase in phrases for form in (phrase, phrase.upper())}


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase) for phrase in sorted(_reasons(), key=len, reverse=True)))


_MORE = re.compile(r"\bMORE\b")
_GLUE = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_NAME_BEFORE = re.compile(r"[^\W\d_]+\Z")
_PREFIXES = frozenset({"Mac", "Mc", "De", "Di", "La", "Le", "Van", "Von"})
_LONGEST_LINKS = 600
_LONGEST_NAME = 40
_MOST_GLUE = 12


def _links_behind_names(text: str) -> Iterator[Stretch]:
    """Yield the links that a page puts behind a name: the name in full, headlines without a gap, and "MORE".

    "President LeeAnn LeeMayor opens bridge Council split on budget MORE spoke" reads on as "President Lee spoke".
    The sign is a name glued to what follows, in which it comes again.
    """
    at = 0
    for more in _MORE.finditer(text):
        first = max(at, more.start() - _LONGEST_LINKS, text.rfind("\n", at, more.start()) + 1)
        for glue in islice(_GLUE.finditer(text, first, more.start()), _MOST_GLUE):
            name = _NAME_BEFORE.search(text[max(first, glue.start() - _LONGEST_NAME) : glue.start()])
            if name and _comes_again(name.group(), text[glue.start() : more.start()]):
                yield Stretch(glue.start(), more.end(), "related link")
                break
        at = more.end()


def _comes_again(name: str, links: str) -> bool:
    at = links.find(name)
    follows = links[at + len(name) : at + len(name) + 1]
    return at >= 0 and name[0].isupper() and name not in _PREFIXES and not follows.islower()


_PLAYER = re.compile(r"JUST WATCHED")
_PLAYER_END = re.compile(r"MUST WATCH")
_CLOCK = re.compile(r"\s{0,4}\d\d:\d\d")
_LONGEST_PLAYER = 300


def _players(text: str) -> Iterator[Stretch]:
    """Yield what a video player leaves: JUST WATCHED, the video's title, MUST WATCH, the title again, its length."""
    for opening in _PLAYER.finditer(text):
        closing = _PLAYER_END.search(text, opening.end(), opening.end() + _LONGEST_PLAYER)
        title = text[opening.end() : closing.start()].partition("Replay")[0].strip() if closing else ""
        if closing is None or any(is_prose(line.text) for line in lines_of(title)):
            continue
        end = closing.end()
        after = text[end : end + 2 + len(title)]
        if title and after.strip().startswith(title):
            end += after.index(title) + len(title)
            clock = _CLOCK.match(text, end)
            end = clock.end() if clock else end
        yield Stretch(opening.start(), end, "player")
