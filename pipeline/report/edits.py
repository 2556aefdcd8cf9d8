"""Which words of one quotation, with the marks that stick to them, are missing from another or new in it?

The judge compares bare words (`judging.alignment`). To be read, a quotation has to keep its marks, brackets and
possessives, so here it is cut at white space; two words are the same when the judge would say so.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from ..reading.words import folded_words

# An ellipsis; a remark of the editor's in brackets, however many words; any other word.
_WORD = re.compile(r"\[?(?:…|\.{3,})\]?|\[[^\[\]]{1,120}\][^\s…]*|(?:(?!…|\.{3})\S)+")
_KINDS: dict[str, Literal["equal", "delete", "insert", "replace"]] = {
    "equal": "equal", "delete": "delete", "insert": "insert", "replace": "replace",
}  # fmt: skip
_ELLIPSIS = re.compile(r"\[?(?:…|\.{3,})\]?")


class Edit(NamedTuple):
    """One step from one quotation to the other."""

    kind: Literal["equal", "delete", "insert", "replace"]
    one: tuple[str, ...]
    other: tuple[str, ...]


def marked_word_edits(one: str, other: str) -> list[Edit]:
    """Return the steps that lead from one quotation to the other, in words as written.

    No two steps that change something follow each other. The time grows with the square of the length and more.
    """
    words_one, words_other = _words(one), _words(other)
    # The longest common run first, as the judge does: a plain longest common subsequence would tear an excerpt apart
    # to meet an earlier "the".
    matcher = SequenceMatcher(None, [_key(w) for w in words_one], [_key(w) for w in words_other], autojunk=False)
    return [
        Edit(_KINDS[kind], tuple(words_one[i:j]), tuple(words_other[k:m])) for kind, i, j, k, m in matcher.get_opcodes()
    ]


def _words(text: str) -> list[str]:
    """Return the words with the marks that stick to them; a mark that stands alone goes with the word before."""
    words: list[str] = []
    for word in _WORD.findall(text):
        if words and not _key(word):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


@lru_cache(maxsize=10_000)
def _key(word: str) -> str:
    # "[T]he" is the word "the": brackets around a part of a word go before it is folded.
    return "…" if _ELLIPSIS.fullmatch(word) else " ".join(folded_words(re.sub(r"[\[\]]", "", word)))
