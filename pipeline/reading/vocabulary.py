"""What do capitals mean in this story, and which words does its running text write with one?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from ..data import word_lists
from .document import Document
from .tokens import Token

OPENERS = frozenset("\"“”„‟«»‘’'`*•·")
"""Marks after which a sentence may begin within a sentence."""


@cache
def _small_words() -> frozenset[str]:
    """Return the words that headlines in title case write small."""
    grammar = word_lists("grammar.txt")
    return grammar["preposition"] | grammar["conjunction"] | grammar["determiner"] | {"vs", "is"}


class Style(Enum):
    """What capitals mean in a sentence: names, or nothing, since every longer word has one or is all of them."""

    RUNNING = 1
    TITLE = 2
    CAPITALS = 3


def style_of(tokens: Sequence[Token]) -> Style:
    """Tell what capitals mean in a sentence: nothing, where every longer word has one."""
    words = [t.text for t in tokens if len(t.text) > 1 and t.text[0].isalpha()]
    if any(word[0].islower() and word not in _small_words() for word in words):
        return Style.RUNNING
    words = [word for word in words if len(word) > 3 and word.isalpha() and word[0].isupper()]
    if len(words) < 3:
        return Style.RUNNING
    return Style.CAPITALS if all(word.isupper() for word in words) else Style.TITLE


@dataclass(frozen=True)
class Vocabulary:
    """How often the running text of some articles has a word with a capital and without, all in lower case."""

    capital: dict[str, int] = field(default_factory=dict)
    small: dict[str, int] = field(default_factory=dict)
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Words that stand side by side, both with capitals."""

    def is_name(self, word: str) -> bool:
        """Tell whether running text has the word, given in lower case, as a name."""
        seen = self.capital.get(word, 0)
        return seen > 0 and seen >= self.small.get(word, 0)


def vocabulary_of(documents: Iterable[Document]) -> Vocabulary:
    """Return which words the running text of the articles has in capitals. Linear in their length."""
    capital: dict[str, int] = {}
    small: dict[str, int] = {}
    pairs: set[tuple[str, str]] = set()
    for document in documents:
        for sentence in document.sentences:
            if style_of(sentence.tokens) is not Style.RUNNING:
                continue
            before: Token | None = None
            for token in sentence.tokens:
                first = token.text[0]
                if first.islower():
                    small[token.low] = small.get(token.low, 0) + 1
                elif first.isupper() and before is not None and before.text not in OPENERS and before.text != ":":
                    capital[token.low] = capital.get(token.low, 0) + 1
                    if before.text[0].isupper():
                        pairs.add((before.low, token.low))
                before = token
    return Vocabulary(capital, small, frozenset(pairs))
