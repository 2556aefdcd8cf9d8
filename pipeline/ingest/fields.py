"""What do the fields of a JSON article say: ours, those of IPTC ninjs, those of schema.org?"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from html import unescape
from typing import Any, NamedTuple

from ..data import phrase_lists
from ..errors import MalformedFile
from .markup import is_html, text_of
from .page_dates import dates_in

_LONGEST_DATE = 80
_VALUES = ("value", "text", "name", "@id")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?\Z", re.IGNORECASE)


class Fields(NamedTuple):
    """What a JSON article states about itself; empty where it does not."""

    title: str | None
    outlet: str | None
    published: date | None
    url: str | None
    language: str | None
    remarks: tuple[str, ...]


def fields_of(item: Mapping[str, Any]) -> Fields:
    """Return what a JSON article says beside its body. A date that cannot be read is named in `remarks`."""
    stated = next(_texts(item, "published"), None)
    published = date_of(stated) if stated else None
    return Fields(
        title=one_line(next(_texts(item, "title"), None)),
        outlet=one_line(next(_texts(item, "outlet"), None)),
        published=published,
        url=next((url for url in _texts(item, "url") if url.startswith(("http://", "https://"))), None),
        language=language_code(next(_texts(item, "language"), None)),
        remarks=(f"{stated[:40]!r} is no date of publication",) if stated and published is None else (),
    )


def body_of(item: Mapping[str, Any]) -> str:
    """Return the text of a JSON article: of several versions of its body, the first with paragraphs.

    Raises:
        MalformedFile: it has no body.
    """
    bodies = [text_of(body) if is_html(body) else body for body in _texts(item, "body")]
    if not bodies:
        raise MalformedFile("has no body")
    return next((body for body in bodies if "\n" in body.strip()), bodies[0])


def _texts(item: Mapping[str, Any], field: str) -> Iterator[str]:
    for key in phrase_lists("article_fields.txt")[field]:
        yield from _texts_of(item.get(key))


def _texts_of(value: Any) -> Iterator[str]:
    """Yield the texts of a field: itself, the name or value of an object, those of a list with the main one first."""
    if isinstance(value, str) and value.strip():
        yield sound(value)
    elif isinstance(value, Mapping):
        given = next((value[key] for key in _VALUES if isinstance(value.get(key), str)), "")
        # Of {"name": "text", "value": "…"} the value is the text, of {"name": "Reuters"} the name.
        if given.strip():
            yield sound(given)
    elif isinstance(value, list):
        for entry in sorted(value, key=_is_secondary):
            if isinstance(entry, str | Mapping):
                yield from _texts_of(entry)


def _is_secondary(entry: Any) -> bool:
    return isinstance(entry, Mapping) and entry.get("role", entry.get("name")) not in ("main", "publisher")


def sound(text: str) -> str:
    """Return a text without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if not text.isascii() else text


def one_line(text: str | None) -> str | None:
    """Return a title or a name on one line, its HTML entities resolved, or None where nothing is left."""
    return " ".join(unescape(sound(text)).split()) or None if text else None


def date_of(stated: str) -> date | None:
    """Return the day that a date field names, as its own time zone has it, or None."""
    stated = stated.strip()[:_LONGEST_DATE]
    try:
        return datetime.fromisoformat(stated).date()
    except ValueError:
        pass
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(stated).date()
    except (ValueError, OverflowError):
        return next((day for _, day in dates_in(stated)), None)


def language_code(stated: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag ("en-GB"), or None."""
    found = _LANGUAGE.match(stated.strip()) if stated else None
    return found[1].lower() if found else None
