"""Does an article speak to a language model? It is told to the editor, and the article is heard for itself alone.

Nothing of such an article stands in a call about another one, see `source`. The rules are words and marks of
`data/instructions.yaml`. They find what is plain, in look-alike letters, with hidden characters between, in letters
that are hidden altogether, and in base64 or hexadecimal. Who takes care to be subtle is not found here: then a model
that obeys can group and compare others wrongly, but what it says counts only where code finds it in the article.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from pydantic import ValidationError

from ...schemas import Article, Notice
from ...schemas.base import Record
from ..data import table
from ..errors import BadDataFile
from .hostile import is_hidden

INSTRUCTION, HIDDEN = "instruction_like_text", "hidden_characters"
MOST = 20
"""Notices of one kind for one article; the first ones."""
_LONGEST = 300
"""Characters of an article that one notice shows."""
_KNOWN = 4096
"""Short texts and characters of which it is remembered what they are: the stages look at each of them many times."""
_FILE = "instructions.yaml"
_WORD = re.compile(r"[a-z0-9_']+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){24,}")
_TAGS = range(0xE0020, 0xE007F)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‘’‚‛′＇", "'"))
_TELLING = re.compile(
    "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\U000e0001-\U000e007f\U000e0100-\U000e01ef]+"
)
"""Hidden characters that no article needs: bidi overrides, controls, tags, selectors of glyphs that are not there."""
_INSIDE_WORD = re.compile("(?<=[A-Za-z])[\u200b\u2060-\u2064\ufeff]+(?=[A-Za-z])")
_AROUND = 20


class _Order(Record):
    why: str
    gap: int
    steps: tuple[tuple[str, ...], ...]


class _Rules(Record):
    orders: tuple[_Order, ...]
    marks: tuple[str, ...]
    roles: tuple[str, ...]
    keys: tuple[str, ...]
    lookalikes: dict[str, str]


class _Step(NamedTuple):
    alternatives: dict[str, list[tuple[str, ...]]]
    """By their first word."""


@dataclass(frozen=True)
class _Compiled:
    orders: dict[str, list[tuple[_Order, tuple[_Step, ...]]]]
    """By the first word of their first step."""
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    lookalikes: dict[str, str]


class _Find(NamedTuple):
    start: int
    end: int
    why: str


def notices_of(article: Article) -> tuple[Notice, ...]:
    """Return what in an article is written for a model, and what in it cannot be seen. Linear in its length.

    Raises:
        BadDataFile: the rules are broken.
    """
    text = article.text
    found = [_notice(article, INSTRUCTION, find) for find in _merged([*_plain(text), *_encoded(text)])[:MOST]]
    hidden = [_notice(article, HIDDEN, find) for find in _merged(_hidden(text))[:MOST]]
    return tuple(sorted(found + hidden, key=lambda n: (n.start, n.end, n.kind)))


@lru_cache(maxsize=_KNOWN)
def speaks_to_a_model(text: str) -> bool:
    """Tell whether a short text holds what `notices_of` would report as written for a model."""
    return any(True for _ in _plain(text)) or any(True for _ in _encoded(text))


def _notice(article: Article, kind: str, find: _Find) -> Notice:
    end = min(find.end, find.start + _LONGEST)
    evidence = article.text[find.start : end]
    return Notice(article=article.article, kind=kind, start=find.start, end=end, evidence=evidence, why=find.why)


def _merged(finds: Iterable[_Find]) -> list[_Find]:
    """Return the finds in their order, with those that overlap made one."""
    merged: list[_Find] = []
    for find in sorted(finds):
        if merged and find.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, find.end))
        else:
            merged.append(find)
    return merged


def _plain(text: str) -> Iterator[_Find]:
    """Yield what is written in letters, also where they only look like letters, or are hidden."""
    folded, places = _folded(text)
    for start, end, why in _matches(folded):
        yield _Find(places[start], places[end - 1] + 1, why)


def _encoded(text: str) -> Iterator[_Find]:
    for pattern, decode in ((_BASE64, _from_base64), (_HEX, bytes.fromhex)):
        for run in pattern.finditer(text):
            try:
                inner = decode(run.group()).decode("utf-8")
            except (binascii.Error, ValueError):
                continue
            for _, _, why in _matches(_folded(inner)[0]):
                yield _Find(run.start(), run.end(), f"{why}, in letters that are encoded")
                break


def _from_base64(run: str) -> bytes:
    plain = run.replace("-", "+").replace("_", "/")
    return base64.b64decode(plain[: len(plain) // 4 * 4])


def _hidden(text: str) -> Iterator[_Find]:
    for pattern in (_TELLING, _INSIDE_WORD):
        for run in pattern.finditer(text):
            start = max(text.rfind(space, max(0, run.start() - _AROUND), run.start()) for space in " \n") + 1
            start = max(start, run.start() - _AROUND, 0)
            names = sorted({unicodedata.name(c, f"U+{ord(c):04X}").lower() for c in run.group()[:_LONGEST]})
            yield _Find(start, run.end(), f"holds characters that cannot be seen: {', '.join(names[:3])}")


def _matches(folded: str) -> Iterator[_Find]:
    rules = _rules()
    for why, pattern in rules.patterns:
        for match in pattern.finditer(folded):
            yield _Find(match.start(), match.end(), why)
    words = list(_WORD.finditer(folded))
    plain = [word.group() for word in words]
    for at, word in enumerate(plain):
        for order, steps in rules.orders.get(word, ()):
            last = _last_word(plain, at, steps, order.gap)
            if last is not None:
                yield _Find(words[at].start(), words[last].end(), order.why)


def _last_word(words: list[str], at: int, steps: tuple[_Step, ...], gap: int) -> int | None:
    """Return the place of the last word of the first way in which the steps follow one another from `at`, or None."""
    ends = {at}
    for number, step in enumerate(steps):
        reach = gap if number else 0
        starts = {end + skipped for end in ends for skipped in range(reach + 1)}
        ends = {
            start + len(choice)
            for start in starts
            if start < len(words)
            for choice in step.alternatives.get(words[start], ())
            if tuple(words[start : start + len(choice)]) == choice
        }
        if not ends:
            return None
    return min(ends) - 1


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text in plain small Latin letters, and for each of its characters the place where it comes from."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _folded_character(character)
        folded.append(plain)
        places.extend([place] * len(plain))
    return "".join(folded), places


@lru_cache(maxsize=_KNOWN)
def _folded_character(character: str) -> str:
    if ord(character) in _TAGS:
        return chr(ord(character) - 0xE0000).lower()
    if is_hidden(character) and character not in "\x0b\x0c\x85\u2028\u2029":
        return ""
    lookalikes = _rules().lookalikes
    apart = unicodedata.normalize("NFKD", character.translate(_QUOTES))
    letters = (
        lookalikes.get(c) or lookalikes.get(c.lower()) or c.lower() for c in apart if not unicodedata.combining(c)
    )
    return "".join(letters)


@cache
def _rules() -> _Compiled:
    try:
        rules = _Rules.model_validate(table(_FILE))
    except ValidationError as fault:
        problem = fault.errors(include_url=False, include_input=False)[0]
        raise BadDataFile(f"{_FILE}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}") from fault
    orders: dict[str, list[tuple[_Order, tuple[_Step, ...]]]] = {}
    for order in rules.orders:
        steps = tuple(map(_step, order.steps))
        for first in steps[0].alternatives:
            orders.setdefault(first, []).append((order, steps))
    marks, roles, keys = ("|".join(map(re.escape, some)) for some in (rules.marks, rules.roles, rules.keys))
    return _Compiled(
        orders,
        (
            ("looks like a mark between messages to a model", re.compile(marks)),
            (
                "looks like a message in a conversation with a model",
                re.compile(rf"^[ \t>*#]{{0,8}}(?:{roles})[ \t]{{0,3}}:", re.M),
            ),
            ("looks like the answer of a model", re.compile(rf"[\"'](?:{keys})[\"'][ \t]{{0,3}}:")),
        ),
        {letter: plain for plain, letters in rules.lookalikes.items() for letter in letters},
    )


def _step(alternatives: tuple[str, ...]) -> _Step:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for alternative in alternatives:
        words = tuple(alternative.split())
        by_first.setdefault(words[0], []).append(words)
    return _Step(by_first)
