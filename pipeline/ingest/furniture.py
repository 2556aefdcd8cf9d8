"""What of a text is furniture of the page it stood on, and what does the furniture say of the article?

Rules look at one line at a time and at its place: before, among or after the running text. They rest on the phrases in
`furniture.txt` and the names in `outlets.txt`. A line that might be a statement stays: a skipped sentence is lost
evidence, while a bit of furniture that is left does little harm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ...schemas import Skipped
from ..reading.sentences import Extent, sentences_of
from .bylines import credited_outlet, is_signature
from .datelines import dateline_of
from .glued import Stretch, stretches_in
from .headlines import headline_in, outlet_behind
from .line_rules import LONGEST_LINE, reason_alone
from .lines import words_in
from .neighbours import mark_blocks, mark_boxes, mark_bylines, mark_crossheads, note_bylines
from .notices import copyright_start
from .outlets import known_outlet, outlet_of
from .outskirts import is_strip, reason_outside
from .page_dates import dates_in, page_date, trailing_dates
from .phrases import plain
from .pictures import caption_of, points_at_a_picture
from .sheet import Dated, Place, Sheet

_AMONG_THE_FIRST = 6
_LAST_DATELINE = 3
_LONGEST_STRIP = 14
_NEWLINE = re.compile(r"[^\n\r\u2028\u2029]+")
_STAMP = re.compile(r"\(([^()]{4,60})\)(?=\s+[A-Z])")
_DIRECTION = re.compile(r", [a-z ]{0,12}(?:left|right|cent(?:er|re))\b")


@dataclass(frozen=True)
class Page:
    """What a text says beside the report: stretches to skip, sorted and disjoint, and where it comes from."""

    skipped: tuple[Skipped, ...]
    title: str | None
    outlet: str | None
    published: date | None


def read_page(text: str) -> Page:
    """Tell the report from its page. The time grows linearly with the length of the text."""
    sheet = Sheet.of(text)
    for number, line in enumerate(sheet.lines):
        if len(line.text) <= LONGEST_LINE:
            reason = reason_alone(line.text, first=number == 0, early=number < _AMONG_THE_FIRST)
            if reason:
                sheet.mark(number, reason)
    sheet.title = headline_in(sheet)
    _mark_repeated_headline(sheet)
    mark_bylines(sheet)
    note_bylines(sheet)
    mark_blocks(sheet)
    mark_boxes(sheet)
    _mark_outside(sheet)
    mark_crossheads(sheet)
    stretches = [*stretches_in(text), *_stretches_of_lines(sheet)]
    _note_dates(sheet)
    return Page(tuple(_skipped(text, sheet, stretches)), _title(sheet), sheet.clues.outlet, sheet.clues.published)


def _mark_repeated_headline(sheet: Sheet) -> None:
    if sheet.title is None:
        return
    headline = plain(sheet.text(sheet.title))
    behind = outlet_behind(sheet.text(sheet.title))
    if behind:
        sheet.clues.note_outlet(Place.PAGE_TITLE, behind[1])
    headlines = {headline, plain(sheet.text(sheet.title)[: behind[0]])} if behind else {headline}
    if headline.count(" ") < 2:
        return
    longest = len(sheet.text(sheet.title)) + 10
    for number in range(len(sheet.lines)):
        may_be = number != sheet.title and sheet.is_open(number) and len(sheet.text(number)) <= longest
        if may_be and plain(sheet.text(number)) in headlines:
            sheet.mark(number, "repeated headline")


def _mark_outside(sheet: Sheet) -> None:
    """Mark dates, names and section labels before the second paragraph and behind the last."""
    for number in sheet.running()[:1] + sheet.running()[-1:]:
        if words_in(sheet.text(number)) <= _LONGEST_STRIP and is_strip(sheet.text(number)):
            sheet.mark(number, "strip of the page")
    running = sheet.running()
    begin = running[1] if len(running) > 1 else len(sheet.lines)
    end = running[-1] if running else -1
    for number in [*range(min(begin, len(sheet.lines))), *range(max(begin, end + 1), len(sheet.lines))]:
        line = sheet.text(number)
        if number == sheet.title or not sheet.is_open(number) or sheet.prose[number] or len(line) > LONGEST_LINE:
            continue
        is_above = sheet.title is not None and number < sheet.title
        reason = reason_outside(line) or ("outlet name" if is_above and outlet_of(line) else None)
        if reason is None:
            continue
        sheet.mark(number, reason)
        outlet = outlet_of(line) if reason == "outlet name" else credited_outlet(line) if reason == "byline" else None
        if number < begin:
            sheet.clues.note_outlet(Place.OWN_LINE, outlet)


def _note_dates(sheet: Sheet) -> None:
    for number, reason in enumerate(sheet.why):
        if reason not in {"date line", "byline", "strip of the page"}:
            continue
        line = sheet.text(number)
        start = trailing_dates(line) if reason == "byline" else 0
        dated = page_date(line[start:]) if start is not None else None
        if dated is None:
            sheet.clues.days += [(Dated.BARE, day) for _, day in dates_in(line)][:1]
        elif dated.published:
            sheet.clues.days.append((Dated.LABELLED if dated.labelled else Dated.BARE, dated.published))
        if dated and dated.updated:
            sheet.clues.days.append((Dated.UPDATED, dated.updated))


def _stretches_of_lines(sheet: Sheet) -> Iterator[Stretch]:
    """Yield what of the lines that stay is furniture."""
    running = sheet.running()
    first_paragraphs = set(running[:_LAST_DATELINE])
    last_paragraphs = set(running[-2:])
    behind = outlet_behind(sheet.text(sheet.title)) if sheet.title is not None else None
    if behind and sheet.title is not None:
        yield _at(sheet, sheet.title, Stretch(behind[0], len(sheet.text(sheet.title)), "outlet name"))
    for number in range(len(sheet.lines)):
        if not sheet.is_open(number) or number == sheet.title:
            continue
        line = sheet.text(number)
        dateline = dateline_of(line, early=number in first_paragraphs)
        if dateline:
            yield _at(sheet, number, Stretch(0, dateline.end, "dateline"))
            sheet.clues.note_outlet(Place.DATELINE, dateline.credit)
            if dateline.published:
                sheet.clues.days.append((Dated.DATELINE, dateline.published))
        stamp = _STAMP.match(line) if number in first_paragraphs else None
        if stamp and is_strip(stamp[1]):
            yield _at(sheet, number, Stretch(0, stamp.end(), "dateline"))
        if len(line) <= LONGEST_LINE:
            for stretch in _stretches_of(line, is_last=number in last_paragraphs):
                yield _at(sheet, number, stretch)


def _at(sheet: Sheet, number: int, stretch: Stretch) -> Stretch:
    start = sheet.lines[number].start
    return Stretch(start + stretch.start, start + stretch.end, stretch.why)


_SELF_CREDIT = re.compile(
    r"As [\w'’-]{1,30}\.(?:com|org|net|co\.uk) (?:first |previously |earlier |also )?(?:reported|reports|noted|wrote)"
    r"(?: (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)?:",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"(?<=[.!?”\"]) ?(?:[—–-]{1,2} ?(?P<name>[A-Z][\w -]{1,25})|[(\[](?P<inside>[A-Z][\w -]{1,25})[)\]])\.?\Z"
)


def _stretches_of(line: str, *, is_last: bool) -> Iterator[Stretch]:
    credit = _SELF_CREDIT.match(line)
    if credit:
        yield Stretch(0, credit.end(), "self-credit")
    caption = caption_of(line, early=False)
    if caption:
        yield caption
    notice = copyright_start(line)
    if notice:
        yield Stretch(notice, len(line), "copyright line")
    sign_off = _SIGN_OFF.search(line, max(0, len(line) - 40))
    agency = known_outlet(sign_off["name"] or sign_off["inside"]) if sign_off else None
    if sign_off and agency and agency.is_agency:
        yield Stretch(sign_off.start(), len(line), "agency credit")
    if _DIRECTION.search(line) or is_last:
        for sentence in sentences_of(line, Extent(0, len(line))):
            words = line[sentence.start : sentence.end]
            if points_at_a_picture(words):
                yield Stretch(sentence.start, sentence.end, "caption")
            elif is_last and sentence.start > 0 and is_signature(words):
                yield Stretch(sentence.start, sentence.end, "byline")


def _skipped(text: str, sheet: Sheet, stretches: list[Stretch]) -> Iterator[Skipped]:
    """Yield whole lines and stretches in their order, cut so that none crosses a line break or meets another."""
    whole = [Stretch(line.start, line.end, why) for line, why in zip(sheet.lines, sheet.why, strict=True) if why]
    last: Stretch | None = None
    for stretch in sorted(_cut(text, [*whole, *stretches]), key=lambda s: (s.start, -s.end)):
        if last is None:
            last = stretch
        elif stretch.start == last.end and stretch.why == last.why:
            last = last._replace(end=stretch.end)
        elif stretch.end > last.end:
            yield Skipped(start=last.start, end=last.end, why=last.why)
            last = stretch._replace(start=max(stretch.start, last.end))
    if last is not None:
        yield Skipped(start=last.start, end=last.end, why=last.why)


def _cut(text: str, stretches: list[Stretch]) -> Iterator[Stretch]:
    for stretch in stretches:
        for part in _NEWLINE.finditer(text, stretch.start, stretch.end):
            words = part.group()
            start = part.start() + len(words) - len(words.lstrip())
            end = part.start() + len(words.rstrip())
            if start < end:
                yield Stretch(start, end, stretch.why)


def _title(sheet: Sheet) -> str | None:
    if sheet.title is None:
        return None
    line = sheet.text(sheet.title)
    behind = outlet_behind(line)
    return (line[: behind[0]] if behind else line).lstrip("# ").rstrip() or None
