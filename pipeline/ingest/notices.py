"""Where does a copyright notice begin?"""

import re

from .lines import is_prose, words_in

_NAME = r"[A-Z][\w.'’-]*(?:\ [A-Z][\w.'’-]*){0,6}"
_SIGN = r"(?:copyright|©|\(c\)|&copy;)"
_COPYRIGHT = re.compile(
    rf"(?i:{_SIGN}[\s:]*(?:(?:©|\(c\)|&copy;)\s*)?)(?:(?:19|20)\d\d\b|by\ [A-Z]|[Tt]he\ [A-Z]|{_NAME},?\ (?:19|20)\d\d)"
)
_RIGHTS = re.compile(r"\ball rights reserved\b(?=\W*$|\s?[.|;,])", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SIGNS = ("©", "opyright", "OPYRIGHT", "(c)", "(C)", "&copy;", "ights reserved", "ights Reserved", "IGHTS RESERVED")
_LONGEST_NOTICE = 60


def copyright_start(line: str) -> int | None:
    """Return where a copyright notice begins that goes to the end of the line, or None.

    "Copyright law was at the heart of the case" is none: a notice names a year or an owner.
    """
    if not any(sign in line for sign in _SIGNS):
        return None
    found = _COPYRIGHT.match(line)
    if found and (not is_prose(line) or _RIGHTS.search(line) or _YEAR.search(found.group())):
        return 0 if words_in(line) <= _LONGEST_NOTICE else None
    at = max(line.rfind("©"), line.rfind("Copyright"), line.rfind("(c) "))
    if at > 0 and words_in(line[at:]) <= _LONGEST_NOTICE and _COPYRIGHT.match(line, at):
        is_after_a_sentence = line[:at].rstrip()[-1:] in set('.!?…)"”')
        return at if is_after_a_sentence and _YEAR.search(line[at : at + 40]) else None
    rights = _RIGHTS.search(line)
    return (
        0 if rights and words_in(line[: rights.start()]) <= 12 and not is_prose(line[: rights.start()] + "-") else None
    )
