"""Which language is a text written in?

A script that one language owns decides alone. Otherwise the commonest short words of the languages decide
(`languages.txt`): the one that most of the words belong to, if it is far enough ahead of the next.
"""

import re
from collections import Counter
from functools import cache

from ..data import phrase_lists, word_lists

_SAMPLE = 20_000
"""Characters that are read; enough for any article, and a bound on the work."""
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(
    r"[\u0370-\u03ff\u0530-\u05ff\u0980-\u109f\u10a0-\u137f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]"
)
_JAPANESE_SHARE = 0.05
_LEAST_WORDS = 6
_LEAST_SHARE = 0.15
_LEAST_HITS = 3
"""Different words."""
_LEAD = 1.3


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where it is too short or its words do not tell.

    Reads the first 20,000 characters. Of a text in two languages the one that most of it is in wins, or none.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    letters = sum(map(len, words))
    foreign = _OTHER_SCRIPT.findall(sample) if not sample.isascii() else []
    if letters and len(foreign) > letters / 2:
        return _by_script(Counter(foreign))
    return _by_words(Counter(words), len(words))


@cache
def _scripts() -> tuple[tuple[int, int, str], ...]:
    entries = (line.replace("-", " ").split() for line in phrase_lists("languages.txt")["script"])
    return tuple((int(first, 16), int(last, 16), code) for first, last, code in entries)


def _by_script(letters: Counter[str]) -> str | None:
    found: Counter[str] = Counter()
    for letter, count in letters.items():
        for first, last, code in _scripts():
            if first <= ord(letter) <= last:
                found[code] += count
    total = found.total()
    if found["ja"] > _JAPANESE_SHARE * total and found["ja"] + found["zh"] > total / 2:
        return "ja"
    code, count = found.most_common(1)[0] if found else ("", 0)
    return code if count > total / 2 else None


@cache
def _profiles() -> dict[str, tuple[str, ...]]:
    """Return the languages of each short word."""
    profiles: dict[str, tuple[str, ...]] = {}
    for code, words in word_lists("languages.txt").items():
        if code not in {"", "script"}:
            for word in words:
                profiles[word] = (*profiles.get(word, ()), code)
    return profiles


def _by_words(words: Counter[str], total: int) -> str | None:
    profiles = _profiles()
    hits: Counter[str] = Counter()
    different: Counter[str] = Counter()
    for word, count in words.items():
        for code in profiles.get(word, ()):
            hits[code] += count
            different[code] += 1
    if total < _LEAST_WORDS or not hits:
        return None
    (best, most), *others = hits.most_common(2)
    second = others[0][1] if others else 0
    is_clear = different[best] >= _LEAST_HITS and most >= _LEAST_SHARE * total and most >= _LEAD * second
    return best if is_clear else None
