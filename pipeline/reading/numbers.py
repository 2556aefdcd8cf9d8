"""Which numbers does a sentence give, and how does it bound them?

The grammar: a comparator ("more than"), a currency, a number (figures, words, a vague amount, a fraction or a range of
two), a scale ("bn"), a unit ("%", "dollars"), a comparator behind ("or more"). Dates, clock times and identifiers are
masked by the caller or by the word before them, because a year is no count. No library keeps comparators and
vague amounts, which is why this one exists.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...schemas import Comparator
from .number_words import number_words
from .tokens import Token

_LONGEST_COMPARATOR = 4
_LARGEST = 1e18
"""Nothing that news counts is more; a row of digits that is, or a million million million, stands for no number."""
_DASHES = "-–—‑"


class Number(NamedTuple):
    """A number in a sentence: `tokens[first:last]`, comparator and unit signs included; `core` is where it begins.

    `low` and `high` bound it as written; `unit` is "%" or a currency where one is written beside it.
    """

    first: int
    core: int
    last: int
    comparator: Comparator
    low: float
    high: float
    unit: str = ""

    @property
    def is_vague(self) -> bool:
        """Whether it is an amount such as "dozens" or a range."""
        return self.low != self.high


class _Core(NamedTuple):
    low: float
    high: float
    last: int
    is_money: bool = False


def numbers_in(tokens: Sequence[Token], is_masked: Callable[[Token], bool] = lambda _: False) -> list[Number]:
    """Return the numbers of a sentence in their order, none within another.

    Args:
        tokens: the sentence's tokens.
        is_masked: tells of a token that it belongs to a date, a time or an identifier.
    """
    numbers: list[Number] = []
    at = 0
    while at < len(tokens):
        found = None if is_masked(tokens[at]) else _number_at(tokens, at)
        if found is None:
            at += 1
            continue
        numbers.append(_with_surroundings(tokens, found, at, numbers[-1].last if numbers else 0))
        at = numbers[-1].last
    return numbers


def _number_at(tokens: Sequence[Token], at: int) -> _Core | None:
    token = tokens[at]
    if not (token.low[0].isdecimal() or token.low in number_words().openers) or _is_identifier(tokens, at):
        return None
    core = _vague(tokens, at) or _fraction(tokens, at) or _plain(tokens, at)
    found = _range(tokens, core) if core else None
    return found if found and found.high <= _LARGEST else None


def _is_identifier(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a number is part of a name or a score: "Flight 370", "CN-235", "717X", "2-1", "15th"."""
    token = tokens[at]
    if not token.low[0].isdecimal():
        return False
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if behind and behind.is_word and behind.start == token.end and behind.low not in number_words().glued:
        return True
    if at == 0:
        return False
    before = tokens[at - 1]
    if before.text == "." and at >= 2:
        before = tokens[at - 2]
    named = before.low.rstrip(".") in number_words().identifiers and (
        before.is_capitalised or before.low in {"no", "issn"}
    )
    opens_sentence = before.low == "a" and at == 1
    if named and not opens_sentence:
        return True
    if before.text in _DASHES and at >= 2:
        named = tokens[at - 2].is_word and tokens[at - 2].text.isupper() and tokens[at - 2].low not in {"magnitude"}
        return named or (tokens[at - 2].low[0].isdecimal() and before.end == token.start)
    return before.is_word and before.end == token.start and before.low not in number_words().currencies


def _plain(tokens: Sequence[Token], at: int) -> _Core | None:
    """Read figures or number words with their scales: 1,009; twenty-five; two hundred and six; 1.2 billion."""
    money = at > 0 and tokens[at - 1].low in number_words().currencies
    total, last = 0.0, at
    value = _digits(tokens[at].low)
    if value is None:
        spelled = _spelled(tokens, at)
        if spelled is None:
            return None
        value, last = spelled.low, spelled.last - 1
    total, last = value, last + 1
    while last < len(tokens) and (scale := _scale(tokens, last, money)):
        total, last = total * scale, last + 1
    return _Core(total, total, last, money)


