"""Which of the desk's stock phrases is a line of a page?

A phrase in a list is a whole line of a page. "..." stands for anything: "sign up for ... newsletter ..." is a line that
begins with the first words and has the others later. Capitals, the shape of quotation marks and dashes, marks at the
edges and the digits of a number do not matter. A heading with a question mark holds phrases that count only where the
line does not end as a sentence does.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

from ..data import phrase_lists, word_lists
from .lines import is_prose

_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_EDGES = " \t\u200b\ufeff*•·|-_>»›‹«<.:,!…#[](){}\"'↓→▼▶✕×"
_DIGITS = re.compile(r"\d[\d.,:]*")
_LONGEST_LINE = 400


def plain(text: str) -> str:
    """Return a line in the form in which phrases are compared."""
    return _plain_part(text).strip(_EDGES)


def _plain_part(text: str) -> str:
    same = text if text.isascii() else text.translate(_SAME)
    return " ".join(_DIGITS.sub("0", same.casefold()).split())


class _Phrase(NamedTuple):
    reason: str
    parts: tuple[str, ...]
    anchored: bool
    """Whether the line must begin with the first part."""
    closed: bool
    """Whether the line must end with the last part."""
    unless_sentence: bool

    def matches(self, line: str) -> bool:
        at = 0
        for number, part in enumerate(self.parts):
            first, last = number == 0, number == len(self.parts) - 1
            if first and self.anchored:
                found = 0 if line.startswith(part) else -1
            elif last and self.closed:
                found = len(line) - len(part) if line.endswith(part) else -1
            else:
                found = line.find(part, at)
            if found < at or not _stands_alone(line, found, found + len(part)):
                return False
            at = found + len(part)
        return not self.closed or at == len(line)


def _stands_alone(line: str, start: int, end: int) -> bool:
    before, inside, after = line[start - 1 : start], line[start:end], line[end : end + 1]
    joined = after.isalnum() or after in {"-", "'"}
    return not (before.isalnum() and inside[0].isalnum()) and not (joined and inside[-1].isalnum())


class PhraseBook:
    """Stock phrases by the reason for which their lines are no part of a report."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._lines: dict[str, str] = {}
        self._openings: dict[str, list[_Phrase]] = {}
        self._others: list[_Phrase] = []
        for heading, phrases in lists.items():
            for phrase in phrases:
                self._add(heading.rstrip(" ?"), phrase, heading.endswith("?"))

    def _add(self, reason: str, phrase: str, unless_sentence: bool) -> None:
        if "..." not in phrase:
            self._lines.setdefault(plain(phrase), reason)
            return
        pieces = [_plain_part(piece) for piece in phrase.split("...")]
        parts = tuple(piece for piece in pieces if piece)
        if not parts:
            return
        entry = _Phrase(reason, parts, bool(pieces[0]), bool(pieces[-1]), unless_sentence)
        if entry.anchored:
            self._openings.setdefault(parts[0].split()[0], []).append(entry)
        else:
            self._others.append(entry)

    def reason_for(self, line: str) -> str | None:
        """Return why a line of a page is no part of a report, or None.

        A line over 400 characters is none, and what opens with a quotation mark is somebody's words, unless it is a
        phrase and nothing else.
        """
        if len(line) > _LONGEST_LINE:
            return None
        spoken = plain(line)
        if spoken in self._lines:
            return self._lines[spoken]
        if line[0] in "\"'“‘":
            return None
        sentence = is_prose(line)
        openings = self._openings.get(spoken.partition(" ")[0], ())
        # Looking for the first part is much quicker than matching, and nearly always says no.
        candidates = chain(openings, [phrase for phrase in self._others if phrase.parts[0] in spoken])
        return next((p.reason for p in candidates if not (sentence and p.unless_sentence) and p.matches(spoken)), None)


@cache
def furniture_phrases() -> PhraseBook:
    """Return the phrases of `furniture.txt`."""
    lists = phrase_lists("furniture.txt")
    return PhraseBook({reason: phrases for reason, phrases in lists.items() if not reason.startswith("*")})


@cache
def furniture_list(name: str) -> tuple[str, ...]:
    """Return a starred list of `furniture.txt`, such as the cities of datelines."""
    return phrase_lists("furniture.txt")[f"*{name}"]


def furniture_words(name: str) -> frozenset[str]:
    """Return the words of a starred list of `furniture.txt`, such as the roles of journalists."""
    return word_lists("furniture.txt")[f"*{name}"]
