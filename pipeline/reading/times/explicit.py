"""What does a date, month, year, season or weekday say?"""

import re
from calendar import monthrange
from dataclasses import replace

from ...data import word_lists
from ..when import FIRST_YEAR, LAST_YEAR, UNNAMED_YEAR
from .forms import Expression, Form, noun_follows, number_at, part_of, which_of
from .words import DAY, DECADE, DOTTED, ORDINAL, OTHER, SEASON, UNIT, WEEKDAY, YEAR, Lettered, lexicon


def date_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "Monday, October 21, 2024", "21st of October", "4-7 October" or a date of digits."""
    place = text.find("Mmk", first, last)
    if place is None:
        return _date_of_digits(text, first, last)
    days = [i for i in range(first, last) if text.letters[i] in (DAY, ORDINAL)]
    year = text.find(YEAR, first, last)
    if len(days) == 2 and text.letters[days[1] - 1] != "-" and noun_follows(text, last):
        days, last = days[:1], days[0] + 1
    if place < days[0] and text.low(last) in lexicon().lists["after a count"]:
        return month_form(text, first, place + 1)
    month = _month_of(text, place)
    dates = [_day(text, i, month) for i in days]
    if None in dates:
        return None
    weekday = text.find("Ww", first, place)
    expression = Expression(
        first,
        last,
        Form.DATE,
        year=number_at(text, year) if year is not None else None,
        month=month,
        day=dates[0],
        weekday=lexicon().weekdays[text.low(weekday)] if weekday is not None else None,
    )
    if len(dates) == 2:
        expression = replace(expression, until=replace(expression, day=dates[1], weekday=None))
    return expression


def _month_of(text: Lettered, place: int) -> int:
    return lexicon().months[text.low(place)]


def _day(text: Lettered, place: int, month: int) -> int | None:
    day = lexicon().ordinals.get(text.low(place)) or number_at(text, place)
    return day if day <= monthrange(UNNAMED_YEAR, month)[1] else None


def _date_of_digits(text: Lettered, first: int, last: int) -> Expression | None:
    """Read 2024-10-21, 21/10/2024 and 21.10.2024, of which the last is never written with the month first.

    Where day and month could be either, both stay None, and `low` and `high` have the two numbers.
    """
    if any(text.end(i) != text.start(i + 1) for i in range(first, last - 1)):
        return None
    parts = re.split(r"[-–/.]", "".join(word.text for word in text.words[first:last]))
    if any(len(part) > 4 for part in parts):
        return None
    one, two, three = (int(part) for part in parts)
    if len(parts[0]) == 4:
        year, month, day = one, two, three
    else:
        if len(parts[2]) not in {2, 4} or (len(parts[2]) == 2 and len(parts[0] + parts[1]) < 3):
            return None
        year = three if len(parts[2]) == 4 else three + (2000 if three < 70 else 1900)
        if one <= 12 and two <= 12 and one != two and text.letters[first] != DOTTED:
            return Expression(first, last, Form.DATE, year=year, low=one, high=two)
        day, month = (one, two) if two <= 12 else (two, one)
    if not 1 <= month <= 12 or not FIRST_YEAR <= year < LAST_YEAR or day > monthrange(UNNAMED_YEAR, month)[1]:
        return None
    return Expression(first, last, Form.DATE, year=year, month=month, day=day)


def month_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "early October", "October 2024", "October last year" or "last October"."""
    place = text.find("Mmk", first, last)
    if place is None:
        return None
    year = text.find(YEAR, place, last)
    if year is not None and text.low(last) in lexicon().lists["after a count"]:
        year, last = None, place + 1
    unit = text.find(UNIT, place, last)
    if unit is not None and text.low(unit) != "year":
        unit, last = None, place + 1
    which = which_of(text, place, last) if unit is not None else which_of(text, first, place)
    part = part_of(text, first, place)
    name, before = text.low(place), text.low(first - 1)
    sure = year is not None or which or part or before in lexicon().lists["before a month"]
    sure = sure or (before in {"to", "through", "and", "-"} and text.letters[first - 2 : first - 1] in {"M", "m"})
    sure = sure or (before in {"a", "an", "the"} and noun_follows(text, last) and not text.words[last].is_capitalised)
    if text.letters[place] != "M" and (not sure or (year is None and name in text.people)):
        return None
    return Expression(
        first,
        last,
        Form.MONTH,
        year=number_at(text, year) if year is not None else None,
        month=_month_of(text, place),
        unit="year" if unit is not None else "month",
        which=which,
        part=part,
    )


