"""Which line of a text is its headline?"""

import re

from ..reading.sentences import Extent, sentences_of
from .lines import is_finished, words_in
from .outlets import Outlet, known_outlet, outlet_of
from .outskirts import reason_outside
from .sheet import Sheet

_AMONG_THE_FIRST = 12
_LONGEST = 30
_LONGEST_SENTENCE = 16
_SHORTEST_AFTER_A_KICKER = 5
_REPORTS = re.compile(r"\b(?:said|told|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE)
_SUFFIX = re.compile(r"\s?\|\s?(?P<site>[^|]{2,40})\Z|\s[–—-]\s(?P<outlet>[^|–—]{2,40})\Z")


def headline_in(sheet: Sheet) -> int | None:
    """Return the number of the headline: the first heading before the running text, labels and dates left out.

    A heading that ends in a full stop counts where it is one short sentence in the style of headlines before a longer
    paragraph. A label of one or two words above a longer heading ("Harbour fire") is none.
    """
    numbers = [n for n in range(min(_AMONG_THE_FIRST, len(sheet.lines))) if sheet.is_open(n)]
    for place, number in enumerate(numbers):
        line = sheet.text(number)
        if sheet.prose[number]:
            is_long_heading = not is_finished(line) and words_in(line) <= _LONGEST
            return number if is_long_heading or _is_short_sentence(sheet, number) else None
        if reason_outside(line) is not None or words_in(line) > _LONGEST:
            continue
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        is_label = words_in(line) <= 2 or outlet_of(line) is not None
        if is_label and following is not None and _is_longer_heading(sheet, following):
            continue
        return number
    return None


def _is_longer_heading(sheet: Sheet, number: int) -> bool:
    line = sheet.text(number)
    return not is_finished(line) and _SHORTEST_AFTER_A_KICKER <= words_in(line) <= _LONGEST and line[0].isupper()


def _is_short_sentence(sheet: Sheet, number: int) -> bool:
    line = sheet.text(number)
    if (
        words_in(line) > _LONGEST_SENTENCE
        or _REPORTS.search(line)
        or len(list(sentences_of(line, Extent(0, len(line))))) > 1
    ):
        return False
    following = sheet.next_open(number)
    return following is not None and len(sheet.text(following)) > len(line)


def outlet_behind(headline: str) -> tuple[int, Outlet] | None:
    """Return the outlet that a page's title ends with ("Bridge opens | The Harbour Gazette"), and where it begins."""
    found = _SUFFIX.search(headline, max(0, len(headline) - 50))
    if found is None:
        return None
    named = outlet_of(found["site"]) if found["site"] else known_outlet(found["outlet"])
    return (found.start(), named) if named else None
