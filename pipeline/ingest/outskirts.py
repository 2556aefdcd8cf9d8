"""Which lines are furniture where no running text stands around them: dates, names, sections, strips of such?"""

import re

from .bylines import is_credit, is_role
from .line_rules import LONGEST_LINE, SECTION_LABEL
from .lines import is_finished, is_name, is_prose, words_in
from .outlets import known_outlet, outlet_of
from .page_dates import is_dates_only, page_date
from .phrases import furniture_list, furniture_phrases, plain

_LABELLED = re.compile(r"(?:source|editor|author|category|section|tags?|reporter|location|by)\s?:", re.IGNORECASE)
_ASIDE = re.compile(r" \([^()]{3,60}\)(?=[,.]|$)")
_SELF_DESCRIPTION = re.compile(r"(?P<name>[^,(]{3,40})[,(] ?(?:the|a|an)\b")
_PATH = re.compile(r"[>»›/|]")
_PIPES = re.compile(r"[|•·]")
_COMMAS = re.compile(r"[,;()\[\]–—]|\.\s|\s-\s")
_FIRST_OF_A_PATH = frozenset({"home", "headlines", "news", "politics", "world", "business", "local"})


def reason_outside(line: str) -> str | None:
    """Return why a line is furniture where no running text stands around it, or None: dates, names, sections."""
    if furniture_phrases().reason_for(line) == SECTION_LABEL:
        return SECTION_LABEL
    words = line.split(maxsplit=4)
    if 2 <= len(words) <= 3 and words[-1].casefold() == "news" and not is_prose(line) and known_outlet(line) is None:
        return SECTION_LABEL
    if page_date(line):
        return "date line"
    outlet = outlet_of(line)
    if outlet and (outlet.is_agency or known_outlet(line)):
        return "outlet name"
    if is_credit(line):
        return "byline"
    if is_role(line) and words_in(line) <= 4:
        return "byline"
    if _is_breadcrumb(line):
        return SECTION_LABEL
    if _describes_itself(line):
        return "outlet name"
    return "strip of the page" if is_strip(line) else None


def _describes_itself(line: str) -> bool:
    """Tell whether a line is an outlet's name with what it is: "Union Line, the members' blog of the drivers"."""
    found = _SELF_DESCRIPTION.match(line)
    if found is None or is_finished(line) or words_in(line) > 14 or not is_name(found["name"].strip(), 5):
        return False
    return any(f" {kind} " in f"{line.casefold()} ".replace(")", " ") for kind in furniture_list("kinds of outlet"))


def _is_breadcrumb(line: str) -> bool:
    """Tell whether a line is the path to the page: "Home > News > World"."""
    parts = [part.strip() for part in _PATH.split(line) if part.strip()]
    if len(parts) < 2 or words_in(line) > 16:
        return False
    return plain(parts[0]) in _FIRST_OF_A_PATH or (len(parts) > 2 and not set(line).isdisjoint(">»›"))


def is_strip(line: str) -> bool:
    """Tell whether a line is small matters side by side, a date or a label among them.

    "Source: Xinhua | 2019-04-19 21:04 | Editor: Lee" is one, and "The Harbour Gazette, 4 May 2015".
    """
    line = _ASIDE.sub("", line[:LONGEST_LINE].strip())
    piped = not set(line).isdisjoint("|•·")
    parts = [part for part in (_PIPES if piped else _COMMAS).split(line) if part.strip()]
    if not 2 <= len(parts) <= 8:
        return False
    dates = [page_date(part) is not None or is_dates_only(part) for part in parts]
    small = [bool(_LABELLED.match(p) or furniture_phrases().reason_for(p.strip())) for p in parts]
    is_marked = any(page_date(part) for part in parts) or (piped and any(small))
    return is_marked and all(
        is_date or is_small or is_name(part, 5) for is_date, is_small, part in zip(dates, small, parts, strict=True)
    )
