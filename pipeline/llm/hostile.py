"""How does an article reach the model without hiding anything from us, or ending where it does not?

What cannot be seen is taken out, and each source stands between marks that its text cannot hold. Both leave the
article as it is: every place in what the model reads leads back to a place in the file.
"""

import hashlib
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters that are seen: signs that stand before Arabic, Syriac and Kaithi numbers."""
_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Fillers and joiners that are letters or marks by category and show nothing."""
_SPACES = {"\u0085": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": " ", "\x0c": " ", "\x1c": " ", "\x1d": " "}
_SPACES |= {"\x1e": " ", "\x1f": " "}
_KEPT = frozenset("\t\n\r")
_MARK_LENGTH = 16
_LABEL = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Cleaned:
    """A text as the model reads it. `text[start:end]` comes from `article.text[slice(*original(start, end))]`."""

    text: str
    _places: "array[int] | None"
    """Where in the article each character comes from; None where nothing was taken out before it."""
    _length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the article that a place in this text comes from, with what is hidden inside it."""
        if self._places is None:
            return start, end
        first = self._places[start] if start < len(self._places) else self._length
        return first, self._places[end - 1] + 1 if end > start else first

    def cleaned(self, start: int, end: int) -> tuple[int, int]:
        """Return where a place in the article stands in this text."""
        if self._places is None:
            return start, end
        return bisect_left(self._places, start), bisect_left(self._places, end)


def is_hidden(character: str) -> bool:
    """Tell whether a character shows nothing of its own.

    These are control, zero-width, bidi, tag and other format characters, odd line and page breaks, fillers, variation
    selectors, and halves of surrogate pairs.
    """
    if character in _KEPT:
        return False
    if character in _SPACES:
        return True
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
        return character not in _VISIBLE_FORMATS
    return (
        character in _UNSEEN_LETTERS or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    )


def clean(text: str) -> Cleaned:
    """Return a text without what cannot be seen; characters that break a line or a page become plain ones.

    Linear in the length of the text.
    """
    hidden = {ord(c): _SPACES.get(c, "") for c in set(text) if is_hidden(c)}
    if not hidden:
        return Cleaned(text, None, len(text))
    gone = {code for code, instead in hidden.items() if not instead}
    places = array("L", (place for place, c in enumerate(text) if ord(c) not in gone))
    return Cleaned(text.translate(hidden), places, len(text))


@dataclass(frozen=True)
class Fence:
    """Marks for the sources of one prompt. `mark` stands in none of them."""

    mark: str

    def around(self, label: str, text: str) -> str:
        """Return a source between its marks.

        Args:
            label: how the prompt speaks of the source: letters, digits, - and _. Never a name from outside.
            text: of the source, cleaned.
        """
        if not _LABEL.fullmatch(label):
            raise ValueError("a label is made of letters, digits, - and _")
        return f"<<<{self.mark} begin {label}>>>\n{text}\n<<<{self.mark} end {label}>>>"


def fence(texts: Iterable[str]) -> Fence:
    """Return marks that none of the texts holds.

    They are made from all the texts together, so that the same prompt is the same question again, and so that nobody
    who writes one of the texts can know the mark: it changes with every character that is written.
    """
    held = list(texts)
    digest = hashlib.sha256(b"crossexam fence")
    for text in held:
        digest.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    mark = digest.hexdigest()[:_MARK_LENGTH]
    while any(mark in text for text in held):
        mark = hashlib.sha256(mark.encode()).hexdigest()[:_MARK_LENGTH]
    return Fence(mark)
