"""What are verdicts, relations, kinds, figures and dates called in plain words?

One place for all forms of a report, so that the page, the terminal and the exports speak alike.
"""

import re
from datetime import date
from typing import NamedTuple

from ...schemas import Act, Comparator, Detail, Figure, Kind, Naming, Relation, Utterance, Verdict, Weight

DISCLAIMER = "crossexam compares what the articles say. It never says who is right."
MACHINE_DRAFT = "Machine draft for a person to review. It contains no rating of truth."


class Label(NamedTuple):
    """A name for a reader who has never seen the program, and one sentence that explains it."""

    name: str
    meaning: str


VERDICTS = {
    Verdict.CONFLICT: Label("Cannot all be true", "These statements exclude each other as written."),
    Verdict.ALTERED_QUOTE: Label("Quotation changed", "Words changed, added, or dropped without an ellipsis."),
    Verdict.DISCREPANCY: Label("Sources differ", "All could be true: a later count, another place, a part."),
    Verdict.FRAMING_SPLIT: Label("Loaded wording", "The names that are chosen lean different ways."),
    Verdict.CORROBORATED: Label("Sources agree", "Two or more articles say the same, even if one is less precise."),
    Verdict.SINGLE_SOURCE: Label("Only one source", "Only one article has it; there is nothing to compare it with."),
    Verdict.NOT_JUDGED: Label("Not judged", "It could not be compared; the reason is given."),
}

RELATIONS = {
    Relation.SAME: Label("agrees", "says the same"),
    Relation.VAGUER: Label("less precise", "says the same, less precisely"),
    Relation.DIFFERS: Label("differs", "says something else; both could be true"),
    Relation.INCOMPATIBLE: Label("cannot be true with", "cannot be true together with it"),
    Relation.SILENT: Label("silent", "says nothing of it, which is no denial"),
}

KINDS = {
    Kind.QUANTITY: Label("Figure", "a number, with what it counts"),
    Kind.EVENT: Label("Event", "who did what, where and when"),
    Kind.QUOTE: Label("Quotation", "words in quotation marks"),
    Kind.FRAMING: Label("Wording", "what somebody or something is called"),
    Kind.STANCE: Label("Stance", "who stands how towards whom"),
}

WEIGHTS = {
    Weight.MAJOR: Label("Major", "An editor would have to act on it before publishing."),
    Weight.MINOR: Label("Minor", "Background, or a shade that few readers would notice."),
}

_BOUNDS = {
    Comparator.EQUAL: "",
    Comparator.MORE: "over ",
    Comparator.AT_LEAST: "at least ",
    Comparator.LESS: "under ",
    Comparator.AT_MOST: "at most ",
    Comparator.ABOUT: "about ",
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LEADING_DIGITS = re.compile(r"\A\d{4,15}(?![\d.,])")
_ISO_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d\d)(?:-(\d\d))?(?![\d-])")


def answer(value: str, detail: Detail | None) -> str:
    """Return a position's value for a reader: ">=213 killed" becomes "at least 213 killed".

    Without the claim's `detail` nothing is known of the value's form, and it is returned as it is.
    """
    match detail:
        case Figure():
            return _figure(value, detail.comparator)
        case Act():
            return _ISO_DATE.sub(_spelled, value)
        case Utterance():
            return f"“{detail.words}”"
        case Naming():
            return detail.label
        case _:
            return value


def _figure(value: str, comparator: Comparator) -> str:
    rest = value.removeprefix(comparator).strip()
    if rest == value.strip() or not rest:
        return value
    if not rest[0].isdigit() and comparator is Comparator.ABOUT:
        return rest
    return _BOUNDS[comparator] + _LEADING_DIGITS.sub(lambda found: f"{int(found.group()):,}", rest)


def bound(figure: Figure) -> str:
    """Return the number alone with its bound: "over 205", "12,000 to 15,000"."""
    low, high = number(figure.low), number(figure.high)
    return _BOUNDS[figure.comparator] + (low if low == high else f"{low} to {high}")


def number(value: float) -> str:
    """Return a number with separated thousands, without needless decimals."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.10g}"


def _spelled(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    try:
        spelled = day_words(date(int(year), int(month), int(day or 1)))
    except ValueError:
        return found.group()
    return spelled if day else spelled.partition(" ")[2]


def day_words(day: date) -> str:
    """Return "15 April 2019", whatever the locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return "15 Apr 2019"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def span_words(earliest: date | None, latest: date | None) -> str:
    """Return the days between which something happened: "15 April 2019", "1 to 30 April 2019", "until 5 May 2019"."""
    if earliest is None and latest is None:
        return "undated"
    if earliest is None or latest is None:
        return f"from {day_words(earliest)}" if earliest else f"until {day_words(latest or date.max)}"
    if earliest == latest:
        return day_words(earliest)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day} to {day_words(latest)}"
    return f"{day_words(earliest)} to {day_words(latest)}"


def counted(many: int, noun: str, plural: str | None = None) -> str:
    """Return "1 article" or "1,200 articles"."""
    return f"{many:,} {noun if many == 1 else plural or noun + 's'}"


def listed(parts: list[str], last: str = "and") -> str:
    """Return "A", "A and B" or "A, B and C"."""
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def shortened(text: str, longest: int) -> str:
    """Return the text as one line of at most so many characters, an ellipsis in place of what is cut."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