def year_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "2014", "mid-2014", "2013-14" or "fiscal 2023"; a number of four digits that counts something is none."""
    fiscal = text.letters[first] == "F"
    place = text.find("YDN", first, last)
    if place is None:
        return None
    if fiscal:
        return _fiscal_year(text, first, place)
    end = _end_of_years(text, place, last)
    if not _is_year(text, first, place, place + 1 if end is None else last):
        return None
    year = number_at(text, place)
    until = Expression(place, last, Form.YEAR, year=end) if end else None
    return Expression(
        first, last if until else place + 1, Form.YEAR, year=year, until=until, part=part_of(text, first, place)
    )


def _end_of_years(text: Lettered, place: int, last: int) -> int | None:
    """Return the second year of "2013-14" or "2013-2014", or None."""
    if place + 2 >= last or text.end(place) != text.start(place + 2) - 1:
        return None
    year, short = number_at(text, place), number_at(text, place + 2)
    if text.letters[place + 2] == YEAR:
        return short if year < short else None
    full = year // 100 * 100 + short
    return full if len(text.words[place + 2].text) == 2 and year < full <= year + 10 else None


def _fiscal_year(text: Lettered, first: int, place: int) -> Expression | None:
    year, short = number_at(text, place), text.letters[place] != YEAR
    if short and (len(text.words[place].text) != 2 or text.low(first) != "fy"):
        return None
    if text.low(first) == "financial" and text.letters[first + 1] != UNIT:
        return None
    return Expression(first, place + 1, Form.YEAR, year=year + 2000 if short else year, which="fiscal")


_ROUND = 100


def _is_year(text: Lettered, first: int, place: int, last: int) -> bool:
    """Tell whether a number of four digits is a year, by the words around it.

    With "early" or "in the middle of" before it, it is one. It is none where a unit follows ("2011 people"), where a
    word such as "over" or a currency stands before it, or where it is round and a plural follows ("in 2000
    villages"). Else it needs a word that takes a year ("in", "since"), or stands between 1900 and 2099 and before a
    noun ("the 1906 fire"), a mark or a verb.
    """
    lists, year = lexicon().lists, number_at(text, place)
    before, after = text.low(first - 1), text.low(last)
    if year % _ROUND and 1900 <= year < 2100 and before in lists["surely before a year"]:
        return True
    if (
        after in lists["places of a time zone"]
        or after in lists["after a count"]
        or (after == "-" and text.low(last + 1) in lists["after a count"])
    ):
        return False
    if before in lists["before a count"] or (before == "." and text.low(first - 2) in {"no", "nos"}):
        return False
    if before in {"-", "/", ":", "+"} and text.end(first - 1) == text.start(first):
        return False
    plural = after.endswith("s") and not after.endswith("ss") and len(after) > 3 and text.letters[last] == OTHER
    if plural and year % _ROUND == 0:
        return False
    if first < place or before in lists["before a year"]:
        return True
    if not 1900 <= year < 2100:
        return before == "of" and not after.isalpha()
    capital = text.words[first - 1].is_capitalised if before else False
    return not plural or before in word_lists("grammar.txt")["determiner"] or capital or before in {"'s", "of"}


def decade_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "the early 1990s", "the '80s" or "the sixties"; "2011's" is a year."""
    part = part_of(text, first, last)
    named = text.find(DECADE, first, last)
    if named is not None:
        return Expression(first, last, Form.DECADE, year=1900 + lexicon().decades[text.low(named)], part=part)
    place = text.find("YDN", first, last)
    if place is None or any(text.end(i) != text.start(i + 1) for i in range(place, last - 1)):
        return None
    number = number_at(text, place)
    if text.letters[place] != YEAR:
        if number % 10 or number > 90 or text.letters[first] != "'" or text.end(first) != text.start(place):
            return None
        return Expression(first, last, Form.DECADE, year=number + (1900 if number > 20 else 2000), part=part)
    possessive = last - place == 3
    if number % 10 or (possessive and first == place and text.low(first - 1) != "the"):
        return year_form(text, first, place + 1)
    form = Form.CENTURY if number % _ROUND == 0 and number != 2000 else Form.DECADE
    return Expression(first, last, form, year=number, part=part)


def century_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "the late 19th century"; the year is the first that begins with its hundreds."""
    place = text.find("Dq", first, last)
    if place is None or text.low(last - 1) != "century":
        return None
    number = lexicon().ordinals.get(text.low(place)) or number_at(text, place)
    return Expression(first, last, Form.CENTURY, year=(number - 1) * _ROUND, part=part_of(text, first, place))


def season_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "last summer", "the winter of 2014" or "spring 2016"; the Prague Spring is none."""
    place = text.find(SEASON, first, last)
    if place is None:
        return None
    before = text.words[place - 1] if text.low(place - 1) else None
    if before and before.is_capitalised and text.words[place].is_capitalised and text.letters[place - 1] == OTHER:
        return None
    year, unit = text.find(YEAR, place, last), text.find(UNIT, place, last)
    if year is not None and text.low(last) in lexicon().lists["after a count"]:
        return None
    if unit is not None and text.low(unit) != "year":
        return None
    return Expression(
        first,
        last,
        Form.SEASON,
        year=number_at(text, year) if year is not None else None,
        month=lexicon().seasons[text.low(place)][0],
        high=lexicon().seasons[text.low(place)][1],
        unit="year" if unit is not None else "season",
        which=which_of(text, place, last) if unit is not None else which_of(text, first, place),
        part=part_of(text, first, place),
    )


def quarter_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "the third quarter of 2023", "Q3" or "the first half of 2024".

    `low` is its number, `high` how many there are to a year. A bare "third quarter" counts only in a text that
    speaks of business: in others it belongs to a game.
    """
    year, unit = text.find(YEAR, first, last), text.find(UNIT, first, last)
    short, ordinal = text.find("J", first, last), text.find("q", first, last)
    if short is not None:
        number, parts = number_at(text, short + 1), 4 if text.low(short) == "q" else 2
        if text.end(short) != text.start(short + 1) or not text.words[short].is_capitalised:
            return None
    else:
        number = lexicon().ordinals[text.low(ordinal)] if ordinal is not None else 0
        parts = 2 if text.find("H", first, last) is not None else 4
    if not 0 <= number <= parts or (number == 0 and ordinal is not None):
        return None
    if unit is not None and text.low(unit) != "year":
        return None
    if ordinal is not None and year is None and unit is None and not text.of_business:
        return None
    which = which_of(text, first, last) or ("this" if unit is not None else "")
    if text.letters[first - 1 : first] == "F":
        which = "fiscal"
    return Expression(
        first,
        last,
        Form.QUARTER,
        year=number_at(text, year) if year is not None else None,
        unit="year" if unit is not None else "quarter",
        low=number,
        high=parts,
        which=which,
    )


def weekday_form(text: Lettered, first: int, last: int) -> Expression | None:
    """Read "Monday", "late Tuesday night", "last Friday" or "Monday of last week"; Good Friday is none."""
    place = text.find("Ww", first, last)
    if place is None:
        return None
    lists, before, after = lexicon().lists, text.low(first - 1), text.low(last)
    if before in lists["each of them"]:
        return None
    if text.letters[place] != WEEKDAY and before != "on" and text.low(place) not in lists["sure weekday abbreviations"]:
        return None
    if before in lists["before a weekday in a name"] or (before == "on" and text.low(first - 2) == "mail"):
        return None
    if after in lists["after a weekday in a name"] and text.words[last].is_capitalised:
        return None
    unit = text.find(UNIT, place, last)
    if unit is not None and text.low(unit) != "week":
        unit, last = None, place + 1
    daypart, day = text.find("P", place, last), text.find(DAY, place, last)
    return Expression(
        first,
        last,
        Form.WEEKDAY,
        day=number_at(text, day) if day is not None else None,
        weekday=lexicon().weekdays[text.low(place)],
        unit="week" if unit is not None else "day",
        which=which_of(text, place, last) if unit is not None else which_of(text, first, place),
        part=part_of(text, first, place),
        daypart=text.low(daypart) if daypart is not None else "",
    )
