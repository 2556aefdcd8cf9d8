"""With what dateline does a paragraph begin: where it was filed, when, and by whom?

    OTTAWA —    NAIROBI (Reuters) -    CNN —    (CNN)    MOSCOW, May 3. /TASS/.    Arusha, Tanzania –

A dateline is credited to an outlet or an agency that `outlets.txt` knows, or it is a place in capitals or a well-known
city before a dash. Only the dateline itself is furniture; the sentence goes on behind it.
"""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from .outlets import Outlet, known_outlet
from .page_dates import dates_in, month_pattern
from .phrases import furniture_list

_CAP = r"[A-ZÀ-ÖØ-Þ][\w.'’-]{0,30}"
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
    word = rf"(?!(?i:{month})\b){_CAP}"
    return re.compile(
        rf"""
        (?P<place>{word}(?:\ {word}){{0,3}}(?:,\ {word}(?:\ {word}){{0,2}}){{0,2}}(?:\ \[[^\[\]]{{2,30}}\])?)?
        (?P<date>[,.]?\ ?(?i:{month})\.?\ \d{{1,2}}(?:,?\ \d{{4}})?)?
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
    end = found.end() if dash is None else found.end("dash")
    end = len(paragraph[:end].rstrip())
    published = next((day for _, day in dates_in(found["date"] or "")), None)
    if in_brackets:
        filed_by_station = dash and place and place.split(",")[0].isupper() and _STATION.fullmatch(in_brackets)
        return Dateline(end, credit, published) if credit or filed_by_station else None
    if dash is None or dash in {".", ":"}:
        return None
    if credit and place:
        return Dateline(end, credit, published)
    return Dateline(end, None, published) if early and place and _is_place(place) else None


def _begins_a_sentence(paragraph: str, at: int) -> bool:
    first = paragraph[at]
    return first.isupper() or first.isdigit() or first in "\"'“‘[$£€"


def _is_place(place: str) -> bool:
    city = place.partition(",")[0].partition(" [")[0]
    if city.casefold() in furniture_list("cities of datelines"):
        return True
    return (city.isupper() and len(city) >= _SHORTEST_PLACE) or ("," in place and place.count(" ") <= 3)
