"""Which articles does a file hold, by its format?"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePath
from typing import Any

from ..errors import MalformedFile, UnreadableFile
from .decode import Decoded, decode
from .discover import ENDINGS
from .draft import Draft, Part
from .fields import body_of, fields_of


def parts_of(name: str, data: bytes) -> list[Part]:
    """Return the articles of a file by the ending of its name; the lines of a .jsonl file are articles of their own.

    Raises:
        UnreadableFile: there is no reader for files of its ending.
        UndecodableFile: the bytes are no text.
        MalformedFile: there is nothing in the file.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise UnreadableFile(f"is not of a format that can be read: {', '.join(ENDINGS)}")
    decoded = decode(data, declares=ending in {".html", ".htm"})
    if not decoded.text.strip():
        raise MalformedFile("is empty")
    if ending == ".jsonl":
        return _lines(name, decoded)
    return [Part(name, partial(_READERS[ending], decoded, hashlib.sha256(data).hexdigest()))]


def _text(decoded: Decoded, sha256: str) -> Draft:
    return Draft(decoded.text, decoded.encoding, sha256)


def _html(decoded: Decoded, sha256: str) -> Draft:
    from .web_page import article_of

    text, stated = article_of(decoded.text)
    return Draft(text, decoded.encoding, sha256, *stated)


def _json(decoded: Decoded, sha256: str, line: int | None = None) -> Draft:
    item = _parsed(decoded.text, line)
    stated = fields_of(item)
    body = body_of(item).strip("\n")
    if not body.strip():
        raise MalformedFile("has an empty body")
    text = body if stated.title is None else f"{stated.title}\n\n{body}"
    return Draft(text, decoded.encoding, sha256, *stated)


def _parsed(text: str, line: int | None) -> Mapping[str, Any]:
    try:
        item = json.loads(text)
    except json.JSONDecodeError as fault:
        where = f"line {line or fault.lineno}, column {fault.colno}"
        raise MalformedFile(f"is no JSON: {fault.msg} ({where})") from fault
    except RecursionError as fault:
        raise MalformedFile(f"is no JSON article: it is nested too deep{f' (line {line})' if line else ''}") from fault
    except ValueError as fault:
        # Python refuses whole numbers of more than 4,300 digits.
        raise MalformedFile(f"is no JSON article: a number is too long{f' (line {line})' if line else ''}") from fault
    if isinstance(item, list):
        raise MalformedFile("holds a list: put one article in a .json file, or one on each line of a .jsonl file")
    if not isinstance(item, Mapping):
        raise MalformedFile("is no JSON article: it holds no object")
    return item


def _lines(name: str, decoded: Decoded) -> list[Part]:
    parts = []
    # Only line feeds end a line of JSON Lines; U+2028 may stand inside a string.
    for number, line in enumerate(decoded.text.split("\n"), start=1):
        if line.strip():
            sha256 = hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()
            read = partial(_json, Decoded(line, decoded.encoding), sha256, number)
            parts.append(Part(f"{name}#{number}", read))
    return parts


_READERS: dict[str, Callable[[Decoded, str], Draft]] = {
    ".txt": _text,
    ".md": _text,
    ".json": _json,
    ".html": _html,
    ".htm": _html,
}
