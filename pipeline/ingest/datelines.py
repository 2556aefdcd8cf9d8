"""With what dateline does a paragraph begin: where it was filed, when, and by whom?

    OTTAWA —    NAIROBI (Reuters) -    CNN —    (CNN)    MOSCOW, May 3. /TASS/.    Arusha, Tanzania –

A dateline is credited to an outlet or an agency that `outlets.txt` knows, or it is a place in capitals or a well-known
city before a dash. Only the dateline itself is furniture; the sentence goes on behind it.
"""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from .lines import is_name
from .outlets import Outlet, known_outlet
from .page_dates import dates_in, month_pattern
from .phrases import furniture_list

_CAP = r"[A-ZÀ-ÖØ-Þ][\w.'’-]{0,30}"
_WEEKDAY = "Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"
_STATION = re.compile(r"[A-Z][A-Z0-9]{1,5}(?:[- ](?:TV|News|AM|FM))?")
_SHORTEST_PLACE = 4


class Dateline(NamedTuple):
    """A dateline of `end` characters, dash included."""

    end: int
    credit: Outlet | None
    published: date | None


@cache
def _pattern() -> re.Pattern[str]:
    month = month_pattern()
    word = rf"(?!(?i:{month})\b|(?:{_WEEKDAY})day\b){_CAP}"
    return re.compile(
        rf"""
        (?P<place>{word}(?:\ {word}){{0,3}}(?:,\ {word}(?:\ {word}){{0,2}}){{0,2}}(?:\ \[[^\[\]]{{2,30}}\])?)?
        (?P<date>
            [,.]?\ ?(?:(?i:{month})\.?\ \d{{1,2}}|\d{{1,2}}\ (?i:{month})\b\.?|(?:{_WEEKDAY})day\b)(?:,?\ \d{{4}})?
        )?
        (?:[.,]?\ ?(?:\((?P<round>[^()]{{2,40}})\)|/(?P<slash>[^/\s]{{2,20}})/))?
        (?P<dash>\ ?[—–]|\ ?--|\ -(?=\ )|\ _|[:.](?=\ ))?
        [\ \u00a0]*
        """,
        re.VERBOSE,
    )


def dateline_of(paragraph: str, *, early: bool) -> Dateline | None:
    """Return the dateline that a paragraph begins with.

    Args:
        paragraph: a line of running text.
        early: whether it is one of the first of the article; later a dateline counts only with a known credit.
    """
    found = _pattern().match(paragraph)
    if found is None or found.end() in {0, len(paragraph)} or not _begins_a_sentence(paragraph, found.end()):
        return None
    place, dash = found["place"], found["dash"]
    in_brackets = found["round"] or found["slash"]
    credit = known_outlet(in_brackets) if in_brackets else known_outlet(place or "")
    end = len(paragraph[: found.end() if dash is None else found.end("dash")].rstrip())
    published = next((day for _, day in dates_in(found["date"] or "")), None)
    in_capitals = place is not None and place.partition(",")[0].isupper()
    if in_brackets and credit is None and dash and (found["date"] or in_capitals) and early:
        credit = _unknown_agency(in_brackets)
    if in_brackets:
        return Dateline(end, credit, published) if credit else None
    if dash in {".", ":"} and not (found["date"] and in_capitals and early):
        return None
    if dash is None or place is None:
        return None
    if credit or (early and (_is_place(place) or found["date"])):
        return Dateline(end, credit, published)
    return None


def _unknown_agency(name: str) -> Outlet | None:
    """Return whom a dateline credits that no list knows: it has the form of a name or of a station's letters."""
    return Outlet(name, is_agency=True) if _STATION.fullmatch(name) or is_name(name, 4) else None


def _begins_a_sentence(paragraph: str, at: int) -> bool:
    first = paragraph[at]
    return first.isupper() or first.isdigit() or first in "\"'“‘[$£€"


def _is_place(place: str) -> bool:
    city = place.partition(",")[0].partition(" [")[0]
    if city.casefold() in furniture_list("cities of datelines"):
        return True
    return (city.isupper() and len(city) >= _SHORTEST_PLACE) or ("," in place and place.count(" ") <= 3)
