"""Which words, numbers and marks does a text consist of?"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

APOSTROPHES = "'’‘ʼ＇"

_TOKEN = re.compile(
    rf"""
      (?:[A-Za-z]\.){{2,}}                                      # U.S., p.m.
    | [A-Za-z]+\.(?:com|org|net|gov|edu|tv|co\.uk)\b           # FoxNews.com
    | \d+(?:[.,]\d+)*                                           # 1,009 and 6.1
    | (?P<clitic>(?<=[^\W\d_])[{APOSTROPHES}][sS](?![^\W_]))    # the 's of a possessive
    | [^\W\d_]+(?:[{APOSTROPHES}](?![sS](?![^\W_]))[^\W\d_]+)*  # words, didn't, O'Brien
    | \S
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word, number or mark: `text[start:end]`, with `low` its lower-cased form with plain apostrophes."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word, not a number or a mark."""
        return self.text[0].isalpha()

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


_CONTRACTED_WITH_IS = frozenset("it that he she there here what who where how let".split())
_PLAIN = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


def tokens_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of `text[start:end]` with offsets in `text`.

    A possessive 's is a token of its own, the 's of "it's" is not.
    """
    held: Token | None = None
    for found in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = found.group()
        low = word.lower()
        token = Token(found.start(), found.end(), word, low if low.isascii() else low.translate(_PLAIN))
        if found.lastgroup and held and held.low in _CONTRACTED_WITH_IS:
            held = Token(held.start, token.end, text[held.start : token.end], held.low + token.low)
            continue
        if held:
            yield held
        held = token
    if held:
        yield held


def joined(tokens: Iterable[Token]) -> str:
    """Return tokens as one line of text: with a space wherever something stood between two of them."""
    parts: list[str] = []
    end = -1
    for token in tokens:
        parts.append(token.text if token.start == end or not parts else f" {token.text}")
        end = token.end
    return "".join(parts)
