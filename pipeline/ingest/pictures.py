"""Which lines are about a picture on the page: its credit, its caption?"""

import re
from functools import cache

from .glued import Stretch
from .lines import is_name, words_in
from .outlets import outlet_of, picture_agencies
from .phrases import furniture_list

_COPYRIGHT_SIGN = re.compile(r"(?:©|\(c\))\s*", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PARTS = re.compile(r"\s*(?:[/|]|\bvia\b|\bfor\b|,|\s[-–—]\s)\s*")
_LONGEST_CREDIT = 12


@cache
def _label() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in sorted(furniture_list("labels of pictures"), key=len, reverse=True))
    return re.compile(rf"(?P<label>{labels})(?P<mark>\s*(?::|\.{{3}}|…|/))?\s*", re.IGNORECASE)


def is_photo_credit(line: str, *, first: bool = False) -> bool:
    """Tell whether a line is a photo credit and nothing else ("© Ann Lee", "Ann LeeGetty Images", "Photo: Bo Ek/AP").

    `first` says that it is the first line of the page, where a headline may end in an agency's name.
    """
    text = line.strip(" ()[]*_.")
    if not text or words_in(text) > _LONGEST_CREDIT:
        return False
    sign = _COPYRIGHT_SIGN.match(line)
    if sign and not _YEAR.search(text):
        return words_in(text) <= 8
    return _is_labelled(text) or _is_credit(text, first=first)


def _is_labelled(text: str) -> bool:
    label = _label().match(text)
    if label is None:
        return False
    rest = text[label.end() :].strip(" .")
    named = not rest or _is_credit(rest) or is_name(rest.removeprefix("courtesy of "), 8)
    return named and (
        label["mark"] is not None or label["label"].lower().endswith((" by", " of", "copyright", "source"))
    )


def _is_credit(text: str, *, first: bool = False) -> bool:
    agencies = picture_agencies()
    parts = [part for part in _PARTS.split(text.strip(" .")) if part]
    known = [part.casefold().removeprefix("the ").strip(" .") in agencies for part in parts]
    if len(parts) > 1 and any(known):
        return all(is_agency or is_name(part, 5) for part, is_agency in zip(parts, known, strict=True))
    if len(parts) == 2 and "/" in text:
        photographer, owner = parts
        named = is_name(photographer, 4) and " " in photographer and outlet_of(photographer) is None
        return named and (outlet_of(owner) is not None or (is_name(owner, 4) and not first))
    return len(parts) == 1 and (known[0] or _is_joined_credit(parts[0], first))


def _is_joined_credit(text: str, first: bool) -> bool:
    """Tell whether an agency's name follows a person's, glued to it or after a space."""
    low = text.casefold()
    for agency in picture_agencies():
        if len(agency) <= 3 or not low.endswith(agency) or len(low) <= len(agency):
            continue
        person = text[: -len(agency)]
        if not text[len(person)].isupper():
            continue
        if person[-1].islower():
            return is_name(person, 4) and " " in person
        return not first and person[-1] == " " and len(person.split()) == 2 and is_name(person, 2)
    return False


_TRAILING_BRACKET = re.compile(r"[\[(]([^()\[\]]{2,90})[\])][\s.]*\Z")
_TRAILING_LABEL = re.compile(r"\b(?:Photograph|Photo|Picture|Image|Credit|Illustration)s?(?::|\.{3}|…)[^.!?]{2,90}\Z")
_AFTER_A_LABEL = (":", "…", "...")
_TRAILING_SENTENCE = re.compile(r"[.!?…][\"”’)]?\s+(?P<tail>[A-Z©(][^!?]{2,70})\Z")
_CREDIT_FIRST = re.compile(
    r"[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3} via (?:Getty Images|AP|Reuters|AFP|Shutterstock) [A-Z]"
)
_PICTURE_FIRST = re.compile(
    r"\(?(?:In this\b[^.!?]{0,60}\b(?:photo|image|frame|picture|photograph)\b"
    r"|This (?:undated |file |combination )?(?:photo|image|picture|frame grab) (?:provided|released|made|taken)\b)"
)
_COUNTED = re.compile(r"\d{1,3} ?/ ?\d{1,3}: [A-Z]|\d\d:\d\d .{3,100}[-–—] video\Z")
_LONGEST_CAPTION = 80
"""Words; a longer line with a credit at its end is text that a caption was run into."""


@cache
def _caption_opening() -> re.Pattern[str]:
    openings = sorted(furniture_list("openings of captions"), key=len, reverse=True)
    return re.compile(rf"\(?(?:{'|'.join(re.escape(words) for words in openings)})(?!\w)", re.IGNORECASE)


def caption_of(line: str, *, early: bool) -> Stretch | None:
    """Return what of a line is a caption with its credit, or the credit alone where a longer text stands before it."""
    words = words_in(line)
    if words > 4 * _LONGEST_CAPTION:
        return None
    if words <= _LONGEST_CAPTION:
        opens_so = _caption_opening().match(line) or _COUNTED.match(line) or _CREDIT_FIRST.match(line)
        if opens_so or (early and _PICTURE_FIRST.match(line)):
            return Stretch(0, len(line), "caption")
    credit = _trailing_credit(line)
    if credit is None:
        return None
    if words <= _LONGEST_CAPTION and line[0] not in '"“':
        return Stretch(0, len(line), "caption")
    return Stretch(credit, len(line), "photo credit")


def _trailing_credit(line: str) -> int | None:
    end = line[-110:]
    bracket = _TRAILING_BRACKET.search(line, max(0, len(line) - 100)) if end.rstrip(". ")[-1:] in {")", "]"} else None
    if bracket:
        inside = bracket[1]
        unfinished = not line[: bracket.start()].rstrip().endswith((".", "!", "?", "”", '"'))
        shared = "/" in inside or " via " in inside or (bracket.group()[0] == "[" and unfinished)
        return bracket.start() if _is_labelled(inside) or (shared and _is_credit(inside)) else None
    label = (
        _TRAILING_LABEL.search(line, max(0, len(line) - 110)) if any(mark in end for mark in _AFTER_A_LABEL) else None
    )
    if label and label.start() > 0 and _is_labelled(label.group()):
        return label.start()
    tail = _TRAILING_SENTENCE.search(line, max(0, len(line) - 80)) if "/" in end or " via " in end else None
    if tail and ("/" in tail["tail"] or " via " in tail["tail"]) and _is_credit(tail["tail"]):
        return tail.start("tail")
    return None


_DIRECTION = re.compile(
    r"[A-Z][\w'’.-]{0,30}(?: [a-z]{2,4} [A-Z][\w'’.-]{0,30})?,"
    r" (?:(?:far|top|bottom|upper|lower|front|back|second|third|second from|third from) )?(?:left|right|cent(?:er|re))"
    r"(?=[,.;]| and\b)"
)
_ANOTHER_DIRECTION = re.compile(r"[, ]+(?:and |or )?(?:left|right|cent(?:er|re))\b")


def points_at_a_picture(sentence: str) -> bool:
    """Tell whether a sentence says where in a picture somebody is: "Ann Lee, left, and Bo Ek in Oslo on Sunday".

    The direction has to stand as an apposition behind a name, in a sentence without quotation marks; a list of
    directions ("in Germany, left, right and centre agreed") is none.
    """
    if any(mark in sentence for mark in '"“”'):
        return False
    found = _DIRECTION.search(sentence)
    return found is not None and _ANOTHER_DIRECTION.match(sentence, found.end()) is None
