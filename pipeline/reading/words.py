"""When are two words the same word?

Typography, case, spelling (British or American), contractions and number words are ignored: none of them changes what
was said.
"""

import re
import unicodedata
from functools import cache, lru_cache

from ..data import table
from .tokens import tokens_of

MOST_WORDS = 50_000
"""Words whose forms are kept: more than a batch of news uses, and not as many as a hostile file can make up."""
_SPELLINGS = (
    (re.compile(r"(?<=[^\W\d_]{3})our(?=s?$|ed$|ing$|able$|ful$|ite$|hood$)"), "or"),
    (re.compile(r"(?<=[^\W\d_]{3})is(?=(?:e|es|ed|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[^\W\d_]{3})ys(?=(?:e|es|ed|ing)$)"), "yz"),
    (re.compile(r"(?<=met|ent|eat|fib|lit)re(?=s?$)"), "er"),
    (re.compile(r"(?<=[^\W\d_]{3})ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile(r"(?<=[^\W\d_]{3})ogue$"), "og"),
    (re.compile(r"(?<=def|off|lic)ence$"), "ense"),
)


@cache
def _number_words() -> dict[str, str]:
    return {word: str(value) for word, value in table("numbers.yaml")["words"].items() if value > 1}


@lru_cache(maxsize=MOST_WORDS)
def fold(word: str) -> str:
    """Return a word in the one form that all its spellings share; a contraction becomes several words."""
    low = unicodedata.normalize("NFKC", word).lower().replace("’", "'").replace("‘", "'")
    spelling = table("spelling.yaml")
    if low in spelling["contractions"]:
        return str(spelling["contractions"][low])
    for ending, full in spelling["contracted endings"].items():
        if low.endswith(ending) and len(low) > len(ending):
            return f"{low[: -len(ending)]}{full}"
    low = _number_words().get(low, low)
    if low[0].isdigit():
        return low.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", low) else low
    for spelling, common in _SPELLINGS:
        low = spelling.sub(common, low)
    return low


def folded_words(text: str) -> list[str]:
    """Return the words and numbers of a text in folded form; marks and possessive endings are left out."""
    folded: list[str] = []
    for token in tokens_of(text):
        if token.text[0].isalnum():
            folded += fold(token.low.replace(".", "") if "." in token.low and token.is_word else token.low).split()
    return folded


@lru_cache(maxsize=MOST_WORDS)
def stem(word: str) -> str:
    """Return a word without its commonest endings, good enough to find candidates and never to decide anything."""
    for suffix in table("spelling.yaml")["suffixes"]:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word
