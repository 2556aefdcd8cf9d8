"""Which lines does a text consist of, and which of them are prose?"""

import re
from itertools import islice
from typing import NamedTuple

from ..data import word_lists

CLOSERS = "\"'”’»)] \u00a0"

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_MOST_LINES = 20_000
_FEWEST_WORDS = 6
_WORDS_WITHOUT_A_STOP = 20


class Line(NamedTuple):
    """A line with something on it: `text` is `whole[start:end]`, white space around it left out."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that are not blank, at most the first 20,000 lines: no article has more."""
    found = []
    for match in islice(_LINE.finditer(text), _MOST_LINES):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            found.append(Line(start, start + len(stripped), stripped))
    return found


def words_in(text: str) -> int:
    """Return how many words a line has."""
    return text.count(" ") + 1


def is_finished(text: str) -> bool:
    """Tell whether a line ends as a sentence does, also within closing marks."""
    return text[-40:].rstrip(CLOSERS)[-1:] in set(".!?…")


def is_prose(text: str) -> bool:
    """Tell whether a line is running text: a sentence of some words, or so many words that it can be nothing else."""
    words = words_in(text)
    return words >= _WORDS_WITHOUT_A_STOP or (words >= _FEWEST_WORDS and is_finished(text))


def is_name(text: str, most: int = 5) -> bool:
    """Tell whether a text is made of one to `most` capitalised words, particles ("van", "and") not counted."""
    words = text.split(maxsplit=2 * most + 2)
    particles = word_lists("furniture.txt")["*particles of names"]
    capitalised = 0
    for word in words:
        if word[0].isupper() and _WORD.fullmatch(word.rstrip(",")):
            capitalised += 1
        elif word not in particles:
            return False
    return 1 <= capitalised <= most and words[0] not in particles
