"""What does a time say that is counted from another, a clock, a length of time or an age?"""

from dataclasses import replace

from ..when import Clock
from .forms import Expression, Form, count_of, noun_follows, number_at, part_of, unit_at, which_of
from .outlook import promises
from .words import COLON, NAMED_HOUR, ORDINAL, PART, TODAY, UNIT, UNITS, YEAR, ZONE, Lettered, lexicon, value_of


def clock_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "09:20 UTC", "0920 GMT", "5 p.m. local time", "10:30pm", "noon" or "8 o'clock"."""
    colon, half = text.find(COLON, first, last), _half_of_the_day(text, first, last)
    hours = _hour(text, first, colon)
    if hours is None:
        return None
    hour, minute = hours
    if half and not 1 <= hour <= 12:
        return None
    zone, offset, last = _zone(text, first, last)
    digits = text.words[first].text[0].isdecimal()
    if digits and colon is None and not half and not zone and text.letters[first] == YEAR:
        return None
    if digits and not half and not zone and text.letters[last - 1] != "O" and not _takes_a_clock(text, first, last):
        return None
    minutes = (hour % 12 + (12 if half == "p" else 0) if half else hour) * 60 + minute
    return Expression(first, last, Form.CLOCK, clock=Clock(minutes, zone, offset))


def _hour(text: Lettered, first: int, colon: int | None) -> tuple[int, int] | None:
    """Return hour and minute, or None where there is no such time."""
    word = text.words[first]
    if text.letters[first] == NAMED_HOUR:
        return lexicon().hours[word.low], 0
    if colon is not None:
        hour, minute = number_at(text, first), number_at(text, colon + 1)
        if len(text.words[colon + 1].text) != 2 or text.end(first) != text.start(colon):
            return None
    elif "." in word.text:
        whole, _, rest = word.text.partition(".")
        if len(rest) != 2 or len(whole) > 2:
            return None
        hour, minute = int(whole), int(rest)
    elif len(word.text) == 4:
        hour, minute = divmod(number_at(text, first), 100)
    else:
        hour, minute = lexicon().numbers.get(word.low, 0) or int(value_of(word) or 24), 0
    return (hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def _half_of_the_day(text: Lettered, first: int, last: int) -> str:
    place = text.find("Aa1", first, last)
    return text.low(place)[0] if place is not None else ""


def _zone(text: Lettered, first: int, last: int) -> tuple[str, int | None, int]:
    """Return the zone's name, its offset and where the expression ends with it."""
    if text.letters[last - 1] == ZONE and last - first > 1:
        name = text.words[last - 1].text
        return name, lexicon().zones[name.lower()], last
    end, places = last, lexicon().lists["places of a time zone"]
    while end < last + 2 and text.low(end) in places:
        end += 1
    if end > last and (text.low(end) in {"time", ")"} or text.words[last].is_capitalised):
        end += text.low(end) == "time"
        return " ".join(word.text for word in text.words[last:end]), None, end
    return "", None, last


def _takes_a_clock(text: Lettered, first: int, last: int) -> bool:
    """Tell whether figures such as 09:20 are a time here, and no score, verse or length of a race."""
    return (
        text.low(first - 1) in lexicon().lists["before a clock"]
        or text.letters[first - 1 : first] in {"D", "Y", "W", "B", "P", "d"}
        or (text.low(first - 1) == "," and text.letters[first - 2 : first - 1] in {"D", "Y", "W"})
        or text.low(last) in {"hours", "hrs", "on"}
    )


