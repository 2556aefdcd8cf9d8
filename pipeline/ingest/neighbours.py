"""Which lines are furniture because of the lines around them: links under a heading, boxes, signatures, crossheads?"""

from .bylines import author_described, byline_of, is_name_list, is_role, is_signature
from .lines import CLOSERS, is_finished, is_name, words_in
from .outlets import Outlet, known_outlet, outlet_of
from .page_dates import is_dates_only
from .phrases import furniture_list, plain
from .sheet import Place, Sheet

_AMONG_THE_FIRST = 12
_LONGEST_BLOCK = 15
_LONGEST_TAG = 4
_AT_THE_END = 4
_LONGEST_CROSSHEAD = 5


def mark_bylines(sheet: Sheet) -> None:
    """Mark bylines that are broken over several lines: "By", "Ann Lee", ", CNN"."""
    for number, reason in enumerate(sheet.why):
        text = sheet.text(number)
        if (
            reason is None
            and words_in(text) <= 2
            and plain(text) in furniture_list("bylines on a line of their own")
            and _is_person(sheet, number + 1)
        ):
            sheet.mark(number, "byline")
            sheet.mark(number + 1, "byline")
            sheet.clues.authors.add(sheet.text(number + 1))
            _mark_rest_of_byline(sheet, number + 2)
        elif reason == "byline":
            _mark_rest_of_byline(sheet, number + 1)
        elif reason is None and _is_name_before_a_date(sheet, number):
            sheet.mark(number, "byline")
            sheet.clues.authors.add(text)


def _is_person(sheet: Sheet, number: int) -> bool:
    return sheet.is_open(number) and number != sheet.title and is_name(sheet.text(number).strip(", "), 6)


def _is_name_before_a_date(sheet: Sheet, number: int) -> bool:
    """Tell whether a line below the headline is names alone, with a date or the time of reading below it."""
    if sheet.title is None or not sheet.title < number < _AMONG_THE_FIRST or number + 1 >= len(sheet.lines):
        return False
    below = sheet.why[number + 1]
    is_below = below in {"date line", "navigation", "tags"} or is_dates_only(sheet.text(number + 1))
    return is_below and not sheet.prose[number] and is_name_list(sheet.text(number))


def _mark_rest_of_byline(sheet: Sheet, number: int) -> None:
    for n in range(number, number + 6):
        if not sheet.is_open(n) or sheet.prose[n] or n == sheet.title:
            return
        rest = sheet.text(n).lstrip(", ")
        joined = sheet.text(n)[0] in ",&" or plain(rest) == "and" or plain(sheet.text(n - 1)) == "and"
        outlet = outlet_of(rest) if joined else known_outlet(rest)
        if outlet is None and not is_role(rest) and not (joined and (is_name(rest, 6) or plain(rest) == "and")):
            return
        sheet.clues.note_outlet(Place.BYLINE, outlet)
        sheet.mark(n, "byline")


def mark_blocks(sheet: Sheet) -> None:
    """Mark the short lines under a heading of links or tags, and all that follows the heading of the comments."""
    running = sheet.running()
    for number, reason in enumerate(list(sheet.why)):
        if reason == "list of links":
            _mark_short_lines(sheet, number, "related link", longest=30)
        elif reason == "list of tags":
            _mark_short_lines(sheet, number, "tags", longest=_LONGEST_TAG)
        elif reason in {"related link", "label"} and plain(sheet.text(number)) in furniture_list(
            "headings of one link"
        ):
            following = number + 1
            if sheet.is_open(following) and not sheet.prose[following] and words_in(sheet.text(following)) > 3:
                sheet.mark(following, "related link")
        elif reason == "comments":
            before = [n for n in running if n < number]
            if len(before) > 1:
                for n in range(number + 1, len(sheet.lines)):
                    sheet.mark(n, "comments")
                return


