"""Where in the named article does a quotation that a model returns stand?

Only what stands there word for word is found: typography, kinds of spaces and what cannot be seen make no difference,
every letter does, and so does its case but for the first, which writers adapt when they quote a part. The evidence that
is published is the article's own text at the place, never the model's.
"""

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from ..reading.document import Document
from ..reading.sentences import Extent
from .hostile import is_hidden

_LONGEST = 1_000
"""Characters of a quotation that are looked for."""
_MOST_PLACES = 500
_PLAIN = {
    **dict.fromkeys("‘’‚‛′`´ʼ＇", "'"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
}
_OPENING = " \"'([-"
_CLOSING = " \"'-,;:"
_FINAL = ".!?"
_SCRIPTS_WITHOUT_SPACES = "\u0e00"
"""From here on come scripts that put no spaces between words."""


class Grounds:
    """The text of one article, folded, in which quotations are found. Making it is linear in its length."""

    def __init__(self, document: Document) -> None:
        folded, places = _folded(document.text)
        self._text, self._places = folded, places
        self._paragraphs = [p.start for p in document.paragraphs]
        self._ends = [p.end for p in document.paragraphs]
        self._skipped = sorted(Extent(s.start, s.end) for s in document.article.skipped)

    def find(self, words: str, near: Extent | None = None) -> Extent | None:
        """Return where words stand in the article, or None where they do not.

        Args:
            words: as a model gave them. Quotation marks around them and a stop behind them are not looked for.
            near: where they belong; of several places the nearest one is taken, else the first.

        Returns:
            A place inside one paragraph. What is no part of the report is not inside it: where it would be, the
            longest part beside it is returned.
        """
        needle = _needle(words)
        if not needle:
            return None
        swapped = needle[0].swapcase() + needle[1:]
        for wanted in (needle, swapped):
            places = [self._extent(at, len(wanted)) for at in self._occurrences(wanted)]
            inside = [place for place in places if self._is_in_one_paragraph(place)]
            if inside:
                return self._without_furniture(min(inside, key=lambda place: (_distance(place, near), place)))
        return None

    def _occurrences(self, needle: str) -> Iterator[int]:
        text, at, found = self._text, -1, 0
        while found < _MOST_PLACES and (at := text.find(needle, at + 1)) >= 0:
            end = at + len(needle)
            if not (_is_inside_word(text[at - 1 : at + 1]) or _is_inside_word(text[end - 1 : end + 1])):
                found += 1
                yield at

    def _extent(self, at: int, length: int) -> Extent:
        return Extent(self._places[at], self._places[at + length - 1] + 1)

    def _is_in_one_paragraph(self, place: Extent) -> bool:
        number = bisect_right(self._paragraphs, place.start) - 1
        return number >= 0 and place.end <= self._ends[number]

    def _without_furniture(self, place: Extent) -> Extent | None:
        pieces, start = [], place.start
        for skipped in self._skipped:
            if skipped.end > start and skipped.start < place.end:
                pieces.append(Extent(start, max(start, skipped.start)))
                start = skipped.end
        pieces.append(Extent(start, max(start, place.end)))
        piece = max(pieces, key=lambda e: e.end - e.start)
        return self._tight(piece) if len(pieces) > 1 else piece

    def _tight(self, piece: Extent) -> Extent | None:
        """Return a piece without the spaces at its edges, or None where nothing else is left."""
        first, last = bisect_left(self._places, piece.start), bisect_left(self._places, piece.end)
        while first < last and self._text[first] == " ":
            first += 1
        while last > first and self._text[last - 1] == " ":
            last -= 1
        return self._extent(first, last - first) if last > first else None


def _needle(words: str) -> str:
    needle = _folded(words[: 2 * _LONGEST])[0][:_LONGEST].strip().lstrip(_OPENING).rstrip(_CLOSING)
    stripped = needle.rstrip(_FINAL).rstrip(_CLOSING)
    # "U.S." keeps its stop, which is a part of the word.
    return needle if needle.endswith(".") and stripped[-2:-1] == "." else stripped


def _is_inside_word(pair: str) -> bool:
    """Tell whether between two characters there is no edge of a word."""
    if len(pair) < 2:
        return False
    # An accent is a character of its own here: "e" does not stand in "é".
    return unicodedata.combining(pair[1]) > 0 or (pair.isalnum() and max(pair) < _SCRIPTS_WITHOUT_SPACES)


def _distance(place: Extent, near: Extent | None) -> int:
    return 0 if near is None else max(0, near.start - place.start, place.end - near.end)


def _folded(text: str) -> tuple[str, "array[int]"]:
    """Return a text in plain typography with single spaces, and where in it each of its characters comes from."""
    folded: list[str] = []
    places: array[int] = array("L")
    space = True
    for place, character in enumerate(text):
        for plain in _fold(character):
            if plain != " " or not space:
                folded.append(plain)
                places.append(place)
            space = plain == " "
    return "".join(folded), places


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    if character.isspace():
        return " "
    if is_hidden(character):
        return ""
    plain = _PLAIN.get(character)
    return plain if plain is not None else unicodedata.normalize("NFKD", character).replace("\u2044", "/")