def today_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "yesterday afternoon", "this morning", "last night", "the day before yesterday" or "the next morning"."""
    place, part = text.find(TODAY, first, last), text.find(PART, first, last)
    daypart = text.low(part) if part is not None else ""
    if place is None:
        return _part_of_a_day(text, first, last, daypart)
    if text.letters[first] == "t" and (
        text.low(first + 1) != "day" or text.low(place) not in {"yesterday", "tomorrow"}
    ):
        return None
    word = text.words[place]
    if word.is_capitalised and text.low(first - 1).isalpha():
        return None  # USA Today
    day = lexicon().today[word.low]
    if text.letters[first] == "t":
        day += 1 if day > 0 else -1
    low = day - 1 if word.low == "overnight" else day
    daypart = daypart or ("night" if word.low in {"tonight", "overnight"} else "")
    return Expression(first, last, Form.TODAY, low=low, high=day, part=part_of(text, first, place), daypart=daypart)


def _part_of_a_day(text: Lettered, first: int, last: int, daypart: str) -> Expression | None:
    which, part = which_of(text, first, last), part_of(text, first, last)
    if which == "this":
        return Expression(first, last, Form.TODAY, low=0, high=0, part=part, daypart=daypart)
    if which == "last" and daypart in {"night", "evening"}:
        return Expression(first, last, Form.TODAY, low=-1, high=-1, part=part, daypart=daypart)
    if which == "same":
        return Expression(first, last, Form.SAME, unit="day", part=part, daypart=daypart)
    if which in {"next", "following", "previous"}:
        way = "earlier" if which == "previous" else "later"
        return Expression(first, last, Form.SHIFT, unit="day", which=way, daypart=daypart)
    return None


def weekend_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "the weekend", "last weekend", "this coming weekend" or "weekend talks"; a holiday weekend is none."""
    before = text.low(first - 1)
    bare = last - first == 1 and (before not in {"", "on", "at", "over"} and not noun_follows(text, last))
    if bare or before in lexicon().lists["each of them"] | {"a", "day", "holiday"}:
        return None
    return Expression(first, last, Form.WEEKEND, which=which_of(text, first, last))


_LONG_UNITS = frozenset({"week", "month", "year", "decade", "century", "fortnight"})


def unit_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "earlier this month", "late last year", "the end of the year" or "earlier in the day"."""
    place = text.find(UNIT, first, last)
    if place is None:
        return None
    unit, part = unit_at(text, place), part_of(text, first, place)
    which = which_of(text, first, place)
    if unit == "day" and part and which == "" and "I" in text.letters[first:last]:
        return Expression(first, last, Form.SAME, unit="day", part=part)
    if unit not in _LONG_UNITS or (which == "" and not part and text.low(first - 1) != "throughout"):
        return None
    if which == "previous":
        return Expression(first, last, Form.SAME, unit=unit, which="previous", part=part)
    return Expression(first, last, Form.UNIT, unit=unit, which=which or "this", part=part)


def same_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "that year", "the same day" or "later that month"."""
    unit = unit_at(text, last - 1)
    bare = text.letters[first] == "T" and last - first == 2
    if unit not in _LONG_UNITS | {"day"} or (bare and text.low(first - 1) in lexicon().lists["reporting"]):
        return None
    return Expression(first, last, Form.SAME, unit=unit, part=part_of(text, first, last - 1))


def stretch_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "the past ten days", "recent weeks", "the next two weeks" or "the coming months"."""
    place = text.find("lpxc", first, last)
    if place is None or text.low(last) == "of":
        return None
    unit, plural = unit_at(text, last - 1), text.letters[last - 1] == UNITS
    count = count_of(text, place + 1, last - 1)
    if count is None and place + 2 < last:
        return None
    if count is None and not plural and unit not in _LONG_UNITS | {"hour"}:
        return None
    if count is None and plural and text.letters[place] == "l":
        return None
    low, high = count or ((0, 0) if plural else (1, 1))
    coming = text.letters[place] == "c" or text.low(first - 1) in {"within", "in"}
    way = "back" if text.letters[place] in "lp" else "ahead" if coming else "next"
    return Expression(first, last, Form.STRETCH, unit=unit, low=low, high=high, which=way)


_BEYOND = 10**9
_WAYS = {"g": "ago", "e": "earlier", "r": "later", "E": "before", "R": "after"}


def shift_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "two days ago", "a week later", "the next day", "ten years after".

    The count is 0 to 0 where only a plural is given: "years ago". What is told by "before" and "after" is told
    by "earlier" and "later" where no event follows it.
    """
    if text.letters[first] == "t":
        return _neighbour(text, first, last)
    half = 0.5 if text.letters[first : last - 1].endswith("&aH") else 0
    place = last - 5 if half else last - 2
    count = count_of(text, first, place)
    if count is None and place > first:
        return None
    low, high = count or (0, 0)
    if count is None and text.low(first - 1) == "of":
        low = high = _BEYOND  # millions of years ago
    unit, way = unit_at(text, place), _way(text, last)
    return Expression(first, last, Form.SHIFT, unit=unit, low=low + half, high=high + half, which=way)


