"""Which lines say who wrote an article, and for which outlet?"""

import re
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from .lines import is_name, is_prose, words_in
from .outlets import Outlet, leading_outlet, outlet_of
from .page_dates import dates_in, is_dates_only, trailing_dates
from .phrases import furniture_list, furniture_phrases, furniture_words

_SEGMENTS = re.compile(r"\s*(?:[,|•·;/()]|\s[-–—]\s|\b(?:in|for|at|at the)\b(?=\s[A-Z]))\s*")
_INITIALS = re.compile(r"[a-z]{2,4}(?:/[a-z0-9]{2,4}){1,3}")
_EDGES = " |,•·–—-(:"
_LONGEST_BYLINE = 16
_LONGEST_ON_A_FIRST_LINE = 4


class Byline(NamedTuple):
    """Who wrote an article, as far as a line says: the names, and the outlet that they write for."""

    names: tuple[str, ...]
    outlet: Outlet | None


@cache
def _opening() -> re.Pattern[str]:
    longer = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in furniture_list("openings of bylines"))
    labels = "|".join(sorted(furniture_words("labels of bylines")))
    by = rf"(?P<by>(?:by|{longer})\b[:\s]\s*|(?:{labels})\s?:\s*)"
    return re.compile(rf"{by}|(?:from|special to)\s+(?=[A-Z])", re.IGNORECASE)


def byline_of(line: str, *, first: bool = False) -> Byline | None:
    """Read a byline ("By Ann Lee and Bo Ek, CNN"), with or without a date behind it.

    `first` says that it is the first line of the page, where "By Land, Sea and Air" is rather a headline.
    """
    if words_in(line) > 2 * _LONGEST_BYLINE:
        return None
    dates = trailing_dates(line)
    credit = (line if dates is None else line[:dates]).rstrip(_EDGES)
    opening = _opening().match(credit)
    if opening is None or words_in(credit) > _LONGEST_BYLINE:
        return None
    rest = credit[opening.end() :]
    if not rest or (_begins_otherwise(rest) and outlet_of(rest) is None and _written_together(rest) is None):
        return None
    byline = _written_together(rest) or _credits_in(rest)
    if byline is None or (opening["by"] is None and byline.outlet is None):
        return None
    is_short = words_in(line) <= _LONGEST_ON_A_FIRST_LINE
    return byline if not first or dates is not None or byline.outlet is not None or is_short else None


def _begins_otherwise(rest: str) -> bool:
    return rest.split(maxsplit=1)[0].casefold().strip(",.") in furniture_words("no bylines")


def _written_together(rest: str) -> Byline | None:
    """Read "the Harbour Voices collective"."""
    article, _, name = rest.partition(" ")
    writers, _, kind = name.rpartition(" ")
    if article != "the" or kind not in furniture_words("writers together") or not is_name(writers, 4):
        return None
    return Byline((writers,), None)


def _segments_of(text: str) -> list[str]:
    # The pattern would look at a long run of spaces from each of them.
    return _SEGMENTS.split(" ".join(text.split()))


def _credits_in(text: str) -> Byline | None:
    """Read "Ann Lee and Bo Ek, Staff Writers, The Harbour Gazette"; None where a word is no name, role or outlet."""
    names: list[str] = []
    outlet = None
    for segment in filter(None, _segments_of(text.strip(" ,.;|"))):
        whole = outlet_of(segment)
        named = whole or leading_outlet(segment)
        if named is not None and (whole or is_role(segment) or is_name(segment, 6)):
            outlet = outlet or named
        elif named is None and is_name(segment, 8):
            names.append(segment)
        elif not (is_role(segment) or is_dates_only(segment) or furniture_phrases().reason_for(segment)):
            return None
    return Byline(tuple(names), outlet) if names or outlet else None


def is_name_list(line: str) -> bool:
    """Tell whether a line is the names of people and at most a place: "Ann Lee, Bo Ek", "Ann Lee in Oslo"."""
    first = _segments_of(line)[0]
    return words_in(line) <= _LONGEST_BYLINE and " " in first and is_name(first, 4) and _credits_in(line) is not None


def is_role(text: str) -> bool:
    """Tell whether a text says what a journalist is: "Staff Writer", "Middle East editor"."""
    words = [word.strip(".,") for word in text.casefold().split()]
    return len(words) <= 6 and (words[-1] in furniture_words("roles") or words[-2:] == ["bureau", "chief"])


def credited_outlet(line: str) -> Outlet | None:
    """Return the outlet that a line of credits names: CNN for "Ann Lee, CNN, April 19, 2019"."""
    dates = trailing_dates(line)
    byline = _credits_in((line if dates is None else line[:dates]).strip(_EDGES))
    return byline.outlet if byline else None


def is_credit(line: str) -> bool:
    """Tell whether a line is a name or an outlet before a date ("ANN LEE 30 Apr 2018"), or a name with its outlet."""
    if words_in(line) > _LONGEST_BYLINE:
        return False
    dates = trailing_dates(line)
    credit = (line if dates is None else line[:dates]).strip(_EDGES)
    if not credit:
        return False
    if dates is not None and any(True for _ in dates_in(line[dates:])):
        return outlet_of(credit) is not None or (is_name(credit, 4) and " " in credit)
    segments = [part for part in _segments_of(credit) if part]
    if not 2 <= len(segments) <= 4 or not is_name(segments[0], 4):
        return False
    return all(outlet_of(part) or is_role(part) for part in segments[1:])


_CONTRIBUTED = re.compile(
    r"\bcontributed (?:(?:reporting )?(?:to|for) (?:this|the) (?:report|story|article|dispatch)|reporting)\b"
)
_REPORTED_FROM = re.compile(r"[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,3} reported from [A-Z]")
_WORK = re.compile(r"\(?(?:additional )?(?:reporting|writing|editing|compiled) by [A-Z]", re.IGNORECASE)
_LONGEST_SIGNATURE = 60
_LONGEST_PLACE_OF_WORK = 8


def is_signature(line: str) -> bool:
    """Tell whether a line at the end of an article names those who worked on it."""
    if words_in(line) > _LONGEST_SIGNATURE:
        return False
    if _INITIALS.fullmatch(line):
        return True
    if _WORK.match(line):
        return not is_prose(line) or ";" in line or line.endswith(")")
    if _CONTRIBUTED.search(line):
        return line[0].isupper() or line[0] in "—–-(_*"
    where = _REPORTED_FROM.match(line) is not None and " that " not in line and words_in(line) <= 30
    return where and (line.count(" from ") > 1 or words_in(line) <= _LONGEST_PLACE_OF_WORK)


_NAME_FIRST = re.compile(r"(?:[A-Z][\w'’.-]+ ){2,4}(?=(?:is|was|has been|covers|writes|reports|works|leads)\b)")


def author_described(line: str, authors: Collection[str]) -> str | None:
    """Return whom a line describes as a journalist ("Ann Lee is a reporter for The Globe in Oslo"), or None.

    Whatever a line says of one of the `authors`, who are known from bylines, describes a journalist.
    """
    found = _NAME_FIRST.match(line)
    if found is None or words_in(line) > _LONGEST_SIGNATURE:
        return None
    name = found.group().strip()
    described = line[found.end() : found.end() + 120].casefold().replace(",", " ").replace(".", " ").split()
    is_one = described[0] in {"is", "was"} and not furniture_words("journalists").isdisjoint(described[:9])
    return name if name in authors or is_one or described[0] in {"covers", "writes", "reports"} else None