def _digits(word: str) -> float | None:
    if not word[0].isdecimal():  # "²" is a digit of no number
        return None
    groups = re.fullmatch(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?", word)
    plain = word.replace(",", "") if groups else word.replace(",", ".")
    return float(plain) if plain.count(".") <= 1 else None


def _spelled(tokens: Sequence[Token], at: int) -> _Core | None:
    words, scales = number_words().units, {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
    total, group, i, seen = 0.0, 0.0, at, False
    while i < len(tokens):
        low = tokens[i].low
        if low in words:
            group, seen = group + words[low], True
        elif low in scales and (seen or (i == at and low in {"hundred", "thousand"})):
            group = max(group, 1) * scales[low]
            if low != "hundred":
                total, group = total + group, 0
            seen = True
        elif low in {"a", "an"} and i == at and i + 1 < len(tokens) and tokens[i + 1].low in scales:
            group, seen = 1, True
        elif not (seen and low in {"-", "and"} and _continues(tokens, i)):
            break
        i += 1
    return _Core(total + group, total + group, i) if seen else None


def _continues(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "-" or "and" goes on inside a spelled number: twenty-five, two hundred and six."""
    words = number_words().units
    if at + 1 >= len(tokens) or tokens[at + 1].low not in words:
        return False
    if tokens[at].low == "-":
        return words.get(tokens[at - 1].low, 0) >= 20 and words[tokens[at + 1].low] < 10
    return tokens[at - 1].low in {"hundred", "thousand"}


def _scale(tokens: Sequence[Token], at: int, money: bool) -> float | None:
    low = tokens[at].low
    if low in number_words().glued_scales and not (money or tokens[at].start == tokens[at - 1].end):
        return None
    return number_words().scales.get(low)


def _vague(tokens: Sequence[Token], at: int) -> _Core | None:
    lows = [t.low for t in tokens[at : at + 3]]
    bounds = number_words().vague_of.get(" ".join(lows))
    if bounds:
        return _Core(*bounds, at + 3)
    article = lows[0] in {"a", "an"} and len(lows) > 1
    word = lows[1] if article else lows[0]
    if article and word == "dozen":
        return _Core(12, 12, at + 2)
    if lows == ["half", "a", "dozen"]:
        return _Core(6, 6, at + 3)
    if lows[:1] == ["half"] and lows[1:2] == ["a"] and len(lows) > 2 and lows[2] in number_words().scales:
        value = 0.5 * number_words().scales[lows[2]]
        return _Core(value, value, at + 3)
    if article != (word in {"few", "couple", "handful"}):
        return None
    bounds = number_words().vague.get(word)
    if bounds is None:
        return None
    last = at + 1 + article
    scale = number_words().scales.get(tokens[last].low) if last < len(tokens) and len(tokens[last].low) > 2 else None
    return _Core(bounds[0] * scale, bounds[1] * scale, last + 1) if scale else _Core(*bounds, last)


def _fraction(tokens: Sequence[Token], at: int) -> _Core | None:
    """Read "a third", "two-thirds", "half": only of something, else "a third" is an ordinal."""
    lows = [t.low for t in tokens[at : at + 6]]
    head, rest = lows[0], lows[1:]
    if head == "half" and rest[:1] in (["of"], ["the"], ["its"], ["their"], ["a"]):
        size = 2 if rest[:2] == ["a", "ton"] else 1
        return _Core(0.5, 0.5, at + size) if rest[0] != "a" or size == 2 else None
    count = 1.0 if head in {"a", "an"} else number_words().units.get(head)
    if count is None or not rest:
        return None
    skip = 2 if rest[0] in _DASHES and len(rest) > 1 else 1
    part = number_words().fractions.get(lows[skip])
    if part is None or lows[skip + 1 : skip + 2] not in (["of"], ["in"], ["off"], ["more"], ["less"], ["fewer"]):
        return None
    return _Core(count * part, count * part, at + skip + 1)


def _range(tokens: Sequence[Token], core: _Core) -> _Core | None:
    """Read what follows a number as its upper end: 12,000 to 15,000; 30-40; between 30 and 40."""
    joint = tokens[core.last].low if core.last < len(tokens) else ""
    if core.low != core.high or joint not in {"to", "or", *_DASHES, "and"} or core.last + 1 >= len(tokens):
        return core
    at = core.last + 1
    at += tokens[at].low in number_words().currencies and at + 1 < len(tokens)
    if (joint == "and" and not _after_between(tokens, core)) or (joint == "to" and _is_change(tokens, core)):
        return core
    end = _plain(tokens, at) if tokens[at].low[0].isdecimal() or tokens[at].low in number_words().units else None
    if end is None:
        return core
    low = core.low
    if low < end.low and _is_scaled(tokens, at, end) and low < 1000:
        low *= end.low / (_digits(tokens[at].low) or end.low)
    if joint in _DASHES:
        if tokens[core.last].start > tokens[core.last - 1].end:
            return core
        if end.low <= low or (end.high < 10 and not end.is_money and not core.is_money and _is_score(tokens, end.last)):
            return None
    return _Core(low, end.high, end.last, core.is_money) if low < end.high else core


def _after_between(tokens: Sequence[Token], core: _Core) -> bool:
    return any(t.low == "between" for t in tokens[max(0, core.last - 4) : core.last])


def _is_change(tokens: Sequence[Token], core: _Core) -> bool:
    """Tell whether "to" leads to where a change ended: "rose by 5 to 30", "fell from 40 to 20"."""
    at = core.last - 1
    while at and (tokens[at].text[0].isdecimal() or tokens[at].low in number_words().currencies):
        at -= 1
    return tokens[at].low in {"by", "from"}


def _is_scaled(tokens: Sequence[Token], at: int, end: _Core) -> bool:
    return end.last > at + 1 and tokens[at].low[0].isdecimal()


def _is_score(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether two small numbers joined by a dash are a score: nothing that could be counted follows them."""
    return at >= len(tokens) or not tokens[at].low.endswith(("s", "people", "men", "women", "children"))


def _with_surroundings(tokens: Sequence[Token], core: _Core, at: int, floor: int) -> Number:
    first, unit, last = at, "", core.last
    if first > floor and tokens[first - 1].low in number_words().currencies:
        first, unit = first - 1, number_words().currencies[tokens[first - 1].low]
    if last < len(tokens) and not unit:
        unit, last = _unit_behind(tokens, last)
    comparator, first = _comparator_before(tokens, first, floor)
    for phrase, sign in number_words().behind.items():
        if tuple(t.low for t in tokens[last : last + len(phrase)]) == phrase:
            comparator, last = sign, last + len(phrase)
            break
    else:
        if last < len(tokens) and tokens[last].text == "+" and tokens[last].start == tokens[last - 1].end:
            comparator, last = Comparator.AT_LEAST, last + 1
    if core.low != core.high and comparator is Comparator.EQUAL:
        comparator = Comparator.ABOUT
    return Number(first, at, last, comparator, core.low, core.high, unit)


def _unit_behind(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    low = tokens[at].low
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low in {"%", "percent", "pc"}:
        return "%", at + 1
    if low == "per" and following == "cent":
        return "%", at + 2
    if low == "percentage" and following in {"point", "points"}:
        return "percentage point", at + 2
    currency = number_words().currency_words.get(low)
    return (currency, at + 1) if currency else ("", at)


def _comparator_before(tokens: Sequence[Token], first: int, floor: int) -> tuple[Comparator, int]:
    for length in range(min(_LONGEST_COMPARATOR, first - floor), 0, -1):
        sign = number_words().before.get(tuple(t.low for t in tokens[first - length : first]))
        if sign is None:
            continue
        before = tokens[first - length - 1].low if first > length else ""
        if (
            length == 1
            and tokens[first - 1].low in number_words().prepositions
            and before in number_words().place_not_bound
        ):
            return Comparator.EQUAL, first
        if sign is Comparator.EQUAL:
            outer, start = _comparator_before(tokens, first - length, floor)
            return (outer, start) if outer is not Comparator.EQUAL else (sign, first)
        return sign, first - length
    return Comparator.EQUAL, first


def _is_place(tokens: Sequence[Token], at: int) -> bool:
    """Tell "spread over 300 pages" from "over 300 pages"."""
    before = tokens[at - 1].low if at else ""
    return tokens[at].low in number_words().prepositions and before in number_words().place_not_bound


def plain_number(value: float) -> str:
    """Write a number in normal form: 1009, 6.1, 1.7 billion."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:g} {name}"
    return f"{value:g}" if value < 1e6 and value != int(value) else str(int(value))