def _way(text: Lettered, last: int) -> str:
    """Return which way a shift goes whose last word is "ago", "later", "earlier", "before" or "after"."""
    way, end = _WAYS[text.letters[last - 1]], text.low(last)
    if way in {"before", "after"} and (not end or end in {",", ".", ";", ":", "and", "but", "”", '"'}):
        return "earlier" if way == "before" else "later"
    return way


def _neighbour(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "the next day", "the previous week", "the day after"."""
    unit = unit_at(text, first + 1 if text.letters[last - 1] != UNIT else last - 1)
    if unit not in _LONG_UNITS | {"day"}:
        return None
    if text.letters[last - 1] != UNIT:
        way = _way(text, last)
        if unit == "day" or way in {"before", "after"}:
            return Expression(first, last, Form.SHIFT, unit=unit, which=way)
        return Expression(first, last, Form.SAME, unit=unit, which="previous" if way == "earlier" else "following")
    back = text.letters[first + 1] == "b"
    if unit == "day":
        return Expression(first, last, Form.SHIFT, unit=unit, which="earlier" if back else "later")
    return Expression(first, last, Form.SAME, unit=unit, which="previous" if back else "following")


def duration_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "30 years", "a six-year war", "three to five hours", "months of talks" or, ahead, "in two weeks' time"."""
    half = 0.5 if text.letters[first:last].endswith("&aH") else 0
    unit_place = last - 4 if half else last - 1
    if text.letters[unit_place] == ORDINAL and (
        text.low(unit_place) != "second" or text.letters[unit_place - 1] != "-"
    ):
        return None  # two second places, but a 30-second clip
    unit = unit_at(text, unit_place)
    before, after = text.low(first - 1), text.low(last)
    if last - first == 1:
        early = text.letters[first - 1 : first] in {"i", "j", "y"}
        if before != "the" and not early and (before in lexicon().lists["before a length"] or after == "of"):
            return Expression(first, last, Form.DURATION, unit=unit, low=2, high=_MANY)
        return None
    count = count_of(text, first, unit_place)
    if count is None or _is_rate(text, first, last):
        return None
    if text.letters[first] == "Y" and 1900 <= count[0] < 2100 and count[0] % 100:
        return None
    expression = Expression(first, last, Form.DURATION, unit=unit, low=count[0] + half, high=count[1] + half)
    end = last + (after == "'" and text.low(last + 1) == "time")
    in_time = text.low(end) == "time"
    if before == "in" and (in_time or promises(text, last)):
        return replace(expression, first=first - 1, last=end + in_time, form=Form.SHIFT, which="ahead")
    return expression


_MANY = 99


def _is_rate(text: Lettered, first: int, last: int) -> bool:
    """Tell whether "a day" or "one day" is no length: twice a day, $5 a year, one day he will."""
    one_day = text.letters[first:last] == "nu" and text.low(first) == "one" and text.low(last - 1) == "day"
    if text.letters[first:last] != "au" and not one_day:
        return False
    lasting = text.low(first - 1) in lexicon().lists["before a length"]
    return not lasting and text.low(last) not in {"of", "long"}


def age_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "34-year-old", "three months old" or "aged 45"."""
    aged = text.letters[first] == "4"
    unit_place = text.find(UNIT + UNITS, first, last)
    count = count_of(text, first, last if aged or unit_place is None else unit_place)
    if count is None:
        return None
    unit = "year" if aged or unit_place is None else unit_at(text, unit_place)
    return Expression(first, last, Form.AGE, unit=unit, low=count[0], high=count[1])
