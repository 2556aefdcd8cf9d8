"""Which words of one quotation stand in another, which are missing and which are new?"""

import re
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from ..reading.tokens import APOSTROPHES

# An ellipsis; a remark of the editor's in brackets, however many words; any other word.
_WORD = re.compile(r"\[?(?:…|\.{3,})\]?|\[[^\[\]]{1,120}\][^\s…]*|(?:(?!…|\.{3})\S)+")
_ELLIPSIS = re.compile(r"\[?(?:…|\.{3,})\]?")
_PLAIN = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


class Edit(NamedTuple):
    """One step from one quotation to the other; the words keep their spelling and marks."""

    kind: Literal["equal", "delete", "insert", "replace"]
    words_one: tuple[str, ...]
    words_other: tuple[str, ...]


def word_edits(one: str, other: str) -> list[Edit]:
    """Return the steps that lead from one quotation to the other, in order.

    Words are compared without case and marks. The time grows with the product of the lengths.
    """
    words_one, words_other = _words(one), _words(other)
    edits: list[Edit] = []
    for step in Indel.opcodes([_key(w) for w in words_one], [_key(w) for w in words_other]):
        gone = tuple(words_one[step.src_start : step.src_end])
        come = tuple(words_other[step.dest_start : step.dest_end])
        if edits and step.tag != "equal" and edits[-1].kind != "equal":
            before = edits.pop()
            gone, come = before.words_one + gone, before.words_other + come
        edits.append(Edit(_kind(step.tag, gone, come), gone, come))
    return edits


def _kind(tag: str, gone: tuple[str, ...], come: tuple[str, ...]) -> Literal["equal", "delete", "insert", "replace"]:
    if tag == "equal":
        return "equal"
    return "replace" if gone and come else "delete" if gone else "insert"


def _words(text: str) -> list[str]:
    """Return the words with the marks that stick to them; a mark that stands alone goes with the word before."""
    words: list[str] = []
    for word in _WORD.findall(text):
        if words and not _key(word):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _key(word: str) -> str:
    if _ELLIPSIS.fullmatch(word):
        return "…"
    return "".join(c for c in word.translate(_PLAIN).lower() if c.isalnum() or c == "'").strip("'")