def _mark_short_lines(sheet: Sheet, heading: int, reason: str, longest: int) -> None:
    for number in range(heading + 1, heading + 1 + _LONGEST_BLOCK):
        if number >= len(sheet.lines) or sheet.prose[number] or words_in(sheet.text(number)) > longest:
            return
        sheet.mark(number, reason)


def mark_boxes(sheet: Sheet) -> None:
    """Mark what stands behind the report about those who made it: the outlet, the author, the staff."""
    running = sheet.running()
    if len(running) < 2:
        return
    for number in running[1:]:
        _mark_outlet_box(sheet, number)
    at_the_end = [n for n in range(running[1], len(sheet.lines)) if sheet.is_open(n)][-_AT_THE_END:]
    for number in at_the_end:
        if is_signature(sheet.text(number)):
            sheet.mark(number, "byline")
        elif _is_author_box(sheet, number):
            sheet.mark(number, "about the author")


def _mark_outlet_box(sheet: Sheet, number: int) -> None:
    """Mark a paragraph about an outlet under a heading that names it, and the heading."""
    heading = number - 1
    if heading < 1 or sheet.prose[heading] or heading == sheet.title or sheet.why[heading] not in {None, "outlet name"}:
        return
    name = sheet.text(heading).strip(" :")
    about = name.removeprefix("About ").removeprefix("ABOUT ")
    text = sheet.text(number)
    if not is_name(about.removeprefix("the ").removeprefix("The "), 6) or words_in(about) > 6:
        return
    begins = text.removeprefix("The ").startswith(about.removeprefix("The "))
    is_outlet = any(f" {kind}" in text[:250].casefold() for kind in furniture_list("kinds of outlet"))
    if begins and (is_outlet or about != name) and _says_what_it_is(text, about):
        sheet.mark(heading, "about the outlet")
        sheet.mark(number, "about the outlet")
        if is_outlet:
            sheet.clues.note_outlet(Place.BOX, known_outlet(about) or Outlet(about))


def _says_what_it_is(text: str, name: str) -> bool:
    at = text.find(name.removeprefix("The ")) + len(name.removeprefix("The "))
    verb = text[at : at + 60].replace("(", " ").replace(")", " ").split()
    return any(word in {"is", "was", "provides", "covers", "publishes", "delivers", "offers"} for word in verb[:4])


def _is_author_box(sheet: Sheet, number: int) -> bool:
    name = author_described(sheet.text(number), sheet.clues.authors)
    if name is None:
        return False
    if name in sheet.clues.authors:
        return True
    return not any(name in sheet.text(n) for n in range(len(sheet.lines)) if n != number and sheet.is_open(n))


def mark_crossheads(sheet: Sheet) -> None:
    """Mark short headings between paragraphs. Doubtful ones stay: with figures, quotation marks or a final mark."""
    running = set(sheet.running())
    for number in range(1, len(sheet.lines) - 1):
        if sheet.is_open(number) and number - 1 in running and number + 1 in running and _is_crosshead(sheet, number):
            sheet.mark(number, "crosshead")


def _is_crosshead(sheet: Sheet, number: int) -> bool:
    line = sheet.text(number)
    if number == sheet.title or words_in(line) > _LONGEST_CROSSHEAD or not line[0].isupper():
        return False
    if line[-1] in ".,;:!?…" + CLOSERS or any(char.isdigit() or char in '"“”‘' for char in line):
        return False
    follows = sheet.text(number + 1)[0]
    return is_finished(sheet.text(number - 1)) and (follows.isupper() or follows.isdigit() or follows in "\"“‘'([")


def note_bylines(sheet: Sheet) -> None:
    """Keep the names and outlets of the bylines."""
    for number, reason in enumerate(sheet.why):
        byline = byline_of(sheet.text(number)) if reason == "byline" else None
        if byline:
            sheet.clues.authors |= set(byline.names)
            sheet.clues.note_outlet(Place.BYLINE, byline.outlet)
